"""Writes into a scheme everything that it leaves to defaults, so that nothing is decided later.

After resolving: every leaf that is scored has points and a rule (from the allocation, where the
document prints none), every option has its position (`code`), every jury clause and every bonus
clause names the fact that its marks or claims become. Readings stay what they are: they are looked
up when a scheme is prepared, so that another option can be tried. Resolving twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiheng.rules.bonus.awards import Awards
from jiheng.rules.condition import Condition
from jiheng.rules.points.choice import Choice
from jiheng.rules.points.judged import Judged
from jiheng.rules.points.parts import Parts
from jiheng.rules.points.steps import Steps
from jiheng.rules.rule import Box, Rule
from jiheng.scheme.allocate import allocated
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.record import TallyRule
from jiheng.scheme.references import options_of
from jiheng.scheme.scheme import Scheme


def resolve(scheme: Scheme) -> Scheme:
    """The same scheme with points allocated, codes and tallied facts written in."""
    scheme = allocated(scheme)
    bonus = scheme.bonus.model_copy(
        update={"items": tuple(_indicator(scheme, one) for one in scheme.bonus.items)}
    )
    vetoes = tuple(
        veto.model_copy(update={"when": _condition(scheme, veto.when)}) for veto in scheme.vetoes
    )
    indicators = tuple(_indicator(scheme, one) for one in scheme.indicators)
    tallies = {fact: _tally(scheme, rule) for fact, rule in scheme.tallies.items()}
    update = {"indicators": indicators, "bonus": bonus, "vetoes": vetoes, "tallies": tallies}
    return scheme.model_copy(update=update)


def _indicator(
    scheme: Scheme, indicator: Indicator, *, above: Condition | None = None
) -> Indicator:
    """Resolved; what a section applies to is handed down to its clauses."""
    update: dict[str, Any] = {}
    asked = tuple(one for one in (above, indicator.applies) if one is not None)
    applies = Condition(all=asked) if len(asked) > 1 else next(iter(asked), None)
    if indicator.children:
        update["children"] = tuple(
            _indicator(scheme, one, above=applies) for one in indicator.children
        )
        update["applies"] = None
    elif applies is not None:
        update["applies"] = _condition(scheme, applies)
    if indicator.rule is not None:
        update["rule"] = _box(scheme, indicator.rule, indicator=indicator)
    return indicator.model_copy(update=update)


def _box(scheme: Scheme, box: Box, *, indicator: Indicator) -> Box:
    return box.model_copy(update={box.name: _rule(scheme, box.shape, indicator=indicator)})


def _rule(scheme: Scheme, rule: Rule, *, indicator: Indicator) -> Rule:
    match rule:
        case Judged(by="jury"):
            return rule.model_copy(update={"of": f"jury:{indicator.id}"})
        case Awards():
            return rule.model_copy(update={"of": f"awards:{indicator.id}"})
        case Parts():
            inner = tuple(_box(scheme, part, indicator=indicator) for part in rule.of)
            return rule.model_copy(update={"of": inner})
        case Steps():
            rows = tuple(
                row.model_copy(update={"when": _condition(scheme, row.when)}) for row in rule.rows
            )
            return rule.model_copy(update={"rows": rows})
        case Choice():
            options = options_of(scheme, rule.of)
            levels = tuple(
                level.model_copy(update={"code": options.index(level.level)})
                for level in rule.levels
            )
            return rule.model_copy(update={"levels": levels})
        case _:
            return rule


def _tally(scheme: Scheme, rule: TallyRule) -> TallyRule:
    if rule.when is None:
        return rule
    fields = scheme.records[rule.kind].fields
    options = {name: field.options for name, field in fields.items()}
    return rule.model_copy(update={"when": _coded(rule.when, lambda name: options[name])})


def _condition(scheme: Scheme, condition: Condition) -> Condition:
    return _coded(condition, lambda fact: options_of(scheme, fact))


def _coded(condition: Condition, options: Callable[[str], tuple[str, ...]]) -> Condition:
    """The condition with the position of every option that it names."""
    update: dict[str, Any] = {
        "all": tuple(_coded(part, options) for part in condition.all),
        "any": tuple(_coded(part, options) for part in condition.any),
    }
    if condition.not_ is not None:
        update["not_"] = _coded(condition.not_, options)
    if condition.is_ is not None:
        update["code"] = options(condition.fact or "").index(condition.is_)
    return condition.model_copy(update=update)
