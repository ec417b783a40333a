"""Points by condition.

## What it does
Gives the points of the first row, from the top, whose condition holds; `otherwise` (none unless
given) where none holds.

## When to use it
All-or-nothing clauses ("both done: 1 point, else none"), either/or clauses, and half points
("set up: 1; set up but not used: 0.5").

## In a scheme
    rule: {steps: {rows: [{when: {all: [{fact: set-up}, {fact: used}]}, points: "1"},
                          {when: {fact: set-up}, points: "0.5"}]}}
"""

from __future__ import annotations

from fractions import Fraction

from jiheng.rules.condition import Condition
from jiheng.rules.edge import Facts
from jiheng.rules.rule import Rule
from jiheng.rules.wording import Why, Wording, points_text
from jiheng.values.carrier import Value, pick
from jiheng.values.exact import Amount
from jiheng.values.noun import Noun


class Step(Noun):
    """One row: a condition and its points."""

    when: Condition
    points: Amount


class Steps(Rule):
    """Points of the first row whose condition holds, else `otherwise`."""

    rows: tuple[Step, ...]
    otherwise: Amount = Fraction(0)

    def needs(self) -> frozenset[str]:
        return frozenset[str]().union(*(row.when.needs() for row in self.rows))

    def score(self, facts: Facts) -> Value:
        points: Value = self.otherwise
        for row in reversed(self.rows):
            points = pick(row.when.holds(facts), row.points, points)
        return points

    def top(self) -> Fraction:
        return max(self.otherwise, *(row.points for row in self.rows))

    def edges(self) -> tuple[tuple[str, Fraction], ...]:
        return tuple(edge for row in self.rows for edge in row.when.edges())

    def why(self, facts: Facts, words: Wording) -> Why:
        met = next((row for row in self.rows if row.when.holds(facts)), None)
        got = met.points if met else self.otherwise
        better = {row.points: row.when.open_text(words, facts) for row in reversed(self.rows)}
        better.setdefault(self.otherwise, "不属于所列情形")
        more = min((points for points in better if points > got), default=None)
        met_text = met.when.text(words, facts) if met else None
        next_text = f"{better[more]}可得{points_text(more)}" if more is not None else None
        tail = f"；{next_text}" if next_text else ""
        told = self._told(facts, words)
        if met is not None and not words.is_yes_no(met.when.asks()):
            told += f"，符合条件：{met_text}"
        return Why(f"{told}，得{points_text(got)}{tail}。", met_text, next_text)

    def _told(self, facts: Facts, words: Wording) -> str:
        """The facts in the order in which the conditions ask for them."""
        asked = dict.fromkeys(name for row in self.rows for name in row.when.asks())
        yes_no = [name for name in asked if words.is_yes_no([name])]
        told = [words.done(yes_no, facts)] if yes_no else []
        return "，".join(
            [*told, *(words.fact(name, facts) for name in asked if name not in yes_no)]
        )
