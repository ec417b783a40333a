"""A scheme made ready to score: every rule in whole numbers over one common denominator.

`unit` is chosen so that every number of the scheme, every fact that its declaration allows and
every cell that has a grid at all is a whole number of 1/`unit`. Rules that divide by a fact have no
grid; they stay exact as fractions (one subject) or ratios (columns).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from jiheng.rules.rule import Rule
from jiheng.rules.rule_box import RuleBox
from jiheng.rules.wording import Wording
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.references import options_of
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.step_reading import with_steps
from jiheng.scheme.wording import wording_of
from jiheng.values.noun import Noun
from jiheng.values.span import Meter, Span, grid

_WIDEST = 10**12


@dataclass(frozen=True, slots=True)
class Clause:
    """One leaf: its rule as written, the same in whole units, what it needs, whether it is bonus.

    `shows`: every fact that an explanation of it lists, those of its targets too.
    """

    indicator: Indicator
    rule: Rule | None
    scaled: Rule | None
    needs: tuple[str, ...]
    points: Fraction
    is_bonus: bool
    is_even: bool
    shows: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """Everything about a scheme that does not depend on a subject.

    `memo` keeps what other files of this room work out from it once, each under its own name.
    """

    scheme: Scheme
    unit: int
    clauses: tuple[Clause, ...]
    words: Wording
    codes: Mapping[str, Mapping[str, int]]
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


def prepare(scheme: Scheme) -> Prepared:
    """The scheme ready to score."""
    leaves = [with_steps(leaf, scheme.reading("steps")) for leaf in scheme.leaves()]
    bonus = {leaf.id for item in scheme.bonus.items for leaf in item.leaves()}
    meter = Meter()
    spans = {name: fact_span(fact, meter) for name, fact in scheme.facts.items()}
    numbers = [number for leaf in leaves for number in numbers_in(leaf.rule) if leaf.rule]
    numbers += [leaf.points for leaf in leaves if leaf.points is not None]
    numbers += [number for fact in scheme.facts.values() for number in fact.given.values()]
    numbers += [Fraction(1, 10 ** _places(fact)) for fact in scheme.facts.values()]
    grains = {leaf.id: _grain(leaf, spans, meter=meter) for leaf in leaves}
    own = grid(numbers)
    unit = grid([*numbers, *(one for one in grains.values() if one is not None)])
    if unit > _WIDEST:
        unit = own
    clauses = tuple(
        _clause(leaf, unit, is_bonus=leaf.id in bonus, grain=grains[leaf.id]) for leaf in leaves
    )
    codes = {
        name: {option: at for at, option in enumerate(options_of(scheme, name))}
        for name in ("category", "subject")
    }
    return Prepared(scheme, unit, clauses, wording_of(scheme), codes)


def _clause(leaf: Indicator, unit: int, *, is_bonus: bool, grain: Fraction | None) -> Clause:
    rule = leaf.rule.shape if leaf.rule else None
    is_even = grain is not None and (grain * unit).denominator == 1
    return Clause(
        indicator=leaf,
        rule=rule,
        scaled=scaled(rule, unit) if rule else None,
        needs=tuple(sorted(rule.needs())) if rule else (),
        points=leaf.points if leaf.points is not None else Fraction(0),
        is_bonus=is_bonus,
        is_even=is_even,
        shows=tuple(sorted(leaf.needs().union(t.fact for t in leaf.targets if t.fact))),
    )


def scaled(value: Any, unit: int) -> Any:
    """The same rule with every number in whole units; what is no number stays as it is."""

    return with_numbers(value, lambda number: plain(number * unit))


@dataclass(frozen=True, slots=True)
class Opened:
    """The rule of a box, found once and not at every score; `shape` can do what a rule can."""

    shape: Any
    title: str | None = None


def _opened(box: RuleBox, shape: Rule) -> Opened:
    return Opened(shape, box.title)


def plain(number: Fraction) -> int | Fraction:
    """The same number, as an int where it is whole: comparing ints is ten times faster."""
    return number.numerator if number.denominator == 1 else number


def with_numbers(
    value: Any,
    change: Callable[[Fraction], Any],
    *,
    opened: Callable[[RuleBox, Rule], Opened] = _opened,
) -> Any:
    """The same noun with every number changed and every box opened; what is neither stays."""
    if isinstance(value, Fraction):
        return change(value)
    if isinstance(value, RuleBox):
        return opened(value, with_numbers(value.shape, change, opened=opened))
    if isinstance(value, Noun):
        names = type(value).model_fields
        changed = {n: with_numbers(getattr(value, n), change, opened=opened) for n in names}
        return type(value).model_construct(**changed)
    if isinstance(value, tuple):
        return tuple(with_numbers(one, change, opened=opened) for one in value)
    if isinstance(value, dict):
        return {key: with_numbers(one, change, opened=opened) for key, one in value.items()}
    return value


def numbers_in(value: Any) -> list[Fraction]:
    """Every number that a noun holds."""
    if isinstance(value, Fraction):
        return [value]
    if isinstance(value, Noun):
        return [
            number
            for name in type(value).model_fields
            for number in numbers_in(getattr(value, name))
        ]
    if isinstance(value, tuple):
        return [number for one in value for number in numbers_in(one)]
    if isinstance(value, dict):
        return [number for one in value.values() for number in numbers_in(one)]
    return []


def _places(fact: Fact) -> int:
    return 0 if fact.is_whole else fact.places


def fact_span(fact: Fact, meter: Meter) -> Span:
    """What values a fact can have: its grid (none for a ratio); sizes are not looked at here."""
    if fact.ratio is not None:
        return Span(meter, grain=None, num=1, den=2)
    grains = [Fraction(1, 10 ** _places(fact)), *fact.given.values()]
    return Span(meter, grain=Fraction(1, grid(grains)), num=1)


def _grain(leaf: Indicator, spans: Mapping[str, Span], *, meter: Meter) -> Fraction | None:
    if leaf.rule is None:
        return Fraction(0)
    rule = leaf.rule.shape
    facts = {}
    for name in rule.needs():
        grain = _tallied_grain(leaf, name)
        facts[name] = spans[name] if name in spans else Span(meter, grain=grain, num=1)
    result = rule.score(facts)
    return result.grain if isinstance(result, Span) else abs(Fraction(result))


def _tallied_grain(leaf: Indicator, name: str) -> Fraction | None:
    """Awards add up tariffs, which are numbers of the rule; jury means have no grid."""
    if name.startswith("jury:"):
        return None
    return Fraction(1, grid(numbers_in(leaf.rule)))
