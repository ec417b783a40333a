"""The form of one record, made from the fields that the method declares."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from jiheng.scheme.record import NUMERIC, Record, RecordField
from jiheng.values.exact import exact_text
from jiheng.values.numerals import read_number
from jiheng.web.clock import today

PREFIX = "field-"
_LONGEST = 200


class NumberField(forms.CharField):
    """A number as people type it (12人, 2.5万), kept exactly; `whole` takes none with decimals."""

    def __init__(self, *, unit: str, whole: bool, negative: bool, **options: Any) -> None:
        super().__init__(max_length=40, **options)
        self.unit, self.whole, self.negative = unit, whole, negative
        self.widget.attrs |= {"inputmode": "numeric" if whole else "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        """The exact text of the number; "" for none."""
        text = super().clean(value)
        if not text:
            return ""
        read = read_number(text, unit=self.unit or None)
        if read.value is None:
            told = read.why or f"应填{f'以“{self.unit}”计的' if self.unit else ''}数"
            raise forms.ValidationError(f"{told}，填的是“{text}”")
        if self.whole and read.value.denominator != 1:
            raise forms.ValidationError(f"应填整数，填的是“{text}”")
        if read.value < 0 and not self.negative:
            raise forms.ValidationError(f"不能小于0，填的是“{text}”")
        return exact_text(read.value)


class RecordForm(forms.Form):
    """One record of a kind: the day on which it happened, then the kind's own fields."""

    on = forms.DateField(
        label="日期",
        help_text="事情发生的那一天。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "没有认出日期，请写成 2017-09-21 这样。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: Record, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        for name, field in kind.fields.items():
            self.fields[f"{PREFIX}{name}"] = _field(field)
        self.fields["on"].widget.attrs["max"] = today().isoformat()

    def clean_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError("台账记已经发生的事，日期不能晚于今天。")
        return day

    @property
    def values(self) -> dict[str, str]:
        """What was filled in, by the field's own name."""
        named = ((name, self.cleaned_data[f"{PREFIX}{name}"]) for name in self.kind.fields)
        return {name: text for name, text in ((n, _plain(v)) for n, v in named) if text}


class WithdrawForm(forms.Form):
    """Why something is withdrawn."""

    reason = forms.CharField(
        label="理由",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：与另一条重复、日期记错年度。理由和原来的内容一起留存。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def begun_with(values: dict[str, str]) -> dict[str, str]:
    """Stored values as the form's initial ones."""
    return {f"{PREFIX}{name}": text for name, text in values.items()}


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


def _field(field: RecordField) -> forms.Field:
    unit = f"（{field.unit}）" if field.unit else ""
    own: dict[str, Any] = {
        "label": f"{field.title}{unit}",
        "required": field.required,
        "help_text": field.help,
    }
    if field.type in NUMERIC:
        whole, negative = field.type == "count", field.type == "number"
        return NumberField(unit=field.unit, whole=whole, negative=negative, **own)
    if field.type == "date":
        return forms.DateField(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **own
        )
    if field.type in ("choice", "yes-no"):
        options = field.options or ("是", "否")
        told = {"invalid_choice": f"应填其中之一：{'、'.join(options)}；填的是“%(value)s”。"}
        choices = [("", "请选择"), *((one, one) for one in options)]
        return forms.ChoiceField(choices=choices, error_messages=told, **own)
    return forms.CharField(max_length=_LONGEST, **own)
