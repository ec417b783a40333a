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

_ROOM = 2**62


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


def ordered(group: Ints, keys: Sequence[Column]) -> Ints:
    """One whole number a row: groups apart, within a group smaller where the keys are higher, the
    first key before the next, and equal where all keys are."""
    code, most = group.astype(np.int64), _most(group)
    for key in map(dense, keys):
        if not len(key):
            return code
        low, width = int(key.min()), int(key.max()) - int(key.min()) + 1
        if most * width >= _ROOM:
            code, key_codes = _compressed(code), _compressed(key)
            most, low, width = len(code), 0, len(code)
        else:
            key_codes = key
        code, most = code * width + (low + width - 1 - key_codes), most * width
    return code


def _most(group: Ints) -> int:
    return int(group.max()) + 1 if len(group) else 1


def _compressed(code: Ints) -> Ints:
    """The same order in small whole numbers."""
    order = np.argsort(code)
    result = np.empty(len(code), dtype=np.int64)
    result[order] = np.cumsum(_changes(code[order])) - 1
    return result


def competition_ranks(group: Ints, keys: Sequence[Column], *, among: Bools) -> tuple[Ints, Ints]:
    """First and last position (from 1) of each row among its equals, highest keys first, within its
    group; 0 for rows not `among`. The first position is the competition rank (1, 2, 2, 4)."""
    return _positions(group, ordered(group, keys), among=among)


def _positions(group: Ints, code: Ints, *, among: Bools) -> tuple[Ints, Ints]:
    """The positions of `competition_ranks`, from the order of the rows."""
    first, last = np.zeros(len(group), np.int64), np.zeros(len(group), np.int64)
    rows = np.flatnonzero(among)
    if not len(rows):
        return first, last
    rows = rows[np.argsort(code[rows])]
    starts = np.flatnonzero(_changes(group[rows]))
    begins = np.flatnonzero(_changes(code[rows]))
    lengths = np.diff(np.append(begins, len(rows)))
    before = starts[np.searchsorted(starts, begins, side="right") - 1]
    first[rows] = np.repeat(begins - before + 1, lengths)
    last[rows] = np.repeat(begins + lengths - before, lengths)
    return first, last


def _changes(column: Ints) -> Bools:
    """True at the first row and wherever the column differs from the row before."""
    changed = np.ones(len(column), dtype=np.bool_)
    np.not_equal(column[1:], column[:-1], out=changed[1:])
    return changed


def ranks_of(field: Field) -> Ints:
    """Competition ranks within the groups; 0 for rows that are not in the order."""
    return competition_ranks(field.group, field.rank_keys, among=field.in_order)[0]


def grades_of(
    field: Field, grades: Sequence[GradeRule], *, passed_on: bool, ties_in: bool
) -> tuple[Ints, list[Bools]]:
    """The position of each row's grade (-1: none yet), and for each grade who holds a place in it."""
    result = np.full(len(field.group), -1, dtype=np.int64)
    order = ordered(field.group, field.seat_keys)
    seats = []
    for at, grade in enumerate(grades):
        open_rows = field.has_total & (result < 0)
        holds = _seats(field, grade, order=_Order(order, open_rows, passed_on, ties_in))
        seats.append(holds)
        result = np.where(open_rows & grade.reaches & holds, at, result)
    return np.where(field.forced >= 0, field.forced, result), seats


@dataclass(frozen=True, slots=True)
class _Order:
    """In which order places are given, to whom, and by which readings."""

    code: Ints
    open_rows: Bools
    passed_on: bool
    ties_in: bool


def _seats(field: Field, grade: GradeRule, *, order: _Order) -> Bools:
    if grade.places is None:
        return np.ones(len(field.group), dtype=np.bool_)
    among = field.in_order & order.open_rows
    if order.passed_on:
        among = among & grade.reaches & ~field.vetoed
    first, last = _positions(field.group, order.code, among=among)
    reached = (first if order.ties_in else last) <= grade.places[field.group]
    return among & reached & ~field.vetoed


def whole_places(counted: int, share: Fraction, *, rounding: str) -> int:
    """`share` per cent of the counted subjects, made whole: down, half-up or up."""
    exact = Fraction(counted) * share / 100
    match rounding:
        case "up":
            return -((-exact.numerator) // exact.denominator)
        case "half-up":
            return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
        case _:
            return exact.numerator // exact.denominator
