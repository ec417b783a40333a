"""Columns of whole numbers of any size: in the narrowest lane that holds them, never wrapping.

A lane is int16, int32, int64, or `object` (Python's own whole numbers: slow, of any size).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Column: TypeAlias = npt.NDArray[Any]
"""One whole number (or truth) a row."""

Bools: TypeAlias = npt.NDArray[np.bool_]
OBJECT = np.dtype(object)
ROOM = 2**62
"""Whole numbers below this can still be added once without leaving int64."""

_LANES = ((np.dtype(np.int16), 2**14), (np.dtype(np.int32), 2**30), (np.dtype(np.int64), ROOM))


def keep_memory() -> None:
    """Ask the allocator to keep what columns give back. The C library on Linux returns blocks above
    128 KB to the system and faults them in again at the next use, which takes longer than adding up
    a column; once it has freed one large block (never touched here) it keeps smaller ones."""
    np.empty(2**24, dtype=np.int8)


def lane_for(peak: int) -> np.dtype[Any]:
    """The narrowest lane with room to spare for whole numbers of size `peak`."""
    return next((lane for lane, room in _LANES if peak < room), OBJECT)


def size_of(column: Column) -> int:
    """The largest magnitude in a column; 0 for an empty one."""
    return max(int(column.max()), -int(column.min())) if column.size else 0


def room_of(column: Column) -> int:
    """All ones in binary, as many as the largest magnitude needs; reads the column once."""
    if not column.size:
        return 0
    ones = int(np.bitwise_or.reduce(column.reshape(-1)))
    return (1 << (size_of(column) if ones < 0 else ones).bit_length()) - 1


def grown(column: Column, factor: int) -> Column:
    """The column times a whole number that is not negative, in int64, or wider where it must be."""
    if column.dtype != OBJECT and max(room_of(column), 1) * factor < ROOM:
        wide = column.astype(np.int64, copy=False)
        return wide if factor == 1 else wide * factor
    return column.astype(object) * factor


def times(column: Column, factor: int) -> Column:
    """The column times a whole number that is not negative, in the narrowest lane that holds it."""
    if factor == 1:
        return column
    lane = lane_for(max(room_of(column), 1) * factor)
    wide = column.astype(max(lane, column.dtype, key=_width), copy=False)
    return wide * (factor if wide.dtype == OBJECT else wide.dtype.type(factor))


def shrunk(column: Column) -> Column:
    """Python's whole numbers back in int64 where they fit."""
    if column.dtype == OBJECT and size_of(column) < ROOM:
        return column.astype(np.int64)
    return column


def added(columns: Sequence[Column]) -> Column:
    """The sum of columns of any lanes, in the narrowest lane that holds it."""
    total, most, is_own = columns[0], room_of(columns[0]), False
    for column in columns[1:]:
        most += room_of(column)
        lane = max(lane_for(most), total.dtype, column.dtype, key=_width)
        if is_own and lane == total.dtype == column.dtype:
            np.add(total, column, out=total)
        else:
            total = total.astype(lane, copy=False) + column.astype(lane, copy=False)
        is_own = True
    return total


def _width(lane: np.dtype[Any]) -> int:
    return 99 if lane == OBJECT else lane.itemsize


def divided(num: Column, den: Any) -> tuple[Column, Bools]:
    """Whole parts of `num / den` (towards minus infinity), and where something is left over."""
    whole = num // den
    return whole, np.asarray(whole * den != num, dtype=np.bool_)


def half_up(num: Column, den: Any) -> Column:
    """`num / den` to whole numbers, the half away from zero; `den` is positive, a column or an int."""
    if isinstance(den, int) and den == 1:
        return num
    twice, double = np.abs(grown(num, 2)), den * 2 if isinstance(den, int) else grown(den, 2)
    most = double if isinstance(double, int) else size_of(double)
    if size_of(twice) + most >= ROOM:
        twice = twice.astype(object)
    units = (twice + den) // double
    return shrunk(np.where(num < 0, -units, units))
