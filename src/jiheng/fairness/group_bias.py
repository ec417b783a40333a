"""Does a group of jurors mark higher than the others, or favour its own kind?

## What it does
Takes each juror's leniency and averages it over his group; and, where subjects have categories,
compares what jurors from a unit of a category leave over for that category (their own unit not
counted) with what they leave over for the others.
## How to read it
`difference`: points above (+) or below (-) the mean of all other jurors. Harmless where the group
marks every subject; it is shown so that nobody takes a group's mean for the subject's level.
`own_kind`: points by which a group's jurors favour their own category, None where it has no
jurors from one, or they marked one category only. `error` is the usual accident of `difference`.
## Source
Differences of means of the additive fit's juror effects (Welch's error); mean rests by category.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jiheng.fairness.additive import Additive, Floats, fit_of
from jiheng.fairness.marks import Matrix


@dataclass(frozen=True, slots=True)
class GroupBias:
    """One group: number of jurors, difference from the others, its error, own-kind preference.

    `error` is None where a side has one juror only.
    """

    group: str
    jurors: int
    difference: float | None
    error: float | None
    own_kind: float | None


def group_bias(
    matrix: Matrix, *, category_of: Mapping[str, str] | None = None
) -> tuple[GroupBias, ...]:
    """Every group's bias; `category_of` maps subjects to categories."""
    fit = fit_of(matrix)
    groups = matrix.groups()
    answers = []
    for group, rows in groups.items():
        others = [row for row in range(len(matrix.jurors)) if row not in set(rows)]
        difference, error = _apart(fit.juror[rows], fit.juror[others])
        own_kind = _own_kind(matrix, fit, rows=rows, category_of=category_of or {})
        answers.append(GroupBias(group, len(rows), difference, error, own_kind))
    return tuple(answers)


def _apart(mine: Floats, theirs: Floats) -> tuple[float | None, float | None]:
    if not len(mine) or not len(theirs):
        return None, None
    difference = float(mine.mean() - theirs.mean())
    if len(mine) < 2 or len(theirs) < 2:
        return difference, None
    return difference, math.sqrt(mine.var(ddof=1) / len(mine) + theirs.var(ddof=1) / len(theirs))


def _own_kind(
    matrix: Matrix, fit: Additive, *, rows: Sequence[int], category_of: Mapping[str, str]
) -> float | None:
    """The mean over the group's jurors of (rest in own category - rest in the others)."""
    preferences = []
    for row in rows:
        unit = matrix.jurors[row].unit
        kind = category_of.get(unit) if unit else None
        if kind is None:
            continue
        marked = [
            (category_of.get(subject) == kind, fit.rest[row, place])
            for place, subject in enumerate(matrix.subjects)
            if fit.present[row, place] and subject != unit
        ]
        own = [rest for same, rest in marked if same]
        other = [rest for same, rest in marked if not same]
        if own and other:
            preferences.append(float(np.mean(own) - np.mean(other)))
    return float(np.mean(preferences)) if preferences else None
