"""A fixed score.

## What it does
Gives the same points to everyone.

## When to use it
"Units without this task get 3 points", basic points of a base-plus-minus method.

## In a scheme
    rule: {fixed: {points: "3"}}
"""

from __future__ import annotations

from fractions import Fraction

from jiheng.rules.edge import Facts
from jiheng.rules.rule import Rule
from jiheng.rules.wording import Why, Wording, points_text
from jiheng.values.carrier import Value
from jiheng.values.exact import Amount


class Fixed(Rule):
    """The same points for every subject."""

    points: Amount

    def needs(self) -> frozenset[str]:
        return frozenset()

    def score(self, facts: Facts) -> Value:
        return self.points

    def top(self) -> Fraction:
        return self.points

    def why(self, facts: Facts, words: Wording) -> Why:
        return Why(f"按规定统一计{points_text(self.points)}。", None, None)
