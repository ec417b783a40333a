"""The forms of methods: a text, a decision on a finding, an answer to a question, the word that issues."""

from __future__ import annotations

from typing import Any

from django import forms

from jiheng.scheme.readings import QUESTIONS
from jiheng.web.queries.schemes_text import LARGEST, Written, as_kept, written

_WORDS = 400
_MARK = "\ufeff"


class SchemeTextForm(forms.Form):
    """The text of a method, typed or from a file; valid only if it reads as one.

    `written` is what was read; its troubles stand beside the text, which stays in the form.
    """

    file = forms.FileField(label="文件", required=False, help_text="YAML 文本，UTF-8 编码。选了文件，就以文件为准。")  # fmt: skip
    text = forms.CharField(
        label="正文",
        required=False,
        strip=False,
        help_text="没有文件时，把正文贴在这里。",
        widget=forms.Textarea(
            attrs={"rows": 24, "spellcheck": "false", "wrap": "off", "autocomplete": "off"}
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, before: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        self.initial.setdefault("text", before.removeprefix(_MARK))
        self.written: Written | None = None

    def clean(self) -> dict[str, Any]:
        """The text as it is to be stored, byte for byte where it came from a file."""
        values: dict[str, Any] = super().clean() or {}
        if "file" in self.errors:
            return values
        typed = values.get("text", "")
        text = self._from_file() if values.get("file") else as_kept(typed, self.before)
        if text is None:
            return values
        if not text.strip():
            self.add_error("text", "请选一个文件，或把正文贴在这里。")
            return values
        self.written = written(text)
        if self.written.troubles:
            told = f"有 {len(self.written.troubles)} 处要改，没有保存；各处列在正文旁边。"
            self.add_error("text", told)
        return values | {"text": text}

    def _from_file(self) -> str | None:
        """The file's text, which from now on stands in the form; None where it is not one."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            self.add_error("file", f"文件超过 {LARGEST // 1000} KB，不像是考核办法；请检查是否选错文件。")  # fmt: skip
            return None
        raw: bytes = file.read()
        if b"\0" in raw or raw.startswith(b"PK"):
            self.add_error("file", "这不是 YAML 文本文件；请检查是否选错文件。")
            return None
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            self.add_error("file", "文件不是 UTF-8 编码（可能是 GBK）；请另存为 UTF-8 后再传。")
            return None
        self.data = self.data.copy()
        self.data["text"] = text.removeprefix(_MARK)
        return text


class _Words(forms.CharField):
    """A sentence on one line."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2, "maxlength": _WORDS})
        super().__init__(max_length=_WORDS, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Any white space becomes one blank: the words go into a line of the text."""
        return " ".join(str(super().to_python(value)).split())


class DecisionForm(forms.Form):
    """How one finding is settled, and why."""

    check = forms.CharField(widget=forms.HiddenInput, max_length=80)
    where = forms.CharField(widget=forms.HiddenInput, max_length=80)
    decision = _Words(label="怎样处理", help_text="例如：按分值栏5分执行。")
    because = _Words(label="理由")
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReadingForm(forms.Form):
    """Which option is taken where the text leaves a question open, and why."""

    question = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(one, one) for one in QUESTIONS]
    )
    chosen = forms.ChoiceField(label="选定", widget=forms.RadioSelect)
    because = _Words(label="理由")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noun = QUESTIONS.get(question)
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = list(noun.words.items()) if noun else []


class IssueForm(forms.Form):
    """The word that makes a version final; `undecided`: how many findings nobody has decided."""

    sure = forms.BooleanField(error_messages={"required": "印发以后不能再改，请先确认。"})
    undecided = forms.BooleanField(error_messages={"required": "还有检查结果没有决定，请先确认，或回去作出决定。"})  # fmt: skip
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, title: str, undecided: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "sure"
        ].label = f"我确认印发《{title}》。印发以后这一版不能再改，要改只能另出新版。"
        if undecided:
            told = f"还有 {undecided} 处检查结果没有作出决定，仍照现在的正文印发。"
            self.fields["undecided"].label = told
        else:
            del self.fields["undecided"]
