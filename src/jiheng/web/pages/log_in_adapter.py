"""What allauth may do here: only people whom an administrator entered come in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from jiheng.web.access.log_in import person_called
from jiheng.web.inputs.log_in import WRONG
from jiheng.web.models import Person
from jiheng.web.secret import opened, sealed

_MEANT_FOR = "second factor"
_SAID = {
    "account/messages/password_changed.txt": "密码已修改，其他地方的登录都已退出。",
    "mfa/messages/totp_activated.txt": "动态码已启用，下次登录时要输入。",
    "mfa/messages/totp_deactivated.txt": "动态码已停用。",
    "mfa/messages/webauthn_added.txt": "安全密钥已添加。",
    "mfa/messages/webauthn_removed.txt": "安全密钥已移除。",
    "mfa/messages/recovery_codes_generated.txt": "新的备用码已生成，旧的不能再用。",
    "usersessions/messages/sessions_logged_out.txt": "其他地方的登录都已退出。",
}


class OwnPeopleOnly(DefaultAccountAdapter):
    """No sign-up, no mail, our own sentences."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody enters himself."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to what protects the account."""
        return reverse("security")

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """The log and the inbox tell it; mail is the reminders' business."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *_: Any,
        message: str | None = None,
        **__: Any,
    ) -> None:
        """Say it in our words, or say nothing."""
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said)


class SealedFactors(DefaultMFAAdapter):
    """What codes are made from lies in the database under a key that does not."""

    def encrypt(self, text: str) -> str:
        """The text, sealed."""
        return sealed(text, _MEANT_FOR)

    def decrypt(self, encrypted_text: str) -> str:
        """The text that was sealed."""
        return opened(encrypted_text, _MEANT_FOR)


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """Whoever the provider vouches for must be somebody who is entered here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody is entered by logging in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link to the person with this name or verified address; refuse everybody else with words."""
        person = sociallogin.user if sociallogin.is_existing else _vouched_for(sociallogin)
        if person is None or not person.is_active:
            raise ImmediateHttpResponse(_refusal(request))
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)

    def on_authentication_error(self, request: HttpRequest, *_: Any, **__: Any) -> None:
        """The provider said no, or its answer does not fit our question."""
        raise ImmediateHttpResponse(_refusal(request))


def _vouched_for(sociallogin: Any) -> Person | None:
    said = sociallogin.account.extra_data
    claims = said.get("userinfo") or said.get("id_token") or said
    verified = claims.get("email") if claims.get("email_verified") is True else ""
    return person_called(verified or "") or person_called(claims.get("preferred_username") or "")


def _refusal(request: HttpRequest) -> Any:
    return render(request, "socialaccount/authentication_error.html", status=403)
