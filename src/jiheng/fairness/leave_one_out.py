"""How the ranks change without each juror. Exact.

## What it does
Asks for the result without each juror in turn and compares the ranks with those of the full jury.
The result comes from the caller (the engine with all its rules, or `totals_of`), in `Fraction`.
## How to read it
`moves` empty: this juror decided no rank. A rank that hangs on one juror deserves a sentence in
the record, not a correction. `after` is None where the result no longer stands without the juror
(his group would be empty). `largest` is the biggest change of any total, in points of result.
## Source
Jackknife by juror; ranks as in a competition (1, 2, 2, 4) unless the caller ranks otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Totals = Mapping[str, Fraction]
Ranks = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Move:
    """One subject whose rank differs without the juror."""

    subject: str
    before: int
    after: int | None


@dataclass(frozen=True, slots=True)
class WithoutJuror:
    """What would differ without this juror: ranks, and the largest change of a total."""

    juror: str
    moves: tuple[Move, ...]
    largest: Fraction


def competition_ranks(totals: Totals) -> dict[str, int]:
    """Ranks from 1, highest first; equal totals share a rank and the next ranks are skipped."""
    ordered = sorted(totals.values(), reverse=True)
    first: dict[Fraction, int] = {}
    for rank, total in enumerate(ordered, start=1):
        first.setdefault(total, rank)
    return {subject: first[total] for subject, total in totals.items()}


def leave_one_out(
    jurors: Iterable[str],
    outcome_without: Callable[[str | None], Totals],
    *,
    ranking: Callable[[Totals], Ranks] = competition_ranks,
) -> tuple[WithoutJuror, ...]:
    """Each juror's effect. `outcome_without(None)` is the full jury's result.

    A scheme's own tie-breaks are honoured by passing its `ranking`.
    """
    full = outcome_without(None)
    before = ranking(full)
    answers = []
    for juror in jurors:
        rest = outcome_without(juror)
        after = ranking(rest)
        moves = tuple(
            Move(subject, rank, after.get(subject))
            for subject, rank in before.items()
            if after.get(subject) != rank
        )
        changes = (abs(rest[subject] - full[subject]) for subject in full if subject in rest)
        answers.append(WithoutJuror(juror, moves, max(changes, default=Fraction(0))))
    return tuple(answers)
