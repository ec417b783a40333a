"""The tally of a nation's marks: juror by juror, for all indicators and subjects at once.

Follows the page of this room, and equals `marks.py` in every cell. Marks lie juror-major in whole
units of 10**-places, so that a group is added up without a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm
from typing import Any

import numpy as np

from jiheng.jury.marks import JuryReadings
from jiheng.scheme.panel import Jury
from jiheng.values.carrier import Ratios
from jiheng.values.inputs import Juror, Mark
from jiheng.values.lane import ROOM, Bools, Column, added, grown, keep_memory, lane_for, room_of

BLANK = int(np.iinfo(np.int16).min)
"""A blank ballot among int16 marks; it is no mark."""

_LAST = int(np.iinfo(np.int16).max)  # sorts behind every mark


@dataclass(frozen=True, slots=True)
class MarkColumns:
    """Marks as (jurors, indicators, subjects) int16 in units of 10**-`places`, `BLANK` for none.

    `groups`: position of every juror's group in the jury, jurors of one group together; `own`: the
    row of the subject that is his own unit, -1 for none.
    """

    marks: Column
    groups: tuple[int, ...]
    own: tuple[int, ...]
    places: int

    def block(self, group: int) -> slice:
        """The jurors of one group."""
        jurors = [at for at, one in enumerate(self.groups) if one == group]
        if not jurors:
            return slice(0, 0)
        if jurors[-1] - jurors[0] + 1 != len(jurors):
            raise ValueError("评委须按组排列，同组评委相邻")
        return slice(jurors[0], jurors[-1] + 1)


@dataclass(frozen=True, slots=True)
class Means:
    """What the jury comes to: `num / den` points, (indicators, subjects); `open` where nothing."""

    num: Column
    den: Column | int
    open: Bools

    def of(self, indicator: int) -> Ratios:
        """One indicator's means, one row a subject."""
        den = self.den if isinstance(self.den, int) else self.den[indicator]
        return Ratios(self.num[indicator], den)


@dataclass(frozen=True, slots=True)
class _Pile:
    """The marks of one group added up: `sums` and how many they are; `valid`: before trimming."""

    sums: Column
    counts: Column
    valid: Column


def tally_columns(jury: Jury, columns: MarkColumns, *, readings: JuryReadings) -> Means:
    """The means of every indicator and subject by the readings in force."""
    keep_memory()
    piles, usable = [], []
    trimming = readings.trimming if readings.order == "group-first" else 0
    for group in range(len(jury.groups)):
        block = columns.block(group)
        pile = _pile(columns.marks[block], _own(jury, columns.own[block]), trimming=trimming)
        piles.append(pile)
        usable.append(pile.valid >= max(jury.quorum, 1))
    stopped = np.zeros(columns.marks.shape[1:], dtype=np.bool_)
    if readings.empty == "stop":
        stopped = ~np.logical_and.reduce(usable)
    if readings.order == "pooled":
        means = _pooled(jury, columns, usable=usable, trimming=readings.trimming)
    else:
        means = _weighted(jury, piles, usable=usable)
    den = means.den * 10**columns.places
    return Means(means.num, den, means.open | stopped)


def _own(jury: Jury, own: Sequence[int]) -> Sequence[int]:
    """Whose marks are set aside where."""
    return own if jury.recusal == "own-unit" else [-1] * len(own)


def _pile(block: Column, own: Sequence[int], *, trimming: int) -> _Pile:
    """The marks of some jurors added up, those set aside and blank ones left out."""
    if trimming:
        return _trimmed(_set_aside(block, own), trimming)
    counts = np.full(block.shape[1:], len(block), dtype=np.int32)
    marked = None
    if len(block) and int(block.min()) == BLANK:
        marked = block != BLANK
        counts = marked.sum(axis=0, dtype=np.int32)
        block = np.where(marked, block, np.int16(0))
    sums = np.add.reduce(block, axis=0, dtype=_lane_of_sums(block))
    for juror, row in enumerate(own):
        if row >= 0:
            sums[:, row] -= block[juror, :, row]
            counts[:, row] -= 1 if marked is None else marked[juror, :, row]
    return _Pile(sums, counts, counts)


def _lane_of_sums(block: Column) -> np.dtype[Any]:
    """int16 holds the sum of a group of moderate marks, and adds up three times as fast."""
    most = room_of(block) * max(len(block), 1)
    return np.dtype(np.int16) if most <= _LAST else max(lane_for(most), np.dtype(np.int32))


def _set_aside(block: Column, own: Sequence[int]) -> Column:
    """The marks with those that do not count put last, so that sorting leaves them there."""
    rest = np.where(block == BLANK, np.int16(_LAST), block)
    for juror, row in enumerate(own):
        if row >= 0:
            rest[juror, :, row] = _LAST
    return rest


def _trimmed(rest: Column, trimming: int) -> _Pile:
    """Without the highest and lowest, where more than twice as many are there."""
    valid = (rest != _LAST).sum(axis=0, dtype=np.int32)
    cut = np.where(valid > 2 * trimming, trimming, 0)
    ordered = np.sort(rest, axis=0)
    upto = np.zeros((len(rest) + 1, *rest.shape[1:]), dtype=np.int64)
    np.cumsum(ordered, axis=0, out=upto[1:])
    high = np.take_along_axis(upto, (valid - cut)[np.newaxis], axis=0)[0]
    low = np.take_along_axis(upto, cut[np.newaxis], axis=0)[0]
    return _Pile(high - low, valid - 2 * cut, valid)


def _weighted(jury: Jury, piles: Sequence[_Pile], *, usable: Sequence[Bools]) -> Means:
    """Group means first, each by its weight."""
    finest = lcm(*(group.weight.denominator for group in jury.groups))
    weights = [int(group.weight * finest) for group in jury.groups]
    shared = _shared_count(piles)
    nums = [_scaled(pile, weight * shared) for pile, weight in zip(piles, weights, strict=True)]
    if all(there.all() for there in usable) and any(weights):
        none = np.zeros(nums[0].shape, dtype=np.bool_)
        return Means(added(nums), sum(weights) * shared, none)
    nums = [np.where(there, num, 0) for num, there in zip(nums, usable, strict=True)]
    total = added([there * weight for there, weight in zip(usable, weights, strict=True)])
    return Means(added(nums), grown(np.maximum(total, 1), shared), total == 0)


def _shared_count(piles: Sequence[_Pile]) -> int:
    """A number that every count of marks divides."""
    counts: set[int] = set()
    for pile in piles:
        counts |= set(np.flatnonzero(np.bincount(pile.counts.reshape(-1))).tolist())
    return lcm(*(counts - {0}))


def _scaled(pile: _Pile, factor: int) -> Column:
    """`factor x sum / count` in every cell; `factor` is divided by every count."""
    usual = int(pile.counts.max(initial=1)) or 1
    is_wide = room_of(pile.sums) * factor >= ROOM
    sums = pile.sums.astype(object if is_wide else np.int64)
    scaled: Column = sums * (factor // usual)
    unusual = np.flatnonzero((pile.counts != usual).any(axis=0))
    if len(unusual):
        counts = np.maximum(pile.counts[:, unusual], 1).astype(sums.dtype)
        scaled[:, unusual] = sums[:, unusual] * (factor // counts)
    return scaled


def _pooled(jury: Jury, columns: MarkColumns, *, usable: Sequence[Bools], trimming: int) -> Means:
    """All marks of the groups that are not empty, together."""
    rest = columns.marks.copy()
    for group, there in enumerate(usable):
        block = rest[columns.block(group)]
        block[:, ~there] = BLANK
    pile = _pile(rest, _own(jury, columns.own), trimming=trimming)
    shared = _shared_count([pile])
    return Means(_scaled(pile, shared), shared, pile.counts == 0)


def columns_of_marks(
    jury: Jury,
    jurors: Sequence[Juror],
    *,
    marks: Sequence[Mark],
    subjects: Sequence[str],
    indicators: Sequence[str],
) -> MarkColumns:
    """Marks as they were given, put into columns; ValueError for what they cannot hold: marks finer
    than `jury.places`, larger than int16, or given twice."""
    order = [group.id for group in jury.groups]
    seated = sorted(
        (one for one in jurors if one.group in order), key=lambda j: order.index(j.group)
    )
    at = {one.name: spot for spot, one in enumerate(seated)}
    rows = {name: row for row, name in enumerate(subjects)}
    ids = {name: spot for spot, name in enumerate(indicators)}
    grid = np.full((len(seated), len(indicators), len(subjects)), BLANK, dtype=np.int16)
    for mark in marks:
        if mark.subject in rows and mark.indicator in ids and mark.juror in at:
            cell = (at[mark.juror], ids[mark.indicator], rows[mark.subject])
            grid[cell] = _units(mark, jury.places, is_free=grid[cell] == BLANK)
    return MarkColumns(
        marks=grid,
        groups=tuple(order.index(one.group) for one in seated),
        own=tuple(rows.get(one.unit, -1) for one in seated),
        places=jury.places,
    )


def _units(mark: Mark, places: int, *, is_free: bool) -> int:
    units = mark.mark * 10**places
    told = f"{mark.juror}给{mark.subject}“{mark.indicator}”的打分"
    if units.denominator != 1 or abs(units) >= _LAST:
        raise ValueError(f"{told}应在 ±{_LAST // 10**places} 以内，最多{places}位小数")
    if not is_free:
        raise ValueError(f"{told}有两份，只能有一份")
    return int(units)
