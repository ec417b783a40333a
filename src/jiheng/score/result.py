"""What an assessment comes to: one subject's outcome, and all of them with ledger and jury figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from jiheng.jury.marks import JuryTally
from jiheng.ledger.claims import ClaimLine
from jiheng.rules.veto.veto import Veto
from jiheng.scheme.scheme import Scheme
from jiheng.score.cells import Cell
from jiheng.score.known import Known
from jiheng.score.prepare import Prepared
from jiheng.score.sections import Sum


@dataclass(frozen=True, slots=True)
class SubjectOutcome:
    """One subject's result. `total` is rounded as the scheme says, `total_exact` is not; both are
    None while something is missing. `grade_by_score` is the grade that no veto would have changed.
    """

    name: str
    category: str
    cells: Mapping[str, Cell]
    sums: Mapping[str, Sum]
    base: Sum
    bonus: Sum
    known: Known
    total_exact: Fraction | None
    total: Fraction | None
    reached: Fraction | None
    vetoes: tuple[Veto, ...]
    open_vetoes: tuple[Veto, ...]
    rank: int | None = None
    grade: str | None = None
    grade_by_score: str | None = None
    honours: tuple[str, ...] = ()
    seats: Mapping[str, bool] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """Clauses that still have no score though they apply."""
        return tuple(
            one.id
            for one in self.cells.values()
            if one.score is None and one.state != "not-applicable"
        )

    @property
    def at_most(self) -> Fraction | None:
        """What the total can still become; None when a bonus is unbounded."""
        if self.base.at_most is None or self.bonus.at_most is None:
            return None
        return self.base.at_most + self.bonus.at_most

    @property
    def at_least(self) -> Fraction:
        """What is known of the total."""
        return self.base.known + self.bonus.known


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of all subjects, in the order given, with ledger and jury figures."""

    scheme: Scheme
    prepared: Prepared
    subjects: tuple[SubjectOutcome, ...]
    ledger: tuple[ClaimLine, ...]
    jury: Mapping[tuple[str, str], JuryTally]
    places: Mapping[tuple[str, str], int]

    def subject(self, name: str) -> SubjectOutcome:
        """One subject's outcome; KeyError when it is not in this assessment."""
        for one in self.subjects:
            if one.name == name:
                return one
        raise KeyError(name)
