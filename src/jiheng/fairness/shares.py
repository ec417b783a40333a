"""The share of the result that depends on each juror. Exact.

## What it does
For each juror and subject: how many points of result one point of his mark moves. Times 100 it is
the reach of a juror who goes from 0 to 100. `used` is what he did move: the distance between the
highest and the lowest of his marks, weighed with his largest share.
## How to read it
With ten counties marking each other for 30 % of the result, each moves a rival by 3.33 points per
100; with six, by 6.00. The fewer the jurors of a group, the more each of them decides.
## Source
Derivative of the weighted mean of group means; T19 of the reliability trials.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiheng.fairness.marks import Matrix
from jiheng.fairness.totals import weights_of_cells


@dataclass(frozen=True, slots=True)
class Share:
    """One juror: points of result per mark point, by subject; the largest; and what was used."""

    juror: str
    group: str
    per_point: Mapping[str, Fraction]
    largest: Fraction
    used: Fraction


def shares(matrix: Matrix, weights: Mapping[str, Fraction] | None = None) -> tuple[Share, ...]:
    """Every juror's share; `weights` as in `totals_of`, None where all marks are pooled."""
    columns = weights_of_cells(matrix, weights)
    answers = []
    for row, juror in enumerate(matrix.jurors):
        per_point = {
            subject: column[row]
            for subject, column in zip(matrix.subjects, columns, strict=True)
            if column is not None and row in column
        }
        largest = max(per_point.values(), default=Fraction(0))
        marks = [mark for mark in matrix.totals[row] if mark is not None]
        used = largest * (max(marks) - min(marks)) if marks else Fraction(0)
        answers.append(Share(juror.name, juror.group, per_point, largest, used))
    return tuple(answers)
