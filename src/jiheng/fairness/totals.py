"""Exact results from a matrix, with or without one juror, for the measures that need them.

## What it does
The plain jury result: the mean within each group, weighted; or one pooled mean. It knows neither
trimming nor rounding: where a scheme has these, hand the engine's own result to `leave_one_out`.
## How to read it
A subject is missing from the answer where a weighted group has no mark for it: an empty group
stops the result, it does not shift its weight to others.
## Source
Arithmetic mean in `Fraction`; no rounding anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jiheng.fairness.marks import Matrix

Totals = Mapping[str, Fraction]


def totals_of(
    matrix: Matrix, weights: Mapping[str, Fraction] | None = None, *, without: str | None = None
) -> dict[str, Fraction]:
    """Each subject's result; `weights` in points of result per mark point, None for pooled."""
    shares = weights_of_cells(matrix, weights, without=without)
    totals: dict[str, Fraction] = {}
    for place, subject in enumerate(matrix.subjects):
        column = shares[place]
        if column is not None:
            marks = ((matrix.totals[row][place], weight) for row, weight in column.items())
            parts = (mark * weight for mark, weight in marks if mark is not None)
            totals[subject] = sum(parts, Fraction(0))
    return totals


def weights_of_cells(
    matrix: Matrix, weights: Mapping[str, Fraction] | None, *, without: str | None = None
) -> tuple[dict[int, Fraction] | None, ...]:
    """For each subject, what one mark point of each counted juror (by row) adds to the result.

    None where a weighted group has no mark for the subject.
    """
    groups = matrix.groups() if weights else {"": list(range(len(matrix.jurors)))}
    each = weights or {"": Fraction(1)}
    columns: list[dict[int, Fraction] | None] = []
    for place in range(len(matrix.subjects)):
        column: dict[int, Fraction] = {}
        counted = {
            group: [
                row
                for row in groups.get(group, [])
                if matrix.totals[row][place] is not None and matrix.jurors[row].name != without
            ]
            for group in each
        }
        for group, rows in counted.items():
            column.update({row: each[group] / len(rows) for row in rows})
        columns.append(column if all(counted.values()) else None)
    return tuple(columns)
