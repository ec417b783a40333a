"""Sections, base and bonus as columns: the children of rows that are alike, put together.

The same steps as `sections.py`, on all rows at once, over one denominator that is chosen before
anything is added: the common one of all clauses where it is small, else a fine one with bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np

from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.score.applying import Alike
from jiheng.score.enclosed import Enclosed, Exactly, enclosed
from jiheng.score.lanes import Formula, Rows, Table, count_of
from jiheng.score.prepare import Prepared
from jiheng.score.sections import points_of
from jiheng.values.carrier import Ratios
from jiheng.values.inputs import State
from jiheng.values.lane import Column, added, grown, half_up, times

_LARGEST, _FINE = 2**40, 2**30


@dataclass(frozen=True, slots=True)
class Scored:
    """A clause in some rows: its points are `points.num / points.den` in 1/`unit`."""

    rows: Rows
    points: Ratios
    unit: int


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator in rows that are alike: its sum, and whether it applies there."""

    sum: Enclosed
    applies: bool = True


@dataclass(frozen=True)
class Adding:
    """What the sums of one scoring share: the columns, the formulas, the denominator.

    `wanted`: indicators whose own sums are asked for; `cells` collects the scores of every clause
    where it is not None; `figure` works out an indicator's sum for one row by itself.
    """

    prepared: Prepared
    table: Table
    formulas: Mapping[str, Formula]
    den: int
    wanted: frozenset[str]
    figure: Callable[[str], Exactly]
    cells: dict[str, list[Scored]] | None = None


def common_denominator(
    table: Table, formulas: Mapping[str, Formula], *, groups: Sequence[Alike]
) -> int:
    """The denominator of all sums: exact where the clauses share a small one, else fine."""
    scheme = table.prepared.scheme
    den = lcm(*_printed(scheme))
    is_exact = True
    for own in sorted({_own(table, formula) for formula in formulas.values()}):
        fits = own > 0 and lcm(den, own) <= _LARGEST
        den = lcm(den, own) if fits else den
        is_exact = is_exact and fits
    stretch = lcm(*(_stretch(table.prepared, group) for group in groups))
    if den * stretch <= _LARGEST:
        den *= stretch
    else:
        is_exact = False
    return den if is_exact else _finer(den)


def _finer(den: int) -> int:
    """A multiple in which most quotients by small numbers are whole, and the others lie close."""
    for number in range(2, 64):
        if lcm(den, number) <= _LARGEST:
            den = lcm(den, number)
    while den < _FINE:
        den *= 2
    return den


def _printed(scheme: Scheme) -> Iterator[int]:
    """Denominators of what the scheme itself adds or holds sums against."""
    places = scheme.reading("rounding-section")
    yield 1 if places == "exact" else 10 ** int(places)
    for one in scheme.walk():
        yield from (number.denominator for number in (one.points, one.cap) if number is not None)
    if scheme.bonus.cap is not None:
        yield scheme.bonus.cap.denominator


def _own(table: Table, formula: Formula) -> int:
    """The denominator of a clause's scores; 0 where it differs by row."""
    places = table.prepared.scheme.reading("rounding-cell")
    return 10 ** int(places) if places != "exact" else (formula.den(table) or 0) * formula.unit


def _stretch(prepared: Prepared, group: Alike) -> int:
    """By how much finer sums become where children that do not apply are left out."""
    states = states_by_id(prepared, group)
    if (
        prepared.scheme.reading("not-applicable") == "full"
        or "not-applicable" not in states.values()
    ):
        return 1
    return _stretched(prepared.scheme.indicators, states)[0]


def states_by_id(prepared: Prepared, group: Alike) -> dict[str, State]:
    """The state of every clause by its id."""
    ids = (clause.indicator.id for clause in prepared.clauses)
    return dict(zip(ids, group.states, strict=True))


def _stretched(children: Sequence[Indicator], states: Mapping[str, State]) -> tuple[int, bool]:
    there, finer = [], 1
    for child in children:
        below, applies = 1, states.get(child.id) != "not-applicable"
        if child.children:
            below, applies = _stretched(child.children, states)
        finer = lcm(finer, below)
        there += [child] if applies else []
    return finer * _factor(children, there).denominator, bool(there)


def _factor(children: Sequence[Indicator], there: Sequence[Indicator]) -> Fraction:
    """What brings the children that are there back to the points of all."""
    if len(there) == len(children):
        return Fraction(1)
    whole = sum((points_of(child) for child in children), Fraction(0))
    part = sum((points_of(child) for child in there), Fraction(0))
    return whole / part if part else Fraction(1)


@dataclass
class Pool:
    """Scores on their way into one sum, kept apart by denominator until they are added."""

    den: int
    count: int
    on_grid: dict[int, list[Column]] = field(default_factory=dict)
    others: list[Enclosed] = field(default_factory=list)

    def take(self, points: Ratios, unit: int) -> None:
        """The scores of one clause."""
        if isinstance(points.den, int) and self.den % (points.den * unit) == 0:
            self.on_grid.setdefault(points.den * unit, []).append(points.num)
        else:
            self.others.append(enclosed(points, unit, den=self.den))

    def sum(self) -> Enclosed:
        """All of it together."""
        total, den = np.zeros(0, dtype=np.int64), 1
        for own in sorted(self.on_grid):  # the coarse ones first, as long as narrow lanes hold them
            num, finer = added(self.on_grid[own]), lcm(den, own)
            both = [times(total, finer // den)] if total.size else []
            total, den = added([*both, times(num, finer // own)]), finer
        low = [grown(total, self.den // den)] if total.size else []
        low += [one.low for one in self.others]
        slacks = [one.slack for one in self.others if one.slack is not None]
        if not low:
            return Enclosed(np.zeros(self.count, dtype=np.int64), self.den)
        return Enclosed(added(low), self.den, added(slacks) if slacks else None)


class Sections:
    """The sums of one group of rows that are alike."""

    def __init__(self, adding: Adding, group: Alike) -> None:
        self.adding, self.rows = adding, group.rows
        self.states = states_by_id(adding.prepared, group)
        self.count = count_of(group.rows)
        self.parts: dict[str, Part] = {}

    def base(self) -> Part:
        """The top sections, each rounded where the scheme says so, put together."""
        scheme = self.adding.prepared.scheme
        places = scheme.reading("rounding-section")
        if places == "exact" and not any(top.id in self.adding.wanted for top in scheme.indicators):
            return self._together(scheme.indicators)
        pool, there = self._pool(), []
        for top in scheme.indicators:
            part = self._section(top) if top.children else self._together([top])
            rounded = part.sum.rounded(places, self._exactly(top.id))
            self.parts[top.id] = Part(rounded, part.applies)
            pool.others.append(rounded)
            there += [top] if part.applies else []
        return Part(pool.sum().stretched(_factor(scheme.indicators, there)), bool(there))

    def bonus(self) -> Part:
        """All bonus items, not above the cap."""
        bonus = self.adding.prepared.scheme.bonus
        return Part(self._added(bonus.items).sum().capped(bonus.cap))

    def _exactly(self, indicator: str) -> Exactly:
        rows, figure = self.rows, self.adding.figure(indicator)
        if isinstance(rows, slice):
            return lambda row: figure(rows.start + row)
        return lambda row: figure(int(rows[row]))

    def _pool(self) -> Pool:
        return Pool(self.adding.den, self.count)

    def _section(self, section: Indicator) -> Part:
        part = self._together(section.children)
        part = Part(part.sum.capped(section.cap), part.applies)
        self.parts[section.id] = part
        return part

    def _together(self, children: Sequence[Indicator]) -> Part:
        """The children's sum; where some do not apply, brought back to the points of all."""
        pool, there = self._pool(), []
        for child in children:
            if child.children:
                part = self._section(child)
                pool.others.append(part.sum)
                there += [child] if part.applies else []
            elif self._leaf(child, pool):
                there.append(child)
        return Part(pool.sum().stretched(_factor(children, there)), bool(there))

    def _added(self, items: Sequence[Indicator]) -> Pool:
        """Bonus items into one pool; what does not apply brings nothing."""
        pool = self._pool()
        for item in items:
            if item.children:
                part = Part(self._added(item.children).sum().capped(item.cap))
                self.parts[item.id] = part
                pool.others.append(part.sum)
            else:
                self._leaf(item, pool, is_bonus=True)
        return pool

    def _leaf(self, leaf: Indicator, pool: Pool, *, is_bonus: bool = False) -> bool:
        """A clause into the pool; False where it does not apply. What is missing brings nothing."""
        state = self.states[leaf.id]
        own = self._pool()
        if state == "known":
            scored = self._scored(leaf)
            own.take(scored.points, scored.unit)
        elif state == "not-applicable" and not is_bonus and self._counts_full():
            state = "known"
            own.take(self._full(leaf), 1)
        for nums_den, nums in own.on_grid.items():
            pool.on_grid.setdefault(nums_den, []).extend(nums)
        pool.others += own.others
        if leaf.id in self.adding.wanted:
            self.parts[leaf.id] = Part(own.sum(), state != "not-applicable")
        return state != "not-applicable"

    def _counts_full(self) -> bool:
        return self.adding.prepared.scheme.reading("not-applicable") == "full"

    def _full(self, leaf: Indicator) -> Ratios:
        points = leaf.points or Fraction(0)
        return Ratios(np.full(self.count, points.numerator), points.denominator)

    def _scored(self, leaf: Indicator) -> Scored:
        adding = self.adding
        formula = adding.formulas[leaf.id]
        points, unit = formula.column(adding.table, self.rows), formula.unit
        places = adding.prepared.scheme.reading("rounding-cell")
        if places != "exact":
            points, unit = _rounded(points, unit, places=int(places)), 10 ** int(places)
        scored = Scored(self.rows, points, unit)
        if adding.cells is not None:
            adding.cells.setdefault(leaf.id, []).append(scored)
        return scored


def _rounded(points: Ratios, unit: int, *, places: int) -> Ratios:
    """Every score in whole units of 10**-places, half-up."""
    den = points.den * unit if isinstance(points.den, int) else grown(points.den, unit)
    return Ratios(half_up(grown(points.num, 10**places), den), 1)
