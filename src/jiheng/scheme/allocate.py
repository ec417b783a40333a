"""Divides the points of a level over rows that print none, and makes a rule from a row's target."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.rules.condition import Condition
from jiheng.rules.points.choice import Choice, Level
from jiheng.rules.points.share import Share
from jiheng.rules.points.steps import Step, Steps
from jiheng.rules.rule_box import RuleBox
from jiheng.scheme.allocation import Allocation
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target

EXECUTION = "execution"
OUTCOMES = ("达成", "部分达成", "未达成")


def allocated(scheme: Scheme) -> Scheme:
    """The scheme with points, rules and facts for every row that the allocation reaches."""
    plan = scheme.allocation
    if plan is None or any(one.id == EXECUTION for one in scheme.indicators):
        return scheme
    facts: dict[str, Fact] = dict(scheme.facts)
    shares = dict(_shares(scheme, plan))
    indicators = [_with_points(one, shares) for one in scheme.indicators]
    indicators = [_with_rules(one, plan, facts=facts) for one in indicators]
    if plan.execution is not None:
        indicators.append(_execution(plan.execution, facts, scheme=scheme))
    return scheme.model_copy(update={"indicators": tuple(indicators), "facts": facts})


def is_scored(leaf: Indicator) -> bool:
    """True for a clause that something scores: a rule, or a target to make one from."""
    return leaf.rule is not None or any(target.op != "none" for target in leaf.targets)


def _rows(scheme: Scheme, level: str) -> list[Indicator]:
    """The scored leaves below the top indicators of this level."""
    tops = [one for one in scheme.indicators if level in (one.level, one.title)]
    return [leaf for top in tops for leaf in top.leaves() if is_scored(leaf)]


def _printed(rows: list[Indicator]) -> Fraction:
    """The points that rows print themselves; only what is left of the level is divided."""
    return sum((leaf.points for leaf in rows if leaf.points is not None), Fraction(0))


def _shares(scheme: Scheme, plan: Allocation) -> Iterator[tuple[str, Fraction]]:
    """Points of every scored leaf by id."""
    rows = {level: _rows(scheme, level) for level in plan.levels}
    used = sum((points for level, points in plan.levels.items() if rows[level]), Fraction(0))
    whole = sum(plan.levels.values(), Fraction(0))
    factor = whole / used if plan.unused == "spread" and used else Fraction(1)
    for level, points in plan.levels.items():
        silent = [leaf.id for leaf in rows[level] if leaf.points is None]
        if silent:
            yield from _divided(points * factor - _printed(rows[level]), silent, plan=plan)


def _divided(
    points: Fraction, ids: list[str], *, plan: Allocation
) -> Iterator[tuple[str, Fraction]]:
    unit = Fraction(1, 10**plan.places)
    each = (points / len(ids)) // unit * unit
    left = points - each * len(ids)
    lucky = ids[-1] if plan.remainder == "last" else ids[0]
    for one in ids:
        yield one, each + left if one == lucky else each


def _with_points(indicator: Indicator, shares: dict[str, Fraction]) -> Indicator:
    if not indicator.children:
        points = indicator.points if indicator.points is not None else shares.get(indicator.id)
        return indicator.model_copy(update={"points": points})
    children = tuple(_with_points(child, shares) for child in indicator.children)
    points = indicator.points
    if points is None:
        points = sum((child.points or Fraction(0) for child in children), Fraction(0))
    return indicator.model_copy(update={"children": children, "points": points})


def _with_rules(indicator: Indicator, plan: Allocation, *, facts: dict[str, Fact]) -> Indicator:
    if indicator.children:
        children = tuple(_with_rules(child, plan, facts=facts) for child in indicator.children)
        return indicator.model_copy(update={"children": children})
    if indicator.rule is not None or indicator.points is None or not is_scored(indicator):
        return indicator
    target = next(one for one in indicator.targets if one.op != "none")
    fact = target.fact or f"actual:{indicator.id}"
    target = target.model_copy(update={"fact": fact})
    facts.setdefault(fact, _fact_for(indicator, target))
    rule = _rule_for(indicator, target, plan=plan, facts=facts)
    rest = tuple(one for one in indicator.targets if one.op == "none")
    others = tuple(one for one in indicator.targets if one.op != "none")[1:]
    return indicator.model_copy(update={"rule": rule, "targets": (target, *others, *rest)})


def _fact_for(indicator: Indicator, target: Target) -> Fact:
    if target.op == "qualitative":
        return Fact(title=indicator.title, type="choice", options=OUTCOMES)
    if target.op in ("deadline", "period"):
        return Fact(title=f"{indicator.title}（按期完成）", type="yes-no", unit="是/否")
    percent = target.unit in ("%", "％")
    beyond = Fraction(1000) if percent else None
    least = None if percent else Fraction(0)  # a rate can fall, a count cannot
    return Fact(
        title=indicator.title,
        type="percent" if percent else "number",
        unit=target.unit,
        min=least,
        max=beyond,
    )


def _rule_for(
    indicator: Indicator, target: Target, *, plan: Allocation, facts: dict[str, Fact]
) -> RuleBox:
    points, fact = indicator.points or Fraction(0), target.fact or ""
    if target.op == "qualitative":
        within = f"within:{indicator.id}"
        title = f"{indicator.title}（档内位置）"
        facts.setdefault(within, Fact(title=title, type="percent", unit="%", from_="office"))
        return RuleBox(choice=Choice(of=fact, share=within, levels=_levels(points, plan)))
    if target.op in ("deadline", "period"):
        return RuleBox(steps=Steps(rows=(Step(when=Condition(fact=fact), points=points),)))
    if target.op == "range":
        inside = (
            Condition(fact=fact, op=">=", value=target.value),
            Condition(fact=fact, op="<=", value=target.high),
        )
        return RuleBox(steps=Steps(rows=(Step(when=Condition(all=inside), points=points),)))
    toward = "less" if target.op in ("<=", "<") else "more"
    value = target.value if target.value is not None else Fraction(0)
    return RuleBox(share=Share(of=(fact,), over=value, points=points, toward=toward))


def _levels(points: Fraction, plan: Allocation) -> tuple[Level, ...]:
    middle = plan.middle if plan.middle is not None else Fraction(60)
    edges = (Fraction(100), Fraction(80), middle, Fraction(0))
    return tuple(
        Level(level=name, high=points * edges[spot] / 100, low=points * edges[spot + 1] / 100)
        for spot, name in enumerate(OUTCOMES)
    )


def _execution(points: Fraction, facts: dict[str, Fact], *, scheme: Scheme) -> Indicator:
    """The row of the budget execution rate: in proportion, at most its points."""
    unit = scheme.project.unit if scheme.project else "万元"
    facts.setdefault("budget", Fact(title="全年预算数", type="money", unit=unit, from_="office"))
    facts.setdefault("executed", Fact(title="全年执行数", type="money", unit=unit, from_="office"))
    rule = Share.model_validate({"of": "executed", "over": {"fact": "budget"}, "points": points})
    return Indicator(
        id=EXECUTION, title="预算执行率", level="预算执行", points=points, rule=RuleBox(share=rule)
    )
