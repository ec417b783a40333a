"""The forms of the second factor: a code, the first code of a new app, a security key."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.signals import user_login_failed

_WRONG = "动态码不对。请等动态码更换后再输入一次；手机时间不准也会出现这种情况。"


def _code(label: str) -> forms.CharField:
    shown = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
    return forms.CharField(label=label, max_length=20, widget=shown)


class _Counted:
    """A six-digit code is guessed sooner than a password: guesses count with those of the account."""

    def clean_code(self) -> str:
        """The code, if it is right and the account has guesses left."""
        request, credentials = context.request, {"username": self.user.username}
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out = True
            raise forms.ValidationError(_WRONG)
        try:
            return super().clean_code()
        except forms.ValidationError as wrong:
            user_login_failed.send(type(self), credentials=credentials, request=request)
            raise forms.ValidationError(_WRONG) from wrong


class Code(_Counted, AuthenticateForm):
    """The second factor at log-in."""

    code = _code("动态码或备用码")


class CodeAgain(_Counted, ReauthenticateForm):
    """The second factor once more."""

    code = _code("动态码或备用码")


class FirstCode(ActivateTOTPForm):
    """The first code of a new app proves that it was set up."""

    code = _code("应用显示的 6 位动态码")

    def clean_code(self) -> str:
        """The code, if the app is set up right."""
        try:
            return super().clean_code()
        except forms.ValidationError as wrong:
            raise forms.ValidationError(_WRONG) from wrong


class NewKey(AddWebAuthnForm):
    """A security key; the browser fills in what it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"] = forms.CharField(
            label="名称", required=False, max_length=60, help_text="例如：办公室的 U 盾"
        )


class KeyName(EditWebAuthnForm):
    """What a security key is called."""

    name = forms.CharField(label="名称", max_length=60)
