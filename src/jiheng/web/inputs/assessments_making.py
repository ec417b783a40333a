"""The form of a new assessment: its title, who each subject is, the window of each stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms

from jiheng.web.inputs.assessments import WRONG_MOMENT, Moment, shown_moment
from jiheng.web.models import Organisation
from jiheng.web.queries.assessments_making import Listed, NewSubject, Plan, Suggested
from jiheng.web.queries.stages import Times

ABSENT = "-"
_REMIND = 3


class AssessmentForm(forms.Form):
    """What an assessment is called, and which one it follows."""

    title = forms.CharField(label="名称", max_length=200)
    previous = forms.ChoiceField(
        label="上一次考核",
        required=False,
        help_text="选了以后，各单位填报时能看到上一次的填报和得分；第一年没有的，稍后可以导入。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, earlier: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["previous"].choices = [("", "没有"), *earlier]


class NewAssessmentForm(AssessmentForm):
    """The same with subjects and windows; of a method without a list, the units are ticked."""

    def __init__(
        self,
        *args: Any,
        listed: Sequence[Listed],
        windows: Sequence[Suggested],
        units: Sequence[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.listed, self.windows = listed, windows
        self.units = {one.pk: one for one in units}
        del self.fields["version"]
        if listed:
            self._subjects()
        else:
            self.fields["units"] = forms.MultipleChoiceField(
                label="参加考核的单位",
                choices=[(one.pk, one.name) for one in units],
                widget=forms.CheckboxSelectMultiple,
            )
        for at, one in enumerate(windows):
            self._window(at, one)

    def _subjects(self) -> None:
        choices = [("", "请选择"), *((one.pk, one.name) for one in self.units.values())]
        choices.append((ABSENT, "本次不参加"))
        for at, one in enumerate(self.listed):
            self.fields[f"unit-{at}"] = forms.ChoiceField(
                label=one.name,
                choices=choices,
                initial=one.found.pk if one.found else "",
                error_messages={"required": "请选择它现在是哪个单位，或选“本次不参加”。"},
            )

    def _window(self, at: int, one: Suggested) -> None:
        title = one.stage.title
        for name, told, moment in (("opens", "开始", one.opens), ("closes", "截止", one.closes)):
            self.fields[f"{name}-{at}"] = Moment(
                label=f"{title}{told}时间",
                required=False,
                initial=shown_moment(moment),
                error_messages=WRONG_MOMENT,
            )
        self.fields[f"remind-{at}"] = forms.IntegerField(
            label=f"{title}提前几天提醒", min_value=0, max_value=60, initial=_REMIND
        )

    @property
    def subject_rows(self) -> Iterator[tuple[Listed, Any]]:
        """Each listed subject with its field."""
        return ((one, self[f"unit-{at}"]) for at, one in enumerate(self.listed))

    @property
    def window_rows(self) -> Iterator[tuple[Suggested, Any, Any, Any]]:
        """Each stage with its three fields."""
        return (
            (one, self[f"opens-{at}"], self[f"closes-{at}"], self[f"remind-{at}"])
            for at, one in enumerate(self.windows)
        )

    def clean(self) -> dict[str, Any]:
        """Nobody is assessed twice, and every stage ends after it begins."""
        found = super().clean() or {}
        seen: dict[str, str] = {}
        for at, one in enumerate(self.listed):
            key = found.get(f"unit-{at}", "")
            if key and key != ABSENT and seen.setdefault(key, one.name) != one.name:
                self.add_error(f"unit-{at}", f"这个单位已选为“{seen[key]}”，请核对。")
        for at in range(len(self.windows)):
            opens, closes = found.get(f"opens-{at}"), found.get(f"closes-{at}")
            if opens and closes and opens >= closes:
                self.add_error(f"closes-{at}", "截止时间应在开始时间之后。")
        return found

    def plan(self, category: str) -> Plan:
        """What was filled in; `category` is that of units that the method does not list."""
        found = self.cleaned_data
        windows = {
            one.stage.id: Times(found[f"opens-{at}"], found[f"closes-{at}"], found[f"remind-{at}"])
            for at, one in enumerate(self.windows)
        }
        return Plan(found["title"], tuple(self._chosen(category)), windows, found["previous"])

    def _chosen(self, category: str) -> Iterator[NewSubject]:
        for at, one in enumerate(self.listed):
            key = self.cleaned_data[f"unit-{at}"]
            if key != ABSENT:
                yield NewSubject(one.name, one.category, key)
        for key in self.cleaned_data.get("units", ()):
            unit = self.units[key]
            yield NewSubject(unit.subject_name or unit.name, category, key)
