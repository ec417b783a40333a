"""How much of a mark is the subject, and how much the juror? ICC(2,1) and ICC(2,k).

## What it does
Splits the spread of the marks into subjects, jurors' severity and the rest. ICC(2,1) is the part
due to the subjects in one mark; ICC(2,k) in the mean of all k jurors, on which the result rests.
Incomplete blocks (recusal): the parts are estimated from the additive fit (Henderson's method 3)
and k is the harmonic mean of the jurors per subject. With no cell missing these are exactly the
mean squares of the two-way table.
## How to read it
1: marks depend on the subject alone. 0: on the juror and chance alone. ICC(2,k) under 0.75: a
different jury could easily have ranked otherwise. A figure below 0 means "no more than chance".
## Source
Shrout & Fleiss, Psychological Bulletin 86 (1979): case 2, absolute agreement; their table gives
0.29 and 0.62. Unbalanced: Henderson 1953, method 3; E[SS] coefficients N - jurors, N - subjects.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiheng.fairness.additive import additive
from jiheng.fairness.marks import Grid, Matrix


@dataclass(frozen=True, slots=True)
class Agreement:
    """`single` is ICC(2,1), `mean` ICC(2,k); None where it cannot be computed.

    `of_subjects`, `of_jurors`, `of_rest` are variances in squared points (an estimate may be
    slightly negative); `per_subject` is k.
    """

    single: float | None
    mean: float | None
    of_subjects: float
    of_jurors: float
    of_rest: float
    per_subject: float
    complete: bool

    @property
    def sentence(self) -> str:
        """The figures in plain Chinese."""
        if self.single is None or self.mean is None:
            return "评委或被考核单位太少，或者打分没有差别，无法判断打分有多少取决于单位本身。"
        one, many = (max(0, round(100 * share)) for share in (self.single, self.mean))
        return (
            f"单个评委的一次打分，约 {one}% 反映被考核单位之间的真实差别，其余是评委松紧和偶然；"
            f"全体评委取平均以后，这一比例约为 {many}%。"
        )


def icc(matrix: Matrix) -> Agreement:
    """ICC of the total marks."""
    return icc_of(matrix.grid())


def icc_of(grid: Grid) -> Agreement:
    """ICC of a float grid (jurors, subjects; NaN is missing). The fast path."""
    present = ~np.isnan(grid)
    grid = grid[present.any(axis=1)][:, present.any(axis=0)]
    jurors, subjects = grid.shape
    present = ~np.isnan(grid)
    cells, counts = int(present.sum()), present.sum(axis=0)
    # The fit solves a square of its first side: take the shorter one.
    fit = additive(grid if jurors <= subjects else grid.T)
    k = subjects / float((1 / counts).sum()) if cells else 0.0
    complete = cells == jurors * subjects
    if fit.df < 1 or subjects <= fit.islands or jurors <= fit.islands:
        return Agreement(None, None, 0.0, 0.0, 0.0, k, complete)
    rest = fit.left / fit.df
    between_subjects = _within(grid, axis=1) - fit.left
    between_jurors = _within(grid, axis=0) - fit.left
    of_subjects = (between_subjects - (subjects - fit.islands) * rest) / (cells - jurors)
    of_jurors = (between_jurors - (jurors - fit.islands) * rest) / (cells - subjects)
    single = _share(of_subjects, of_jurors + rest)
    mean = _share(of_subjects, (of_jurors + rest) / k)
    return Agreement(single, mean, of_subjects, of_jurors, rest, k, complete)


def _within(grid: Grid, *, axis: int) -> float:
    """Squares around the means taken along `axis`."""
    around = grid - np.nanmean(grid, axis=axis, keepdims=True)
    return float(np.nansum(around * around))


def _share(wanted: float, other: float) -> float | None:
    return wanted / (wanted + other) if abs(wanted + other) > 1e-12 else None
