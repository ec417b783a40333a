"""The forms of evidence: what is known of a file, where it is used, why it is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from django import forms

from jiheng.files.evidence_names import extension_of, shown_name
from jiheng.values.document_number import document_numbers

LEVELS = ("国家级", "省级", "市级", "县级", "乡镇级", "本单位")
KINDS = ("文件", "照片", "名册", "会议纪要", "报道或截图", "证书", "工作总结", "其他")
_LONGEST_NUMBER = 80


class EvidenceForm(forms.Form):
    """Name, kind, date, issuing level, document number, pages. `kinds`: the proofs asked for."""

    name = forms.CharField(label="名称", max_length=80, help_text="别人看到的名称，后缀自动保留。")
    kind = forms.ChoiceField(label="种类", required=False)
    on = forms.DateField(
        label="日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="材料的落款日期或活动日期。",
    )
    level = forms.ChoiceField(
        label="发文（颁发）机关级别",
        required=False,
        choices=[("", "不适用"), *((one, one) for one in LEVELS)],
    )
    number = forms.CharField(label="文号", max_length=_LONGEST_NUMBER, required=False)
    pages = forms.IntegerField(label="页数", min_value=1, max_value=9999, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Iterable[str], extension: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._extension = extension
        known = dict.fromkeys([*kinds, *KINDS])
        self.fields["kind"].choices = [("", "未说明"), *((one, one) for one in known)]

    def clean_name(self) -> str:
        """The name as it is safe to show, with the extension that opens the file."""
        name = shown_name(self.cleaned_data["name"])
        if extension_of(name) != self._extension:
            name = shown_name(f"{name}.{self._extension}")
        return name

    def clean_number(self) -> str:
        """The document number in its normal form, where it is one."""
        typed = self.cleaned_data["number"].strip()
        found = document_numbers(typed)
        return found[0] if len(found) == 1 and len(found[0]) <= _LONGEST_NUMBER else typed


class UseForm(forms.Form):
    """Where a file is used; the choices are parts of addresses."""

    place = forms.ChoiceField(label="用于")

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "请选择条款"), *places]

    @property
    def asked(self) -> dict[str, str]:
        """The chosen place, by its names."""
        return dict(parse_qsl(self.cleaned_data["place"]))


class WithdrawForm(forms.Form):
    """Why a file is taken back."""

    reason = forms.CharField(
        label="撤回理由", max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
