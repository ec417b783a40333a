"""The table that a method prints in its annex: its columns, sections beside their clauses, totals.

What stands in a clause's cells is the caller's: scores in the table of a result, what was reported in
the one that goes to the seal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from jiheng.forms.figures import figure, full_figure, places_for
from jiheng.forms.line_breaks import POINTS, WIDTH, characters_in, even_lines, width_for
from jiheng.forms.outcome_words import number_of
from jiheng.forms.table import Cell, Column, Place, Size, Tone
from jiheng.scheme.annex import Annex
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.score.prepare import Clause
from jiheng.score.sections import points_of

_PLACES = {"section": Place.CENTRE, "number": Place.CENTRE}


@dataclass(frozen=True, slots=True)
class Slot:
    """One column: its head, what it shows, its share of the width."""

    head: str
    shows: str
    share: int = 1


_USUAL = (
    Slot("项目", "section", 4),
    Slot("序号", "number", 2),
    Slot("考核内容", "clause", 11),
    Slot("分值", "points", 2),
    Slot("得分", "score", 2),
)
"""The columns where a method prints no table of its own."""

CellOf = Callable[[Indicator, Slot], Cell]
"""What a clause shows in a column of the caller's own."""


def slots_of(annex: Annex) -> tuple[Slot, ...]:
    """The columns that the method prints, or the usual ones."""
    printed = tuple(Slot(one.head, one.shows, one.share) for one in annex.columns)
    return printed or _USUAL


@dataclass(frozen=True)
class AnnexLayout:
    """The grid of one table. `figures` has, by what a column shows, every text that must stand there
    on one line; such columns are as wide as their figures need, and set to the right."""

    scheme: Scheme
    clauses: tuple[Clause, ...]
    slots: tuple[Slot, ...]
    figures: Mapping[str, Sequence[str]]
    width: int = WIDTH

    def columns(self) -> list[Column]:
        """The columns with their widths."""
        return [self._column(slot) for slot in self.slots]

    def _column(self, slot: Slot) -> Column:
        if slot.shows in self._wide:
            return Column(mm=self._wide[slot.shows], place=Place.RIGHT)
        return Column(share=slot.share, place=_PLACES.get(slot.shows, Place.LEFT))

    @cached_property
    def _wide(self) -> Mapping[str, int]:
        """Millimetres of the columns of figures: the share, or as wide as the figures."""
        shares = sum(slot.share for slot in self.slots)
        return {
            slot.shows: max(
                self.width * slot.share // shares,
                width_for(self.figures[slot.shows], size=POINTS[Size.SMALL]),
            )
            for slot in self.slots
            if slot.shows in self.figures
        }

    def fits(self, slot: Slot) -> int:
        """How many characters a line of a column of words takes."""
        words = sum(one.share for one in self.slots if one.shows not in self._wide)
        left = self.width - sum(self._wide.values())
        return characters_in(Fraction(left * slot.share, words), size=POINTS[Size.SMALL])

    @property
    def has_numbers(self) -> bool:
        """Is there a column for numbers? Then neither sections nor clauses begin with theirs."""
        return any(slot.shows == "number" for slot in self.slots)

    def sections(self, cell: CellOf) -> Iterator[list[Cell]]:
        """A row a clause of the base; each section stands once beside its own."""
        for top in self.scheme.indicators:
            number = "" if self.has_numbers else number_of(top)
            label = f"{number}." if number else ""
            title = f"{label}{top.title}\n（{full_figure(points_of(top))}分）"
            yield from self._rows(list(top.leaves()), title=title, cell=cell)

    def bonus(self, cell: CellOf) -> Iterator[list[Cell]]:
        """The same for the bonus; nothing where there is none."""
        bonus = self.scheme.bonus
        number = bonus.printed.number
        label = f"{number}." if number and not self.has_numbers else ""
        most = "" if bonus.cap is None else f"\n（最高{full_figure(bonus.cap)}分）"
        leaves = [leaf for item in bonus.items for leaf in item.leaves()]
        yield from self._rows(leaves, title=f"{label}{bonus.title}{most}", cell=cell)

    def _rows(self, leaves: list[Indicator], *, title: str, cell: CellOf) -> Iterator[list[Cell]]:
        for count, leaf in enumerate(leaves):
            there = (one for one in self.slots if count == 0 or one.shows != "section")
            yield [
                self._beside(title, slot, rowspan=len(leaves))
                if slot.shows == "section"
                else cell(leaf, slot)
                for slot in there
            ]

    def _beside(self, title: str, slot: Slot, *, rowspan: int) -> Cell:
        lines = [even_lines(line, self.fits(slot)) for line in title.split("\n")]
        return Cell("\n".join(lines), rowspan=rowspan)

    def words(self, leaf: Indicator) -> str:
        """A clause as the table prints it: number, title and what counts."""
        number = "" if self.has_numbers else f"{number_of(leaf)} ".lstrip()
        words = f"{leaf.title}：{leaf.printed.text}" if leaf.printed.text else leaf.title
        return f"{number}{words.rstrip('。')}。"

    def points(self, leaf: Indicator) -> str:
        """The points of a clause as the column prints them."""
        return points_text(self.clauses, leaf)

    def total(self, label: str, figures: Mapping[str, str]) -> list[Cell]:
        """The label stands under everything that comes before the first of the figures."""
        lead = next((at for at, slot in enumerate(self.slots) if slot.shows in figures), 0) or 1
        head = Cell(label, colspan=lead, place=Place.CENTRE, tone=Tone.STRONG)
        rest = (figures.get(slot.shows, "") for slot in self.slots[lead:])
        return [head, *(Cell(text, tone=Tone.STRONG) for text in rest)]


def points_text(clauses: Sequence[Clause], leaf: Indicator) -> str:
    """Points allotted; of a bonus clause what it can bring at most, where that is bounded."""
    places = places_for(one.points for one in clauses)
    clause = next(one for one in clauses if one.indicator.id == leaf.id)
    if not clause.points:
        return ""
    return f"{'最高' if clause.is_bonus else ''}{figure(clause.points, places)}"
