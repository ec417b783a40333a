"""What happens at the door is told to the deeds that write it down."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.account.signals import user_logged_in as came_in_whole
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from jiheng.web.access.log_in import address_of
from jiheng.web.actions import sessions
from jiheng.web.models import Person

SINCE, SEEN = "since", "seen"
_FACTORS = {"totp": "动态码", "webauthn": "安全密钥", "recovery_codes": "备用码"}


def connect() -> None:
    """Listen; called once when the site starts."""
    user_logged_in.connect(_stamp)
    user_logged_out.connect(_went_out)
    came_in_whole.connect(_came_in)
    password_changed.connect(_password_changed)
    # allauth tells of a factor only after the commit; the log belongs into the same transaction
    post_save.connect(_factor_added, sender=Authenticator)
    post_delete.connect(_factor_removed, sender=Authenticator)


def _stamp(request: HttpRequest, **_: Any) -> None:
    # The age of a session is the machine's own time, as its expiry is.
    request.session[SINCE] = request.session[SEEN] = timezone.now().timestamp()


def _came_in(request: HttpRequest, user: Person, **_: Any) -> None:
    request.came_in = user.pk
    others = sessions.came_in(user, request.session.session_key, address=address_of(request))
    if others:
        words = f"这个账号还有 {others} 处正在登录。不是您本人的，请在“密码与安全”中退出其他登录并修改密码。"
        messages.warning(request, words)


def _went_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        sessions.went_out(user, request.session.session_key or "")


def _password_changed(user: Person, **_: Any) -> None:
    sessions.password_changed(user)


def _factor_added(instance: Authenticator, created: bool, **_: Any) -> None:
    if created:
        sessions.second_factor_changed(instance.user, what=f"启用{_FACTORS[instance.type]}")


def _factor_removed(instance: Authenticator, **_: Any) -> None:
    sessions.second_factor_changed(instance.user, what=f"停用{_FACTORS[instance.type]}")
