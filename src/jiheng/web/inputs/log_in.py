"""The forms at the door: name and password, the password again, a new password."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from django import forms
from django.contrib.auth.password_validation import validate_password

WRONG = "登录名或密码不对。请检查大小写和输入法；忘记密码的，请联系本单位的系统管理员重置。"
"""One sentence for an unknown name and for a wrong password."""


def _password(label: str, *, new: bool = False) -> forms.CharField:
    kind = "new-password" if new else "current-password"
    shown = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(label=label, strip=False, max_length=200, widget=shown)


class LogIn(LoginForm):
    """Name or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        self.fields["login"] = forms.CharField(
            label="登录名或电子邮件", max_length=200, widget=shown
        )
        self.fields["password"] = _password("密码")
        self.order_fields(["login", "password"])


class PasswordAgain(ReauthenticateForm):
    """The password once more before something that must not be done by whoever passes by."""

    password = _password("密码")

    def clean_password(self) -> str:
        """The password, if it is right; guesses count as at the door."""
        if not _is_password_of(self.user, self.cleaned_data["password"]):
            raise forms.ValidationError("密码不对，请再输入一次。")
        return self.cleaned_data["password"]


class NewPassword(ChangePasswordForm):
    """A new password, with the old one."""

    oldpassword = _password("现在的密码")
    password1 = _password("新密码", new=True)
    password2 = _password("再输入一次新密码", new=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = (
            "至少 12 个字符；不能是常见密码、全是数字，也不能与姓名、登录名相近。"
            "几个词连起来写，好记也难猜。"
        )

    def clean_oldpassword(self) -> str:
        """The old password, if it is right; guesses count as at the door."""
        if not _is_password_of(self.user, self.cleaned_data["oldpassword"]):
            raise forms.ValidationError("现在的密码不对，请再输入一次。")
        return self.cleaned_data["oldpassword"]

    def clean_password1(self) -> str:
        """The new password, if it follows the rules."""
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]

    def clean(self) -> dict[str, Any]:
        """Both new ones equal, and not the old one again."""
        given = forms.Form.clean(self) or self.cleaned_data
        new, old = given.get("password1"), given.get("oldpassword")
        if new and new != given.get("password2") and "password2" not in self.errors:
            self.add_error("password2", "两次输入的新密码不一样，请再输入一次。")
        elif new and new == old:
            self.add_error("password1", "新密码与现在的密码相同，请换一个。")
        return given


def _is_password_of(person: Any, typed: str) -> bool:
    credentials = {"username": person.username, "password": typed}
    found = get_adapter().authenticate(context.request, **credentials)
    return found is not None and found.pk == person.pk
