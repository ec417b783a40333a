"""Which single marks fit neither their juror nor their subject? Single cells.

## What it does
Compares every mark with what the subject's level and the juror's own strictness let one expect.
The usual size of such differences is measured without the mark in question.
## How to read it
`distance` is in points: +15 means this juror gave this subject 15 points more than his other
marks and the other jurors' marks suggest. Honest reasons exist (he knows the case); so ask.
## Source
Externally studentised residual of the two-way table (mean-shift outlier test), two-sided,
Bonferroni over all cells; Barnett & Lewis, Outliers in Statistical Data, ch. 12.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiheng.fairness.additive import Additive, fit_of, room_of_cells, studentised
from jiheng.fairness.flag import NO_EFFECT, Flag, points, rarity_words
from jiheng.fairness.marks import Matrix
from jiheng.fairness.rarity import critical, once_in


@dataclass(frozen=True, slots=True)
class Outlier:
    """One mark that stands apart: `distance` in points, `strength` once in so many assessments."""

    juror: str
    subject: str
    distance: float
    usual: float
    strength: float


def outliers(matrix: Matrix, *, rate: float = 0.025) -> tuple[Outlier, ...]:
    """The marks that stand apart, strongest first."""
    return _found(matrix, fit_of(matrix), rate=rate)


def single_cell_flags(matrix: Matrix, fit: Additive, *, rate: float) -> tuple[Flag, ...]:
    """Single marks that stand apart; by accident in at most `rate` of honest assessments."""
    return tuple(_flag(found) for found in _found(matrix, fit, rate=rate))


def _found(matrix: Matrix, fit: Additive, *, rate: float) -> tuple[Outlier, ...]:
    room = room_of_cells(fit)
    looks = 2 * int((~np.isnan(room)).sum())
    if fit.df < 2 or not looks:
        return ()
    scores = studentised(fit.rest, room, left=fit.left, df=fit.df)
    limit = critical(rate / looks, fit.df - 1)
    cells = np.argwhere(np.abs(scores) > limit)
    found = [
        Outlier(
            juror=matrix.jurors[row].name,
            subject=matrix.subjects[column],
            distance=float(fit.rest[row, column] / room[row, column]),
            usual=fit.spread,
            strength=once_in(abs(scores[row, column]), fit.df - 1, looks=looks),
        )
        for row, column in cells
    ]
    return tuple(sorted(found, key=lambda outlier: -outlier.strength))


def _flag(found: Outlier) -> Flag:
    sentence = (
        f"评委“{found.juror}”给“{found.subject}”的打分，比按该评委平时松紧和其他评委对该单位的打分推算的"
        f"{'高' if found.distance > 0 else '低'} {points(found.distance)}，"
        f"一般的出入只有 {points(found.usual)}左右。{rarity_words(found.strength)}。{NO_EFFECT}"
    )
    return Flag((found.juror,), (found.subject,), "single-cell", found.strength, sentence)
