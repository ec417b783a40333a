"""Do the jurors put the subjects in the same order? Kendall's W.

## What it does
Every juror's marks become ranks among the subjects he marked (equal marks share the middle rank).
W compares how far the sums of ranks spread with how far they would spread in full agreement.
Incomplete blocks (recusal): ranks are taken within what a juror marked and centred there, and full
agreement means that every juror puts his own subjects in the common order. With no cell missing
this is the classical W with its correction for ties; where every pair of subjects was seen by
equally many jurors (each county leaves out itself) it is the W of balanced incomplete rankings.
## How to read it
1: all in the same order. 0: no common order. Below about 0.5 the order rests more on who sat on
the jury than on the subjects. W looks at order only: a juror who gives all 10 points less does
not lower it (see `icc` for that).
## Source
Kendall & Babington Smith 1939; ties: Kendall, Rank Correlation Methods, ch. 6; balanced incomplete
rankings: Gibbons & Chakraborti, Nonparametric Statistical Inference, ch. 12. W <= 1 without ties:
sum R^2 = sum c R <= sum p R <= |P| |R|, since p puts each juror's ranks in the order of R.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiheng.fairness.marks import Grid, Matrix


@dataclass(frozen=True, slots=True)
class Concordance:
    """`w` is None where no order exists: fewer than 2 jurors or subjects, or all marks equal.

    `jurors` and `subjects` count those who took part; `complete` is False where cells are missing.
    """

    w: float | None
    jurors: int
    subjects: int
    complete: bool

    @property
    def sentence(self) -> str:
        """The figure in plain Chinese."""
        if self.w is None:
            return "评委或被考核单位太少，或者打分全部相同，无法比较各评委的排序是否一致。"
        how = (
            f"{self.jurors} 名评委对 {self.subjects} 个单位排出的先后次序，一致程度为 {self.w:.2f}"
        )
        scale = "（1 表示次序完全相同，0 表示毫无共同之处）"
        left_out = "" if self.complete else "；有回避或缺席的，只比较各评委实际打过分的单位"
        return f"{how}{scale}{left_out}。"


def kendalls_w(matrix: Matrix) -> Concordance:
    """Kendall's W of the total marks."""
    return w_of(matrix.grid())


def w_of(grid: Grid) -> Concordance:
    """Kendall's W of a float grid (jurors, subjects; NaN is missing). The fast path."""
    present = ~np.isnan(grid)
    use = present.sum(axis=1) >= 2
    ranks, ties = _centred_ranks(grid[use], present[use])
    jurors, subjects = int(use.sum()), int(present[use].any(axis=0).sum())
    complete = bool(present[use][:, present.any(axis=0)].all()) and bool(use.all())
    sums = ranks.sum(axis=0)
    agreed = _agreed_sums(present[use], sums)
    cubes = present[use].sum(axis=1).astype(np.float64)
    all_tied = float((cubes**3 - cubes).sum())
    most = float(agreed @ agreed) * (1 - ties / all_tied) if all_tied else 0.0
    if jurors < 2 or most <= 0:
        return Concordance(None, jurors, subjects, complete)
    return Concordance(min(1.0, float(sums @ sums) / most), jurors, subjects, complete)


def _centred_ranks(grid: Grid, present: NDArray[np.bool_]) -> tuple[Grid, float]:
    """Middle ranks within each row minus the row's mean rank, and the sum of t^3 - t over ties."""
    order = np.argsort(grid, axis=1)
    ordered = np.take_along_axis(grid, order, axis=1)
    width = grid.shape[1]
    begins = np.ones_like(present)
    begins[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    ends = np.ones_like(present)
    ends[:, :-1] = begins[:, 1:]
    places = np.arange(width)
    first = np.maximum.accumulate(np.where(begins, places, 0), axis=1)
    last = np.minimum.accumulate(np.where(ends, places, width)[:, ::-1], axis=1)[:, ::-1]
    length = last - first + 1
    middle = (first + last) / 2 - (present.sum(axis=1)[:, None] - 1) / 2
    ranks = np.empty_like(grid)
    np.put_along_axis(ranks, order, middle, axis=1)
    # A run of t equal marks has t cells, so t (t^2 - 1) is t^2 - 1 added once a cell.
    ties = float((length.astype(np.float64) ** 2 - 1).sum())
    return np.where(present, ranks, 0.0), ties


def _agreed_sums(present: NDArray[np.bool_], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sums of centred ranks if every juror put his own subjects in the common order."""
    order = np.argsort(sums, kind="stable")
    mine = present[:, order]
    ranks = np.cumsum(mine, axis=1) - (mine.sum(axis=1)[:, None] + 1) / 2
    answer = np.empty_like(sums)
    answer[order] = np.where(mine, ranks, 0.0).sum(axis=0)
    return answer
