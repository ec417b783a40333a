"""The forms of submitting: signing, sending back, handing back, the sealed copy."""

from __future__ import annotations

from typing import Any

from django import forms

from jiheng.web.clock import now

_LONGEST = 2_000


class SignForm(forms.Form):
    """The leader's name, typed, and the digest of what he was shown."""

    name = forms.CharField(
        label="签字", max_length=60, help_text="输入您本人的姓名，即为对以上内容负责。"
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class WordsForm(forms.Form):
    """Why it goes back."""

    words = forms.CharField(
        label="退回意见",
        max_length=_LONGEST,
        widget=forms.Textarea,
        help_text="写明哪里不对、怎样改；对方会看到这段话。",
    )


class HandBackForm(WordsForm):
    """The office's words, the clauses concerned, and until when it may be mended."""

    clauses = forms.MultipleChoiceField(
        label="要改的条款", required=False, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateTimeField(
        label="改到什么时候",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="自评阶段还没截止的可以不填；已经截止的必须填。",
    )

    def __init__(
        self, *args: Any, clauses: list[tuple[str, str]], late: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clauses"].choices = clauses
        self.fields["until"].required = bool(late)

    def clean_until(self) -> Any:
        """A moment to come."""
        until = self.cleaned_data["until"]
        if until is not None and until <= now():
            raise forms.ValidationError("应晚于现在。")
        return until


class SealForm(forms.Form):
    """The scan of the sealed table."""

    scan = forms.FileField(label="盖章件", help_text="把盖好章的自评表扫描成 PDF，或拍成照片上传。")
