"""Spans: which grid holds every value, and how large a step can become."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from jiheng.values.carrier import least, pick, ratio, whole
from jiheng.values.span import Meter, Span, Unsure, common_grain, grid


def span(meter: Meter, grain: str | None, num: int = 1, den: int = 1) -> Span:
    return Span(meter, grain=None if grain is None else Fraction(grain), num=num, den=den)


@pytest.mark.parametrize(
    ("left", "right", "common"),
    [("1/4", "1/10", "1/20"), ("3", "2", "1"), ("0", "1/3", "1/3"), ("1/2", None, None)],
)
def test_common_grain(left: str, right: str | None, common: str | None) -> None:
    found = common_grain(Fraction(left), None if right is None else Fraction(right))
    assert found == (None if common is None else Fraction(common))


def test_grid() -> None:
    assert grid([Fraction(1, 4), Fraction(1, 10)]) == 20
    assert grid([]) == 1


@pytest.mark.parametrize(
    ("made", "grain"),
    [
        (lambda a: a + Fraction(1, 4), "1/20"),
        (lambda a: Fraction(1, 4) - a, "1/20"),
        (lambda a: a * Fraction(2, 3), "1/15"),
        (lambda a: ratio(a, Fraction(7)), "1/70"),
        (lambda a: whole(a, Fraction(7)), "1"),
        (lambda a: least(a, Fraction(5, 2)), "1/10"),
        (lambda a: pick(a > 2, Fraction(1, 3), a), "1/30"),
        (lambda a: ratio(a, a), None),
        (lambda a: ratio(Fraction(3), a), None),
        (lambda a: -a, "1/10"),
    ],
)
def test_every_verb_keeps_to_a_grid_or_says_it_has_none(made: Any, grain: str | None) -> None:
    found = made(span(Meter(), "1/10", num=100)).grain
    assert found == (None if grain is None else Fraction(grain))


@pytest.mark.parametrize(
    ("step", "peak"),
    [
        (lambda a, b: a + b, 105),
        (lambda a, b: a - b, 105),
        (lambda a, b: a * b, 500),
        (lambda a, b: ratio(a, b) >= 20, 100),  # 100 is held against 20 x 5
        (lambda a, b: ratio(a, b) + ratio(b, a), 10_025),
        (lambda a, b: pick(a > b, a * 3, b), 300),
        (lambda a, b: whole(a, 4), 100),
    ],
)
def test_the_meter_sees_the_largest_step(step: Any, peak: int) -> None:
    meter = Meter()
    step(span(meter, None, num=100), span(meter, None, num=5))
    assert meter.peak == peak


def test_numbers_of_a_rule_answer_one_another() -> None:
    meter = Meter()
    two, three = Span.of(meter, 2), Span.of(meter, 3)
    assert (two < three) is True
    assert (two == three) is False
    assert (two - three).number == -1
    assert (two + three).number == 5
    assert (two * -three).number == -6
    assert isinstance(two < span(meter, None), Unsure)


def test_one_denominator_for_all_rows_stays_one() -> None:
    meter = Meter()
    fact, target = span(meter, None, num=100), Span.of(meter, 7)
    assert (ratio(fact, target).den, ratio(fact, target).fixed) == (7, True)
    both = pick(fact > 3, ratio(fact, target), ratio(fact, Span.of(meter, 2)))
    assert (both.den, both.fixed) == (14, True)
    assert ratio(fact, fact).fixed is False
