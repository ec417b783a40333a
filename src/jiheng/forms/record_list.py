"""The records of a year (台账) of one subject: on paper and as a workbook, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jiheng.forms.evidence_list import Evidence
from jiheng.forms.outcome_words import SAMPLE
from jiheng.forms.page import (
    Detail,
    Document,
    Heading,
    Paragraph,
    Part,
    Title,
    Turn,
    day_in_words,
    document,
)
from jiheng.forms.result_cells import Frame, Grid, centred, head_row
from jiheng.forms.table import Cell, Column, Place, Size, Table, Tone, table
from jiheng.forms.title_lines import title_lines
from jiheng.forms.workbook import Cell as SheetCell
from jiheng.forms.workbook import Look, Row, Sheet, Workbook, row, sheet_name

_UNCOUNTED = "未计入"


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """One record: its kind, day and title; its other fields as (head, text); its evidence; the clauses
    that count it; and why none does, where none does."""

    kind: str
    day: date
    title: str
    fields: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    counted: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def counted_words(self) -> str:
        """In which clauses it counts, or that it counts in none and why."""
        if self.counted:
            return f"第{'、'.join(self.counted)}条"
        return f"{_UNCOUNTED}（{self.why_not}）" if self.why_not else _UNCOUNTED

    @property
    def evidence_words(self) -> str:
        """Its evidence, a line a file."""
        return "\n".join(_evidence(one) for one in self.evidence)


def _evidence(one: Evidence) -> str:
    return f"{one.name}（{one.number}）" if one.number else one.name


@dataclass(frozen=True, slots=True)
class RecordBook:
    """The records of one subject in one year, as they stood on `day`."""

    subject: str
    year: int
    records: tuple[ListedRecord, ...]
    day: date
    sample: bool = False

    @property
    def title(self) -> str:
        """What the list is called."""
        return f"{self.subject}{self.year}年度工作台账"

    def kinds(self) -> Iterator[tuple[str, list[ListedRecord]]]:
        """The records of each kind by day, kinds in the order in which they first come."""
        for kind in dict.fromkeys(one.kind for one in self.records):
            own = [one for one in self.records if one.kind == kind]
            yield kind, sorted(own, key=lambda one: one.day)


def record_list(book: RecordBook) -> Document:
    """The records on paper, a table a kind."""
    parts: list[Part] = [
        Turn(landscape=True),
        Title(title_lines(book.title, wide=30)),
        Detail(_about(book), indent=False),
    ]
    for count, (kind, own) in enumerate(book.kinds(), start=1):
        parts += [Heading(1, f"{kind}（{len(own)}项）", count), _table(own)]
    if not book.records:
        parts.append(Paragraph("还没有登记台账。"))
    mark = SAMPLE if book.sample else ""
    return document(book.title, parts, day=book.day, author=book.subject, mark=mark)


def _about(book: RecordBook) -> str:
    uncounted = sum(not one.counted for one in book.records)
    told = f"，其中{uncounted}项未计入任何条款" if uncounted else ""
    return f"截至{day_in_words(book.day)}，共{len(book.records)}项{told}。"


def _heads(records: Iterable[ListedRecord]) -> list[str]:
    """The heads of all fields that these records have, in the order in which they first come."""
    return list(dict.fromkeys(head for one in records for head, _ in one.fields))


def _table(records: Sequence[ListedRecord]) -> Table:
    heads = _heads(records)
    columns = [
        Column(mm=12, place=Place.CENTRE),
        Column(mm=34),
        Column(share=6),
        *(Column(share=3) for _ in heads),
        Column(share=6),
        Column(share=4),
    ]
    head = ["序号", "日期", "名称", *heads, "佐证材料", "计入条款"]
    rows = [_paper_row(count, one, heads=heads) for count, one in enumerate(records, start=1)]
    return table(columns, rows, head=[head], size=Size.SMALL)


def _paper_row(count: int, one: ListedRecord, *, heads: Sequence[str]) -> list[Cell | str]:
    fields = dict(one.fields)
    proof = Cell(one.evidence_words) if one.evidence else Cell("无", tone=Tone.QUIET)
    texts = (fields.get(head, "") for head in heads)
    return [str(count), day_in_words(one.day), one.title, *texts, proof, one.counted_words]


def record_workbook(book: RecordBook) -> Workbook:
    """The same as a workbook, a sheet a kind."""
    frame, sheets = Frame(book.title, book.sample), list[Sheet]()
    for kind, own in book.kinds():
        name = sheet_name(kind, (sheet.name for sheet in sheets))
        sheets.append(frame.sheet(name, _grid(own)))
    if not sheets:
        rows = [head_row("序号", "日期", "名称")]
        grid = Grid(rows, widths=[8, 14, 40], notes=["还没有登记台账。"])
        sheets.append(frame.sheet("台账", grid))
    title = book.title + ("（虚构示例）" if book.sample else "")
    return Workbook(tuple(sheets), title=title, created=book.day)


def _grid(records: Sequence[ListedRecord]) -> Grid:
    heads = _heads(records)
    rows = [head_row("序号", "日期", "名称", *heads, "佐证材料", "计入条款")]
    rows += [_sheet_row(count, one, heads=heads) for count, one in enumerate(records, start=1)]
    return Grid(rows, widths=[8, 14, 36, *([16] * len(heads)), 36, 24], frozen=3)


def _sheet_row(count: int, one: ListedRecord, *, heads: Sequence[str]) -> Row:
    fields = dict(one.fields)
    look = Look.PLAIN if one.counted else Look.QUIET
    return row(
        SheetCell(count, place=Place.CENTRE),
        centred(one.day.isoformat()),
        one.title,
        *(fields.get(head, "") for head in heads),
        one.evidence_words,
        SheetCell(one.counted_words, look=look),
    )
