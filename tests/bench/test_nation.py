"""The benchmark counts what is wrong, and finds nothing wrong in what it measures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.nation import measured, wrongs
from bench.synthetic import assessment
from bench.timing import Line, table_of
from jiheng.score.nation import score_columns

SMALL = assessment("small", subjects=400, clauses=20)


def test_a_measured_case_is_verified() -> None:
    lines = measured(SMALL, rounds=1, reach=("a", "b", "c"))
    assert [(line.what, line.wrong) for line in lines] == [
        ("read limit", None),
        ("totals", 0),
        ("totals and every clause", 0),
        ("totals, ranks and grades", 0),
    ]


def test_each_kind_of_wrong_is_counted() -> None:
    outcome = score_columns(SMALL.prepared, SMALL.columns, with_cells=True)
    assert wrongs(SMALL, outcome) == 0
    rank, grade = outcome.rank.copy(), outcome.grade.copy()
    rank[7] += 1
    assert wrongs(SMALL, replace(outcome, rank=rank)) == 1
    grade[7] = (grade[7] + 1) % 4
    assert wrongs(SMALL, replace(outcome, rank=rank, grade=grade)) == 2
    published = outcome.totals.published
    low = published.low + (np.arange(400) == 7)
    totals = replace(outcome.totals, published=replace(published, low=low))
    assert wrongs(SMALL, replace(outcome, totals=totals)) == 1


def test_a_table_is_markdown() -> None:
    lines = [Line("a", "b", "1.0 × the read limit", "≤ 12 ×", 0)]
    assert table_of(lines).splitlines() == [
        "| case | what | measured | reach | wrong |",
        "| --- | --- | --- | --- | --- |",
        "| a | b | 1.0 × the read limit | ≤ 12 × | 0 |",
    ]
