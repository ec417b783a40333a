"""Sections, base and bonus: children put together, with what is missing told apart from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.score.cells import Cell
from jiheng.values.exact import rounded


@dataclass(frozen=True, slots=True)
class Sum:
    """Several scores together: `score` is None while one is missing; `known` is what is there,
    `at_most` what it can still become (None: nothing bounds it)."""

    score: Fraction | None
    known: Fraction
    at_most: Fraction | None
    is_applicable: bool = True

    def mapped(self, change: Fraction) -> Sum:
        """Every figure times `change`."""
        return Sum(
            None if self.score is None else self.score * change,
            self.known * change,
            None if self.at_most is None else self.at_most * change,
        )

    def capped(self, cap: Fraction | None) -> Sum:
        """No figure above the cap."""
        if cap is None:
            return self
        score = None if self.score is None else min(self.score, cap)
        at_most = cap if self.at_most is None else min(self.at_most, cap)
        return Sum(score, min(self.known, cap), at_most, self.is_applicable)

    def rounded(self, places: str) -> Sum:
        """Every figure rounded half-up, unless the reading says exact."""
        if places == "exact":
            return self
        digits = int(places)
        return Sum(
            None if self.score is None else rounded(self.score, digits),
            rounded(self.known, digits),
            None if self.at_most is None else rounded(self.at_most, digits),
            self.is_applicable,
        )


def points_of(indicator: Indicator) -> Fraction:
    """Points in force: its own, or those of its children together."""
    if indicator.points is not None:
        return indicator.points
    return sum((points_of(child) for child in indicator.children), Fraction(0))


def base_sums(scheme: Scheme, cells: Mapping[str, Cell]) -> tuple[dict[str, Sum], Sum]:
    """Every base indicator's sum by id, and the base score itself."""
    sums: dict[str, Sum] = {}
    places = scheme.reading("rounding-section")
    for top in scheme.indicators:
        sums[top.id] = _sum_of(top, cells, sums=sums).rounded(places)
    return sums, _together(scheme.indicators, sums)


def bonus_sum(scheme: Scheme, cells: Mapping[str, Cell]) -> tuple[dict[str, Sum], Sum]:
    """Every bonus item's sum by id, and the bonus, not above its cap."""
    sums: dict[str, Sum] = {}
    parts = []
    for item in scheme.bonus.items:
        sums[item.id] = _bonus_of(item, cells, sums=sums)
        parts.append(sums[item.id])
    return sums, _added(parts).capped(scheme.bonus.cap)


def _sum_of(indicator: Indicator, cells: Mapping[str, Cell], *, sums: dict[str, Sum]) -> Sum:
    if not indicator.children:
        sums[indicator.id] = _of_cell(cells[indicator.id])
        return sums[indicator.id]
    for child in indicator.children:
        sums[child.id] = _sum_of(child, cells, sums=sums)
    sums[indicator.id] = _together(indicator.children, sums).capped(indicator.cap)
    return sums[indicator.id]


def _bonus_of(item: Indicator, cells: Mapping[str, Cell], *, sums: dict[str, Sum]) -> Sum:
    if not item.children:
        return _of_cell(cells[item.id])
    for child in item.children:
        sums[child.id] = _bonus_of(child, cells, sums=sums)
    return _added([sums[child.id] for child in item.children]).capped(item.cap)


def _of_cell(cell: Cell) -> Sum:
    if cell.score is not None:
        return Sum(cell.score, cell.score, cell.score)
    if cell.state == "not-applicable":
        return Sum(Fraction(0), Fraction(0), Fraction(0), is_applicable=False)
    return Sum(None, Fraction(0), cell.points)


def _together(children: Sequence[Indicator], sums: Mapping[str, Sum]) -> Sum:
    """The children's sum; where some do not apply, brought back to the points of all."""
    there = [child for child in children if sums[child.id].is_applicable]
    if not there:
        return Sum(Fraction(0), Fraction(0), Fraction(0), is_applicable=False)
    total = _added([sums[child.id] for child in there])
    if len(there) == len(children):
        return total
    whole = sum((points_of(child) for child in children), Fraction(0))
    part = sum((points_of(child) for child in there), Fraction(0))
    return total.mapped(whole / part) if part else total


def _added(parts: Sequence[Sum]) -> Sum:
    missing = any(part.score is None for part in parts)
    unbounded = any(part.at_most is None for part in parts)
    return Sum(
        None if missing else sum((part.score or Fraction(0) for part in parts), Fraction(0)),
        sum((part.known for part in parts), Fraction(0)),
        None if unbounded else sum((part.at_most or Fraction(0) for part in parts), Fraction(0)),
    )
