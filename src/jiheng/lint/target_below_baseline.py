"""A target that is already passed.

## What it finds
A target to reach at least so many that lies below the present figure: its own `baseline`, or a
figure of the same name and unit in the goal's present state.
## Why it matters
It is met on the first day, or it was meant otherwise: each of two kinds, or so many new ones.
## Example
    {fact: stations, op: ">=", value: "30", unit: 家, measure: stock, baseline: "43"}
## What to do
Say whether it is new ones or all, together or each, and print a higher number; until then decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.lint.aim import clause_with
from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.goal import Goal
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target


def target_below_baseline(scheme: Scheme) -> Iterator[Fault]:
    """Every target below where the subject stands already."""
    seen: set[str] = set()
    for holder, target, baseline in _based(scheme):
        place = clause_with(scheme, target.fact) or holder
        if _is_below(target, baseline) and place.id not in seen:
            seen.add(place.id)
            yield _fault(place, target, baseline=baseline)


def _fault(place: Indicator | Goal, target: Target, *, baseline: Fraction) -> Fault:
    value = number_text(target.value) if isinstance(target.value, Fraction) else ""
    told = f"目标{value}{target.unit}低于现状{number_text(baseline)}{target.unit}"
    cure = "；请写明是新增还是总数、合计还是各自，或在 decisions 中定下"
    return Fault(place.id, f"“{place.id} {place.title}”{told}{cure}", place.source)


def _is_below(target: Target, baseline: Fraction) -> bool:
    reached = target.op in (">=", ">", "=") and target.measure != "yearly"
    return reached and isinstance(target.value, Fraction) and target.value < baseline


def _based(scheme: Scheme) -> Iterator[tuple[Indicator | Goal, Target, Fraction]]:
    """Every target with the figure that it starts from."""
    for leaf in scheme.leaves():
        for target in leaf.targets:
            if target.baseline is not None:
                yield leaf, target, target.baseline
    for goal in scheme.goals:
        for target in goal.targets:
            fact = scheme.facts.get(target.fact or "")
            title = fact.title if fact else None
            present = {one.title: one.value for one in goal.present if one.unit == target.unit}
            baseline = target.baseline if target.baseline is not None else present.get(title or "")
            if baseline is not None:
                yield goal, target, baseline
