"""A jury's marks in columns: the same totals, ranks and grades as mark by mark."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from jiheng.jury.columns import MarkColumns, columns_of_marks
from jiheng.scheme.load import scheme_of
from jiheng.score.column_marks import with_marks
from jiheng.score.columns import Columns
from jiheng.score.nation import score_columns
from jiheng.score.outcome import assess
from jiheng.score.prepare import Prepared, prepare
from jiheng.values.inputs import Inputs, Juror, Mark
from jiheng.values.placed import Placed

SUBJECTS = tuple((f"示例{spot}县", "c") for spot in range(30))


def prepared_for(**readings: str) -> Prepared:
    groups = [{"id": g, "title": "组", "weight": w} for g, w in (("a", "40"), ("b", "60"))]
    judged = {"judged": {"by": "jury", "points": "50", "out-of": "100"}}
    plain: dict[str, Any] = {
        "scheme": "x",
        "title": "虚构示例",
        "period": {"year": "2018"},
        "categories": [{"id": "c", "title": "县", "subjects": [name for name, _ in SUBJECTS]}],
        "indicators": [
            {"id": own, "title": "虚构", "points": "50", "rule": judged} for own in ("1", "2")
        ],
        "jury": {"groups": groups, "quorum": "2"},
        "grading": {"grades": [{"grade": "优秀", "line": "80"}, {"grade": "其余"}]},
        "readings": {name: {"chosen": chosen} for name, chosen in readings.items()},
    }
    return prepare(scheme_of(Placed(plain, {})))


def drawn(random: Random) -> tuple[list[Juror], list[Mark]]:
    names = [name for name, _ in SUBJECTS]
    jurors = [Juror(f"评委{at}", "ab"[at % 2], random.choice((*names, ""))) for at in range(7)]
    marks = [
        Mark(one.name, name, own, Fraction(random.randint(600, 1000), 10))
        for one in jurors
        for name in names
        for own in ("1", "2")
        if random.random() > 0.2
    ]
    return jurors, marks


@pytest.mark.parametrize("empty", ["stop", "reweigh"])
def test_marks_in_columns_give_the_same_outcome(empty: str) -> None:
    prepared = prepared_for(**{"empty-group": empty, "trimming": "1"})
    jury = prepared.scheme.jury
    assert jury is not None
    missing = 0
    for seed in range(20):
        jurors, marks = drawn(Random(seed))
        outcome = assess(
            prepared.scheme, Inputs(SUBJECTS, jurors=tuple(jurors), marks=tuple(marks))
        )
        columns = columns_of_marks(
            jury, jurors, marks=marks, subjects=[n for n, _ in SUBJECTS], indicators=("1", "2")
        )
        bare = Columns(np.zeros(30, np.int64), ("c",), {}, names=[name for name, _ in SUBJECTS])
        found = score_columns(prepared, with_marks(prepared, bare, marks=columns), with_cells=True)
        for row, one in enumerate(outcome.subjects):
            assert found.total_exact(row) == one.total_exact
            assert (int(found.rank[row]) or None, found.grade_name(row)) == (one.rank, one.grade)
            assert found.cell("2", row) == one.cells["2"].score
            missing += one.total is None
    assert missing > 0 or empty == "reweigh"


def test_marks_of_another_shape_are_refused() -> None:
    prepared = prepared_for()
    marks = MarkColumns(np.zeros((1, 3, 30), np.int16), (0,), (-1,), 1)
    with pytest.raises(ValueError, match=r"^打分应为 2 项 × 30 个单位$"):
        with_marks(prepared, Columns(np.zeros(30, np.int64), ("c",), {}), marks=marks)
