"""What a rule computes with: one subject's exact numbers, or columns of all subjects at once.

A rule is written once with `+ - *`, comparisons and the verbs below, and runs on three carriers:

- `int` and `Fraction`: one subject, any size, always exact;
- NumPy columns of whole numbers (`int64`, or `object` where `int64` could overflow), with `Ratios`
  for quotients whose denominator differs by subject;
- `Span` (see `span.py`): what values are possible at all, used before any column is multiplied.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

Value: TypeAlias = Any
"""A number on any carrier: int, Fraction, an integer column, Ratios or Span."""

Truth: TypeAlias = Any
"""A yes/no on any carrier: bool, a boolean column or span.Unsure; combine with `&`, `|`, `^ True`."""


class Ratios:
    """A column of quotients `num / den`, both whole, `den` positive; compared by cross-multiplying.

    `den` is a column, or one int for all. Nothing is ever divided until `parts` asks for it.
    """

    __slots__ = ("den", "num")
    __array_priority__ = 1000.0
    __array_ufunc__ = None

    def __init__(self, num: Value, den: Value) -> None:
        self.num, self.den = num, den

    def __add__(self, other: Value) -> Ratios:
        num, den = _pair(other)
        if den is self.den:
            return Ratios(self.num + num, den)
        return Ratios(self.num * den + num * self.den, self.den * den)

    __radd__ = __add__

    def __neg__(self) -> Ratios:
        return Ratios(-self.num, self.den)

    def __sub__(self, other: Value) -> Ratios:
        return self.__add__(-other)

    def __rsub__(self, other: Value) -> Ratios:
        return (-self).__add__(other)

    def __mul__(self, other: Value) -> Ratios:
        num, den = _pair(other)
        return Ratios(self.num * num, self.den if isinstance(den, int) else self.den * den)

    __rmul__ = __mul__

    def __floordiv__(self, other: Value) -> Value:
        num, den = _pair(other)
        return (self.num * den) // (self.den * num)

    def _sides(self, other: Value) -> tuple[Value, Value]:
        num, den = _pair(other)
        return self.num * den, num * self.den

    def __ge__(self, other: Value) -> Truth:
        left, right = self._sides(other)
        return left >= right

    def __gt__(self, other: Value) -> Truth:
        left, right = self._sides(other)
        return left > right

    def __le__(self, other: Value) -> Truth:
        left, right = self._sides(other)
        return left <= right

    def __lt__(self, other: Value) -> Truth:
        left, right = self._sides(other)
        return left < right

    def __eq__(self, other: Value) -> Truth:
        left, right = self._sides(other)
        return left == right

    def __ne__(self, other: Value) -> Truth:
        left, right = self._sides(other)
        return left != right

    __hash__ = None  # type: ignore[assignment]  # a column is not a key

    def parts(self) -> tuple[Value, Value, Value]:
        """Whole part, remainder and denominator of every row: `num = whole * den + rest`."""
        whole = self.num // self.den
        return whole, self.num - whole * self.den, self.den


def _pair(value: Value) -> tuple[Value, Value]:
    return (value.num, value.den) if isinstance(value, Ratios) else (value, 1)


def pick(condition: Truth, then: Value, otherwise: Value) -> Value:
    """`then` where the condition holds, `otherwise` elsewhere."""
    if condition is True:
        return then
    if condition is False:
        return otherwise
    if isinstance(condition, np.ndarray):
        if isinstance(then, Ratios) or isinstance(otherwise, Ratios):
            (num1, den1), (num2, den2) = _pair(then), _pair(otherwise)
            return Ratios(np.where(condition, num1, num2), np.where(condition, den1, den2))
        return np.where(condition, then, otherwise)
    return condition.pick(then, otherwise)


def least(left: Value, right: Value) -> Value:
    """The smaller of two values, row by row."""
    if isinstance(left, np.ndarray) and not isinstance(right, Ratios):
        return np.minimum(left, right)
    return pick(left <= right, left, right)


def most(left: Value, right: Value) -> Value:
    """The larger of two values, row by row."""
    if isinstance(left, np.ndarray) and not isinstance(right, Ratios):
        return np.maximum(left, right)
    return pick(left >= right, left, right)


def ratio(left: Value, right: Value) -> Value:
    """The exact quotient `left / right`; the caller makes sure that `right` is positive."""
    if isinstance(left, (int, Fraction)) and isinstance(right, (int, Fraction)):
        if isinstance(left, Fraction) or isinstance(right, Fraction):
            return Fraction(left) / right
        whole_part, rest = divmod(left, right)
        return Fraction(left, right) if rest else whole_part
    if hasattr(left, "over") or hasattr(right, "over"):
        return left.over(right) if hasattr(left, "over") else right.under(left)
    (num1, den1), (num2, den2) = _pair(left), _pair(right)
    return Ratios(num1 * den2, num2 * den1)


def whole(left: Value, right: Value) -> Value:
    """How many whole times `right` (positive) goes into `left`, rounded towards minus infinity."""
    return left // right
