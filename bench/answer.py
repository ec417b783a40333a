"""What a program answers for a case, and how much of it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.plainly import Plain
from bench.synthetic import Case


@dataclass(frozen=True)
class Answer:
    """Published totals as the program shows them, ranks (0: none) and positions of grades."""

    total: Any
    rank: Any
    grade: Any

    def wrongs(self, case: Case, plain: Plain) -> tuple[int, int, int]:
        """How many totals, ranks and grades differ from the exact ones."""
        grades = [grade.grade for grade in case.prepared.scheme.grading.grades]
        cents = np.array([int(one.total * 100) for one in plain.ones])
        shown = np.rint(np.asarray(self.total, dtype=np.float64) * 100)
        codes = np.array([grades.index(name) for name in plain.grades])
        return (
            int((shown != cents).sum()),
            int((np.asarray(self.rank) != np.array(plain.ranks)).sum()),
            int((np.asarray(self.grade) != codes).sum()),
        )


def natural(case: Case) -> dict[str, Any]:
    """The facts as people hold them: counts and codes as whole numbers, the rest as floats."""
    found: dict[str, Any] = {"category": case.columns.category}
    for name, fact in case.prepared.scheme.facts.items():
        column = np.asarray(case.columns.facts[name])
        found[name] = column if fact.is_whole else column / 10**fact.places
    return found


@dataclass(frozen=True)
class Grades:
    """The grading of a synthetic scheme, as a peer has to write it down."""

    line: float
    quota: int | None
    floor: float | None


def grades_of(case: Case) -> list[Grades]:
    """Every grade but the last; floors hold for the first section, which has ten points."""
    return [
        Grades(
            line=float(grade.line or 0),
            quota=int(grade.quota.share) if grade.quota and grade.quota.share else None,
            floor=float(grade.floors[0].share or 0) / 10 if grade.floors else None,
        )
        for grade in case.prepared.scheme.grading.grades[:-1]
    ]


def first_section(case: Case) -> list[str]:
    """The clauses of the first section, which breaks ties."""
    return [leaf.id for leaf in case.prepared.scheme.indicators[0].leaves()]
