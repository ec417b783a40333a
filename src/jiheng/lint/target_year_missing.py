"""A plan's target without a year.

## What it finds
In a plan over several years: goals with a number to be reached (a state, or a sum over the period)
that do not say by when. A target that an earlier goal has already is told there only.
## Why it matters
Without a year there is no milestone, and "not yet" is always a good answer.
## Example
    targets: [{fact: bases, op: ">=", value: "70", unit: 家, measure: stock}]      # no `by`
## What to do
Print the year, or say in `decisions` that the end of the plan is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target


def target_year_missing(scheme: Scheme) -> Iterator[Fault]:
    """Every goal of a plan with targets that have no year."""
    seen: set[str] = set()
    for goal in scheme.goals if scheme.kind == "plan" else ():
        left = [one for one in goal.targets if _needs_year(one) and one.fact not in seen]
        seen |= {one.fact for one in goal.targets if one.fact}
        if left:
            told = "”“".join(one.text or one.fact or one.op for one in left)
            message = f"“{goal.id} {goal.title}”的目标“{told}”没有写年份；请写明，或在 decisions 中定为规划期末"
            yield Fault(goal.id, message, goal.source)


def _needs_year(target: Target) -> bool:
    return target.measure in ("stock", "cumulative") and target.by is None
