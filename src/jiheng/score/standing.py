"""Ranks, places in a quota and grades of all subjects, by the pages of `rules/grade`.

Works on columns, one row a subject: ten counties and a nation alike. Totals are whole numbers or
exact fractions in a column; nothing is compared but by these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Column = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class GradeRule:
    """One grade for the columns: who reaches line and floors, and how many places each group has.

    `places` has one number a group, None where the grade has no quota.
    """

    reaches: Bools
    places: Ints | None


@dataclass(frozen=True, slots=True)
class Field:
    """Everything a grading looks at, one row a subject."""

    group: Ints
    rank_keys: tuple[Column, ...]
    seat_keys: tuple[Column, ...]
    in_order: Bools  # has a total and keeps its place
    vetoed: Bools
    forced: Ints  # the grade that a veto forces, -1 for none
    has_total: Bools


def dense(column: Column) -> Ints:
    """Whole numbers in the same order as the column, equal where it is equal."""
    if column.dtype != object:
        return column.astype(np.int64, copy=False)
    order = {value: at for at, value in enumerate(sorted(set(column.tolist())))}
    return np.array([order[value] for value in column.tolist()], dtype=np.int64)


def competition_ranks(group: Ints, keys: Sequence[Column], among: Bools) -> tuple[Ints, Ints]:
    """First and last position (from 1) of each row among its equals, highest keys first, within its
    group; 0 for rows not `among`. The first position is the competition rank (1, 2, 2, 4)."""
    first, last = np.zeros(len(group), np.int64), np.zeros(len(group), np.int64)
    rows = np.flatnonzero(among)
    if not len(rows):
        return first, last
    columns = [-dense(key)[rows] for key in keys]
    order = np.lexsort((*reversed(columns), group[rows]))
    sorted_groups = group[rows][order]
    new_group = _changes([sorted_groups])
    new_key = _changes([sorted_groups, *(column[order] for column in columns)])
    at = np.arange(len(rows))
    start = np.maximum.accumulate(np.where(new_group, at, 0))
    begins = np.maximum.accumulate(np.where(new_key, at, 0))
    ends = _run_ends(new_key)
    first[rows[order]] = begins - start + 1
    last[rows[order]] = ends - start + 1
    return first, last


def _changes(columns: Sequence[Ints]) -> Bools:
    """True at the first row and wherever any column differs from the row before."""
    changed = np.zeros(len(columns[0]), dtype=np.bool_)
    changed[0] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return changed


def _run_ends(starts: Bools) -> Ints:
    """The last position of the run that each row belongs to."""
    firsts = np.flatnonzero(starts)
    lengths = np.diff(np.append(firsts, len(starts)))
    return np.repeat(firsts + lengths - 1, lengths)


def ranks_of(field: Field) -> Ints:
    """Competition ranks within the groups; 0 for rows that are not in the order."""
    return competition_ranks(field.group, field.rank_keys, field.in_order)[0]


def grades_of(
    field: Field, grades: Sequence[GradeRule], *, passed_on: bool, ties_in: bool
) -> tuple[Ints, list[Bools]]:
    """The position of each row's grade (-1: none yet), and for each grade who holds a place in it."""
    result = np.where(field.has_total & (field.forced >= 0), field.forced, -1)
    seats = []
    for at, grade in enumerate(grades):
        open_rows = field.has_total & ((result < 0) | (field.forced >= 0))
        holds = _seats(field, grade, open_rows, (passed_on, ties_in))
        seats.append(holds)
        result = np.where((result < 0) & field.has_total & grade.reaches & holds, at, result)
    return result, seats


def _seats(field: Field, grade: GradeRule, open_rows: Bools, readings: tuple[bool, bool]) -> Bools:
    passed_on, ties_in = readings
    if grade.places is None:
        return np.ones(len(field.group), dtype=np.bool_)
    among = field.in_order & open_rows
    if passed_on:
        among = among & grade.reaches & ~field.vetoed
    first, last = competition_ranks(field.group, field.seat_keys, among)
    reached = (first if ties_in else last) <= grade.places[field.group]
    return among & reached & ~field.vetoed


def whole_places(counted: int, share: Fraction, rounding: str) -> int:
    """`share` per cent of the counted subjects, made whole: down, half-up or up."""
    exact = Fraction(counted) * share / 100
    match rounding:
        case "up":
            return -((-exact.numerator) // exact.denominator)
        case "half-up":
            return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
        case _:
            return exact.numerator // exact.denominator
