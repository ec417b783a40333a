"""Everything that `make bench` measures."""

from __future__ import annotations

from collections.abc import Iterator

from bench import jury, nation, subjects
from bench.synthetic import assessment
from bench.timing import Line

NATIONAL = "national 41,000 × 100"
PROVINCIAL = "provincial 3,000 × 30"


def lines(*, rounds: int = 60) -> Iterator[list[Line]]:
    """One case after the other."""
    national = assessment(NATIONAL, subjects=41_000, clauses=100)
    yield nation.measured(national, rounds=rounds, reach=("≤ 12 ×", "≤ 14 ×", ""))
    provincial = assessment(PROVINCIAL, subjects=3_000, clauses=30)
    yield nation.measured(provincial, rounds=rounds, reach=("", "", ""))
    yield subjects.measured(rounds=rounds)
    yield jury.measured(rounds=rounds)
