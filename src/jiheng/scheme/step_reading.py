"""Rules that leave open how steps count, read as the scheme's reading `steps` says."""

from __future__ import annotations

from collections.abc import Mapping

from jiheng.rules.points.parts import Parts
from jiheng.rules.points.per import Per
from jiheng.rules.rule import Box, Rule
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator


def with_steps(leaf: Indicator, option: str) -> Indicator:
    """The clause with `steps` written into every `per` rule that says nothing of its own."""
    return leaf if leaf.rule is None else leaf.model_copy(update={"rule": _box(leaf.rule, option)})


def leaves_steps_open(rule: Rule, facts: Mapping[str, Fact]) -> bool:
    """True when the rule, or a part of it, leaves the question to the scheme's reading, and a part of
    a step can occur at all: single whole things have none."""
    if isinstance(rule, Parts):
        return any(leaves_steps_open(part.shape, facts) for part in rule.of)
    if not isinstance(rule, Per) or rule.steps is not None:
        return False
    counted = [facts[name] for name in rule.of if name in facts]
    return rule.quantum != 1 or not all(fact.is_whole for fact in counted)


def _box(box: Box, option: str) -> Box:
    rule = box.shape
    if isinstance(rule, Parts):
        inner = tuple(_box(part, option) for part in rule.of)
        return box.model_copy(update={"parts": rule.model_copy(update={"of": inner})})
    if isinstance(rule, Per) and rule.steps is None:
        return box.model_copy(update={"per": rule.model_copy(update={"steps": option})})
    return box
