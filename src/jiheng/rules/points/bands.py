"""Points by band.

## What it does
Adds up the facts in `of` and gives the points of the first row, from the top, in which the sum
lies; `otherwise` (none unless given) where it lies in no row.

## When to use it
Published tables such as "30 % and above: 2 points; below 30 and from 20 %: 1; below: none",
"at least two meetings: 1 point", and lesser scores below a minimum.

## In a scheme
    rule: {bands: {of: coverage, rows: [{from: "30", points: "2"},
                                        {from: "20", below: "30", points: "1"}]}}
A row has a lower edge (`from`: included, `above`: not), an upper edge (`to`: included, `below`:
not), or both. An edge is a number in the unit of the fact, or `{fact: target}`. The linter looks
for gaps, overlaps and rows that nothing can reach.
"""

from __future__ import annotations

from fractions import Fraction

from pydantic import model_validator

from jiheng.rules.edge import Edge, Facts, edge_facts, edge_value
from jiheng.rules.rule import FactNames, Rule, total_of
from jiheng.rules.wording import Why, Wording, points_text
from jiheng.values.carrier import Truth, Value, pick
from jiheng.values.exact import Amount
from jiheng.values.noun import Noun

EDGE_WORDS = ("（含）以上", "以上（不含）", "（含）以下", "以下（不含）")


class Band(Noun):
    """One row: its edges and its points."""

    from_: Edge | None = None
    above: Edge | None = None
    to: Edge | None = None
    below: Edge | None = None
    points: Amount

    @model_validator(mode="after")
    def _edges_fit(self) -> Band:
        if self.from_ is not None and self.above is not None:
            raise ValueError("一档只能有一个下限：from（含）或 above（不含）")
        if self.to is not None and self.below is not None:
            raise ValueError("一档只能有一个上限：to（含）或 below（不含）")
        if all(edge is None for edge in self.bounds()):
            raise ValueError("一档至少要有一个边界：from、above、to 或 below")
        return self

    def bounds(self) -> tuple[Edge | None, ...]:
        """The four possible edges, lower ones first."""
        return self.from_, self.above, self.to, self.below

    def has(self, value: Value, facts: Facts) -> Truth:
        """Does the value lie in this row?"""
        inside: Truth = True
        if self.from_ is not None:
            inside = value >= edge_value(self.from_, facts)
        elif self.above is not None:
            inside = value > edge_value(self.above, facts)
        if self.to is not None:
            return inside & (value <= edge_value(self.to, facts))
        if self.below is not None:
            return inside & (value < edge_value(self.below, facts))
        return inside

    def text(self, of: str, words: Wording, *, facts: Facts) -> str:
        """The row's edges as a phrase: `20%（含）以上、30%以下`."""
        said = []
        for edge, word in zip(self.bounds(), EDGE_WORDS, strict=True):
            if edge is not None:
                said.append(words.edge(of, edge, facts=facts) + word)
        return "、".join(said)


class Bands(Rule):
    """Points of the first row in which the sum of `of` lies, else `otherwise`."""

    of: FactNames
    rows: tuple[Band, ...]
    otherwise: Amount = Fraction(0)

    def needs(self) -> frozenset[str]:
        return frozenset(self.of).union(*(edge_facts(*row.bounds()) for row in self.rows))

    def score(self, facts: Facts) -> Value:
        value = total_of(self.of, facts)
        points: Value = self.otherwise
        for row in reversed(self.rows):
            points = pick(row.has(value, facts), row.points, points)
        return points

    def top(self) -> Fraction:
        return max(self.otherwise, *(row.points for row in self.rows))

    def edges(self) -> tuple[tuple[str, Fraction], ...]:
        numbers = (edge for row in self.rows for edge in row.bounds())
        return tuple((self.of[0], edge) for edge in numbers if isinstance(edge, Fraction))

    def why(self, facts: Facts, words: Wording) -> Why:
        value, name = total_of(self.of, facts), self.of[0]
        met = next((row for row in self.rows if row.has(value, facts)), None)
        got = met.points if met else self.otherwise
        better = {row.points: row.text(name, words, facts=facts) for row in reversed(self.rows)}
        better.setdefault(self.otherwise, "不在所列各档")
        more = min((points for points in better if points > got), default=None)
        met_text = met.text(name, words, facts=facts) if met else None
        next_text = f"{better[more]}可得{points_text(more)}" if more is not None else None
        told = words.facts(self.of, facts)
        reason = f"符合“{met_text}”" if met else "不在所列各档"
        tail = f"；{next_text}" if next_text else ""
        return Why(f"{told}，{reason}，得{points_text(got)}{tail}。", met_text, next_text)
