"""Exact intervals held against plain counting, and how they are put into words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.lint.interval import ABOVE_ALL, BELOW_ALL, Cut, Interval, after, before

HALVES = [Fraction(half, 2) for half in range(-6, 7)]
CUTS = [BELOW_ALL, ABOVE_ALL, *map(before, HALVES), *map(after, HALVES)]
# Between two neighbouring halves lies a quarter: enough points to tell any two of these sets apart.
POINTS = [Fraction(quarter, 4) for quarter in range(-15, 16)]

cuts = st.sampled_from(CUTS)
intervals = st.builds(Interval, cuts, cuts)


def has(interval: Interval, number: Fraction) -> bool:
    return interval.low <= before(number) and after(number) <= interval.high


def members(interval: Interval) -> set[Fraction]:
    return {number for number in POINTS if has(interval, number)}


@given(intervals, intervals)
def test_meeting_is_having_in_common(one: Interval, other: Interval) -> None:
    assert members(one.meet(other)) == members(one) & members(other)


@given(intervals, st.lists(intervals, max_size=4))
def test_taking_out_leaves_the_rest_once(one: Interval, others: list[Interval]) -> None:
    left = one.without(others)
    assert sum(len(members(part)) for part in left) == len(set().union(*map(members, left)))
    assert set().union(*map(members, left)) == members(one).difference(*map(members, others))
    assert [part for part in left if part.is_empty] == []


@given(intervals)
def test_whole_numbers_stay_and_nothing_lies_between(one: Interval) -> None:
    wholes = {number for number in POINTS if number.denominator == 1}
    assert members(one.of_wholes()) & wholes == members(one) & wholes
    assert Interval(after(2), before(3)).of_wholes().is_empty
    assert Interval(before(1), after(2)).of_wholes().high == before(3)


@pytest.mark.parametrize(
    ("low", "high", "whole", "told"),
    [
        (before(70), after(70), False, "70%"),
        (after(70), before(80), False, "大于70%、小于80%"),
        (before(70), after(80), False, "不小于70%、不大于80%"),
        (BELOW_ALL, before(80), False, "小于80%"),
        (BELOW_ALL, ABOVE_ALL, False, "任何数"),
        (before(3), before(4), True, "3%"),
        (before(3), before(6), True, "3至5%"),
        (before(3), ABOVE_ALL, True, "3%及以上"),
        (BELOW_ALL, before(3), True, "2%及以下"),
    ],
)
def test_an_interval_in_words(low: Cut, high: Cut, whole: bool, told: str) -> None:
    assert Interval(low, high).text("%", whole=whole) == told
