"""A simple table of office facts, uploaded or pasted: subjects down, facts across, known by their names."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django import forms

from jiheng.files.xlsx_read import read_workbook
from jiheng.forms.entries import Keyed, entry_of
from jiheng.forms.known_names import Names
from jiheng.forms.workbook import ReadCell
from jiheng.scheme.fact import Fact
from jiheng.values.exact import exact_text
from jiheng.values.problems import Unreadable
from jiheng.web.queries.office_facts import OfficeTable

LARGEST = 5_000_000
_LONGEST = 100_000
_MANY = 40  # sentences about what was not taken


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What was found: the text by the cell's name in the form, and what was not taken, with its place."""

    typed: Mapping[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """One line: the place as people find it, the columns' texts, and their cells where there are any."""

    place: str
    texts: tuple[str, ...]
    formats: tuple[str | None, ...]


class OfficeFactsForm(forms.Form):
    """A workbook, or what was copied from one."""

    workbook = forms.FileField(
        label="工作簿",
        required=False,
        help_text="只收 xlsx，不超过 5 MB。第一列写单位，表头写项目名称。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    pasted = forms.CharField(
        label="或者从表格里复制，粘贴在这里",
        required=False,
        max_length=_LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="连同表头一起复制。",
    )

    def clean_workbook(self) -> Any:
        """The file, if it is of a size that such a table has."""
        given = self.cleaned_data["workbook"]
        if given is not None and given.size > LARGEST:
            raise forms.ValidationError("文件超过 5 MB，请删去工作簿里多余的图片和工作表再传。")
        return given

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or {}
        if not self.errors and not given.get("workbook") and not given.get("pasted", "").strip():
            raise forms.ValidationError("请选择工作簿，或把表格粘贴进来。")
        return given


def read_table(table: OfficeTable, *, given: Mapping[str, Any]) -> ReadTable:
    """What a file or a pasted text says about the table's cells."""
    if not given.get("workbook"):
        return _read(table, list(_pasted(given["pasted"])))
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        path = Path(folder) / "facts.xlsx"
        path.write_bytes(given["workbook"].read())
        try:
            sheets = read_workbook(path)
        except Unreadable as trouble:
            return ReadTable(
                {}, (f"{Path(given['workbook'].name).name}：{trouble.problem.message}",)
            )
    rows = [row for sheet in sheets for row in _sheet_rows(sheet.name, sheet.cells)]
    return _read(table, rows)


def _pasted(text: str) -> Iterator[_Row]:
    lines = csv.reader(StringIO(text), delimiter="\t" if "\t" in text else ",")
    for number, texts in enumerate(lines, start=1):
        yield _Row(f"第{number}行", tuple(texts), tuple(None for _ in texts))


def _sheet_rows(sheet: str, cells: Sequence[ReadCell]) -> Iterator[_Row]:
    by_row: dict[int, dict[int, ReadCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, {})[cell.column] = cell
    for number, row in sorted(by_row.items()):
        columns = range(1, max(row) + 1)
        texts = tuple(row[one].text if one in row else "" for one in columns)
        formats = tuple(_format(row.get(one)) for one in columns)
        yield _Row(f"{sheet}第{number}行", texts, formats)


def _format(cell: ReadCell | None) -> str | None:
    """The number format of a cell that holds a number, as the reader of percentages wants it."""
    return cell.number_format if cell is not None and cell.raw else None


def _read(table: OfficeTable, rows: Sequence[_Row]) -> ReadTable:
    facts = {column.fact.fact.title: column.fact for column in table.columns}
    subjects = {subject.name: subject for subject, _ in table.rows}
    heads, names = Names(facts), Names(subjects)
    typed: dict[str, str] = {}
    notes: list[str] = []
    columns: dict[int, str] = {}
    for row in rows:
        if found := {at: one for at, text in enumerate(row.texts) if (one := heads.find(text))}:
            columns = found
            notes += _strange_heads(row, found)
            continue
        spot, name = _named(row, names)
        if not columns or name is None:
            notes += [f"{row.place}没有认出单位，没有采用：{_shown(row)}"] if _shown(row) else []
            continue
        for at, title in columns.items():
            text = _typed(row, at, fact=facts[title].fact) if at != spot else ""
            key = f"{facts[title].name}:{subjects[name].pk}"
            if text and typed.setdefault(key, text) != text:
                notes.append(f"{row.place}：{name}“{title}”填了两次，采用先出现的“{typed[key]}”")
    if not columns:
        titles = "、".join(facts)
        notes = [f"没有认出表头：请在第一行写项目名称（{titles}），第一列写单位。"]
    return ReadTable(typed, tuple(notes[:_MANY]))


def _named(row: _Row, names: Names) -> tuple[int, str | None]:
    """In which column a subject is named, and which."""
    found = ((at, names.find(text)) for at, text in enumerate(row.texts) if text.strip())
    return next(((at, name) for at, name in found if name), (-1, None))


def _strange_heads(row: _Row, found: Mapping[int, str]) -> list[str]:
    first = min(found)
    strange = [
        text.strip() for at, text in enumerate(row.texts)
        if at > first and at not in found and text.strip()
    ]  # fmt: skip
    return [f"{row.place}的“{one[:60]}”不是要统一填的项目，这一列没有采用" for one in strange]


def _typed(row: _Row, at: int, *, fact: Fact) -> str:
    """The cell as one would type it on the page: a percentage is a number there, a date has no hour."""
    if at >= len(row.texts):
        return ""
    text = row.texts[at].strip()
    read = entry_of(fact, Keyed("", "", text, "", number_format=row.formats[at]))
    if not text or read.state != "known" or read.value is None:
        return text
    if fact.type == "date":
        return date.fromordinal(int(read.value)).isoformat()
    if fact.type == "yes-no":
        return "是" if read.value else "否"
    if fact.type == "choice":
        return fact.options[int(read.value)]
    return exact_text(read.value) if row.formats[at] else text


def _shown(row: _Row) -> str:
    return "，".join(text.strip() for text in row.texts if text.strip())[:80]
