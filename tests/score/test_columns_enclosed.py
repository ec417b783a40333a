"""Bounds and fractions together: coarse bounds, so that many rows must be asked, never change an answer."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jiheng.score.enclosed import Enclosed, enclosed
from jiheng.values.carrier import Ratios
from jiheng.values.exact import rounded, rounded_units

ROWS = 6
quotients = st.lists(
    st.tuples(st.integers(-40, 200), st.sampled_from([1, 2, 3, 4, 6, 7])),
    min_size=ROWS,
    max_size=ROWS,
)
edges = st.fractions(min_value=-5, max_value=60, max_denominator=8)


class Asked:
    """The exact values, and which rows were asked for."""

    def __init__(self, values: list[Fraction]) -> None:
        self.values, self.rows = values, set[int]()

    def __call__(self, row: int) -> Fraction:
        self.rows.add(row)
        return self.values[row]


def bounded(pairs: list[tuple[int, int]], *, one: bool = False) -> tuple[Enclosed, Asked]:
    """Quotients over a denominator of 40, which holds quarters and halves but no thirds."""
    nums = np.array([num for num, _ in pairs], dtype=np.int32)
    dens = np.array([den for _, den in pairs], dtype=np.int32)
    values = [Fraction(num, den) for num, den in pairs]
    column = enclosed(Ratios(nums, 7 if one else dens), 1, den=40)
    return column, Asked([Fraction(num, 7) for num, _ in pairs] if one else values)


def holds(column: Enclosed, values: list[Fraction]) -> None:
    slack = np.zeros(ROWS, np.int64) if column.slack is None else column.slack
    for low, more, value in zip(column.low.tolist(), slack.tolist(), values, strict=True):
        assert low <= value * column.den <= low + more


@given(quotients, st.booleans())
def test_the_bounds_hold_the_values(pairs: list[tuple[int, int]], one: bool) -> None:
    column, asked = bounded(pairs, one=one)
    holds(column, asked.values)
    holds(column.capped(Fraction(3, 2)), [min(value, Fraction(3, 2)) for value in asked.values])
    holds(column.stretched(Fraction(7, 3)), [value * Fraction(7, 3) for value in asked.values])
    holds(column + column, [value * 2 for value in asked.values])


@given(quotients, st.sampled_from([0, 1, 2]))
def test_rounding(pairs: list[tuple[int, int]], places: int) -> None:
    column, asked = bounded(pairs)
    expected = [rounded_units(value, places) for value in asked.values]
    assert column.units(places, asked).tolist() == expected
    if places < 2:  # 40 holds tenths
        again = column.rounded(str(places), asked)
        assert [Fraction(int(low), 40) for low in again.low] == [
            rounded(value, places) for value in asked.values
        ]


@given(quotients, edges, st.booleans())
def test_lines(pairs: list[tuple[int, int]], edge: Fraction, beyond: bool) -> None:
    column, asked = bounded(pairs)
    expected = [value > edge if beyond else value >= edge for value in asked.values]
    assert column.at_least(edge, asked, beyond=beyond).tolist() == expected


@given(quotients)
def test_order(pairs: list[tuple[int, int]]) -> None:
    column, asked = bounded(pairs)
    codes = column.order(asked).tolist()
    for left, one in zip(asked.values, codes, strict=True):
        for right, other in zip(asked.values, codes, strict=True):
            assert (left < right) == (one < other)
            assert (left == right) == (one == other)


@given(quotients)
def test_rows_as_they_came_out_by_themselves(pairs: list[tuple[int, int]]) -> None:
    column, asked = bounded(pairs)
    put = {0: Fraction(10**30), 2: Fraction(1, 3), 5: Fraction(-7)}
    changed = column.with_rows(put)
    holds(changed, [put.get(row, value) for row, value in enumerate(asked.values)])


def test_only_rows_at_an_edge_are_asked() -> None:
    column, asked = bounded([(1, 3), (2, 3), (5, 1), (7, 2), (20, 6), (1, 7)])
    assert column.at_least(Fraction(10, 3), asked).tolist() == [
        False, False, True, True, True, False,
    ]  # fmt: skip
    assert asked.rows == {4}


def test_a_few_values_have_their_own_denominator() -> None:
    column = Enclosed.of([Fraction(1, 3), Fraction(5, 2), Fraction(10**30)])
    assert (column.den, column.low.tolist()) == (6, [2, 15, 6 * 10**30])
    sums = column + Enclosed.of([Fraction(1, 4)] * 3)
    assert (sums.den, sums.low.tolist()) == (12, [7, 33, 12 * 10**30 + 3])


def test_large_denominators_leave_coarser_bounds_and_stay_in_int64() -> None:
    """Where a fine denominator would wrap, rows keep int64 and are asked at the edges."""
    dens = [10**12 + row for row in range(ROWS)]
    nums = [den * 7 // 9 for den in dens]
    column = enclosed(
        Ratios(np.array(nums, dtype=np.int64), np.array(dens, dtype=np.int64)), 1, den=2**40
    )
    assert column.low.dtype == np.int64
    holds(column, [Fraction(num, den) for num, den in zip(nums, dens, strict=True)])
