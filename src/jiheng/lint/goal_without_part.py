"""A goal without money.

## What it finds
In a project whose itemised goals follow the parts of its budget: a goal that no part is for.
## Why it matters
What nothing is spent on will not be done, or is paid for from somewhere else.
## Example
    project: {parts: [{title: 基地建设}, {title: 交流活动}]}, goals: [ …, {kind: itemised, title: 海智计划}]
## What to do
Add a part to the budget, or say in `decisions` from what the goal is paid.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.lint.kinship import shares_words
from jiheng.scheme.scheme import Scheme


def goal_without_part(scheme: Scheme) -> Iterator[Fault]:
    """Every itemised goal of a project that no part of the budget is for."""
    project = scheme.project
    if project is None or len(project.parts) < 2:
        return
    parts = [part.title for part in project.parts]
    goals = [goal for goal in scheme.goals if goal.kind == "itemised"]
    left = [goal for goal in goals if not shares_words(goal.title, parts)]
    if 2 * len(left) > len(goals):
        return  # these goals are not arranged by the parts of the budget
    for goal in left:
        message = (
            f"“{goal.id} {goal.title}”在各子项目中没有对应的预算；请补预算，或在 decisions 中说明"
        )
        yield Fault(goal.id, message, goal.source)
