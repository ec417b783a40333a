"""SC-02: every jury of three groups whose weighted total is exactly 85.00 is graded alike."""

from __future__ import annotations

import random
from fractions import Fraction

from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.score.outcome import assess
from jiheng.values.inputs import Inputs, Juror, Mark

TRIPLES = [
    (a, b, c)
    for a in range(1001)
    for b in range(1001)
    if (8500 - 4 * a - 3 * b) % 3 == 0 and 0 <= (c := (8500 - 4 * a - 3 * b) // 3) <= 1000
]
"""Marks in tenths of three groups weighing 40, 30 and 30 that make exactly 85.00: all 31 626."""


def scheme() -> Scheme:
    """One item judged by three groups, 优秀 from 85."""
    return resolve(Scheme.model_validate({
        "scheme": "exact", "title": "恰在线上", "period": {"year": "2018"},
        "indicators": [{"id": "1", "title": "评议", "points": "100",
                        "rule": {"judged": {"by": "jury", "points": "100"}}}],
        "jury": {"groups": [{"id": "a", "title": "甲组", "weight": "40"},
                            {"id": "b", "title": "乙组", "weight": "30"},
                            {"id": "c", "title": "丙组", "weight": "30"}]},
        "grading": {"per": "all", "grades": [{"grade": "优秀", "line": "85"}, {"grade": "合格"}]},
        "readings": {"line-basis": {"chosen": "exact"}},
    }))  # fmt: skip


def run(volume: int, seed: int) -> tuple[int, int]:
    """How many triples were graded, and how many of them not 优秀."""
    chosen = TRIPLES if volume >= len(TRIPLES) else random.Random(seed).sample(TRIPLES, volume)
    names = [str(at) for at in range(len(chosen))]
    jurors = tuple(Juror(group, group) for group in "abc")
    marks = tuple(
        Mark(group, name, "1", Fraction(mark, 10))
        for name, triple in zip(names, chosen, strict=True)
        for group, mark in zip("abc", triple, strict=True)
    )
    inputs = Inputs(tuple((name, "") for name in names), jurors=jurors, marks=marks)
    outcome = assess(scheme(), inputs)
    return len(chosen), sum(one.grade != "优秀" for one in outcome.subjects)
