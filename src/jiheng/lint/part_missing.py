"""A goal without a part that its neighbours have.

## What it finds
Among goals of one kind in a plan: a goal that lacks a part (problems or causes, direction, measures,
expected effect) which at least half of them print.
## Why it matters
The reader cannot tell whether there is nothing to say or something was forgotten.
## Example
    goals: [{id: "2.1", problems: […], measures: […]}, {id: "2.2", measures: […]}]
## What to do
Print the part, or say in `decisions` that it is left open.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.scheme.goal import Goal
from jiheng.scheme.scheme import Scheme

_KINDS = ("key", "rectification", "daily", "innovation")
_PARTS = ("问题或原因", "方向", "措施", "预期成效")


def part_missing(scheme: Scheme) -> Iterator[Fault]:
    """Every goal of a plan that lacks what its neighbours have."""
    for kind in _KINDS if scheme.kind == "plan" else ():
        goals = [goal for goal in scheme.goals if goal.kind == kind]
        usual = [
            part for part in _PARTS if 2 * sum(part in _parts(goal) for goal in goals) >= len(goals)
        ]
        for goal in goals if len(goals) > 1 else ():
            left = [part for part in usual if part not in _parts(goal)]
            if left:
                message = f"“{goal.id} {goal.title}”没有写{'、'.join(left)}，同类多数都有；请补写，或在 decisions 中说明"
                yield Fault(goal.id, message, goal.source)


def _parts(goal: Goal) -> list[str]:
    filled = (goal.problems or goal.causes, goal.direction, goal.measures, goal.effect)
    return [part for part, content in zip(_PARTS, filled, strict=True) if content]
