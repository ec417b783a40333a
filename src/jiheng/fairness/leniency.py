"""Who marks higher or lower than the others, on the same subjects? Leniency and severity.

## What it does
Takes each juror's mean distance from the others after the subjects' levels are taken out. The
detector compares a juror with the others of his own group: the distance from their mean over
their usual differences, his own distance not counted in these. A group of one cannot be judged.
## How to read it
Plus is lenient, minus is severe, in points. A difference alone does no harm while everybody marks
everybody; it does where a juror leaves out his own unit (see `recusal`) or spares it.
`robust_z` counts distances from the median in usual distances, so that one juror far out does not
hide himself or another: beyond 3.5 is unusual.
## Source
Robust z: Iglewicz & Hoaglin 1993 (median, 1.4826 x median absolute deviation). Detector:
externally studentised residual of the groups' means, two-sided, Bonferroni over the jurors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from jiheng.fairness.additive import Additive, Floats, fit_of, studentised
from jiheng.fairness.flag import NO_EFFECT, Flag, points, rarity_words
from jiheng.fairness.marks import Matrix
from jiheng.fairness.rarity import critical, once_in


@dataclass(frozen=True, slots=True)
class Leniency:
    """One juror: `points` above (+) or below (-) all jurors' mean, `robust_z` beside it."""

    juror: str
    group: str
    points: float
    robust_z: float


def leniency(matrix: Matrix) -> tuple[Leniency, ...]:
    """Every juror's leniency, in the order of the matrix."""
    away = _centred(fit_of(matrix).juror)
    scores = robust_z(away)
    return tuple(
        Leniency(juror.name, juror.group, float(value), float(z))
        for juror, value, z in zip(matrix.jurors, away, scores, strict=True)
    )


def robust_z(values: Floats) -> Floats:
    """Distances from the median in robust standard deviations.

    Where more than half the values are equal the scale is zero: these get 0, others infinity.
    """
    if not len(values):
        return values
    away = values - np.median(values)
    scale = 1.4826 * float(np.median(np.abs(away)))
    if scale > 1e-9:
        answer: Floats = away / scale
        return answer
    return np.where(np.abs(away) <= 1e-9, 0.0, np.copysign(math.inf, away))


def severity_flags(matrix: Matrix, fit: Additive, *, rate: float) -> tuple[Flag, ...]:
    """Jurors too far from their own group; by accident in at most `rate` of honest assessments."""
    groups = matrix.groups().values()
    away = np.zeros(len(matrix.jurors))
    room = np.full(len(matrix.jurors), np.nan)
    for rows in groups:
        away[rows] = _centred(fit.juror[rows])
        room[rows] = 1 - 1 / len(rows) if len(rows) > 1 else np.nan
    left, df = float(away @ away), len(matrix.jurors) - len(groups)
    looks = 2 * int((~np.isnan(room)).sum())
    if df < 2 or not looks:
        return ()
    scores = studentised(away, room, left=left, df=df)
    limit = critical(rate / looks, df - 1)
    beyond = np.flatnonzero(np.abs(scores) > limit)
    found = sorted((int(row) for row in beyond), key=lambda row: -abs(scores[row]))
    return tuple(
        _flag(
            matrix,
            row,
            gap=away[row] / room[row],
            usual=math.sqrt(max(left - away[row] ** 2 / room[row], 0.0) / (df - 1)),
            strength=once_in(abs(scores[row]), df - 1, looks=looks),
        )
        for row in found
    )


def _centred(values: Floats) -> Floats:
    answer: Floats = values - values.mean() if len(values) else values
    return answer


def _flag(matrix: Matrix, row: int, *, gap: float, usual: float, strength: float) -> Flag:
    juror = matrix.jurors[row]
    marked = tuple(
        subject
        for subject, mark in zip(matrix.subjects, matrix.totals[row], strict=True)
        if mark is not None
    )
    sentence = (
        f"评委“{juror.name}”给所评 {len(marked)} 个单位的打分，比“{juror.group}”组其他评委平均"
        f"{'高' if gap > 0 else '低'} {points(gap)}，而其他评委之间的松紧一般只差 {points(usual)}左右。"
        f"{rarity_words(strength)}。{NO_EFFECT}"
    )
    return Flag((juror.name,), marked, "severity", strength, sentence)
