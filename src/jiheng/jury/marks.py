"""The tally of marks: what the jury's marks for one indicator of one subject come to.

Follows the page of this room. Every group's own figures are kept, so that a result sheet can show
what was set aside, what was trimmed and what each group gave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.scheme.panel import Jury
from jiheng.values.inputs import Juror, Mark


@dataclass(frozen=True, slots=True)
class GroupTally:
    """One group for one cell: the marks that count, those set aside, the mean, whether it is empty."""

    group: str
    kept: tuple[Fraction, ...]
    recused: tuple[str, ...]
    trimmed: int
    is_empty: bool

    @property
    def mean(self) -> Fraction:
        """The mean of the kept marks; only for a group that is not empty."""
        return sum(self.kept, Fraction(0)) / len(self.kept)


@dataclass(frozen=True, slots=True)
class JuryTally:
    """One cell: its groups and the value, None with the reason where there is none."""

    groups: tuple[GroupTally, ...]
    value: Fraction | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class JuryReadings:
    """How marks are read: the three questions of a jury and its own declarations."""

    order: str
    empty: str
    trimming: int


Cell = tuple[str, str]


def ballots_by_cell(marks: Sequence[Mark]) -> Mapping[Cell, list[Mark]]:
    """The marks of every (subject, indicator)."""
    cells: dict[Cell, list[Mark]] = defaultdict(list)
    for mark in marks:
        cells[mark.subject, mark.indicator].append(mark)
    return cells


def tally(
    jury: Jury,
    jurors: Mapping[str, Juror],
    *,
    marks: Sequence[Mark],
    subject: str,
    readings: JuryReadings,
) -> JuryTally:
    """What the marks for one cell come to; `marks` are those of this cell only."""
    trimming = readings.trimming if readings.order == "group-first" else 0
    groups = tuple(
        _group(
            jury,
            one.id,
            marks=[mark for mark in marks if jurors[mark.juror].group == one.id],
            rest=(jurors, subject, trimming),
        )
        for one in jury.groups
    )
    empty = [one for one in groups if one.is_empty]
    usable = [one for one in groups if not one.is_empty]
    if empty and readings.empty == "stop":
        titles = {one.id: one.title for one in jury.groups}
        named = "、".join(titles[one.group] for one in empty)
        return JuryTally(groups, None, f"{named}没有足够的有效打分，结果无效")
    if not usable:
        return JuryTally(groups, None, "没有有效打分")
    if readings.order == "pooled":
        return JuryTally(groups, *_pooled(usable, readings.trimming))
    weights = {one.id: one.weight for one in jury.groups}
    total = sum((weights[one.group] for one in usable), Fraction(0))
    if not total:
        return JuryTally(groups, None, "有打分的评委组权重为0")
    value = sum((weights[one.group] * one.mean for one in usable), Fraction(0)) / total
    return JuryTally(groups, value)


def _group(
    jury: Jury,
    group: str,
    *,
    marks: Sequence[Mark],
    rest: tuple[Mapping[str, Juror], str, int],
) -> GroupTally:
    jurors, subject, trimming = rest
    recused = tuple(
        mark.juror
        for mark in marks
        if jury.recusal == "own-unit" and jurors[mark.juror].unit == subject
    )
    valid = [mark.mark for mark in marks if mark.juror not in recused]
    is_empty = len(valid) < max(jury.quorum, 1)
    kept = _trimmed(valid, trimming)
    return GroupTally(group, kept, recused, len(valid) - len(kept), is_empty)


def _trimmed(marks: Sequence[Fraction], count: int) -> tuple[Fraction, ...]:
    """Without the `count` highest and lowest, when more than twice as many are there."""
    ordered = tuple(sorted(marks))
    return ordered[count : len(ordered) - count] if count and len(ordered) > 2 * count else ordered


def _pooled(groups: Sequence[GroupTally], trimming: int) -> tuple[Fraction]:
    pool = _trimmed([mark for group in groups for mark in group.kept], trimming)
    return (sum(pool, Fraction(0)) / len(pool),)
