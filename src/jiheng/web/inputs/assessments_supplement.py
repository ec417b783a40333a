"""The form with which a newer version takes force."""

from __future__ import annotations

from django import forms

from jiheng.web.inputs.assessments import WRONG_MOMENT, Moment
from jiheng.web.inputs.notices import NoticeForm


class SupplementForm(NoticeForm):
    """Why, and by when what is asked again is due."""

    reason = forms.CharField(
        label="调整原因",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会写进给各单位的消息，并记入日志。",
    )
    until = Moment(
        label="补报截止时间",
        required=False,
        error_messages=WRONG_MOMENT,
        help_text="自评时间已过而又要补报的单位，填报到这个时间。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("reason", "until", "number", "back_by", "version")
