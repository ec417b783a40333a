"""What a unit gains or loses because its own juror stood back.

## What it does
A severe juror lowers every unit but his own, which he may not mark. This measures, for each
subject, how the severity of those who did mark it differs from that of the whole group, weighed
as the group is weighed in the result.
## How to read it
In points of result. +0.12: the jury that marked this subject was that much more generous than the
whole. Show it beside ties and narrow gaps; among ten counties the gap between the luckiest and
the unluckiest is about 0.2 points though everybody is honest.
## Source
Additive fit's juror effects, averaged over those who marked, minus over all of the group (T18).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from jiheng.fairness.additive import fit_of
from jiheng.fairness.marks import Matrix


def recusal_luck(matrix: Matrix, weights: Mapping[str, Fraction] | None = None) -> dict[str, float]:
    """Points of result by subject; `weights` per group in points of result per mark point.

    None weighs all jurors as one pool. A group without marks for a subject adds nothing.
    """
    fit = fit_of(matrix)
    every = list(range(len(matrix.jurors)))
    groups = matrix.groups() if weights else {"": every}
    each = {group: float(weight) for group, weight in (weights or {"": Fraction(1)}).items()}
    luck = np.zeros(len(matrix.subjects))
    for group, weight in each.items():
        rows = groups.get(group, [])
        if not rows:
            continue
        severity, present = fit.juror[rows], fit.present[rows]
        counts = present.sum(axis=0)
        mean = severity @ present / np.maximum(counts, 1)
        luck += np.where(counts > 0, weight * (mean - severity.mean()), 0.0)
    return {subject: float(value) for subject, value in zip(matrix.subjects, luck, strict=True)}
