"""A row without a target.

## What it finds
A row that prints no target, or only 无; a target that leaves some of the subjects out (for five
counties of six); a fact given per subject that leaves some out; and a department whose goals have
no target at all.
## Why it matters
What has no target is met by doing nothing, and the subject that was left out is judged by nothing.
## Example
    targets: [{fact: family-farms, value: "2", unit: 家, for: [甲县, 乙县]}]       # and 丙区?
## What to do
Print a target, strike the row out, or say in `decisions` that it is not scored.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault, fault_at
from jiheng.rules.edge import FactEdge
from jiheng.scheme.allocate import is_scored
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme

CURE = "；请补上指标值，或在 decisions 中写明不计分"


def target_missing(scheme: Scheme) -> Iterator[Fault]:
    """Every row, subject and department without a target."""
    yield from _department(scheme)
    for leaf in scheme.leaves():
        told = _leaf(scheme, leaf)
        if told:
            yield fault_at(leaf, told + CURE)
    yield from _given(scheme)


def _leaf(scheme: Scheme, leaf: Indicator) -> str | None:
    if not is_scored(leaf):
        return None if leaf.points or _refers(leaf) else "没有指标值"
    if any(one.op == "qualitative" and not one.text for one in leaf.targets):
        return "没有印出指标值"
    left = [name for name, category in scheme.subjects() if _is_left_out(leaf, {name, category})]
    return f"的指标值没有列{'、'.join(left)}" if left else None


def _refers(leaf: Indicator) -> bool:
    """True when the row says in words why it has no target of its own."""
    return any(one.op == "none" and one.text not in ("", "无", "—", "-") for one in leaf.targets)


def _is_left_out(leaf: Indicator, names: set[str]) -> bool:
    """True when some fact has targets for others, but none for the subject of these names."""
    bound: dict[str, bool] = {}
    for target in leaf.targets:
        name = target.fact or ""
        fits = not target.for_ or bool(names & set(target.for_))
        bound[name] = bound.get(name, False) or fits
    return leaf.applies is None and not all(bound.values())


def _given(scheme: Scheme) -> Iterator[Fault]:
    for name, fact in scheme.facts.items():
        if not fact.given or "*" in fact.given:
            continue
        left = [
            subject
            for subject, category in scheme.subjects()
            if subject not in fact.given and category not in fact.given
        ]
        if left:
            users = [leaf for leaf in scheme.leaves() if name in _read_by(leaf)]
            where, source = (users[0].id, users[0].source) if users else (name, None)
            yield Fault(where, f"“{fact.title}”没有给{'、'.join(left)}定数{CURE}", source)


def _read_by(leaf: Indicator) -> frozenset[str]:
    edges = {one.value.fact for one in leaf.targets if isinstance(one.value, FactEdge)}
    return leaf.needs() | edges


def _department(scheme: Scheme) -> Iterator[Fault]:
    aims = [goal for goal in scheme.goals if goal.kind in ("overall", "itemised")]
    if scheme.kind != "department" or scheme.indicators or any(goal.targets for goal in aims):
        return
    if aims:
        told = f"总体目标和分项目标共{len(aims)}项，没有一项有指标值"
        yield Fault("goals", told + CURE, aims[0].source)
