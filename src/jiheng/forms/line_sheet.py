"""A sheet of lines that goes out and comes back: one description lays it out and reads it again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from jiheng.forms.known_names import plain
from jiheng.forms.records import Line
from jiheng.forms.shown_text import is_rounded_number, misleads, shown_text
from jiheng.forms.table import Place
from jiheng.forms.workbook import (
    Cell,
    Check,
    Column,
    Kind,
    Look,
    Print,
    ReadCell,
    ReadSheet,
    Row,
    Sheet,
    Value,
    row,
)
from jiheng.values.exact import exact_text
from jiheng.values.problems import Problem

_SPARE = 20
_UPRIGHT, _SCREEN = 90, 160  # characters that a standing page and a screen are wide


@dataclass(frozen=True, slots=True)
class LineColumn:
    """One column: its key, its head, its width; `needed` says that the sheet must have it."""

    key: str
    head: str
    width: int = 14
    needed: bool = True
    choices: tuple[str, ...] = ()
    is_text: bool = False


@dataclass
class Found:
    """What was wrong on the sheets read, and every text that was not read, with its place."""

    problems: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LineSheet:
    """A sheet: its name, what stands above it as a note, its columns."""

    name: str
    note: str
    columns: tuple[LineColumn, ...]

    def laid_out(self, lines: Sequence[Mapping[str, Value]], *, title: str) -> Sheet:
        """The sheet with these lines and blank ones below, for people to fill in."""
        wide = len(self.columns)
        spread = sum(one.width for one in self.columns)
        side = Place.LEFT if spread > _SCREEN else None  # centred, nobody would see it
        rows = [
            row(Cell(title, look=Look.TITLE, place=side, colspan=wide)),
            row(Cell(self.note, look=Look.NOTE, colspan=wide)),
            row(*(Cell(one.head, look=Look.HEAD, place=Place.CENTRE) for one in self.columns)),
        ]
        blank: Mapping[str, Value] = {}
        rows += [self._row(line) for line in (*lines, *[blank] * _SPARE)]
        columns = tuple(Column(one.width) for one in self.columns)
        return Sheet(
            self.name,
            tuple(rows),
            columns,
            frozen_rows=3,
            frozen_columns=1,
            grows=True,
            print=Print(landscape=spread > _UPRIGHT, head_rows=3, header=title),
        )

    def _row(self, line: Mapping[str, Value]) -> Row:
        return row(*(_entry(one, line.get(one.key)) for one in self.columns))

    def read(self, sheets: Sequence[ReadSheet], found: Found) -> list[Line]:
        """The lines of the sheet of this name; what is wrong goes to `found`."""
        own = next((one for one in sheets if plain(one.name) == plain(self.name)), None)
        if own is None:
            found.problems.append(Problem(self.name, f"没有找到“{self.name}”表；请用下载的表填写"))
            return []
        head = self._head(own)
        if head is None:
            needed = "、".join(f"“{one.head}”" for one in self.columns if one.needed)
            found.problems.append(Problem(own.name, f"没有认出表头；应有{needed}，各一列"))
            return []
        line, at = head
        return [*_Reading(own, at, found).lines(line)]

    def _head(self, sheet: ReadSheet) -> tuple[int, Mapping[int, str]] | None:
        """The row of heads and the key of every column under one of ours; None where there is none."""
        keys = {plain(one.head): one.key for one in self.columns}
        needed = {one.key for one in self.columns if one.needed}
        for cells in sheet.lines():
            at = {cell.column: keys[plain(cell.text)] for cell in cells if plain(cell.text) in keys}
            if needed <= {*at.values()} and len(at) == len({*at.values()}):
                return cells[0].row, at
        return None


def list_unread(sheets: Sequence[ReadSheet], *, names: Collection[str], found: Found) -> None:
    """Tell of every sheet that has none of these names and still holds something."""
    read = {plain(name) for name in names}
    for sheet in sheets:
        if plain(sheet.name) not in read and any(cell.text.strip() for cell in sheet.cells):
            told = f"这张表没有读；要读的是{'、'.join(f'“{name}”' for name in names)}"
            found.unread.append(Problem(sheet.name, told))


def _entry(column: LineColumn, value: Value) -> Cell:
    check = Check(column.choices, strict=False, error="不在列表中") if column.choices else None
    shape = "@" if column.is_text else ""
    empty = None if value == "" else value
    return Cell(empty, look=Look.ENTRY, entry=True, check=check, number_format=shape)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The rows under a head, cell by cell."""

    sheet: ReadSheet
    keys: Mapping[int, str]
    found: Found

    def lines(self, head: int) -> Iterator[Line]:
        for cells in self.sheet.lines():
            there = [cell for cell in cells if cell.text.strip() or cell.is_formula]
            if cells[0].row > head and there:
                yield self._line(there)
        self.found.unread += self.sheet.unread

    def _line(self, cells: Sequence[ReadCell]) -> Line:
        for cell in cells:
            if cell.column not in self.keys:
                told = f"这一列没有表头，没有读：{cell.text.strip()[:40]}"
                self.found.unread.append(Problem(self.sheet.place(cell), told))
        own = [cell for cell in cells if cell.column in self.keys]
        texts = {self.keys[cell.column]: self._text(cell) for cell in own}
        line = cells[0].row
        addresses = {key: ReadCell(line, at).address for at, key in self.keys.items()}
        return Line(texts, f"{self.sheet.name}, 第{line}行", addresses)

    def _text(self, cell: ReadCell) -> str:
        """The text as people see it; a formula, a picture, a shortened number is refused."""
        wrong = _refusal(cell)
        if wrong:
            self.found.problems.append(Problem(self.sheet.place(cell), wrong))
            return ""
        if cell.shows_percent:
            return f"{exact_text(Fraction(cell.text) * 100)}%"
        text = shown_text(cell)
        return text.removesuffix(" 00:00:00").strip() if cell.kind is Kind.DATE else text.strip()


def _refusal(cell: ReadCell) -> str:
    if cell.is_formula:
        return "这一格是公式；请改为值（复制后“选择性粘贴—数值”）再上传"
    if cell.kind is Kind.ERROR:
        return f"这一格是表格算错的标记“{cell.text}”；请改为值"
    if is_rounded_number(cell):
        return f"数字太长，表格已把末几位改成0（{cell.text}）；请把这一格设为文本后重填"
    return misleads(cell)
