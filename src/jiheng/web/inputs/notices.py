"""The form with which a notice is sent."""

from __future__ import annotations

from django import forms

_WRONG_DAY = {"invalid": "请按“年-月-日”填写，例如 2017-03-31。"}


class NoticeForm(forms.Form):
    """Its number, and until when receipts come back."""

    number = forms.CharField(
        label="文号",
        max_length=80,
        required=False,
        help_text="例如“岳科协〔2017〕8号”；没有的留空。",
    )
    back_by = forms.DateField(
        label="回执返回日期",
        required=False,
        error_messages=_WRONG_DAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="到这一天还没有签收的单位会列出来。",
    )
