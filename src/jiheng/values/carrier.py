"""What a rule computes with: one subject's exact numbers, or columns of all subjects at once.

A rule is written once with `+ - *`, comparisons and the verbs below, and runs on three carriers:

- `int` and `Fraction`: one subject, any size, always exact;
- NumPy columns of whole numbers (the narrowest lane that `span.Meter` found wide enough, `object`
  where even `int64` could wrap), with `Ratios` for quotients. The rule's own numbers then come as
  numbers of the same lane, so that no step is narrower than the lane;
- `Span` (see `span.py`): what values are possible at all, used before any column is multiplied.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

import numpy as np

Value: TypeAlias = Any
"""A number on any carrier: int, Fraction, an integer column, Ratios or Span."""

Truth: TypeAlias = Any
"""A yes/no on any carrier: bool, a boolean column or span.Unsure; combine with `&`, `|`, `^ True`."""


_WIDEST = np.dtype(object)


class Ratios:
    """A column of quotients `num / den`, both whole, `den` positive; compared by cross-multiplying.

    `den` is a column, or one int for all rows (then the values lie on a grid). Nothing is divided
    here.
    """

    __slots__ = ("den", "num")
    __array_priority__ = 1000
    __array_ufunc__ = None

    def __init__(self, num: Value, den: Value) -> None:
        self.num, self.den = num, den

    def __add__(self, other: Value) -> Ratios:
        left, right, den = _meet(self, other)
        return Ratios(left + right, den)

    __radd__ = __add__

    def __neg__(self) -> Ratios:
        return Ratios(-self.num, self.den)

    def __sub__(self, other: Value) -> Ratios:
        return self.__add__(-other)

    def __rsub__(self, other: Value) -> Ratios:
        return (-self).__add__(other)

    def __mul__(self, other: Value) -> Ratios:
        num, den = _pair(other)
        return Ratios(self.num * num, _times(self.den, den))

    __rmul__ = __mul__

    def __floordiv__(self, other: Value) -> Value:
        num, den = _pair(other)
        return _times(self.num, den) // (self.den * num)

    def __ge__(self, other: Value) -> Truth:
        left, right, _ = _meet(self, other)
        return left >= right

    def __gt__(self, other: Value) -> Truth:
        left, right, _ = _meet(self, other)
        return left > right

    def __le__(self, other: Value) -> Truth:
        left, right, _ = _meet(self, other)
        return left <= right

    def __lt__(self, other: Value) -> Truth:
        left, right, _ = _meet(self, other)
        return left < right

    def __eq__(self, other: Value) -> Truth:
        left, right, _ = _meet(self, other)
        return left == right

    def __ne__(self, other: Value) -> Truth:
        left, right, _ = _meet(self, other)
        return left != right

    __hash__ = None  # type: ignore[assignment]  # a column is not a key


def _pair(value: Value) -> tuple[Value, Value]:
    return (value.num, value.den) if isinstance(value, Ratios) else (value, 1)


def _times(value: Value, factor: Value) -> Value:
    """The product; no column is touched for the number 0 or 1."""
    if isinstance(factor, int) and factor == 1:
        return value
    if isinstance(value, int) and value in (0, 1):
        return factor if value else 0
    return value * factor


def _meet(left: Value, right: Value) -> tuple[Value, Value, Value]:
    """Both numerators over one denominator, and that denominator."""
    (num1, den1), (num2, den2) = _pair(left), _pair(right)
    if den1 is den2:
        return num1, num2, den1
    if isinstance(den1, int) and isinstance(den2, int):
        den = lcm(den1, den2)
        return _times(num1, den // den1), _times(num2, den // den2), den
    return _times(num1, den2), _times(num2, den1), _times(den1, den2)


def pick(condition: Truth, then: Value, otherwise: Value) -> Value:  # sizes: reads as a sentence
    """`then` where the condition holds, `otherwise` elsewhere."""
    if condition is True:
        return then
    if condition is False:
        return otherwise
    if isinstance(condition, np.ndarray):
        if isinstance(then, Ratios) or isinstance(otherwise, Ratios):
            return _pick_ratios(condition, then, otherwise=otherwise)
        return _pick_rows(condition, then, otherwise=otherwise)
    if isinstance(condition, np.bool_):
        return then if condition else otherwise
    return condition.pick(then, otherwise)


def _pick_ratios(condition: Truth, then: Value, *, otherwise: Value) -> Ratios:
    (num1, den1), (num2, den2) = _pair(then), _pair(otherwise)
    if isinstance(den1, int) and isinstance(den2, int):
        num1, num2, den = _meet(then, otherwise)
        return Ratios(_pick_rows(condition, num1, otherwise=num2), den)
    return Ratios(
        _pick_rows(condition, num1, otherwise=num2), _pick_rows(condition, den1, otherwise=den2)
    )


def _pick_rows(condition: Truth, then: Value, *, otherwise: Value) -> Value:
    """Row by row. Arithmetic, because choosing by branches takes three times as long; a step that
    wraps on the way comes back, since both ends fit the lane. Plain ints have no lane: `object`."""
    lanes = [one.dtype for one in (then, otherwise) if not isinstance(one, int)]
    lane = np.result_type(*lanes) if lanes else _WIDEST
    if lane == _WIDEST:
        wide = (np.asarray(one, dtype=_WIDEST) for one in (then, otherwise))
        return np.where(condition, *wide)
    rows = condition.astype(lane)
    rows *= then - otherwise
    if isinstance(otherwise, np.ndarray) or otherwise != 0:
        rows += otherwise
    return rows


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
    if type(left) is int and type(right) is int:
        whole_part, rest = divmod(left, right)
        return Fraction(left, right) if rest else whole_part
    if isinstance(left, (int, Fraction)) and isinstance(right, (int, Fraction)):
        return Fraction(left) / right
    if hasattr(left, "over") or hasattr(right, "over"):
        return left.over(right) if hasattr(left, "over") else right.under(left)
    (num1, den1), (num2, den2) = _pair(left), _pair(_plain(right))
    return Ratios(_times(num1, den2), _times(num2, den1))


def _plain(value: Value) -> Value:
    """A number of a lane as Python's int: the same denominator for all rows."""
    return int(value) if isinstance(value, np.integer) else value


def whole(left: Value, right: Value) -> Value:
    """How many whole times `right` (positive) goes into `left`, rounded towards minus infinity."""
    return left // right
