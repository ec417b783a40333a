"""Cells and sheets of the result workbook: scores as numbers, heads, the mark of a sample."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.forms.figures import places_for, rounded_to_be_shown
from jiheng.forms.outcome_words import SAMPLE
from jiheng.forms.table import Place
from jiheng.forms.workbook import Cell, Column, Look, Print, Row, Sheet, row
from jiheng.score.cells import Cell as ScoreCell
from jiheng.values.exact import rounded

MOST = 4
"""Decimals that a score is shown with at most; the sheet 精确值 has the fractions behind them."""


def score_places(values: Iterable[Fraction | None]) -> int:
    """Decimals of a sheet on which all these scores stand."""
    return places_for(values, most=MOST)


def is_shown_exactly(value: Fraction) -> bool:
    """Can a cell hold the value itself, or only its first decimals?"""
    return not rounded_to_be_shown([value], MOST)


def score(value: Fraction | None, places: int, *, look: Look = Look.PLAIN) -> Cell:
    """A right-aligned number that can be summed and sorted; empty where there is none."""
    if value is None:
        return Cell(None, look=look)
    kept = value if is_shown_exactly(value) else rounded(value, MOST)
    shape = "0." + "0" * places if places else "0"
    return Cell(kept, look=look, place=Place.RIGHT, number_format=shape)


def centred(text: str, *, look: Look = Look.PLAIN) -> Cell:
    """A short text in the middle of its cell."""
    return Cell(text, look=look, place=Place.CENTRE)


def look_of(cell: ScoreCell, points: Fraction, *, is_bonus: bool) -> Look:
    """What a cell's colour says: full, lost, nothing, missing, not applicable."""
    if cell.score is None:
        return Look.QUIET if cell.state == "not-applicable" else Look.OPEN
    if is_bonus:
        return Look.GOOD if cell.score > 0 else Look.PLAIN
    if cell.state == "not-applicable":
        return Look.QUIET
    if cell.score >= points:
        return Look.GOOD
    return Look.WARN if cell.score > 0 else Look.BAD


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a sheet, of which the first `head` are its head; widths of the columns in
    characters; how many columns stand still; notes for above the head."""

    rows: Sequence[Row]
    widths: Sequence[int]
    head: int = 1
    frozen: int = 0
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What every sheet of one workbook shares: what is assessed, and whether it is invented."""

    title: str
    sample: bool

    def sheet(self, name: str, grid: Grid) -> Sheet:
        """A sheet with title and notes above the grid's head; all of that stands still."""
        wide, mark = len(grid.widths), "（虚构示例）" if self.sample else ""
        title = Cell(f"{self.title}{mark}·{name}", look=Look.TITLE, colspan=wide)
        told = (*((f"{SAMPLE}。",) if self.sample else ()), *grid.notes)
        notes = (Cell(text, look=Look.NOTE, colspan=wide) for text in told)
        top = (Row((title,), height=30), *(Row((note,), height=20) for note in notes))
        above = len(top) + grid.head
        header = SAMPLE if self.sample else ""
        return Sheet(
            name,
            (*top, *grid.rows),
            tuple(Column(width) for width in grid.widths),
            frozen_rows=above,
            frozen_columns=grid.frozen,
            print=Print(head_rows=above, head_columns=grid.frozen, header=header),
        )


def head_row(*titles: str) -> Row:
    """The head of a table."""
    return row(*titles, look=Look.HEAD)
