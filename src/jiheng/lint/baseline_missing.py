"""A key goal without a figure to start from.

## What it finds
In a plan: key goals with numeric targets and no figure of the present state; and, where there are
such figures, a state to be reached whose own present figure is not among them.
## Why it matters
Whether 6 stations are much or little, new or old, nobody can say, and a target may be passed already.
## Example
    present: [{title: 服务站, value: "28"}], targets: [{fact: overseas-stations, value: "6", measure: stock}]
## What to do
Print the present figure (`baseline`, `baseline-year`), or say in `decisions` that it is left open.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.aim import clause_with
from jiheng.lint.finding import Fault
from jiheng.scheme.goal import Goal
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target

CURE = "；请写出现状数和年份，或在 decisions 中写明不设基期"


def baseline_missing(scheme: Scheme) -> Iterator[Fault]:
    """Every key goal, or target of one, without its present figure."""
    for goal in scheme.goals if scheme.kind == "plan" else ():
        counted = [one for one in goal.targets if _is_counted(scheme, one)]
        if goal.kind != "key" or not counted:
            continue
        if not goal.present:
            message = f"“{goal.id} {goal.title}”有量化目标，没有现状数{CURE}"
            yield Fault(goal.id, message, goal.source)
            continue
        for target in counted:
            if target.measure == "stock" and target.baseline is None:
                yield _fault(clause_with(scheme, target.fact) or goal, target)


def _is_counted(scheme: Scheme, target: Target) -> bool:
    fact = scheme.facts.get(target.fact or "")
    return target.value is not None and (fact is None or fact.type not in ("yes-no", "choice"))


def _fault(place: Goal | Indicator, target: Target) -> Fault:
    message = f"“{place.id} {place.title}”的目标“{target.text}”没有现状数{CURE}"
    return Fault(place.id, message, place.source)
