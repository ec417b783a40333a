"""Points for claimed awards.

## What it does
Looks at the subject's claims for this indicator. A claim counts its tariff: the `points` of its
kind, or of its level within the kind, times the persons named (`of: person`) or once (`of: item`).
A claim is rejected, with the reason kept, in this order:
1. its kind or level has no tariff here;
2. its year is after the period's year, or more than `carry` (0) years before it;
3. the same award (subject and document number; without a number: work, award, level and year) was
   used in an earlier assessment;
4. the same award stands earlier in the list of claims, counted there or not;
5. another claim for the same work counts more, or as much and stands earlier: `highest` says where
   one looks for it, in the same `kind`, in the whole `indicator`, or across the `scheme` (all
   indicators that say so); with `highest: none` every claim counts, and so does one that names
   no work.
The score is the sum of what is left, not above `cap` where one is given.

## When to use it
Bonus clauses with national, provincial and city awards, prizes per person, patents; "only the
highest award for the same work"; "an award may be used in its year or the next, but once".

## In a scheme
    rule: {awards: {carry: "1", highest: indicator, cap: "10", kinds: [
        {kind: 表彰, levels: {国家级: "10", 省部级: "5"}},
        {kind: 专利, of: person, points: "2"}]}}
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from jiheng.rules.edge import Facts
from jiheng.rules.rule import Rule, within
from jiheng.rules.wording import Why, Wording, points_text
from jiheng.values.carrier import Value
from jiheng.values.exact import Amount, Whole
from jiheng.values.noun import Noun


class AwardKind(Noun):
    """One kind of award and its tariff."""

    kind: str
    of: Literal["item", "person"] = "item"
    levels: dict[str, Amount] = {}
    points: Amount | None = None

    @model_validator(mode="after")
    def _one_tariff(self) -> AwardKind:
        if bool(self.levels) == (self.points is not None):
            raise ValueError("一类奖项写 levels（各级分值）或 points（统一分值）之一")
        return self

    def tariff(self, level: str | None) -> Fraction | None:
        """Points of one award of this level; None where the level has none."""
        return self.points if self.points is not None else self.levels.get(level or "")


class Awards(Rule):
    """The sum of the claims that count, not above `cap`."""

    kinds: tuple[AwardKind, ...]
    carry: Whole = 0
    highest: Literal["kind", "indicator", "scheme", "none"] = "indicator"
    cap: Amount | None = None
    of: str | None = None  # the tallied fact; filled in when the scheme is resolved

    def needs(self) -> frozenset[str]:
        return frozenset({self.of}) if self.of else frozenset()

    def score(self, facts: Facts) -> Value:
        return within(facts[self.of], floor=None, cap=self.cap)  # type: ignore[index]  # resolved

    def top(self) -> Fraction | None:
        return self.cap

    def why(self, facts: Facts, words: Wording) -> Why:
        claimed = Fraction(facts[self.of])  # type: ignore[index]
        got = Fraction(self.score(facts))
        limit = f"，最高{points_text(self.cap)}" if self.cap is not None else ""
        told = f"认定的奖项合计{points_text(claimed)}{limit}，得{points_text(got)}。"
        return Why(told, f"认定{points_text(claimed)}", None)
