"""National and provincial: columns of synthetic facts, against the time to read them once."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from bench.plainly import plainly
from bench.synthetic import Case
from bench.timing import Line, best_times, ratio_text, read_once
from jiheng.score.column_sums import Work, sums_of
from jiheng.score.enclosed import Enclosed
from jiheng.score.nation import ColumnOutcome, score_columns, totals_of
from jiheng.score.reckoned import reckoned

SAMPLE = 60


def measured(case: Case, *, rounds: int, reach: tuple[str, str, str]) -> list[Line]:
    """Totals; totals with every clause's score; with ranks and grades too. All verified."""
    prepared, columns = case.prepared, case.columns

    def totals(with_cells: bool = False) -> None:
        work = Work(prepared, columns)
        totals_of(work, sums_of(work, with_cells=with_cells))

    score_columns(prepared, columns)  # lanes are chosen once for columns of a size
    best = best_times(
        {
            "read": lambda: read_once(columns.facts),
            "totals": totals,
            "totals and every clause": lambda: totals(with_cells=True),
            "totals, ranks and grades": lambda: score_columns(prepared, columns),
        },
        rounds=rounds,
    )
    outcome = score_columns(prepared, columns, with_cells=True)
    wrong = wrongs(case, outcome)
    limit = best.pop("read")
    first = Line(case.name, "read limit", f"{limit * 1000:.2f} ms")
    return [first] + [
        Line(case.name, what, ratio_text(seconds, limit), aim, wrong)
        for (what, seconds), aim in zip(best.items(), reach, strict=True)
    ]


def wrongs(case: Case, outcome: ColumnOutcome) -> int:
    """How many totals, ranks, grades and (of a sample) clause scores are wrong."""
    plain = plainly(case)
    found = 0
    for row, one in enumerate(plain.ones):
        found += outcome.total(row) != one.total
        found += not _holds(outcome.totals.exact, one.total_exact, row=row)
        found += int(outcome.rank[row]) != plain.ranks[row]
        found += outcome.grade_name(row) != plain.grades[row]
    rows = [*outcome.work.rows, *Random(1).sample(range(len(plain.ones)), SAMPLE)]
    return found + sum(_wrong_cells(case, outcome, row=row) for row in rows)


def _holds(totals: Enclosed, exact: Fraction, *, row: int) -> bool:
    """The bounds of a row hold its exact total; without slack they are the total."""
    low = int(totals.low[row])
    high = low if totals.slack is None else low + int(totals.slack[row])
    return low <= exact * totals.den <= high


def _wrong_cells(case: Case, outcome: ColumnOutcome, *, row: int) -> int:
    """A row by the engine that explains: exact fractions, clause by clause."""
    slow = reckoned(case.prepared, case.columns, row=row)
    wrong = sum(outcome.cell(own, row) != cell.score for own, cell in slow.cells.items())
    return wrong + (outcome.total_exact(row) != slow.known("total"))
