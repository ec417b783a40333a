"""Forms of an assessment's course: a stage's times, one subject opened again, a reviewer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime

FORMAT = "%Y-%m-%dT%H:%M"


class Moment(forms.DateTimeField):
    """A day and time on the office's clock; browsers offer a calendar for it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMAT)
        formats = [FORMAT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **options)


WRONG_MOMENT = {"invalid": "请按“年-月-日 时:分”填写，例如 2017-11-30 18:00。"}


def shown_moment(moment: datetime | None) -> str:
    """A moment as the field takes it, to the minute."""
    return localtime(moment).strftime(FORMAT) if moment else ""


def same_minute(new: datetime | None, old: datetime | None) -> datetime | None:
    """The stored moment where the form says the same minute: forms do not carry seconds."""
    if new is not None and old is not None and shown_moment(new) == shown_moment(old):
        return old
    return new


class StageForm(forms.Form):
    """The window of a stage."""

    opens = Moment(
        label="开始时间",
        required=False,
        error_messages=WRONG_MOMENT,
        help_text="到时自动开始；不填的由办公室开启。",
    )
    closes = Moment(
        label="截止时间",
        required=False,
        error_messages=WRONG_MOMENT,
        help_text="到时自动截止；不填的由办公室关闭。",
    )
    remind_days = forms.IntegerField(
        label="提前几天提醒", min_value=0, max_value=60, help_text="截止前提醒还没有办完的单位。"
    )
    reason = forms.CharField(
        label="修改原因",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="时间已经通知各单位的，必须写明；会随新的时间告诉各单位。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        found = super().clean() or {}
        opens, closes = found.get("opens"), found.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", "截止时间应在开始时间之后。")
        return found


class ReopenForm(forms.Form):
    """Until when one subject may report, and why."""

    until = Moment(label="新的截止时间", error_messages=WRONG_MOMENT)
    reason = forms.CharField(
        label="原因",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会告诉该单位，并记入日志。",
    )


class ReviewerForm(forms.Form):
    """Who looks at the subject."""

    person = forms.ChoiceField(label="评估组成员")

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "请选择"), *people]
