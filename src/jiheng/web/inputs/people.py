"""The forms of people: who somebody is, what he is appointed to, who follows him."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from jiheng.web.models import Person, Role

_NAME = RegexValidator(r"^\w[\w.@-]{1,59}\Z", "登录名用 2 至 60 个字母、数字或汉字，可含 . _ - @。")
NEW = "new"
"""The choice of a follower who is not entered yet."""


class PersonForm(forms.Form):
    """Name, log-in name and how to reach him; `stored` is the one that is changed."""

    name = forms.CharField(label="姓名", max_length=60)
    username = forms.CharField(
        label="登录名", max_length=60, validators=[_NAME], help_text="不分大小写。"
    )
    email = forms.EmailField(
        label="电子邮件", max_length=254, required=False, help_text="填了也可以用它登录。"
    )
    phone = forms.CharField(label="电话", max_length=40, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, stored: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = stored

    def clean_username(self) -> str:
        """The log-in name in small letters, if it is free."""
        name = self.cleaned_data["username"].lower()
        if name and self._others().filter(username=name).exists():
            raise forms.ValidationError("这个登录名已有人使用，请换一个。")
        return name

    def clean_email(self) -> str:
        """The address, if it is nobody else's: it serves to log in."""
        email = self.cleaned_data["email"].lower()
        if email and self._others().filter(email__iexact=email).exists():
            raise forms.ValidationError("这个电子邮件已登记在别人名下，请核对。")
        return email

    def _others(self) -> Any:
        found = Person.objects.all()
        return found if self.stored is None else found.exclude(pk=self.stored.pk)


class AppointmentForm(forms.Form):
    """In which organisation, as what."""

    organisation = forms.ChoiceField(label="单位")
    role = forms.TypedChoiceField(
        label="角色", choices=[("", "请选择"), *Role.choices], coerce=Role
    )

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", "请选择"), *organisations]


class NewPersonForm(PersonForm):
    """A new person with his first appointment."""

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = AppointmentForm(organisations=organisations)
        self.fields |= {name: first.fields[name] for name in ("organisation", "role")}


class HandOverForm(PersonForm):
    """Who follows: somebody who is entered, or a new person, whose fields are then needed."""

    follower = forms.ChoiceField(label="接任的人", widget=forms.Select)
    field_order = ("follower", "name", "username", "email", "phone")

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follower"].choices = [
            ("", "请选择"), (NEW, "新人员（在下面填写）"), *people,
        ]  # fmt: skip
        for name in ("name", "username"):
            self.fields[name].required = False
            self.fields[name].help_text = "接任的是新人员时填写。"

    def clean(self) -> dict[str, Any]:
        """A new person has a name and a log-in name."""
        given = super().clean() or self.cleaned_data
        for name in ("name", "username"):
            if given.get("follower") == NEW and not given.get(name) and name not in self.errors:
                self.add_error(name, "接任的是新人员，请填写。")
        return given
