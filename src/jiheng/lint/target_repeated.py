"""A target set twice.

## What it finds
In a plan: a goal whose target is held against the same fact as the target of an earlier goal.
## Why it matters
One achievement is counted twice, and if one of the two is changed the plan contradicts itself.
## Example
    goals: [{id: "2.1", targets: [{fact: literacy, …}]}, {id: "3.3", targets: [{fact: literacy, …}]}]
## What to do
Let the second goal refer to the first, or say in `decisions` where it is scored.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.scheme.goal import Goal
from jiheng.scheme.scheme import Scheme


def target_repeated(scheme: Scheme) -> Iterator[Fault]:
    """Every goal of a plan that repeats a target of an earlier one."""
    seen: dict[str, Goal] = {}
    for goal in scheme.goals if scheme.kind == "plan" else ():
        facts = [one.fact for one in goal.targets if one.fact]
        first = next((seen[fact] for fact in facts if fact in seen), None)
        if first is not None:
            told = f"的目标与“{first.id} {first.title}”的是同一个；请只在一处定目标，或在 decisions 中写明在哪里计分"
            yield Fault(goal.id, f"“{goal.id} {goal.title}”{told}", goal.source)
        for fact in facts:
            seen.setdefault(fact, goal)
