"""What values a rule can meet at all: the third carrier, run before columns are multiplied.

A `Span` stands for every number that could stand there: all are multiples of `grain`, and none is
larger than `num` over a denominator up to `den`. Running a rule on spans answers two questions with
the rule's own arithmetic: which common denominator makes every cell a whole number (`grain`), and
how wide a lane must be so that no step wraps in silence (`Meter.peak`). Each verb takes the same
steps as the columns in `carrier.py`, and notes the size of each.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
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
    """All multiples of `grain` of size at most `num` over a denominator up to `den`.

    `fixed`: the denominator is `den` itself for all rows. `number`: the span is this one number,
    written in the rule: dividing by it stays on a grid, and against another number there is an
    answer.
    """

    __slots__ = ("den", "fixed", "grain", "meter", "num", "number")

    def __init__(
        self,
        meter: Meter,
        *,
        grain: Fraction | None,
        num: int,
        den: int = 1,
        fixed: bool | None = None,
    ) -> None:
        self.meter, self.grain = meter, grain
        self.num, self.den = meter.saw(num), meter.saw(den)
        self.fixed = den == 1 if fixed is None else fixed
        self.number: Fraction | None = None

    @classmethod
    def of(cls, meter: Meter, number: Fraction | int) -> Span:
        """One number of the rule itself."""
        exact = Fraction(number)
        size = abs(exact)
        span = cls(meter, grain=size, num=size.numerator, den=size.denominator, fixed=True)
        span.number = exact
        return span

    def _lift(self, other: Any) -> Span:
        return other if isinstance(other, Span) else Span.of(self.meter, other)

    def _meet(self, other: Any) -> tuple[int, int, int, bool]:
        """Both numerators over one denominator, as `carrier` brings them there, and is it fixed?"""
        right = self._lift(other)
        if self.fixed and right.fixed:
            den = lcm(self.den, right.den)
            left_num, right_num = self.num * (den // self.den), right.num * (den // right.den)
        else:
            den = self.den * right.den
            left_num, right_num = self.num * right.den, right.num * self.den
        self.meter.saw(max(left_num, right_num))
        return left_num, right_num, den, self.fixed and right.fixed

    def __add__(self, other: Any) -> Span:
        right = self._lift(other)
        if self.number is not None and right.number is not None:
            return Span.of(self.meter, self.number + right.number)
        left_num, right_num, den, fixed = self._meet(other)
        grain = common_grain(self.grain, right.grain)
        return Span(self.meter, grain=grain, num=left_num + right_num, den=den, fixed=fixed)

    __radd__ = __add__

    def __neg__(self) -> Span:
        return self if self.number is None else Span.of(self.meter, -self.number)

    def __sub__(self, other: Any) -> Span:
        return self + -self._lift(other)

    def __rsub__(self, other: Any) -> Span:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Span:
        right = self._lift(other)
        if self.number is not None and right.number is not None:
            return Span.of(self.meter, self.number * right.number)
        grain = None if self.grain is None or right.grain is None else self.grain * right.grain
        return Span(
            self.meter,
            grain=grain,
            num=self.num * right.num,
            den=self.den * right.den,
            fixed=self.fixed and right.fixed,
        )

    __rmul__ = __mul__

    def over(self, other: Any) -> Span:
        """This span divided by a number (stays on a grid) or by another span (has none)."""
        right = self._lift(other)
        grain = None
        if right.number is not None and right.grain and self.grain is not None:
            grain = self.grain / right.grain
        return Span(
            self.meter,
            grain=grain,
            num=self.num * right.den,
            den=self.den * right.num,
            fixed=self.fixed and right.number is not None,
        )

    def under(self, other: Any) -> Span:
        """A plain number divided by this span."""
        return self._lift(other).over(self)

    def __floordiv__(self, other: Any) -> Span:
        right = self._lift(other)
        self.meter.saw(self.den * right.num)
        return Span(self.meter, grain=Fraction(1), num=self.num * right.den)

    def __rfloordiv__(self, other: Any) -> Span:
        return self._lift(other) // self

    def _against(self, other: Any, compare: Callable[[Any, Any], bool]) -> Any:
        right = self._lift(other)
        self._meet(right)
        if self.number is not None and right.number is not None:
            return compare(self.number, right.number)
        return Unsure(self.meter)

    def __eq__(self, other: object) -> Any:
        return self._against(other, operator.eq)

    def __ne__(self, other: object) -> Any:
        return self._against(other, operator.ne)

    def __ge__(self, other: Any) -> Any:
        return self._against(other, operator.ge)

    def __gt__(self, other: Any) -> Any:
        return self._against(other, operator.gt)

    def __le__(self, other: Any) -> Any:
        return self._against(other, operator.le)

    def __lt__(self, other: Any) -> Any:
        return self._against(other, operator.lt)

    __hash__ = None  # type: ignore[assignment]  # a span is a set of numbers, not a key

    def join(self, other: Any) -> Span:
        """Every number of either side."""
        right = self._lift(other)
        grain = common_grain(self.grain, right.grain)
        if self.fixed and right.fixed:
            left_num, right_num, den, _ = self._meet(right)
        else:
            left_num, right_num, den = self.num, right.num, max(self.den, right.den)
        num = max(left_num, right_num)
        return Span(self.meter, grain=grain, num=num, den=den, fixed=self.fixed and right.fixed)


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
        start = then if isinstance(then, Span) else Span.of(self.meter, then)
        return start.join(otherwise)


def grid(grains: list[Fraction]) -> int:
    """The smallest whole number of which every grain is a whole part: 1/4 and 1/10 give 20."""
    return lcm(*(grain.denominator for grain in grains)) if grains else 1
