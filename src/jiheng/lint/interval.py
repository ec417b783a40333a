"""Exact intervals: which values lie in a row of a rule, with edges that count or do not count.

An interval lies between two cuts of the number line. A cut stands just before a number (0) or just
after it (1), so that "up to 70 included" ends at (70, 1) and "below 70" at (70, 0): two rows touch
when the one ends at the very cut where the other begins. For whole numbers every cut is moved to
just before the next whole number, and 2 < x < 3 is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from jiheng.rules.wording import number_text

Cut = tuple[int, Fraction, int]
"""(-1, 0, 0) before all numbers, (0, number, 0 or 1), (1, 0, 0) after all."""

BELOW_ALL: Cut = (-1, Fraction(0), 0)
ABOVE_ALL: Cut = (1, Fraction(0), 0)


def before(number: Fraction | int) -> Cut:
    """The cut just before a number."""
    return (0, Fraction(number), 0)


def after(number: Fraction | int) -> Cut:
    """The cut just after a number."""
    return (0, Fraction(number), 1)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """All numbers between two cuts."""

    low: Cut = BELOW_ALL
    high: Cut = ABOVE_ALL

    @property
    def is_empty(self) -> bool:
        """True when no number lies between the cuts."""
        return self.low >= self.high

    def of_wholes(self) -> Interval:
        """The same whole numbers, with both cuts just before a whole number."""
        return Interval(_to_whole(self.low), _to_whole(self.high))

    def meet(self, other: Interval) -> Interval:
        """The numbers in both."""
        return Interval(max(self.low, other.low), min(self.high, other.high))

    def holds(self, other: Interval) -> bool:
        """True when every number of the other lies in this one."""
        return self.low <= other.low and other.high <= self.high

    def without(self, others: list[Interval]) -> list[Interval]:
        """What is left when the others are taken out."""
        left = [] if self.is_empty else [self]
        for other in (one for one in others if not one.is_empty):
            pieces = [part for one in left for part in _cut_out(one, other)]
            left = [part for part in pieces if not part.is_empty]
        return left

    def text(self, unit: str = "", *, whole: bool = False) -> str:
        """The numbers in words: `70%`, `大于20%、小于30%`, `3至4次`."""
        if whole:
            return self._whole_text(unit)
        if self.low == before(self.low[1]) and self.high == after(self.low[1]):
            return _said(self.low[1], unit)
        parts = []
        if self.low != BELOW_ALL:
            parts.append(("大于" if self.low[2] else "不小于") + _said(self.low[1], unit))
        if self.high != ABOVE_ALL:
            parts.append(("不大于" if self.high[2] else "小于") + _said(self.high[1], unit))
        return "、".join(parts) or "任何数"

    def _whole_text(self, unit: str) -> str:
        first, last = self.low[1], self.high[1] - 1
        if self.low == BELOW_ALL or self.high == ABOVE_ALL:
            edges = [] if self.low == BELOW_ALL else [_said(first, unit) + "及以上"]
            edges += [] if self.high == ABOVE_ALL else [_said(last, unit) + "及以下"]
            return "、".join(edges) or "任何数"
        return _said(first, unit) if first == last else f"{number_text(first)}至{_said(last, unit)}"


def _said(number: Fraction, unit: str) -> str:
    return number_text(number) + unit


def _to_whole(cut: Cut) -> Cut:
    if cut[0] != 0:
        return cut
    return before(floor(cut[1]) + 1 if cut[2] else ceil(cut[1]))


def _cut_out(one: Interval, other: Interval) -> tuple[Interval, Interval]:
    return (
        Interval(one.low, min(one.high, other.low)),
        Interval(max(one.low, other.high), one.high),
    )
