"""One subject and ten: a real method (Yueyang 2017) with invented facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

import numpy as np

from bench.timing import Line, best_times
from jiheng.files.scheme_yaml import load_scheme
from jiheng.score.columns import Columns, fact_units, known_of, needed_facts, plain_row
from jiheng.score.explain import explain
from jiheng.score.nation import score_columns
from jiheng.score.one import score_one
from jiheng.score.outcome import assess
from jiheng.score.prepare import Prepared, prepare
from jiheng.values.inputs import Entry, Inputs

SCHEME = Path(__file__).resolve().parent.parent / "schemes" / "yueyang-2017" / "scheme.yaml"
MANY = 400


def invented(prepared: Prepared, *, subjects: int, seed: int) -> Columns:
    """Invented facts for so many subjects (虚构示例); only the first ten have names of the list."""
    random, units = Random(seed), fact_units(prepared)
    facts = {}
    for name in sorted(needed_facts(prepared)):
        fact = prepared.scheme.facts.get(name)
        top = {"yes-no": 1, "percent": 100}.get(fact.type if fact else "count", 12)
        low = 0 if top == 1 else 1
        column = [random.randint(low, top) * units[name] for _ in range(subjects)]
        facts[name] = np.array(column, dtype=np.int64)
        if name not in prepared.scheme.facts or any(
            name in veto.when.needs() for veto in prepared.scheme.vetoes
        ):  # no claims, no vetoes
            facts[name] = np.zeros(subjects, dtype=np.int64)
    categories = tuple(prepared.codes["category"])
    return Columns(np.arange(subjects) % len(categories), categories, facts)


def inputs_of(prepared: Prepared, columns: Columns) -> Inputs:
    """The same facts one by one; subjects are called by number."""
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


def measured(*, rounds: int) -> list[Line]:
    """One subject scored and explained, ten subjects ranked and graded; all verified."""
    prepared = prepare(load_scheme(SCHEME))
    ten = invented(prepared, subjects=10, seed=10)
    outcome, graded = (
        assess(prepared.scheme, inputs_of(prepared, ten)),
        score_columns(prepared, ten),
    )
    wrong = sum(
        (graded.total(row), graded.total_exact(row), int(graded.rank[row]) or None)
        != (one.total, one.total_exact, one.rank)
        or graded.grade_name(row) != one.grade
        for row, one in enumerate(outcome.subjects)
    )
    case = f"Yueyang 2017, {len(prepared.clauses)} clauses"
    best = best_times({"ten": lambda: score_columns(prepared, ten)}, rounds=rounds)
    told = f"{best['ten'] * 1000:.2f} ms"
    line = Line(case, "ten subjects: totals, ranks, grades", told, "< 1 ms", wrong)
    return [line, *_singles(prepared, case, rounds=rounds)]


def _singles(prepared: Prepared, case: str, *, rounds: int) -> list[Line]:
    many = invented(prepared, subjects=MANY, seed=1)
    rows = [plain_row(many, row) or {} for row in range(MANY)]
    outcome = assess(prepared.scheme, inputs_of(prepared, many), prepared=prepared)
    subjects = [many.subject(row) for row in range(MANY)]

    def score(row: int) -> Any:
        return score_one(prepared, rows[row], subject=subjects[row])

    def told(row: int) -> Any:
        return explain(outcome, outcome.subjects[row].name)

    wrong = sum(
        (one := score(row)) is None
        or (one.total, one.total_exact) != (slow.total, slow.total_exact)
        for row, slow in enumerate(outcome.subjects)
    )
    first = _each(told, range(MANY // 2), rounds=1)
    fresh = _each(told, range(MANY // 2, MANY), rounds=1)
    again, scored = (_each(what, range(MANY), rounds=rounds) for what in (told, score))
    return [
        Line(case, "one subject scored", f"{scored:.0f} µs", "50 µs", wrong),
        Line(case, "one subject explained", f"{again:.0f} µs", "200 µs"),
        Line(case, "explained for the first time", f"{fresh:.0f} µs"),
        Line(case, "explained when nothing was ever said before", f"{first:.0f} µs"),
    ]


def _each(what: Callable[[int], Any], rows: range, *, rounds: int) -> float:
    """Microseconds for one of these subjects: the mean of all, each at its best."""
    actions = {str(row): partial(what, row) for row in rows}
    return 1e6 * fmean(best_times(actions, rounds=rounds).values())
