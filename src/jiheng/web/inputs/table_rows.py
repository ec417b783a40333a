"""A table that somebody uploads as a workbook or pastes: its rows as texts, with their places."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django import forms

from jiheng.forms.workbook import ReadCell
from jiheng.web.inputs.uploaded_workbook import WorkbookField, sheets_in

_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line: the place as people find it, the texts of its columns, and the number format of those
    that hold a number in a workbook."""

    place: str
    texts: tuple[str, ...]
    formats: tuple[str | None, ...]


class TableForm(forms.Form):
    """A workbook, or what was copied from one."""

    workbook = WorkbookField(
        label="工作簿",
        required=False,
        help_text="只收 xlsx，不超过 5 MB。",
    )
    pasted = forms.CharField(
        label="或者从表格里复制，粘贴在这里",
        required=False,
        max_length=_LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="连同表头一起复制。",
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or {}
        if not self.errors and not given.get("workbook") and not given.get("pasted", "").strip():
            raise forms.ValidationError("请选择工作簿，或把表格粘贴进来。")
        return given


def rows_in(given: Mapping[str, Any]) -> list[TableRow]:
    """The rows of the form's table; Unreadable for a file that is no workbook."""
    if not given.get("workbook"):
        return list(_pasted(given["pasted"]))
    sheets = sheets_in(given["workbook"].read())
    return [row for sheet in sheets for row in _sheet_rows(sheet.name, sheet.cells)]


def _pasted(text: str) -> Iterator[TableRow]:
    lines = csv.reader(StringIO(text), delimiter="\t" if "\t" in text else ",")
    for number, texts in enumerate(lines, start=1):
        yield TableRow(f"第{number}行", tuple(texts), tuple(None for _ in texts))


def _sheet_rows(sheet: str, cells: Sequence[ReadCell]) -> Iterator[TableRow]:
    by_row: dict[int, dict[int, ReadCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, {})[cell.column] = cell
    for number, row in sorted(by_row.items()):
        columns = range(1, max(row) + 1)
        texts = tuple(row[one].text if one in row else "" for one in columns)
        formats = tuple(_format(row.get(one)) for one in columns)
        yield TableRow(f"{sheet}第{number}行", texts, formats)


def _format(cell: ReadCell | None) -> str | None:
    """The number format of a cell that holds a number, as the reader of percentages wants it."""
    return cell.number_format if cell is not None and cell.raw else None
