"""The columns of a nation against `assess`: every score, total, rank and grade is equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from bench.synthetic import assessment as synthetic
from jiheng.scheme.load import scheme_of
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.score.bundle import inputs_of, outcome_data
from jiheng.score.columns import Columns, columns_of, known_of, plain_row
from jiheng.score.nation import ColumnOutcome, score_columns
from jiheng.score.one import score_one
from jiheng.score.outcome import assess
from jiheng.score.prepare import Prepared, prepare
from jiheng.score.result import Outcome
from jiheng.values import lane
from jiheng.values.carrier import Ratios
from jiheng.values.inputs import Entry, Inputs
from jiheng.values.placed import Placed
from tests.score.generator import aim, draw

SAMPLE, FULL = 60, 5_000


def drawn(seed: int) -> tuple[Scheme, Inputs]:
    """A random assessment, aimed at the edges of its grades."""
    one = draw(seed)
    scheme = resolve(Scheme.model_validate(one.scheme))
    aim(seed, one, outcome_data(assess(scheme, inputs_of({**one.inputs}))))
    return scheme, inputs_of({**one.inputs})


def differences(outcome: Outcome, columns: ColumnOutcome) -> Iterator[str]:
    """Where the columns say something else."""
    for row, one in enumerate(outcome.subjects):
        wanted = {
            "total": one.total, "exact": one.total_exact, "rank": one.rank, "grade": one.grade,
            "vetoed": bool(one.vetoes),
            **{name: cell.score for name, cell in one.cells.items()},
        }  # fmt: skip
        got = {
            "total": columns.total(row), "exact": columns.total_exact(row),
            "rank": int(columns.rank[row]) or None, "grade": columns.grade_name(row),
            "vetoed": bool(columns.vetoed[row]),
            **{name: columns.cell(name, row) for name in one.cells if columns.sums.cells},
        }  # fmt: skip
        yield from (f"{one.name} {k}: {got[k]} != {wanted[k]}" for k in got if got[k] != wanted[k])


def compared(seed: int, counts: Counter[str]) -> list[str]:
    """The differences of one random assessment; what it went through is counted."""
    scheme, inputs = drawn(seed)
    prepared = prepare(scheme)
    columns = columns_of(prepared, inputs)
    found = score_columns(prepared, columns, with_cells=True)
    counts["apart"] += bool(columns.apart)
    counts["by itself"] += len(found.work.quick) > 0
    counts["bounds"] += found.totals.exact.slack is not None
    counts["no bounds"] += found.totals.exact.slack is None
    counts["several groups"] += any(len(one) > 1 for one in (found.sums.cells or {}).values())
    for one in (found.sums.cells or {}).values():
        counts.update(str(piece.points.num.dtype) for piece in one)
        counts["quotients"] += isinstance(one[0].points.den, np.ndarray)
    outcome = assess(scheme, inputs, prepared=prepared)
    alone = score_columns(prepared, columns)  # a handful of rows: one by one
    both = (*differences(outcome, found), *differences(outcome, alone))
    return [f"{seed}: {one}" for one in both]


def volume(seeds: range) -> None:
    counts: Counter[str] = Counter()
    assert [one for seed in seeds for one in compared(seed, counts)] == []
    met = ("apart", "by itself", "bounds", "no bounds", "several groups", "quotients")
    assert [what for what in (*met, "int16", "int32", "int64", "object") if not counts[what]] == []


def test_columns_equal_assess() -> None:
    volume(range(SAMPLE))


@pytest.mark.prove
def test_columns_equal_assess_in_full() -> None:
    volume(range(FULL))


def inputs_from(prepared: Prepared, columns: Columns) -> Inputs:
    """The facts of columns as they would have been supplied one by one."""
    subjects = tuple((f"示例{row}", columns.subject(row)[1]) for row in range(len(columns)))
    facts = {
        name: {
            fact: Entry(value)
            for fact, value in known_of(prepared, columns, row=row).values.items()
            if fact in prepared.scheme.facts
        }
        for row, (name, _) in enumerate(subjects)
    }
    return Inputs(subjects, facts)


def test_a_synthetic_nation_in_small() -> None:
    case = synthetic("small", subjects=150, clauses=30)
    inputs = inputs_from(case.prepared, case.columns)
    found = score_columns(case.prepared, case.columns, with_cells=True)
    outcome = assess(case.prepared.scheme, inputs, prepared=case.prepared)
    assert list(differences(outcome, found)) == []


def test_the_order_of_rows_is_nothing() -> None:
    case = synthetic("small", subjects=200, clauses=20)
    order = np.array(Random(3).sample(range(200), 200))
    turned = Columns(
        case.columns.category[order],
        case.columns.categories,
        {name: column[order] for name, column in case.columns.facts.items()},
    )
    first, second = (score_columns(case.prepared, one) for one in (case.columns, turned))
    assert first.rank[order].tolist() == second.rank.tolist()
    assert first.grade[order].tolist() == second.grade.tolist()


def test_no_rows_are_no_outcome() -> None:
    case = synthetic("none", subjects=0, clauses=10)
    found = score_columns(case.prepared, case.columns)
    assert (found.rank.tolist(), found.grade.tolist()) == ([], [])


def scheme_with(facts: dict[str, Any], rules: list[dict[str, Any]], **more: Any) -> Prepared:
    """A made-up scheme with one clause a rule, 30 points each."""
    leaves = [
        {"id": str(at + 1), "title": "虚构", "points": "30", "rule": rule}
        for at, rule in enumerate(rules)
    ]
    plain = {"scheme": "x", "title": "虚构示例", "period": {"year": "2017"}, "facts": facts}
    return prepare(scheme_of(Placed({**plain, "indicators": leaves, **more}, {})))


def count(title: str = "虚构") -> dict[str, Any]:
    return {"title": title, "type": "count"}


def columns_with(**facts: list[int]) -> Columns:
    columns = {name: np.array(rows, dtype=np.int64) for name, rows in facts.items()}
    rows = len(next(iter(columns.values())))
    return Columns(np.full(rows, 0), ("",), columns)


THIRDS = {"grades": [{"grade": "优秀", "line": "85"}, {"grade": "其余"}]}


@pytest.mark.parametrize("with_cells", [False, True])
def test_three_thirds_make_a_whole(with_cells: bool) -> None:
    """85 split over three clauses by different denominators: exactly on the line, and a hair under."""
    names = ("a", "b", "c")
    shares = [{"share": {"of": one, "over": {"fact": f"{one}2"}, "points": "30"}} for one in names]
    facts = {name: count() for one in names for name in (one, f"{one}2")}
    exact = {"line-basis": {"chosen": "exact"}, "tie-basis": {"chosen": "exact"}}
    prepared = scheme_with(facts, shares, grading=THIRDS, readings=exact)
    big = 3 * 10**7  # 85/90 of 90 points, of each target; then one less of a large one
    columns = columns_with(
        a=[17, 17 * 5, 17 * big], a2=[18, 18 * 5, 18 * big],
        b=[34, 17 * 7, 17 * big], b2=[36, 18 * 7, 18 * big],
        c=[51, 17 * 9, 17 * big - 1], c2=[54, 18 * 9, 18 * big],
    )  # fmt: skip
    found = score_columns(prepared, columns, with_cells=with_cells)
    assert [found.total_exact(row) for row in (0, 1)] == [85, 85]
    assert found.total_exact(2) == 85 - Fraction(30, 18 * big)
    assert found.totals.published.low.tolist() == [8500, 8500, 8500]
    assert found.rank.tolist() == [1, 1, 3]
    assert [found.grade_name(row) for row in range(3)] == ["优秀", "优秀", "其余"]


HUGE = [10**14, 3 * 10**14, 10**14 + 1]


def test_what_would_overflow_is_carried_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    share = {"share": {"of": "a", "over": {"fact": "b"}, "points": "30"}}
    facts = {name: {**count(), "type": "money", "places": "4"} for name in "ab"}
    columns = columns_with(a=[one * 7 for one in HUGE], b=[one * 9 for one in HUGE])
    expected = [Fraction(70, 3)] * 3
    found = score_columns(scheme_with(facts, [share]), columns, with_cells=True)
    assert [found.total_exact(row) for row in range(3)] == expected
    monkeypatch.setattr(lane, "_LANES", ((np.dtype(np.int64), 2**200),))  # the guard removed
    wrapped = score_columns(scheme_with(facts, [share]), columns, with_cells=True)
    assert [wrapped.total_exact(row) for row in range(3)] != expected


def test_a_fact_that_is_no_column_is_missing_for_everybody() -> None:
    per = [{"per": {"of": one, "each": "1", "cap": "30", "steps": "whole"}} for one in "ab"]
    prepared = scheme_with({"a": count(), "b": count()}, per)
    found = score_columns(prepared, columns_with(a=[1, 2]), with_cells=True)
    assert found.complete.tolist() == [False, False]
    assert [found.total(row) for row in range(2)] == [None, None]
    assert [found.cell("1", row) for row in range(2)] == [1, 2]
    assert [found.cell("2", row) for row in range(2)] == [None, None]


def test_a_rate_over_nothing_does_not_apply_and_one_over_less_is_a_rate() -> None:
    facts = {
        "a": {**count(), "type": "number"},
        "b": {**count(), "type": "number"},
        "rate": {**count(), "type": "number", "ratio": {"of": "a", "over": "b"}},
    }
    bands = {"bands": {"of": "rate", "rows": [{"from": "2", "points": "30"}]}}
    fixed = {"fixed": {"points": "10"}}
    prepared = scheme_with(facts, [bands, fixed])
    columns = columns_with(a=[4, 4, -4, -4], b=[2, 0, -2, 2])
    found = score_columns(prepared, columns, with_cells=True)
    assert [found.cell("1", row) for row in range(4)] == [30, None, 30, 0]
    assert [found.total(row) for row in range(4)] == [40, 20, 40, 10]


@pytest.mark.parametrize("with_cells", [False, True])
def test_marks_come_as_quotients(with_cells: bool) -> None:
    judged = [{"judged": {"by": "jury", "points": "30"}}] * 2
    jury = {"groups": [{"id": "g", "title": "组", "weight": "100"}]}
    prepared = scheme_with({}, judged, jury=jury)
    columns = Columns(
        np.zeros(2, np.int64),
        ("",),
        {
            "jury:1": Ratios(np.array([61, 50]), 3),
            "jury:2": Ratios(np.array([45, 200]), np.array([2, 7])),
        },
    )
    found = score_columns(prepared, columns, with_cells=with_cells)
    exact = [Fraction(61, 3) + Fraction(45, 2), Fraction(50, 3) + Fraction(200, 7)]
    assert [found.total_exact(row) for row in range(2)] == exact


def test_settled_rows_stand_apart_and_the_rest_does_not() -> None:
    scheme, inputs = drawn(4)
    assert columns_of(prepare(scheme), replace(inputs, settled={})).apart.keys() <= set(range(99))
    settled = columns_of(prepare(scheme), inputs)
    named = {name for name, cells in inputs.settled.items() if cells}
    assert {settled.names[row] for row, one in settled.apart.items() if one.settled} == named


def test_one_subject_by_itself() -> None:
    """`score_one` on every subject of random assessments that lack nothing; else it says so."""
    scored = 0
    for seed in range(40):
        scheme, inputs = drawn(seed)
        prepared, inputs = prepare(scheme), replace(inputs, settled={})
        columns = columns_of(prepared, inputs)
        outcome = assess(scheme, inputs, prepared=prepared)
        for row in range(len(columns)):
            facts = plain_row(columns, row)
            if facts is None:
                continue
            one = score_one(prepared, facts, subject=columns.subject(row))
            expected = outcome.subjects[row]
            assert (one and one.total) == expected.total
            if one is not None:
                scored += 1
                cells = [cell.score for cell in expected.cells.values()]
                assert [
                    None if c is None else Fraction(c) / prepared.unit for c in one.cells
                ] == cells
                assert one.vetoes == expected.vetoes
    assert scored > 50
