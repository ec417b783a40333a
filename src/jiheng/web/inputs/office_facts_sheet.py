"""A simple table of office facts, uploaded or pasted: subjects down, facts across, known by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jiheng.forms.entries import Keyed, entry_of
from jiheng.forms.known_names import Names
from jiheng.scheme.fact import Fact
from jiheng.values.exact import exact_text
from jiheng.values.problems import Unreadable
from jiheng.web.inputs.table_rows import TableRow, rows_in
from jiheng.web.queries.office_facts import OfficeTable

_MANY = 40  # sentences about what was not taken


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What was found: the text by the cell's name in the form, and what was not taken, with its place."""

    typed: Mapping[str, str]
    notes: tuple[str, ...] = ()


def read_table(table: OfficeTable, *, given: Mapping[str, Any]) -> ReadTable:
    """What a file or a pasted text says about the table's cells."""
    try:
        return _read(table, rows_in(given))
    except Unreadable as trouble:
        return ReadTable({}, (f"{Path(given['workbook'].name).name}：{trouble.problem.message}",))


def _read(table: OfficeTable, rows: Sequence[TableRow]) -> ReadTable:
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


def _named(row: TableRow, names: Names) -> tuple[int, str | None]:
    """In which column a subject is named, and which."""
    found = ((at, names.find(text)) for at, text in enumerate(row.texts) if text.strip())
    return next(((at, name) for at, name in found if name), (-1, None))


def _strange_heads(row: TableRow, found: Mapping[int, str]) -> list[str]:
    first = min(found)
    strange = [
        text.strip() for at, text in enumerate(row.texts)
        if at > first and at not in found and text.strip()
    ]  # fmt: skip
    return [f"{row.place}的“{one[:60]}”不是要统一填的项目，这一列没有采用" for one in strange]


def _typed(row: TableRow, at: int, *, fact: Fact) -> str:
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


def _shown(row: TableRow) -> str:
    return "，".join(text.strip() for text in row.texts if text.strip())[:80]
