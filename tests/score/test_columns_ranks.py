"""Competition ranks from one packed key: equal to counting who stands before, whatever the sizes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.score.standing import competition_ranks

ROWS = 9
KEYS = {
    "small": st.integers(-2, 3),
    "wide": st.sampled_from([-(2**61), 0, 1, 2**61]),
    "beyond int64": st.sampled_from([-(10**30), 0, 10**30]),
    "fractions": st.sampled_from([Fraction(1, 3), Fraction(2, 6), Fraction(1, 2)]),
}
kinds = st.lists(st.sampled_from(sorted(KEYS)), min_size=1, max_size=4)


def column_of(kind: str, values: list[int]) -> np.ndarray:
    column = np.empty(ROWS, dtype=np.int64 if kind in ("small", "wide") else object)
    column[:] = values
    return column


@given(st.data(), kinds)
def test_ranks_count_who_stands_before(data: st.DataObject, kinds: list[str]) -> None:
    group = data.draw(st.lists(st.integers(0, 2), min_size=ROWS, max_size=ROWS))
    among = data.draw(st.lists(st.booleans(), min_size=ROWS, max_size=ROWS))
    drawn = [data.draw(st.lists(KEYS[one], min_size=ROWS, max_size=ROWS)) for one in kinds]
    keys = list(zip(*drawn, strict=True))
    first, last = competition_ranks(
        np.array(group),
        [column_of(kind, values) for kind, values in zip(kinds, drawn, strict=True)],
        among=np.array(among),
    )
    for row in range(ROWS):
        rivals = [other for other in range(ROWS) if among[other] and group[other] == group[row]]
        before = sum(keys[other] > keys[row] for other in rivals)
        level = sum(keys[other] == keys[row] for other in rivals)
        expected = (before + 1, before + level) if among[row] else (0, 0)
        assert (first[row], last[row]) == expected


@pytest.mark.parametrize("rows", [0, 1])
def test_nobody_and_one(rows: int) -> None:
    among = np.ones(rows, dtype=np.bool_)
    first, last = competition_ranks(np.zeros(rows, np.int64), [np.arange(rows)], among=among)
    assert (first.tolist(), last.tolist()) == ([1] * rows, [1] * rows)
