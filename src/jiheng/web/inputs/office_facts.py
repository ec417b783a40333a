"""What comes back from the table of office facts, and the forms around an objection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms

from jiheng.web.models import Assessment
from jiheng.web.queries.office_facts import Cell, Column, Entered, OfficeTable, problem_of

_SOURCE = 400


@dataclass(frozen=True, slots=True)
class SentTable:
    """What was sent: the values to write, everything typed, the sources, and what is wrong where."""

    entered: tuple[Entered, ...]
    typed: Mapping[str, str]
    sources: Mapping[str, str]
    problems: Mapping[str, str]


def sent_table(assessment: Assessment, table: OfficeTable, *, sent: Mapping[str, str]) -> SentTable:
    """The cells that somebody changed, and those whose source he changed. A cell that he left alone is
    left alone, whatever others have written there since."""
    entered: list[Entered] = []
    typed: dict[str, str] = {}
    sources: dict[str, str] = {}
    for place, column in enumerate(table.columns):
        name = column.fact.name
        cells = [cells[place] for _, cells in table.rows]
        typed |= {cell.name: sent.get(cell.name, cell.text).strip() for cell in cells}
        sources[name] = sent.get(f"source:{name}", column.source).strip()[:_SOURCE]
        entered += _column(column, cells, sent=sent, source=sources[name])
    return SentTable(tuple(entered), typed, sources, _problems(assessment, entered))


def _column(
    column: Column, cells: Sequence[Cell], *, sent: Mapping[str, str], source: str
) -> list[Entered]:
    """The changed cells of a column, with its source; where only the source was changed, all of it."""
    changed = [one for cell in cells if (one := _changed(cell, sent=sent, source=source))]
    if changed or not source or source == column.source:
        return changed
    filled = (cell for cell in cells if cell.text)
    return [Entered(cell.subject, cell.fact, cell.text, cell.version, source) for cell in filled]


def _changed(cell: Cell, *, sent: Mapping[str, str], source: str) -> Entered | None:
    """The cell as it is to be written; None where it was left alone."""
    number, _, was = sent.get(f"read:{cell.name}", cell.read).partition("|")
    text = sent.get(cell.name, was).strip()
    if text == was:
        return None
    version = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    return Entered(cell.subject, cell.fact, text, version, source or cell.source)


def _problems(assessment: Assessment, entered: Sequence[Entered]) -> dict[str, str]:
    """What is wrong, by the name of its input."""
    problems: dict[str, str] = {}
    for one in entered:
        if problem := problem_of(assessment, one.fact, text=one.text):
            problems[f"{one.fact}:{one.subject.pk}"] = problem
        elif one.text and not one.source:
            problems[f"source:{one.fact}"] = "请写明来源，例如哪个部门哪天的函"
    return problems


class ObjectionForm(forms.Form):
    """Why a value is wrong."""

    words = forms.CharField(
        label="理由和依据",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明应当是多少、依据是什么；有文件的写文号。考核办公室会书面答复。",
    )


class ObjectionAnswerForm(forms.Form):
    """Upheld with another value, or refused; with words."""

    upheld = forms.ChoiceField(
        label="决定",
        choices=[("yes", "采纳，更正这一项"), ("no", "不采纳")],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="更正后的数", max_length=200, required=False, help_text="采纳时填写，不采纳的不用填。"
    )
    words = forms.CharField(label="理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_upheld(self) -> bool:
        """As a yes or no."""
        return bool(self.cleaned_data["upheld"] == "yes")
