"""The rows of a rule as exact intervals of one value, so that gaps and overlaps can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.lint.interval import ABOVE_ALL, BELOW_ALL, Interval, after, before
from jiheng.lint.possible import range_of
from jiheng.rules.condition import Condition
from jiheng.rules.points.bands import Band, Bands
from jiheng.rules.points.steps import Steps
from jiheng.rules.rule import Rule
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import rules_of


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the values that lie in it, its points, and whether it is open at one end."""

    values: Interval
    points: Fraction

    @property
    def is_open(self) -> bool:
        """True when the row has one edge only, so that rows above it may stand in front of it."""
        return self.values.low == BELOW_ALL or self.values.high == ABOVE_ALL


@dataclass(frozen=True, slots=True)
class BandTable:
    """Rows on one value in the order of the rule, and what values are possible at all."""

    rows: tuple[Row, ...]
    possible: Interval
    title: str
    unit: str
    is_whole: bool

    def told(self, values: Interval) -> str:
        """Values in words with the unit."""
        return values.text(self.unit, whole=self.is_whole)


def tables_of(scheme: Scheme, indicator: Indicator) -> Iterator[BandTable]:
    """Every table of bands in a clause whose edges are printed numbers."""
    for rule in rules_of(indicator):
        table = _table(scheme, rule)
        if table is not None:
            yield table


def _table(scheme: Scheme, rule: Rule) -> BandTable | None:
    named = _names_and_rows(rule)
    if named is None:
        return None
    names, rows = named
    facts = [scheme.facts[name] for name in names if name in scheme.facts]
    if not facts or len(facts) < len(names) or any(fact.options for fact in facts):
        return None
    whole = all(fact.is_whole for fact in facts)
    possible = range_of(facts[0]) if len(facts) == 1 else Interval(before(0))
    if whole:
        rows = [Row(row.values.of_wholes(), row.points) for row in rows]
    titles = "与".join(fact.title for fact in facts)
    return BandTable(tuple(rows), possible, titles, facts[0].unit, whole)


def _names_and_rows(rule: Rule) -> tuple[tuple[str, ...], list[Row]] | None:
    """The facts whose sum is looked at, and the rows; None where edges are no plain numbers."""
    if isinstance(rule, Bands):
        if any(not isinstance(edge, Fraction | None) for row in rule.rows for edge in row.bounds()):
            return None
        return rule.of, [Row(_band(row), row.points) for row in rule.rows]
    if isinstance(rule, Steps):
        found = [(values_of(row.when), row.points) for row in rule.rows]
        names = {one[0] for one, _ in found if one}
        if len(names) == 1 and all(one for one, _ in found):
            return tuple(names), [Row(one[1], points) for one, points in found if one]
    return None


def _band(row: Band) -> Interval:
    low, high = BELOW_ALL, ABOVE_ALL
    match row.from_, row.above:
        case Fraction() as edge, _:
            low = before(edge)
        case _, Fraction() as edge:
            low = after(edge)
    match row.to, row.below:
        case Fraction() as edge, _:
            high = after(edge)
        case _, Fraction() as edge:
            high = before(edge)
    return Interval(low, high)


def values_of(condition: Condition) -> tuple[str, Interval] | None:
    """The one fact of a condition and the values for which it holds; None for anything else."""
    if condition.fact is not None:
        values = _compared(condition)
        return (condition.fact, values) if values else None
    parts = [values_of(part) for part in condition.all]
    names = {part[0] for part in parts if part}
    if len(names) != 1 or not all(parts):
        return None
    found = Interval()
    for part in parts:
        found = found.meet(part[1]) if part else found
    return names.pop(), found


def _compared(condition: Condition) -> Interval | None:
    edge = condition.value
    if condition.op is None and condition.is_ is None:
        return Interval(after(0))
    if not isinstance(edge, Fraction):
        return None
    return {
        ">=": Interval(low=before(edge)),
        ">": Interval(low=after(edge)),
        "<=": Interval(high=after(edge)),
        "<": Interval(high=before(edge)),
        "=": Interval(before(edge), after(edge)),
    }.get(condition.op or "")
