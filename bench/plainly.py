"""Totals, ranks and grades once more in plain Python, to count what a fast way got wrong.

Totals come one subject at a time from the scalar engine; ranks and grades are told here in the
simplest words, for the readings that the synthetic schemes leave at their defaults.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bench.synthetic import Case
from jiheng.rules.grade.grading import Grade
from jiheng.scheme.scheme import Scheme
from jiheng.score.columns import plain_row
from jiheng.score.one import One, score_one
from jiheng.score.sections import points_of


@dataclass(frozen=True)
class Plain:
    """All subjects: the scalar engine's figures, and rank (0: none) and grade (name) of each."""

    ones: list[One]
    ranks: list[int]
    grades: list[str]


def plainly(case: Case) -> Plain:
    """The whole case, subject by subject."""
    ones = []
    for row in range(len(case.columns)):
        facts = plain_row(case.columns, row)
        one = score_one(case.prepared, facts or {}, subject=case.columns.subject(row))
        assert one is not None  # synthetic facts are complete
        ones.append(one)
    groups: dict[int, list[int]] = defaultdict(list)
    for row, category in enumerate(case.columns.category.tolist()):
        groups[category].append(row)
    ranks, grades = [0] * len(ones), [""] * len(ones)
    for rows in groups.values():
        _decide(case.prepared.scheme, ones, rows=rows, ranks=ranks, grades=grades)
    return Plain(ones, ranks, grades)


def _key(scheme: Scheme, one: One) -> tuple[Fraction, ...]:
    return (one.total, *(one.known(name) for name in scheme.grading.tie_break))


def _decide(
    scheme: Scheme, ones: Sequence[One], *, rows: list[int], ranks: list[int], grades: list[str]
) -> None:
    """One category: competition ranks, then places and lines from the best grade down."""
    keys = {row: _key(scheme, ones[row]) for row in rows}
    standing = sorted((row for row in rows if not ones[row].vetoes), key=keys.__getitem__)[::-1]
    for at, row in enumerate(standing):
        before = standing[at - 1] if at else None
        same = before is not None and keys[before] == keys[row]
        ranks[row] = ranks[before] if same and before is not None else at + 1
    waiting = list(standing)
    for grade in scheme.grading.grades:
        places = _places(grade, counted=len(rows))
        edge = keys[waiting[min(places, len(waiting)) - 1]] if waiting and places else None
        for row in [one for one in waiting if edge is not None and keys[one] >= edge]:
            if _reaches(scheme, grade, ones[row]):
                grades[row] = grade.grade
        waiting = [row for row in waiting if not grades[row]]
    for row in rows:
        if ones[row].vetoes:
            grades[row] = ones[row].vetoes[0].grade or ""


def _places(grade: Grade, *, counted: int) -> int:
    if grade.quota is None or grade.quota.share is None:
        return counted
    return int(counted * grade.quota.share / 100)


def _reaches(scheme: Scheme, grade: Grade, one: One) -> bool:
    if grade.line is not None and one.total < grade.line:
        return False
    tops = {top.id: top for top in scheme.indicators}
    return all(
        one.known(floor.section) >= points_of(tops[floor.section]) * (floor.share or 0) / 100
        for floor in grade.floors
    )
