"""Points in proportion to a target.

## What it does
`toward: more` (the default): full `points` when the sum of `of` reaches the target `over`, else
`points x of / over`; 0 when the target is not above 0 or `of` is negative.
`toward: less`: full points when `of` is not above the target (a target of 0 is kept by 0 or less),
else `points x over / of`; 0 when the target is below 0.
With `pass`, a share below so many per cent gives nothing (more: of / over; less: over / of).

## When to use it
Budget targets ("points x actual / target, at most the points"), execution rates, costs that
should stay low.

## In a scheme
    rule: {share: {of: trained, over: "120", points: "10"}}
    rule: {share: {of: cost, over: {fact: budget}, points: "10", toward: less, pass: "60"}}
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from jiheng.rules.edge import Edge, Facts, edge_facts, edge_value
from jiheng.rules.rule import FactNames, Rule, total_of
from jiheng.rules.wording import Why, Wording, number_text, points_text
from jiheng.values.carrier import Value, most, pick, ratio
from jiheng.values.exact import Amount


class Share(Rule):
    """`points` x the share of the target that was reached, never above `points`, never below 0."""

    of: FactNames
    over: Edge
    points: Amount
    toward: Literal["more", "less"] = "more"
    pass_: Amount = Fraction(0)
    hundred: Amount = Fraction(100)  # per cent in the unit of the carrier; never written in a file

    def needs(self) -> frozenset[str]:
        return frozenset(self.of) | edge_facts(self.over)

    def score(self, facts: Facts) -> Value:
        value, target = most(total_of(self.of, facts), 0), edge_value(self.over, facts)
        good, part, full = (value >= target) & (target > 0), value, target
        if self.toward == "less":
            good, part, full = value <= target, target, value
        usable = (target > 0) & (full > 0)
        base = pick(usable, full, self.hundred)  # any positive number: its rows are not used
        earned = ratio(pick(usable, part, 0) * self.points, base)
        passes = part * self.hundred >= full * self.pass_
        return pick(good, self.points, pick(passes, earned, 0))

    def top(self) -> Fraction:
        return max(self.points, Fraction(0))

    def edges(self) -> tuple[tuple[str, Fraction], ...]:
        return ((self.of[0], self.over),) if isinstance(self.over, Fraction) else ()

    def why(self, facts: Facts, words: Wording) -> Why:
        got, name = Fraction(self.score(facts)), self.of[0]
        target = words.edge(name, self.over, facts=facts)
        told = words.facts(self.of, facts)
        if got == self.points:
            met = f"达到目标{target}" if self.toward == "more" else f"未超过目标{target}"
            return Why(f"{told}，{met}，得满分{points_text(got)}。", met, None)
        if edge_value(self.over, facts) <= 0 and self.toward == "more":
            return Why(f"{told}，目标{target}不大于0，得{points_text(got)}。", None, None)
        to = "达到" if self.toward == "more" else "降到"
        ahead = f"{to}{target}可得{points_text(self.points)}"
        under = "低于目标的" if self.toward == "more" else "目标不足实际数的"
        limit = f"，{under}{number_text(self.pass_)}%不得分" if self.pass_ else ""
        sentence = f"{told}，目标{target}，按比例计分{limit}，得{points_text(got)}；{ahead}。"
        return Why(sentence, None, ahead)
