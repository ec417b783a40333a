"""One expression on three carriers: exact numbers, columns in the lane that spans found, spans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.values.carrier import Ratios, least, most, pick, ratio, whole
from jiheng.values.lane import OBJECT, lane_for
from jiheng.values.span import Meter, Span

Facts = Mapping[str, Any]
Expression = Callable[[Facts, Callable[[int], Any]], Any]
"""A made-up rule: it reads facts, and lifts its own numbers onto the carrier."""

ROWS = 7


def columns_of(facts: dict[str, list[int]], lane: np.dtype[Any]) -> dict[str, Any]:
    return {name: np.array(values, dtype=lane) for name, values in facts.items()}


def spans_of(facts: dict[str, list[int]], meter: Meter) -> dict[str, Any]:
    sizes = {name: max(map(abs, values)) for name, values in facts.items()}
    return {name: Span(meter, grain=None, num=size) for name, size in sizes.items()}


def peak_of(expression: Expression, facts: dict[str, list[int]]) -> int:
    meter = Meter()
    expression(spans_of(facts, meter), lambda number: Span.of(meter, number))
    return meter.peak


def exact_rows(value: Any) -> list[Fraction]:
    if not isinstance(value, Ratios):
        return [Fraction(int(one)) for one in np.broadcast_to(value, (ROWS,))]
    nums, dens = np.broadcast_to(value.num, (ROWS,)), np.broadcast_to(value.den, (ROWS,))
    return [Fraction(int(num), int(den)) for num, den in zip(nums, dens, strict=True)]


def on_columns(expression: Expression, facts: dict[str, list[int]]) -> list[Fraction]:
    """The expression on columns, in the lane that its spans ask for."""
    lane = lane_for(peak_of(expression, facts))
    lift: Callable[[int], Any] = int if lane == OBJECT else lane.type
    return exact_rows(expression(columns_of(facts, lane), lift))


def one_by_one(expression: Expression, facts: dict[str, list[int]]) -> list[Fraction]:
    return [
        Fraction(expression({name: values[row] for name, values in facts.items()}, lambda n: n))
        for row in range(ROWS)
    ]


@st.composite
def expressions(draw: st.DrawFn, deep: int = 3) -> Expression:
    """Any nesting of the verbs over facts a and b and numbers."""
    if deep == 0 or draw(st.integers(0, 9)) == 0:
        name, number = draw(st.sampled_from("ab")), draw(st.integers(-50, 5000))
        if draw(st.booleans()):
            return lambda facts, lift: facts[name]
        return lambda facts, lift: lift(number) + facts[name] * 0
    verb = draw(st.sampled_from(sorted(VERBS)))
    parts = [draw(expressions(deep - 1)) for _ in range(3)]
    number = draw(st.integers(1, 400))
    return lambda facts, lift: VERBS[verb]([part(facts, lift) for part in parts], lift(number))


VERBS: dict[str, Callable[[list[Any], Any], Any]] = {
    "plus": lambda of, n: of[0] + of[1],
    "minus": lambda of, n: of[0] - of[1],
    "minus itself": lambda of, n: n - of[0],
    "times": lambda of, n: of[0] * n,
    "pick": lambda of, n: pick(of[0] >= of[1], of[2], n),
    "pick a number": lambda of, n: pick((of[0] < of[1]) & (of[2] != n), n, 0),
    "pick either": lambda of, n: pick((of[0] == of[1]) | (of[2] > n), of[0], of[2]),
    "pick where not": lambda of, n: pick((of[0] <= n) ^ True, of[1], of[2]),
    "least": lambda of, n: least(of[0], of[1]),
    "most": lambda of, n: most(of[0], n),
    "ratio": lambda of, n: ratio(of[0], n),
    "ratio by row": lambda of, n: ratio(of[0], pick(of[1] > 0, of[1], n)),
    "ratio of a number": lambda of, n: ratio(n, pick(of[1] > 0, of[1], 7)),
    "whole": lambda of, n: whole(of[0], n),
}

numbers = st.one_of(st.integers(-20, 20), st.integers(-(10**6), 10**6), st.integers(0, 10**15))
facts = st.fixed_dictionaries(
    {name: st.lists(numbers, min_size=ROWS, max_size=ROWS) for name in "ab"}
)


@settings(max_examples=300, deadline=None)
@given(expressions(), facts)
def test_columns_say_what_single_numbers_say(
    expression: Expression, facts: dict[str, list[int]]
) -> None:
    assert on_columns(expression, facts) == one_by_one(expression, facts)


@pytest.mark.parametrize(
    ("size", "lane"),
    [(100, "int16"), (10**4, "int32"), (10**8, "int64"), (10**18, "object")],
)
def test_the_lane_is_as_wide_as_the_widest_step(size: int, lane: str) -> None:
    facts = {"a": [size] * ROWS, "b": [3] * ROWS}

    def times_forty(facts: Facts, lift: Callable[[int], Any]) -> Any:
        return facts["a"] * lift(40) + facts["b"]

    assert lane_for(peak_of(times_forty, facts)) == np.dtype(lane)
    assert on_columns(times_forty, facts) == [Fraction(size * 40 + 3)] * ROWS


def test_without_the_meter_int64_wraps_in_silence() -> None:
    column = np.array([10**17], dtype=np.int64)
    assert (column * np.int64(400)).tolist() != [4 * 10**19]


def test_a_number_below_all_rows_keeps_a_grid() -> None:
    column = np.array([1, 2, 3], dtype=np.int16)
    third, half = ratio(column, 3), ratio(column, 2)
    picked = pick(column > 1, third, half)
    assert (picked.den, picked.num.tolist()) == (6, [3, 4, 6])
    assert (third + half).den == 6


def test_a_question_without_rows_is_answered_once() -> None:
    assert pick(np.True_, 1, 2) == 1
    assert pick(np.False_, 1, 2) == 2


def test_plain_numbers_have_no_lane() -> None:
    rows = np.array([True, False])
    assert pick(rows, 10**30, 1).tolist() == [10**30, 1]
    assert pick(rows, 10**30, np.array([3, 4], dtype=object)).tolist() == [10**30, 4]
