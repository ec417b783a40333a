"""The plain matrix of jurors by subjects that every measure of this room reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float64]
"""Jurors down, subjects across, one total mark a cell, NaN where there is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One mark as it was given. `mark` is None where the juror stood back (recusal) or was absent.

    `unit` is the juror's own unit, by the name it has as a subject; None for a juror from none.
    """

    juror: str
    group: str
    unit: str | None
    subject: str
    item: str
    mark: Fraction | None


@dataclass(frozen=True, slots=True)
class Juror:
    """Who marked: the group that is counted with, and the own unit where there is one."""

    name: str
    group: str
    unit: str | None = None


class UnusableMarksError(ValueError):
    """Rows that contradict each other; `problems` has one Chinese sentence for each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(self.problems))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Exact total marks, jurors x subjects. A cell is None where no complete marking exists.

    `totals[j][s]` belongs to `jurors[j]` and `subjects[s]`, both in order of first appearance.
    `partial` names the (juror, subject) cells that were left out because only some items were
    marked: half a ballot is not comparable with a whole one, and a blank is not a zero.
    """

    jurors: tuple[Juror, ...]
    subjects: tuple[str, ...]
    totals: tuple[tuple[Fraction | None, ...], ...]
    partial: tuple[tuple[str, str], ...] = ()
    place: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        where = {subject: index for index, subject in enumerate(self.subjects)}
        object.__setattr__(self, "place", MappingProxyType(where))

    def grid(self) -> Grid:
        """The totals as floats, shape (jurors, subjects), NaN where missing."""
        cells = [[np.nan if mark is None else float(mark) for mark in row] for row in self.totals]
        return np.array(cells, dtype=np.float64).reshape(len(self.jurors), len(self.subjects))

    def own_place(self, juror: int) -> int | None:
        """The column of the juror's own unit, or None if it is not assessed here."""
        unit = self.jurors[juror].unit
        return None if unit is None else self.place.get(unit)

    def groups(self) -> dict[str, list[int]]:
        """Row numbers by group, groups in order of first appearance."""
        rows: dict[str, list[int]] = {}
        for index, juror in enumerate(self.jurors):
            rows.setdefault(juror.group, []).append(index)
        return rows


def matrix_of(rows: Iterable[Row]) -> Matrix:
    """The matrix of totals over all items. Raises UnusableMarksError with every contradiction at once.

    Jurors and subjects without one complete cell are left out: there is nothing to compare.
    """
    rows = tuple(rows)
    jurors, cells = _jurors_and_cells(rows)
    wanted: dict[str, set[str]] = {}
    for row in rows:
        if row.mark is not None:
            wanted.setdefault(row.subject, set()).add(row.item)
    totals: dict[tuple[str, str], Fraction] = {}
    partial = []
    for (juror, subject), items in cells.items():
        known = {item: mark for item, mark in items.items() if mark is not None}
        if known and known.keys() == wanted[subject]:
            totals[juror, subject] = sum(known.values(), Fraction(0))
        elif known:
            partial.append((juror, subject))
    present = tuple(
        juror for name, juror in jurors.items() if any(key[0] == name for key in totals)
    )
    subjects = tuple(subject for subject in wanted if any(key[1] == subject for key in totals))
    table = tuple(tuple(totals.get((j.name, subject)) for subject in subjects) for j in present)
    return Matrix(present, subjects, table, tuple(partial))


def matrices_by_item(rows: Iterable[Row]) -> dict[str, Matrix]:
    """One matrix for each item, items in order of first appearance."""
    by_item: dict[str, list[Row]] = {}
    for row in rows:
        by_item.setdefault(row.item, []).append(row)
    return {item: matrix_of(some) for item, some in by_item.items()}


Cells = dict[tuple[str, str], dict[str, Fraction | None]]


def _jurors_and_cells(rows: Sequence[Row]) -> tuple[dict[str, Juror], Cells]:
    jurors: dict[str, Juror] = {}
    cells: Cells = {}
    problems: dict[str, None] = {}
    for row in rows:
        juror = jurors.setdefault(row.juror, Juror(row.juror, row.group, row.unit))
        if juror.group != row.group:
            problems[
                f"评委“{row.juror}”同时列在“{juror.group}”和“{row.group}”两个组，请只留一个"
            ] = None
        if juror.unit != row.unit:
            named = "”和“".join(unit or "无" for unit in (juror.unit, row.unit))
            problems[f"评委“{row.juror}”的所在单位写成“{named}”，请统一"] = None
        items = cells.setdefault((row.juror, row.subject), {})
        if row.item in items:
            what = f"评委“{row.juror}”对“{row.subject}”的“{row.item}”有两次打分"
            problems[f"{what}，请只留有效的一次"] = None
        items[row.item] = row.mark
    if problems:
        raise UnusableMarksError(tuple(problems))
    return jurors, cells
