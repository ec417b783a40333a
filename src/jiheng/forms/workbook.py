"""Workbooks as plain data: sheets to be written, and sheets as they were found in a file.

What is written: `Workbook` > `Sheet` > `Row` > `Cell`, with columns, checks (drop-down lists and
bounds), locks, frozen panes, spans and print set-up. What was read: `ReadSheet` > `ReadCell`.
Neither knows the file format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from jiheng.forms.table import Place
from jiheng.values.exact import exact
from jiheng.values.problems import Problem

Value = str | int | Fraction | None
"""What a cell to be written holds: text is never a formula, a number is exact, None is empty."""


class Look(StrEnum):
    """What a cell's colour and face say; the file room decides which colours those are."""

    PLAIN = "plain"
    TITLE = "title"  # the sheet's heading
    HEAD = "head"  # head rows and head columns
    SECTION = "section"  # a section's line or total
    NOTE = "note"  # explanations outside the table, small and grey
    HELP = "help"  # the same within it
    ENTRY = "entry"  # to be filled in by people
    GOOD = "good"  # full points, the best grade
    WARN = "warn"  # points lost
    BAD = "bad"  # a veto, a refusal, no points
    OPEN = "open"  # missing or pending
    QUIET = "quiet"  # not applicable


@dataclass(frozen=True, slots=True)
class Check:
    """What a cell accepts while people type: one of `choices`, or a number within bounds.

    With neither, only `prompt` is shown when the cell is chosen. `strict` refuses other input;
    otherwise the program asks whether it is meant.
    """

    choices: tuple[str, ...] = ()
    least: Fraction | None = None
    most: Fraction | None = None
    whole: bool = False
    title: str = ""
    prompt: str = ""
    error: str = ""
    strict: bool = True

    def __post_init__(self) -> None:
        if self.choices and self.has_bounds:
            raise ValueError("a check has choices or bounds, not both")

    @property
    def has_bounds(self) -> bool:
        """Whether the cell takes numbers only."""
        return self.whole or self.least is not None or self.most is not None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `entry` unlocks it on a locked sheet, `help` is a comment, spans merge to the right
    and downwards. `number_format` is a spreadsheet's own notation ("0.00", "0%", "@")."""

    value: Value = None
    look: Look = Look.PLAIN
    place: Place | None = None
    number_format: str = ""
    entry: bool = False
    check: Check | None = None
    help: str = ""
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The cells from column A on; None leaves a place empty or under a span. Height in points;
    without one the row is as high as its longest text needs."""

    cells: tuple[Cell | None, ...] = ()
    height: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column's width in characters of the standard face (a Chinese character takes two)."""

    width: int = 10
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Print:
    """A4, fitted to the page's width; the first `head_rows` and `head_columns` repeat on each page."""

    landscape: bool = True
    head_rows: int = 0
    head_columns: int = 0
    header: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `locked` protects all but entry cells; `grows` still lets people insert rows."""

    name: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...] = ()
    frozen_rows: int = 0
    frozen_columns: int = 0
    locked: bool = False
    grows: bool = False
    hidden: bool = False
    print: Print = Print()

    def __post_init__(self) -> None:
        if self.name != sheet_name(self.name):
            raise ValueError(f"'{self.name}' cannot name a sheet; use sheet_name()")


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets in order. `created` is given, never taken from the clock, so that equal data is equal
    bytes."""

    sheets: tuple[Sheet, ...]
    title: str = ""
    created: date = date(2000, 1, 1)

    def __post_init__(self) -> None:
        names = [sheet.name.casefold() for sheet in self.sheets]
        if len(names) != len(set(names)) or not names:
            raise ValueError("a workbook has sheets, each with its own name")


def row(*values: Cell | Value, look: Look = Look.PLAIN) -> Row:
    """A row from cells and bare values; bare values get `look`, None stays an empty place."""
    return Row(tuple(_cell(value, look) for value in values))


def _cell(value: Cell | Value, look: Look) -> Cell | None:
    if value is None or isinstance(value, Cell):
        return value
    return Cell(value, look=look)


def number(text: str, *, look: Look = Look.PLAIN) -> Cell:
    """A right-aligned number cell from exact decimal text, shown with the places it prints.

    ValueError for text that is not a decimal number.
    """
    places = len(text.partition(".")[2])
    shape = "0." + "0" * places if places else "0"
    return Cell(exact(text), look=look, place=Place.RIGHT, number_format=shape)


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """`wanted` as a name that spreadsheets accept (31 characters, none of []:*?/\\) and not `taken`."""
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", wanted).strip().strip("'")[:31].strip() or "表"
    used = {name.casefold() for name in taken} | {"history"}  # reserved by Excel
    count, name = 1, clean
    while name.casefold() in used:
        count += 1
        name = f"{clean[: 31 - len(str(count)) - 2]}({count})"
    return name


def column_letter(column: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Kind(StrEnum):
    """What a cell of a file holds."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # text is ISO: 2017-03-05, 2017-03-05 08:30:00 or 08:30:00
    YES_NO = "yes-no"  # text is TRUE or FALSE
    ERROR = "error"  # text is the spreadsheet's own, such as #N/A
    PICTURE = "picture"  # WPS keeps a picture in a cell


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One cell as found; rows and columns count from 1.

    `text` is what was typed (a number as the shortest decimal that gives the stored value back);
    `raw` is the file's own text of a number. `formula` is None for a typed cell; otherwise its text,
    and `text` is the value last computed. `merged_from` is the address of the span's first cell when
    this place lies under a span.
    """

    row: int
    column: int
    kind: Kind = Kind.EMPTY
    text: str = ""
    raw: str = ""
    number_format: str = "General"
    formula: str | None = None
    merged_from: str = ""

    @property
    def address(self) -> str:
        """The cell's name in its sheet, such as D7."""
        return f"{column_letter(self.column)}{self.row}"

    @property
    def is_formula(self) -> bool:
        """Whether the value was computed by the spreadsheet instead of typed."""
        return self.formula is not None

    @property
    def shows_percent(self) -> bool:
        """Whether this is a number that the spreadsheet shows as a percentage (0.95 as 95%)."""
        return self.kind is Kind.NUMBER and "%" in re.sub(r'"[^"]*"|\\.', "", self.number_format)


@dataclass(frozen=True)
class ReadSheet:
    """One sheet as found. `cells` holds every cell with something in it, in the file's order, also
    those hidden or under a span; `at` answers by place, and for a place under a span with the span's
    value. `notes` are comments with their address; `unread` is text of the file that stands in no
    cell (text boxes, page headers) or could not be placed; `rows_in_file` counts the file's rows.
    """

    name: str
    cells: tuple[ReadCell, ...] = ()
    merged: tuple[
        tuple[int, int, int, int], ...
    ] = ()  # first row, first column, last row, last column
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    rows_in_file: int = 0
    notes: tuple[Problem, ...] = ()
    unread: tuple[Problem, ...] = ()

    @cached_property
    def _by_place(self) -> dict[tuple[int, int], ReadCell]:
        return {(cell.row, cell.column): cell for cell in self.cells}

    @cached_property
    def _covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Places under a span, within the used part of the sheet, and the span's first cell."""
        covered = {}
        for top, left, bottom, right in self.merged:
            for line in range(top, min(bottom, self.last_row) + 1):
                for column in range(left, min(right, self.last_column) + 1):
                    covered[line, column] = (top, left)
        return {place: first for place, first in covered.items() if place != first}

    @cached_property
    def last_row(self) -> int:
        """The last row with something in it, or 0."""
        return max((cell.row for cell in self.cells), default=0)

    @cached_property
    def last_column(self) -> int:
        """The last column with something in it, or 0."""
        return max((cell.column for cell in self.cells), default=0)

    def at(self, line: int, column: int) -> ReadCell:
        """The cell at a place; empty where the file has none; under a span the span's first cell's
        content, with `merged_from` set."""
        first = self._covered.get((line, column))
        if first is None:
            return self._by_place.get((line, column), ReadCell(line, column))
        return self._under_span(line, column, first=first)

    def _under_span(self, line: int, column: int, *, first: tuple[int, int]) -> ReadCell:
        head = self._by_place.get(first, ReadCell(*first))
        return ReadCell(
            line, column, head.kind, head.text, head.raw, head.number_format, head.formula,
            merged_from=head.address,
        )  # fmt: skip

    def lines(self) -> Iterator[tuple[ReadCell, ...]]:
        """Every row with something in it or under a span, from column 1 to its own last place."""
        width: dict[int, int] = {}
        for cell in self.cells:
            width[cell.row] = max(width.get(cell.row, 0), cell.column)
        for line, column in self._covered:
            width[line] = max(width.get(line, 0), column)
        for line in sorted(width):
            yield tuple(self.at(line, column) for column in range(1, width[line] + 1))

    def place(self, cell: ReadCell) -> str:
        """The address a person can find: sheet and cell."""
        return f"{self.name}, {cell.address}"
