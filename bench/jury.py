"""A jury's marks for a province: tallied, scored, ranked, against the time to read them once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from bench.timing import Line, best_times, ratio_text, read_once
from jiheng.jury.columns import MarkColumns
from jiheng.scheme.load import scheme_of
from jiheng.score.column_marks import with_marks
from jiheng.score.columns import Columns
from jiheng.score.nation import ColumnOutcome, score_columns
from jiheng.score.prepare import Prepared, prepare
from jiheng.values.placed import Placed

SUBJECTS, ITEMS, GROUPS = 3000, 30, ((20, 40), (15, 30), (15, 30))


def scheme_for_a_jury() -> Prepared:
    """A synthetic scheme of 30 judged clauses and three groups of jurors, 40/30/30."""
    judged = {"judged": {"by": "jury", "points": "4", "out-of": "100"}}
    groups = [
        {"id": f"g{at}", "title": "虚构组", "weight": str(weight)}
        for at, (_, weight) in enumerate(GROUPS)
    ]
    plain: dict[str, Any] = {
        "scheme": "synthetic-jury",
        "title": "虚构示例：性能测量用",
        "period": {"year": "2018"},
        "categories": [{"id": "c", "title": "虚构类别"}],
        "indicators": [
            {"id": str(at + 1), "title": "虚构", "points": "4", "rule": judged}
            for at in range(ITEMS)
        ],
        "jury": {"groups": groups},
        "grading": {
            "grades": [
                {"grade": "优秀", "line": "96", "quota": {"share": "30"}},
                {"grade": "其余"},
            ]
        },
    }
    return prepare(scheme_of(Placed(plain, {})))


def invented_marks(seed: int = 2018) -> MarkColumns:
    """4.5 million invented marks from 60.0 to 100.0; every fifth juror belongs to a subject."""
    random = np.random.default_rng(seed)
    jurors = sum(count for count, _ in GROUPS)
    marks = random.integers(600, 1001, (jurors, ITEMS, SUBJECTS)).astype(np.int16)
    own = random.integers(0, SUBJECTS, jurors).tolist()
    groups = [at for at, (count, _) in enumerate(GROUPS) for _ in range(count)]
    return MarkColumns(
        marks, tuple(groups), tuple(row if at % 5 == 0 else -1 for at, row in enumerate(own)), 1
    )


def measured(*, rounds: int) -> list[Line]:
    """Totals and ranks of 3,000 subjects from 50 jurors; every total and rank verified."""
    prepared, marks = scheme_for_a_jury(), invented_marks()
    bare = Columns(np.zeros(SUBJECTS, dtype=np.int64), ("c",), {})

    def score() -> ColumnOutcome:
        return score_columns(prepared, with_marks(prepared, bare, marks=marks))

    score()
    by_juror = {str(at): juror for at, juror in enumerate(marks.marks)}
    best = best_times({"read": lambda: read_once(by_juror), "score": score}, rounds=rounds)
    case = f"jury {SUBJECTS:,} × {ITEMS} × {len(by_juror)}"
    figure = ratio_text(best["score"], best["read"])
    return [
        Line(case, "read limit", f"{best['read'] * 1000:.2f} ms"),
        Line(case, "means, totals, ranks, grades", figure, "≤ 8 ×", wrongs(score(), marks)),
    ]


def wrongs(outcome: ColumnOutcome, marks: MarkColumns) -> int:
    """How many totals and ranks differ from those added up mark by mark in plain Python."""
    exact = [_total(marks, row) for row in range(SUBJECTS)]
    shown = [int(2 * 100 * total + 1) // 2 for total in exact]
    order = sorted(shown, reverse=True)
    ranks = {total: order.index(total) + 1 for total in set(shown)}
    return sum(
        (outcome.total_exact(row), outcome.total(row), int(outcome.rank[row]))
        != (exact[row], Fraction(shown[row], 100), ranks[shown[row]])
        for row in range(SUBJECTS)
    )


def _total(marks: MarkColumns, row: int) -> Fraction:
    grid = marks.marks[:, :, row].tolist()
    total = Fraction(0)
    for group, (_, weight) in enumerate(GROUPS):
        jurors = [
            given
            for given, own, of in zip(grid, marks.own, marks.groups, strict=True)
            if of == group and own != row
        ]
        total += Fraction(weight * sum(map(sum, jurors)), len(jurors))
    return total / (100 * 10) * 4 / 100
