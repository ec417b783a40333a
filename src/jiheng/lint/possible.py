"""What values a fact can have at all, and the most that a rule can give with such values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import product
from math import prod

from jiheng.lint.interval import ABOVE_ALL, Interval, after, before
from jiheng.rules.points.parts import Parts
from jiheng.rules.rule import Rule
from jiheng.scheme.fact import Fact
from jiheng.scheme.references import BUILT_IN, options_of
from jiheng.scheme.scheme import Scheme
from jiheng.score.prepare import numbers_in

_MOST_TRIALS = 4096
_HUGE = (Fraction(10**9), Fraction(10**12))
_STEP = Fraction(1, 1000)  # finer than any entry: values just beside an edge of a continuous fact
Trial = dict[str, Fraction | int]


def range_of(fact: Fact) -> Interval:
    """Every value that an entry of the fact may have."""
    low = before(fact.min if fact.min is not None else 0)
    top = highest_of(fact)
    found = Interval(low, ABOVE_ALL if top is None else after(top))
    return found.of_wholes() if fact.is_whole else found


def highest_of(fact: Fact) -> Fraction | None:
    """The largest value of the fact; None where nothing bounds it."""
    if fact.max is not None:
        return fact.max
    if fact.type == "yes-no":
        return Fraction(1)
    return Fraction(100) if fact.type == "percent" else None


def best_score(rule: Rule, scheme: Scheme) -> Fraction | None:
    """The most points that a rule can give in this scheme; None where nothing bounds it.

    Found with the rule's own arithmetic: it is run on every combination of values at which its
    points can change. Parts are looked at one by one.
    """
    if isinstance(rule, Parts):
        return _best_sum(rule, scheme)
    if any(name.startswith(("awards:", "jury:")) for name in rule.needs()):
        return rule.top()
    values = {name: _values(rule, name, scheme=scheme) for name in sorted(rule.needs())}
    best = max((Fraction(rule.score(trial)) for trial in _trials(values)), default=Fraction(0))
    if prod(len(found) for found in values.values()) <= _MOST_TRIALS:
        return None if _grows(rule, values, best=best) else best
    top = rule.top()
    return None if top is None else max(top, best)


def _best_sum(rule: Parts, scheme: Scheme) -> Fraction | None:
    tops = [best_score(part.shape, scheme) for part in rule.of]
    known = [top for top in tops if top is not None]
    if len(known) < len(tops):
        return rule.cap
    total = sum(known, Fraction(0))
    return total if rule.cap is None else min(total, rule.cap)


def _trials(values: dict[str, list[Fraction | int]]) -> Iterator[Trial]:
    if prod(len(found) for found in values.values()) <= _MOST_TRIALS:
        for combination in product(*values.values()):
            yield dict(zip(values, combination, strict=True))
        return
    for end in (min, max):
        yield {name: end(found) for name, found in values.items()}


def _grows(rule: Rule, values: dict[str, list[Fraction | int]], *, best: Fraction) -> bool:
    """True when a huge value gives more than a large one: the rule has no top."""
    huge = [name for name, found in values.items() if _HUGE[0] in found]
    if not huge:
        return False
    larger = {name: _HUGE[1] if name in huge else max(found) for name, found in values.items()}
    return Fraction(rule.score(larger)) > best


def _values(rule: Rule, name: str, *, scheme: Scheme) -> list[Fraction | int]:
    """The values of one fact at which the rule's points can change."""
    if name in BUILT_IN or (name in scheme.facts and scheme.facts[name].options):
        return list(range(max(1, len(options_of(scheme, name)))))
    fact = scheme.facts.get(name)
    if fact is None:
        return [Fraction(0)]
    if fact.given:
        return sorted(set(fact.given.values()))
    edges = [edge for of, edge in rule.edges() if of == name]
    return sorted(set(_inside(fact, edges + numbers_in(rule))))


def _inside(fact: Fact, edges: Iterable[Fraction]) -> Iterator[Fraction]:
    low = fact.min if fact.min is not None else Fraction(0)
    high = highest_of(fact)
    step = Fraction(1) if fact.is_whole else _STEP
    yield low
    yield _HUGE[0] if high is None else high
    for edge in edges:
        for value in (edge - step, edge, edge + step):
            fits = value >= low and (high is None or value <= high)
            if fits and (not fact.is_whole or value.denominator == 1):
                yield value
