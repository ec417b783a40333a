"""So much per item.

## What it does
Adds up the facts in `of`, takes away `beyond` (0), never going below none, and counts how many
`quantum` (1) that is: only whole ones with `steps: whole`, a share of one too with `pro-rata`.
The score is `start` (0) + `each` x that count, then not above `cap` and not below `floor` where
they are given. Without `steps` the scheme's reading `steps` decides.

## When to use it
"1 point each, at most 5", "0.4 points for every 10 percentage points", checklists (`of` lists
yes/no facts), "beyond the first class 1 point each", and deductions: `start: "10"`,
`each: "-2"`, `floor: "0"`.

## In a scheme
    rule: {per: {of: coverage, each: "0.4", quantum: "10", cap: "4", steps: whole}}
    rule: {per: {of: [plan, meeting, summary], each: "1", cap: "3"}}
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from jiheng.rules.edge import Facts
from jiheng.rules.rule import FactNames, Rule, total_of, within
from jiheng.rules.wording import Why, Wording, number_text, points_text
from jiheng.values.carrier import Value, most, ratio, whole
from jiheng.values.exact import Amount


class Per(Rule):
    """`start + each x count(of)`, held between `floor` and `cap`."""

    of: FactNames
    each: Amount
    quantum: Amount = Fraction(1)
    beyond: Amount = Fraction(0)
    start: Amount = Fraction(0)
    cap: Amount | None = None
    floor: Amount | None = None
    steps: Literal["whole", "pro-rata"] | None = None

    @model_validator(mode="after")
    def _quantum_counts(self) -> Per:
        if self.quantum <= 0:
            raise ValueError("quantum 必须大于 0")
        return self

    def needs(self) -> frozenset[str]:
        return frozenset(self.of)

    def score(self, facts: Facts) -> Value:
        left = most(total_of(self.of, facts) - self.beyond, 0)
        if self.steps == "pro-rata":
            earned = ratio(left * self.each, self.quantum)
        else:
            earned = whole(left, self.quantum) * self.each
        return within(earned + self.start, floor=self.floor, cap=self.cap)

    def top(self) -> Fraction | None:
        return (
            self.cap
            if self.each > 0
            else Fraction(within(self.start, floor=self.floor, cap=self.cap))
        )

    def edges(self) -> tuple[tuple[str, Fraction], ...]:
        steps = [self.beyond + self.quantum * count for count in range(4)]
        if self.cap is not None and self.each > 0:
            steps.append(self.beyond + self.quantum * (self.cap - self.start) / self.each)
        return tuple((self.of[0], step) for step in steps)

    def why(self, facts: Facts, words: Wording) -> Why:
        got = Fraction(self.score(facts))
        unit = words.unit(self.of)
        size = "" if self.quantum == 1 else number_text(self.quantum)
        past = f"超过{number_text(self.beyond)}{unit}的部分" if self.beyond else ""
        tariff = f"{past}每{size}{unit}{'计' if self.each > 0 else '扣'}"
        tariff += points_text(abs(self.each))
        bounds = [f"起评{points_text(self.start)}"] if self.start else []
        bounds += [f"最高{points_text(self.cap)}"] if self.cap is not None else []
        bounds += [f"最低{points_text(self.floor)}"] if self.floor is not None else []
        ahead = self._next(facts, got, unit=unit)
        told = (
            f"{words.facts(self.of, facts)}，{'，'.join([tariff, *bounds])}，得{points_text(got)}"
        )
        return Why(told + (f"；{ahead}。" if ahead else "。"), tariff, ahead)

    def _next(self, facts: Facts, got: Fraction, *, unit: str) -> str | None:
        """What one more quantum would bring; None when nothing more can be gained."""
        if self.each <= 0 or (self.cap is not None and got >= self.cap):
            return None
        left = max(Fraction(total_of(self.of, facts)) - self.beyond, Fraction(0))
        count = left // self.quantum + 1
        if self.floor is not None:  # a step that stays on the floor brings nothing
            count = max(count, (self.floor - self.start) // self.each + 1)
        goal = self.beyond + count * self.quantum
        then = within(self.start + self.each * count, floor=self.floor, cap=self.cap)
        return f"达到{number_text(goal)}{unit}可得{points_text(then)}"
