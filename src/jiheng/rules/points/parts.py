"""The sum of several rules.

## What it does
Adds the scores of the rules in `of` (each any rule, parts too), then not above `cap` and not
below `floor` where they are given.

## When to use it
A clause that prints several rules in one cell: "coverage of firms 2 points, of towns 2 points,
a new association 2 points".

## In a scheme
    rule: {parts: {cap: "5", of: [{title: 企业, bands: {...}}, {title: 乡镇, bands: {...}}]}}
"""

from __future__ import annotations

from fractions import Fraction

from jiheng.rules.edge import Facts
from jiheng.rules.rule import Box, Rule, within
from jiheng.rules.wording import Why, Wording, points_text
from jiheng.values.carrier import Value
from jiheng.values.exact import Amount


class Parts(Rule):
    """The sum of `of`, held between `floor` and `cap`."""

    of: tuple[Box, ...]
    cap: Amount | None = None
    floor: Amount | None = None

    def needs(self) -> frozenset[str]:
        return frozenset[str]().union(*(part.shape.needs() for part in self.of))

    def score(self, facts: Facts) -> Value:
        total = self.of[0].shape.score(facts)
        for part in self.of[1:]:
            total = total + part.shape.score(facts)
        return within(total, floor=self.floor, cap=self.cap)

    def top(self) -> Fraction | None:
        tops = [part.shape.top() for part in self.of]
        known = [top for top in tops if top is not None]
        if len(known) < len(tops):
            return self.cap
        return Fraction(within(sum(known, Fraction(0)), floor=self.floor, cap=self.cap))

    def edges(self) -> tuple[tuple[str, Fraction], ...]:
        return tuple(edge for part in self.of for edge in part.shape.edges())

    def why(self, facts: Facts, words: Wording) -> Why:
        told = [part.shape.why(facts, words) for part in self.of]
        names = [f"（{part.title}）" if part.title else "" for part in self.of]
        lines = [f"{name}{one.sentence}" for name, one in zip(names, told, strict=True)]
        got = points_text(Fraction(self.score(facts)))
        limits = f"（最高{points_text(self.cap)}）" if self.cap is not None else ""
        met = "；".join(one.met for one in told if one.met) or None
        ahead = "；".join(one.next for one in told if one.next) or None
        return Why("".join(lines) + f"合计得{got}{limits}。", met, ahead)
