"""The form of one claim for bonus points."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

from jiheng.scheme.scheme import Scheme
from jiheng.web.clock import today
from jiheng.web.models import Claim
from jiheng.web.queries.claims import Tariff, is_per_person, tariffs_of

_BETWEEN = re.compile(r"[\s、，,；;]+")
_OLDEST = 1990
_MOST = 10_000


class ClaimForm(forms.Form):
    """What was won, by whom, when and by which document."""

    tariff = forms.ChoiceField(
        label="奖项种类和级别", help_text="括号里是办法规定的分值，以公布的结果为准。"
    )
    award = forms.CharField(label="奖项或证书名称", max_length=200)
    work = forms.CharField(
        label="所奖工作",
        max_length=200,
        required=False,
        help_text="同一工作得了几个奖的，写同一个名称；办法规定只计最高的，系统自动取最高。",
    )
    year = forms.IntegerField(
        label="获奖年度", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    on = forms.DateField(
        label="文件或证书日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "没有认出日期，请写成 2017-09-21 这样。"},
    )
    number = forms.CharField(
        label="文号或证书编号",
        max_length=80,
        required=False,
        help_text="有文号的务必填写，系统据此辨认是否用过。",
    )
    persons = forms.IntegerField(
        label="人数",
        initial=1,
        min_value=1,
        max_value=_MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="按人次计分的写获奖人数，其余写1。",
    )
    names = forms.CharField(
        label="获奖人", max_length=400, required=False, help_text="几个人用顿号隔开。"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, scheme: Scheme, **options: Any) -> None:
        super().__init__(*args, **options)
        self.scheme, groups = scheme, tariffs_of(scheme)
        self.tariffs = {key: one for _, found in groups for key, _, one in found}
        self.fields["tariff"].choices = [
            ("", "请选择"),
            *((title, [(key, words) for key, words, _ in found]) for title, found in groups),
        ]

    def clean_year(self) -> int:
        """A year that has come."""
        year: int = self.cleaned_data["year"]
        if not _OLDEST <= year <= today().year:
            raise forms.ValidationError(f"请填{_OLDEST}到{today().year}之间的年度，如 2017。")
        return year

    def clean_on(self) -> date | None:
        """A day that has come."""
        day: date | None = self.cleaned_data["on"]
        if day is not None and day > today():
            raise forms.ValidationError("日期不能晚于今天，请核对。")
        return day

    def clean(self) -> dict[str, Any]:
        """As many names as persons, where they are named and counted."""
        given = super().clean() or {}
        tariff = self.tariffs.get(given.get("tariff", ""))
        names = [one for one in _BETWEEN.split(given.get("names", "")) if one]
        persons = given.get("persons")
        if tariff and persons and is_per_person(self.scheme, tariff):
            if names and len(names) != persons:
                told = f"写了{len(names)}个姓名，人数填的是{persons}，请核对其中一处。"
                self.add_error("names", told)
        elif tariff and persons and persons != 1:
            self.add_error("persons", "这一种不按人次计分，请填1。")
        return given

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a claim."""
        clause, kind, level = self._tariff
        given = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        return given | {"indicator": clause, "kind": kind, "level": level}

    @property
    def _tariff(self) -> Tariff:
        return self.tariffs[self.cleaned_data["tariff"]]


FIELDS = ("award", "work", "year", "on", "number", "persons", "names")


def begun_with(claim: Claim) -> dict[str, Any]:
    """A stored claim as the form's initial values."""
    own = {name: getattr(claim, name) for name in (*FIELDS, "version")}
    return own | {"tariff": "|".join((claim.indicator, claim.kind, claim.level))}
