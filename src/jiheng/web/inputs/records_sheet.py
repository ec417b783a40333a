"""Many records of one kind from a table: each row goes through the same form as if it had been typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core import signing

from jiheng.forms.known_names import Names
from jiheng.scheme.record import Record
from jiheng.values.problems import Unreadable
from jiheng.web.access.viewer import Viewer
from jiheng.web.inputs.records import PREFIX, RecordForm
from jiheng.web.inputs.table_rows import TableRow, rows_in
from jiheng.web.queries.records import title_of

_DATE = "日期"
_MOST = 300
_SALT = "jiheng.records"
_GOOD_FOR = 3600
_DAY = re.compile(
    r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?(?: 00:00:00)?"
)


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One row as it would be written down."""

    on: date
    values: Mapping[str, str]
    title: str


@dataclass(frozen=True, slots=True)
class ReadRecords:
    """The rows that can be written down, and what is wrong with the others, by place."""

    records: tuple[ReadRecord, ...] = ()
    problems: tuple[str, ...] = ()


def read_records(kind: Record, *, given: Mapping[str, Any]) -> ReadRecords:
    """What a file or a pasted text says; every row is taken or told."""
    try:
        rows = rows_in(given)
    except Unreadable as trouble:
        name = Path(given["workbook"].name).name
        return ReadRecords(problems=(f"{name}：{trouble.problem.message}",))
    heads = Names([_DATE, *(one.title for one in kind.fields.values())])
    columns: dict[int, str] = {}
    records: list[ReadRecord] = []
    problems: list[str] = []
    for row in rows:
        found = {at: one for at, text in enumerate(row.texts) if (one := heads.find(text))}
        if not columns and _DATE in found.values():
            columns = found
        elif columns and any(text.strip() for text in row.texts):
            _take(kind, row, columns=columns, into=(records, problems))
    if not columns:
        names = "、".join(heads.all)
        problems = [f"没有认出表头：第一行应写 {names}。"]
    if len(records) > _MOST:
        return ReadRecords(problems=(f"一次最多登记{_MOST}条，这里有{len(records)}条，请分几次。",))
    return ReadRecords(tuple(records), tuple(problems))


def _take(
    kind: Record,
    row: TableRow,
    *,
    columns: Mapping[int, str],
    into: tuple[list[ReadRecord], list[str]],
) -> None:
    texts = {title: row.texts[at] for at, title in columns.items() if at < len(row.texts)}
    sent = {
        f"{PREFIX}{name}": texts.get(one.title, "").strip() for name, one in kind.fields.items()
    }
    form = RecordForm(sent | {"on": _day(texts.get(_DATE, ""))}, kind=kind)
    records, problems = into
    if form.is_valid():
        values = form.values
        records.append(ReadRecord(form.cleaned_data["on"], values, title_of(kind, values)))
        return
    for name, errors in form.errors.items():
        problems.append(f"{row.place}，{form.fields[name].label}：{errors[0]}")


def _day(text: str) -> str:
    """A day as people write it, in the way the form reads it."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return text.strip()
    year, month, day = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}"


def sealed(viewer: Viewer, kind: str, *, read: ReadRecords) -> str:
    """What was previewed, as text that comes back with the confirmation and cannot be altered."""
    rows = [[one.on.isoformat(), dict(one.values)] for one in read.records]
    return signing.dumps([viewer.appointment.pk, kind, rows], salt=_SALT, compress=True)


def unsealed(viewer: Viewer, text: str) -> tuple[str, list[tuple[date, dict[str, str]]]] | None:
    """Kind and rows that this appointment was shown within the last hour; None for anything else."""
    try:
        shown_to, kind, rows = signing.loads(text, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        return None
    if shown_to != viewer.appointment.pk:
        return None
    return kind, [(date.fromisoformat(on), values) for on, values in rows]
