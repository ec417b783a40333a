"""Columns of whole numbers: never wrapping, half-up, as narrow as they may be."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.values.exact import rounded_units
from jiheng.values.lane import added, divided, grown, half_up, lane_for, room_of, shrunk, size_of

wholes = st.one_of(st.just(0), st.integers(-300, 300), st.integers(-(2**61), 2**61))
columns = st.lists(wholes, min_size=3, max_size=3).map(lambda rows: np.array(rows, np.int64))


@pytest.mark.parametrize(
    ("peak", "lane"),
    [
        (0, "int16"), (2**14 - 1, "int16"), (2**14, "int32"), (2**30 - 1, "int32"),
        (2**30, "int64"), (2**62 - 1, "int64"), (2**62, "object"),
    ],
)  # fmt: skip
def test_the_edges_of_the_lanes(peak: int, lane: str) -> None:
    assert lane_for(peak) == np.dtype(lane)


@pytest.mark.parametrize(
    ("rows", "size", "room"),
    [([], 0, 0), ([0], 0, 0), ([5, 3], 5, 7), ([-9, 4], 9, 15), ([8, -8], 8, 15), ([-1], 1, 1)],
)
def test_sizes(rows: list[int], size: int, room: int) -> None:
    column = np.array(rows, dtype=np.int64)
    assert (size_of(column), room_of(column)) == (size, room)


@given(columns, st.one_of(st.just(0), st.integers(0, 2**80)))
def test_growing_never_wraps(column: np.ndarray, factor: int) -> None:
    assert grown(column, factor).tolist() == [row * factor for row in column.tolist()]


@given(st.lists(columns, min_size=1, max_size=5))
def test_adding_never_wraps(parts: list[np.ndarray]) -> None:
    mixed = [part.astype(lane_for(size_of(part))) for part in parts]
    before = [part.tolist() for part in mixed]
    rows = zip(*(part.tolist() for part in parts), strict=True)
    assert added(mixed).tolist() == [sum(row) for row in rows]
    assert [part.tolist() for part in mixed] == before


@settings(max_examples=200)
@given(columns, st.lists(st.integers(1, 2**60), min_size=3, max_size=3), st.booleans())
def test_half_up_away_from_zero(column: np.ndarray, dens: list[int], is_one: bool) -> None:
    den = dens[0] if is_one else np.array(dens, dtype=np.int64)
    by_row = [dens[0]] * 3 if is_one else dens
    expected = [
        rounded_units(Fraction(num, one), 0)
        for num, one in zip(column.tolist(), by_row, strict=True)
    ]
    assert half_up(column, den).tolist() == expected


@pytest.mark.parametrize(
    ("num", "whole", "rest"), [(7, 2, True), (6, 2, False), (-7, -3, True), (0, 0, False)]
)
def test_whole_parts(num: int, whole: int, rest: bool) -> None:
    found = divided(np.array([num]), 3)
    assert [one.tolist() for one in found] == [[whole], [rest]]


def test_wide_numbers_come_back_when_they_fit() -> None:
    assert shrunk(np.array([2**61], dtype=object)).dtype == np.int64
    assert shrunk(np.array([2**62], dtype=object)).dtype == np.dtype(object)
