"""A goal that is not in the table.

## What it finds
A project's itemised goal with numbers that no row of its target table has, in value and unit.
## Why it matters
The form is reviewed and scored by its table; what stands only in the text is promised to nobody.
## Example
    goals: [{kind: itemised, targets: [{op: ">=", value: "50", unit: 场次}]}]       # no such row
## What to do
Put the figure into the table, or say in `decisions` that the goal is kept and not scored.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.scheme.goal import Goal
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target
from jiheng.values.units import unit_of

_ANY_UNIT = frozenset({"个", "项", ""})


def goal_without_indicator(scheme: Scheme) -> Iterator[Fault]:
    """Every itemised goal of a project whose numbers the table lacks."""
    if scheme.kind != "project" or not scheme.indicators:
        return
    rows = [target for leaf in scheme.leaves() for target in leaf.targets]
    for goal in scheme.goals:
        left = _left(goal, rows) if goal.kind == "itemised" else []
        if left:
            told = "”“".join(left)
            message = f"“{goal.id} {goal.title}”的“{told}”没有进指标表；请增列指标，或在 decisions 中写明不计分"
            yield Fault(goal.id, message, goal.source)


def _left(goal: Goal, rows: list[Target]) -> list[str]:
    return [
        one.text or one.op
        for one in goal.targets
        if one.value is not None and not any(_is_same(one, row) for row in rows)
    ]


def _is_same(one: Target, row: Target) -> bool:
    if (one.value, one.high) != (row.value, row.high):
        return False
    same = unit_of(one.unit).base == unit_of(row.unit).base
    return same or {one.unit, row.unit} <= _ANY_UNIT
