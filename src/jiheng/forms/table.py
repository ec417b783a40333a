"""A table as plain data: columns, head rows that repeat on every page, rows that are never split."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Size(StrEnum):
    """Size of the text in a table."""

    NORMAL = "normal"  # 小四, for tables of a few columns
    SMALL = "small"  # 五号
    FINE = "fine"  # 小五, for the widest


class Place(StrEnum):
    """Where a cell's text stands between its left and right edge."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Tone(StrEnum):
    """What a cell's look says."""

    PLAIN = "plain"
    STRONG = "strong"  # bold: totals
    HEAD = "head"  # 黑体 on a light ground, as in the head
    WARN = "warn"  # dark red: points lost, a veto
    QUIET = "quiet"  # grey: not applicable, missing


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a fixed width in millimetres, or a share of what the fixed ones leave."""

    share: int = 1
    mm: int | None = None
    place: Place = Place.LEFT

    def __post_init__(self) -> None:
        if self.share < 1 or (self.mm is not None and self.mm < 1):
            raise ValueError("a column has a width")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; a line break in `text` begins a new paragraph. Without `place` the column decides."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    place: Place | None = None
    tone: Tone = Tone.PLAIN


Row = tuple[Cell, ...]
"""The cells that begin in a row, left to right; places taken by a cell from above are left out."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, head rows (repeated on every page) and rows. Cells must fill the grid exactly."""

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    size: Size = Size.NORMAL

    def __post_init__(self) -> None:
        grid(self.head, width=len(self.columns))
        grid(self.rows, width=len(self.columns))


def table(
    columns: Iterable[Column],
    rows: Iterable[Iterable[Cell | str]],
    *,
    head: Iterable[Iterable[Cell | str]] = (),
    size: Size = Size.NORMAL,
) -> Table:
    """A Table from any iterables; bare strings become cells, plain cells of the head speak as HEAD."""
    return Table(tuple(columns), _rows(head, Tone.HEAD), _rows(rows, Tone.PLAIN), size)


def _rows(rows: Iterable[Iterable[Cell | str]], tone: Tone) -> tuple[Row, ...]:
    return tuple(tuple(_cell(cell, tone) for cell in row) for row in rows)


def _cell(cell: Cell | str, tone: Tone) -> Cell:
    if isinstance(cell, str):
        return Cell(cell, tone=tone)
    return replace(cell, tone=tone) if cell.tone is Tone.PLAIN else cell


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell at its place in the grid; `below` marks the parts of a tall cell under its first row."""

    cell: Cell
    column: int
    below: bool = False


def grid(rows: tuple[Row, ...], *, width: int) -> tuple[tuple[Spot, ...], ...]:
    """The rows with every place filled: each cell where it begins and where it hangs down from above.

    ValueError names the row (counted from 1) whose cells do not fill `width` columns exactly, or in
    which a tall cell hangs out below the last row.
    """
    hanging: dict[int, tuple[Cell, int]] = {}  # first column -> (cell, rows still to cover)
    laid = []
    for count, row in enumerate(rows, start=1):
        spots = _lay(row, hanging, width=width)
        if spots is None:
            raise ValueError(f"row {count} of the table does not fill its {width} columns")
        laid.append(spots)
        hanging = {s.column: (s.cell, left) for s in spots if (left := _left(s, hanging)) > 0}
    if hanging:
        raise ValueError(f"row {len(rows)} of the table: a cell hangs out below it")
    return tuple(laid)


def _left(spot: Spot, hanging: dict[int, tuple[Cell, int]]) -> int:
    return hanging[spot.column][1] - 1 if spot.below else spot.cell.rowspan - 1


def _lay(row: Row, hanging: dict[int, tuple[Cell, int]], *, width: int) -> tuple[Spot, ...] | None:
    """One row's spots left to right, or None when they do not fill the width."""
    waiting, spots, column = list(row), [], 0
    while column < width:
        below = column in hanging
        if not below and not waiting:
            return None
        spot = Spot(hanging[column][0] if below else waiting.pop(0), column, below)
        spots.append(spot)
        column += spot.cell.colspan
    covered = {spot.column for spot in spots if spot.below}
    fits = column == width and not waiting and covered == set(hanging)
    return tuple(spots) if fits else None
