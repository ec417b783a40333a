"""A column of exact values held between whole-number bounds, so that few rows ever need a fraction.

Where a common denominator exists the bounds meet and every row is exact. Where denominators differ
by subject (a rule that divides by a fact), the whole part and whether something is left over are
kept; only rows that lie at an edge (of a line, a rounding, a tie) are asked for their `Fraction`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

import numpy as np

from jiheng.score.standing import Ints
from jiheng.values.carrier import Ratios
from jiheng.values.exact import rounded_units
from jiheng.values.lane import (
    OBJECT,
    ROOM,
    Bools,
    Column,
    added,
    divided,
    grown,
    half_up,
    room_of,
    shrunk,
    size_of,
)

Exactly: TypeAlias = Callable[[int], Fraction]
"""The exact value of one row, worked out by itself."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Row by row, `low / den <= value <= (low + slack) / den`; without `slack` every row is exact."""

    low: Column
    den: int
    slack: Ints | None = None

    @classmethod
    def of(cls, values: Sequence[Fraction]) -> Enclosed:
        """A few exact values over their own common denominator."""
        den = lcm(*(value.denominator for value in values))
        low = [value.numerator * (den // value.denominator) for value in values]
        fits = all(abs(one) < ROOM for one in low)
        return cls(np.array(low, dtype=np.int64 if fits else object), den)

    def __len__(self) -> int:
        return len(self.low)

    def over(self, den: int) -> Enclosed:
        """The same values over a multiple of their denominator."""
        finer = den // self.den
        slack = None if self.slack is None else grown(self.slack, finer)
        return Enclosed(grown(self.low, finer), den, slack)

    def __add__(self, other: Enclosed) -> Enclosed:
        """The sum of two columns."""
        if self.den != other.den:
            den = lcm(self.den, other.den)
            return self.over(den) + other.over(den)
        slacks = [one.slack for one in (self, other) if one.slack is not None]
        return Enclosed(added([self.low, other.low]), self.den, added(slacks) if slacks else None)

    def capped(self, cap: Fraction | None) -> Enclosed:
        """No value above the cap, which is whole over the denominator."""
        if cap is None or size_of(self._high()) <= cap * self.den:
            return self
        top = int(cap * self.den)
        slack = None if self.slack is None else np.where(self.low >= top, 0, self.slack)
        return Enclosed(np.minimum(self.low, top), self.den, slack)

    def stretched(self, factor: Fraction) -> Enclosed:
        """Every value times a factor that is not negative."""
        if factor == 1:
            return self
        low, rest = divided(grown(self.low, factor.numerator), factor.denominator)
        slack = rest.astype(np.int64) if rest.any() else None
        if self.slack is not None:
            wider = -(-grown(self.slack, factor.numerator) // factor.denominator)
            slack = shrunk(wider) + rest
        return Enclosed(shrunk(low), self.den, slack)

    def units(self, places: int, exactly: Exactly) -> Column:
        """Every value in whole units of 10**-places, half-up."""
        units = half_up(grown(self.low, 10**places), self.den)
        open_rows = self._open(units, lambda: half_up(grown(self._high(), 10**places), self.den))
        units = units.copy() if open_rows else units
        for row in open_rows:
            units[row] = rounded_units(exactly(row), places)
        return units

    def rounded(self, places: str, exactly: Exactly) -> Enclosed:
        """Every value rounded half-up, over the same denominator; `exact` leaves it."""
        if places == "exact":
            return self
        return Enclosed(
            grown(self.units(int(places), exactly), self.den // 10 ** int(places)), self.den
        )

    def at_least(self, edge: Fraction, exactly: Exactly, *, beyond: bool = False) -> Bools:
        """Where the value reaches the edge, or (`beyond`) lies above it."""
        floor, rest = divmod(edge.numerator * self.den, edge.denominator)
        first = floor if rest == 0 and not beyond else floor + 1
        reached = np.asarray(self.low >= first, dtype=np.bool_)
        for row in self._open(reached, lambda: np.asarray(self._high() >= first, dtype=np.bool_)):
            value = exactly(row)
            reached[row] = value > edge if beyond else value >= edge
        return reached

    def _high(self) -> Column:
        return self.low if self.slack is None else self.low + self.slack

    def _open(self, low: Column, high: Callable[[], Column]) -> list[int]:
        """Rows that the bounds do not decide."""
        if self.slack is None or not self.slack.any():
            return []
        return [int(row) for row in np.flatnonzero(low != high())]

    def order(self, exactly: Exactly) -> Column:
        """Whole numbers in the same order as the values, and equal exactly where they are."""
        if self.slack is None or not self.slack.any():
            return self.low
        by_low = np.argsort(self.low)
        low, slack = self.low[by_low], self.slack[by_low]
        high = low + slack
        starts = np.ones(len(low), dtype=np.bool_)
        starts[1:] = low[1:] > np.maximum.accumulate(high)[:-1]
        alike = (low[1:] == low[:-1]) & (slack[1:] == 0) & (slack[:-1] == 0)
        codes = np.concatenate(([0], np.cumsum(~alike)))
        firsts = np.flatnonzero(starts)
        lasts = np.append(firsts[1:], len(low))
        unsure = (np.maximum.reduceat(slack, firsts) > 0) & (lasts - firsts > 1)
        for first, last in zip(firsts[unsure], lasts[unsure], strict=True):
            exact = [exactly(int(row)) for row in by_low[first:last]]
            codes[first:last] = codes[first] + _places(exact)
        result = np.empty(len(low), dtype=np.int64)
        result[by_low] = codes
        return result

    def with_rows(self, values: Mapping[int, Fraction]) -> Enclosed:
        """The same column with some rows as they were worked out by themselves."""
        if not values:
            return self
        whole = {row: divmod(v.numerator * self.den, v.denominator) for row, v in values.items()}
        fits = all(abs(floor) < ROOM for floor, _ in whole.values())
        low = self.low.astype(np.int64 if fits and self.low.dtype != OBJECT else object)
        slack = np.zeros(len(self), np.int64) if self.slack is None else self.slack.copy()
        for row, (floor, rest) in whole.items():
            low[row], slack[row] = floor, 1 if rest else 0
        return Enclosed(low, self.den, slack if slack.any() else None)


def _places(values: Sequence[Fraction]) -> Ints:
    order = {value: at for at, value in enumerate(sorted(set(values)))}
    return np.array([order[value] for value in values], dtype=np.int64)


def enclosed(points: Ratios, unit: int, *, den: int) -> Enclosed:
    """Points of `num / den` in 1/`unit`, over the common denominator of all sums."""
    if isinstance(points.den, int):
        own = points.den * unit
        shared = gcd(own, den)
        num = grown(points.num, den // shared)
        if own == shared:
            return Enclosed(num, den)
        low, rest = divided(num, own // shared)
        return Enclosed(shrunk(low), den, rest.astype(np.int64))
    shared = gcd(unit, den)
    low, slack = _floors(points, up=den // shared, down=unit // shared)
    return Enclosed(shrunk(low), den, slack if slack.any() else None)


def _floors(points: Ratios, *, up: int, down: int) -> tuple[Column, Column]:
    """`up * num / (down * den)` in whole numbers that are not above it, and how far it can lie above.

    Where int64 cannot hold the product, the bounds are left coarser rather than the rows slow.
    """
    num, den = points.num, grown(points.den, down)
    if max(room_of(num), 1) * up < ROOM:
        low, rest = divided(grown(num, up), den)
        return low, rest.astype(np.int64)
    first = num // den
    coarse = _coarser(up, room_of(den))
    second, rest = divided(grown(num - first * den, up // coarse), den)
    return added([grown(first, up), grown(second, coarse)]), rest * np.int64(coarse)


def _coarser(up: int, den: int) -> int:
    """A divisor of `up`, so that the rest of it times `den` stays within int64 where it can."""
    coarse = 1
    for prime in (2, 3, 5, 7, 11, 13):
        while (up // coarse) * den >= ROOM and (up // coarse) % prime == 0:
            coarse *= prime
    return coarse
