"""Points by level.

## What it does
`of` is a fact with options; the level with the same name gives its `points`. A qualitative level
gives a range instead: `low` + (`high` - `low`) x the per cent in the fact `share`.

## When to use it
"优 10, 良 8, 中 6, 差 0"; and the national bands for qualitative targets: reached 100-80 %,
partly 80-60 %, not reached 60-0 %, with the place within the band settled by the reviewer.

## In a scheme
    rule: {choice: {of: outcome, share: within, levels: [
        {level: 达成, low: "8", high: "10"}, {level: 未达成, points: "0"}]}}
"""

from __future__ import annotations

from fractions import Fraction

from pydantic import model_validator

from jiheng.rules.edge import Facts
from jiheng.rules.rule import Rule
from jiheng.rules.wording import Why, Wording, points_text
from jiheng.values.carrier import Value, pick, ratio
from jiheng.values.exact import Amount, Whole
from jiheng.values.noun import Noun


class Level(Noun):
    """One option: its points, or the range within which a share places it."""

    level: str
    points: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    code: Whole | None = None  # position of the option, filled in when the scheme is resolved

    @model_validator(mode="after")
    def _points_or_range(self) -> Level:
        ranged = self.low is not None and self.high is not None
        if (self.points is not None) == ranged or (self.low is None) != (self.high is None):
            raise ValueError("一个等级写 points，或同时写 low 与 high")
        return self

    def best(self) -> Fraction:
        """The most that this level can give."""
        if self.points is not None:
            return self.points
        return max(self.low or Fraction(0), self.high or Fraction(0))


class Choice(Rule):
    """Points of the chosen level."""

    of: str
    levels: tuple[Level, ...]
    share: str | None = None
    hundred: Amount = Fraction(100)  # per cent in the unit of the carrier; never written in a file

    @model_validator(mode="after")
    def _range_has_share(self) -> Choice:
        if self.share is None and any(level.points is None for level in self.levels):
            raise ValueError("写了 low、high 的等级需要 share（百分比填报项）")
        return self

    def needs(self) -> frozenset[str]:
        return frozenset({self.of}) | (frozenset({self.share}) if self.share else frozenset())

    def _points(self, level: Level, facts: Facts) -> Value:
        if level.points is not None:
            return level.points
        width = level.high - level.low  # type: ignore[operator]  # the level has both
        return ratio(facts[self.share] * width, self.hundred) + level.low  # type: ignore[index]

    def score(self, facts: Facts) -> Value:
        chosen = facts[self.of]
        points: Value = 0
        for level in self.levels:
            points = pick(chosen == level.code, self._points(level, facts), points)
        return points

    def top(self) -> Fraction:
        return max(level.best() for level in self.levels)

    def why(self, facts: Facts, words: Wording) -> Why:
        got = Fraction(self.score(facts))
        level = next((one for one in self.levels if one.code == facts[self.of]), None)
        higher = [one for one in self.levels if one.best() > got and one is not level]
        ahead = min(higher, key=Level.best) if higher else None
        most = "可得" if ahead is not None and ahead.points is not None else "最高可得"
        ahead_text = f"“{ahead.level}”{most}{points_text(ahead.best())}" if ahead else None
        met = level.level if level else None
        told = words.fact(self.of, facts)
        if level is not None and level.points is None and self.share:
            span = f"{points_text(level.low or 0)}至{points_text(level.high or 0)}"
            told += f"（{span}，{words.fact(self.share, facts)}）"
        tail = f"；{ahead_text}" if ahead_text else ""
        return Why(f"{told}，得{points_text(got)}{tail}。", met, ahead_text)
