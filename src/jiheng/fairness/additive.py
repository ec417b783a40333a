"""The honest expectation of a mark: how good the subject is plus how generous the juror is.

## What it does
Fits mark = subject + juror + rest by least squares, with any cells missing. Because both sides
are fitted together, a juror who did not mark the best subject is not called harsh for it.
## How to read it
`juror[j]`: how many points juror j is above (+) or below (-) the others on the same subjects.
`subject[s]`: the subject's level, rid of who happened to mark it. `rest`: what neither explains.
`room` of a set of cells: the share of a shift in these cells that the fit leaves visible.
## Source
Two-way additive model, jurors eliminated through the subjects' normal equations (Searle, Linear
Models, ch. 7); a shift in chosen cells is tested as one added column, its own effect taken out of
the spread (externally studentised; Cook & Weisberg, Residuals and Influence, 2.2.2). With normal
rests the test is exact for any pattern of missing cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiheng.fairness.marks import Grid, Matrix

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Additive:
    """A fitted grid. Arrays: `juror` (J), `subject` (S), `rest` (J, S; 0 where missing).

    `present` (J, S) marks the cells that exist, `counts` (S) the jurors of each subject,
    `part` (J, S) is present / counts, `inverse` (J, J) the generalised inverse of the jurors'
    equations. `left` is the sum of squared rests, `df` their degrees of freedom, `islands` the
    number of blocks of jurors that share no subject (1 when all can be compared).
    """

    juror: Floats
    subject: Floats
    rest: Floats
    present: NDArray[np.bool_]
    counts: Floats
    part: Floats
    inverse: Floats
    left: float
    df: int
    islands: int

    @property
    def spread(self) -> float:
        """The usual size of a rest in points; 0.0 where nothing is left to measure it by."""
        return float(np.sqrt(self.left / self.df)) if self.df > 0 else 0.0


def additive(grid: Grid) -> Additive:
    """Fit a grid (jurors, subjects; NaN is missing). Empty rows and columns get effect 0 / NaN."""
    present = ~np.isnan(grid)
    counts = present.sum(axis=0).astype(np.float64)
    marked = present.sum(axis=1).astype(np.float64)
    centre = float(np.nanmean(grid)) if present.any() else 0.0
    marks = np.where(present, grid - centre, 0.0)
    means = marks.sum(axis=0) / np.maximum(counts, 1)
    part = present / np.maximum(counts, 1)
    equations = np.diag(marked) - part @ present.T.astype(np.float64)
    inverse, rank = _inverse(equations)
    around = np.where(present, marks - means, 0.0)
    juror = inverse @ around.sum(axis=1)
    subject = means - part.T @ juror
    rest = np.where(present, marks - juror[:, None] - subject, 0.0)
    used, seen = int((marked > 0).sum()), int((counts > 0).sum())
    return Additive(
        juror=juror,
        subject=np.where(counts > 0, subject + centre, np.nan),
        rest=rest,
        present=present,
        counts=counts,
        part=part,
        inverse=inverse,
        left=float(np.einsum("js,js->", rest, rest)),
        df=int(present.sum()) - seen - rank,
        islands=used - rank,
    )


def fit_of(matrix: Matrix) -> Additive:
    """The fit of a matrix of totals."""
    return additive(matrix.grid())


def room_of_cells(fit: Additive) -> Floats:
    """For each single cell, the share of a shift that stays visible, shape (J, S); NaN if none."""
    carried = fit.inverse @ fit.part
    own = np.diag(fit.inverse)[:, None] - 2 * carried + (fit.part * carried).sum(axis=0)
    room = 1 - 1 / np.maximum(fit.counts, 1) - own
    return np.where(fit.present & (room > 1e-9), room, np.nan)


def room_of_sets(fit: Additive, weights: Floats, *, spent: Floats) -> Floats:
    """The room of several sets of cells at once.

    `weights` (sets, J): sum over the set's cells of (unit vector of the juror - the subject's
    part column). `spent` (sets): number of cells minus their sum of squares over counts.
    """
    room: Floats = spent - np.einsum("kj,ji,ki->k", weights, fit.inverse, weights)
    return room


def studentised(shift: Floats, room: Floats, *, left: float, df: int) -> Floats:
    """Each shift over its spread, the spread taken without that shift; t with df - 1 freedoms.

    NaN where the room is NaN; all NaN where df < 2, because then no spread can be measured.
    """
    if df < 2:
        return np.full_like(shift, np.nan)
    others = np.maximum(left - shift**2 / room, 1e-12 * (1 + left))
    answer: Floats = shift / np.sqrt(room * others / (df - 1))
    return answer


def _inverse(equations: Floats) -> tuple[Floats, int]:
    values, vectors = np.linalg.eigh(equations)
    solid = values > 1e-9 * max(1.0, float(values[-1]) if len(values) else 1.0)
    kept = vectors[:, solid]
    return (kept / values[solid]) @ kept.T, int(solid.sum())
