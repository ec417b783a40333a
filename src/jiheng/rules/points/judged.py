"""Points that somebody gives.

## What it does
The score is the fact itself: the mark of a reviewer, or (`by: jury`) what the jury's marks for
this indicator come to. With `out-of` the mark is on another scale: `points x mark / out-of`.
Held between 0 and `points`.

## When to use it
Clauses that people judge: a jury day, a reviewer's impression on site.

## In a scheme
    rule: {judged: {by: jury, points: "4"}}
    rule: {judged: {of: impression, points: "5", out-of: "100"}}
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from jiheng.rules.edge import Facts
from jiheng.rules.rule import Rule, within
from jiheng.rules.wording import Why, Wording, number_text, points_text
from jiheng.values.carrier import Value, ratio
from jiheng.values.exact import Amount


class Judged(Rule):
    """The mark in `of`, brought to the scale of `points`."""

    points: Amount
    of: str | None = None
    by: Literal["jury"] | None = None
    out_of: Amount | None = None

    @model_validator(mode="after")
    def _who_judges(self) -> Judged:
        if self.of is None and self.by is None:
            raise ValueError("judged 要写 by: jury，或用 of 指明打分所在的填报项")
        if self.out_of is not None and self.out_of <= 0:
            raise ValueError("out-of 必须大于 0")
        return self

    def needs(self) -> frozenset[str]:
        return frozenset({self.of}) if self.of else frozenset()

    def score(self, facts: Facts) -> Value:
        mark = facts[self.of]  # type: ignore[index]  # resolving fills `of` for a jury
        if self.out_of is not None:
            mark = ratio(mark * self.points, self.out_of)
        return within(mark, floor=0, cap=self.points)

    def top(self) -> Fraction:
        return self.points

    def why(self, facts: Facts, words: Wording) -> Why:
        got = Fraction(self.score(facts))
        judge = "评委打分加权平均" if self.by == "jury" else words.titles.get(self.of or "", "评定")
        scale = f"（{number_text(self.out_of)}分制）" if self.out_of is not None else ""
        mark = points_text(Fraction(facts[self.of]))  # type: ignore[index]
        ahead = None if got >= self.points else f"满分{points_text(self.points)}"
        tail = f"；{ahead}" if ahead else ""
        return Why(f"{judge}{mark}{scale}，得{points_text(got)}{tail}。", f"{judge}{mark}", ahead)
