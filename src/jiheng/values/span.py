"""What values a rule can meet at all: the third carrier, run once when a scheme is prepared.

A `Span` stands for every number that could stand there: all are multiples of `grain`, and none is
larger than `num / den` allows. Running a rule on spans answers two questions with the rule's own
arithmetic: which common denominator makes every cell a whole number (`grain`), and whether `int64`
can carry it without wrapping in silence (`Meter.peak`).
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import Any


class Meter:
    """The largest whole number that any step of a rule would have to hold."""

    __slots__ = ("peak",)

    def __init__(self) -> None:
        self.peak = 0

    def saw(self, magnitude: int) -> int:
        """Note a magnitude and hand it back."""
        self.peak = max(self.peak, magnitude)
        return magnitude


def common_grain(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    """The coarsest grid that holds multiples of both grains; None where a side has no grid."""
    if left is None or right is None:
        return None
    return Fraction(
        gcd(left.numerator * right.denominator, right.numerator * left.denominator),
        left.denominator * right.denominator,
    )


class Span:
    """All numbers that are multiples of `grain`, of size at most `num` over denominators up to `den`."""

    __slots__ = ("den", "grain", "meter", "num")

    def __init__(self, meter: Meter, *, grain: Fraction | None, num: int, den: int = 1) -> None:
        self.meter, self.grain = meter, grain
        self.num, self.den = meter.saw(num), meter.saw(den)

    def _lift(self, other: Any) -> Span:
        if isinstance(other, Span):
            return other
        number = Fraction(other)
        return Span(
            self.meter, grain=abs(number), num=abs(number.numerator), den=number.denominator
        )

    def __add__(self, other: Any) -> Span:
        right = self._lift(other)
        num = self.num * right.den + right.num * self.den
        den = self.den * right.den
        return Span(self.meter, grain=common_grain(self.grain, right.grain), num=num, den=den)

    __radd__ = __sub__ = __rsub__ = __add__

    def __neg__(self) -> Span:
        return self

    def __mul__(self, other: Any) -> Span:
        right = self._lift(other)
        grain = None if self.grain is None or right.grain is None else self.grain * right.grain
        return Span(self.meter, grain=grain, num=self.num * right.num, den=self.den * right.den)

    __rmul__ = __mul__

    def over(self, other: Any) -> Span:
        """This span divided by a number (stays on a grid) or by another span (has none)."""
        right = self._lift(other)
        constant = not isinstance(other, Span)
        grain = (
            self.grain / right.grain
            if constant and self.grain is not None and right.grain
            else None
        )
        return Span(self.meter, grain=grain, num=self.num * right.den, den=self.den * right.num)

    def under(self, other: Any) -> Span:
        """A plain number divided by this span."""
        return self._lift(other).over(self)

    def __floordiv__(self, other: Any) -> Span:
        right = self._lift(other)
        self.meter.saw(self.den * right.num)
        return Span(self.meter, grain=Fraction(1), num=self.num * right.den)

    def __rfloordiv__(self, other: Any) -> Span:
        return self._lift(other) // self

    def _compared(self, other: Any) -> Unsure:
        right = self._lift(other)
        self.meter.saw(self.num * right.den)
        self.meter.saw(right.num * self.den)
        return Unsure(self.meter)

    def __eq__(self, other: object) -> Any:
        return self._compared(other)

    def __ne__(self, other: object) -> Any:
        return self._compared(other)

    __ge__ = __gt__ = __le__ = __lt__ = _compared
    __hash__ = None  # type: ignore[assignment]  # a span is a set of numbers, not a key

    def join(self, other: Any) -> Span:
        """Every number of either side."""
        right = self._lift(other)
        grain = common_grain(self.grain, right.grain)
        return Span(
            self.meter, grain=grain, num=max(self.num, right.num), den=max(self.den, right.den)
        )


class Unsure:
    """The truth of a comparison between spans: it can be either."""

    __slots__ = ("meter",)

    def __init__(self, meter: Meter) -> None:
        self.meter = meter

    def __and__(self, other: Any) -> Unsure:
        return self

    __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __and__

    def pick(self, then: Any, otherwise: Any) -> Span:
        """Both branches are possible."""
        start = (
            then if isinstance(then, Span) else Span(self.meter, grain=Fraction(0), num=0) + then
        )
        return start.join(otherwise)


def grid(grains: list[Fraction]) -> int:
    """The smallest whole number of which every grain is a whole part: 1/4 and 1/10 give 20."""
    return lcm(*(grain.denominator for grain in grains)) if grains else 1
