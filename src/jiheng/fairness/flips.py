"""The smallest change of one single mark that flips a rank or a grade. Exact.

## What it does
For each subject and each mark it received: how far must this one mark move, in its own units and
within its own bounds, until the subject meets its neighbour in the ranking or crosses a line?
## How to read it
One point of one juror decides the second place: say so beside the place. `reaches` is "tie" where
the change makes the totals equal (the tie-break then decides), "pass" where it goes beyond.
A line is reached when the total equals it, and lost only below it.
## Source
Gap divided by the points of result per mark point, rounded away from zero to a whole number of
steps of the mark. Totals are taken as handed in: hand in rounded totals where the scheme ranks
or grades by rounded ones, and know that the answer then is the nearest step only to within that
rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

Totals = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Lever:
    """One mark that can move: `weight` points of result per mark point, bounds, and its step."""

    juror: str
    subject: str
    item: str
    mark: Fraction
    weight: Fraction
    low: Fraction
    high: Fraction
    step: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line between grades, in points of result; reaching it is enough."""

    name: str
    floor: Fraction


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest `change` of one mark that alters `what` for the subject.

    `against` names the neighbour in the ranking or the line. `gap` is the distance in points of
    result, signed like `change`, which is in mark points.
    """

    what: Literal["rank", "grade"]
    subject: str
    against: str
    gap: Fraction
    juror: str
    item: str
    change: Fraction
    reaches: Literal["tie", "pass"]


@dataclass(frozen=True, slots=True)
class _Edge:
    """Something to be met: `gap` signed; `beyond` where meeting it exactly changes nothing."""

    what: Literal["rank", "grade"]
    against: str
    gap: Fraction
    up: bool
    beyond: bool


def smallest_flips(
    totals: Totals, levers: Iterable[Lever], *, lines: Sequence[Line] = ()
) -> tuple[Flip, ...]:
    """For each subject and each edge beside it, the smallest possible flip; smallest first.

    Edges that no single mark can reach within its bounds are left out. Levers of subjects without
    a total are ignored. Raises ValueError for a weight or a step that is not positive.
    """
    edges = {subject: _edges(totals, subject, lines=lines) for subject in totals}
    best: dict[tuple[str, str, str, bool], Flip] = {}
    for lever in levers:
        if lever.weight <= 0 or lever.step <= 0:
            raise ValueError(f"评委“{lever.juror}”对“{lever.subject}”的打分，权重和步长都应大于 0")
        for edge in edges.get(lever.subject, ()):
            flip = _flip(lever, edge)
            key = (lever.subject, edge.what, edge.against, edge.up)
            if flip and (key not in best or abs(flip.change) < abs(best[key].change)):
                best[key] = flip
    return tuple(sorted(best.values(), key=lambda flip: abs(flip.change)))


def _edges(totals: Totals, subject: str, *, lines: Sequence[Line]) -> tuple[_Edge, ...]:
    """The nearest total and the nearest line on either side."""
    own = totals[subject]
    others = [(total - own, name) for name, total in totals.items() if name != subject]
    above = min(((gap, name) for gap, name in others if gap > 0), default=None)
    below = max(((gap, name) for gap, name in others if gap < 0), default=None)
    level = [name for gap, name in others if gap == 0]
    found = [_Edge("rank", name, Fraction(0), up, True) for name in level for up in (True, False)]
    if above:
        found.append(_Edge("rank", above[1], above[0], True, False))
    if below:
        found.append(_Edge("rank", below[1], below[0], False, False))
    higher = min(
        ((line.floor - own, line.name) for line in lines if line.floor > own), default=None
    )
    lower = max(
        ((line.floor - own, line.name) for line in lines if line.floor <= own), default=None
    )
    if higher:
        found.append(_Edge("grade", higher[1], higher[0], True, False))
    if lower:
        found.append(_Edge("grade", lower[1], lower[0], False, True))
    return tuple(found)


def _flip(lever: Lever, edge: _Edge) -> Flip | None:
    steps = abs(edge.gap) / lever.weight / lever.step
    many = floor(steps) + 1 if edge.beyond else ceil(steps)
    change = many * lever.step * (1 if edge.up else -1)
    if not lever.low <= lever.mark + change <= lever.high:
        return None
    exact = change * lever.weight == edge.gap
    reaches: Literal["tie", "pass"] = "tie" if edge.what == "rank" and exact else "pass"
    return Flip(
        edge.what,
        lever.subject,
        edge.against,
        edge.gap,
        lever.juror,
        lever.item,
        change,
        reaches,
    )
