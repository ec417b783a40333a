"""One-vote veto.

## What it does
When the condition holds, the veto forces a grade (`grade`) or makes the total 0 (`total: "0"`).
The score that was reached and the grade that follows are both kept. With `keeps-place: true` the
subject stays in the ranking; otherwise it has no rank and nobody counts it as standing before
them. A vetoed subject never takes a place in a quota, but with `keeps-place: true` and the
reading `under-line: lost` the place it stands on is lost to the others, in every quota where it
stands on one. Of several vetoes the worst grade stands, and the place is kept only if all say so.
A forced grade stands also while the total is still open.
The facts of a veto come from the office or an authority; a fact that nobody has supplied yet is
no veto, but is listed as open.

## When to use it
"One case of violation: one-vote veto, grade failed", "serious accident: total 0".

## In a scheme
    vetoes: [{id: discipline, when: {fact: violations}, grade: 不合格, keeps-place: false,
              authority: 纪检机关, because: 第2.1条}]
"""

from __future__ import annotations

from fractions import Fraction

from pydantic import model_validator

from jiheng.rules.condition import Condition
from jiheng.values.exact import Amount
from jiheng.values.noun import Noun
from jiheng.values.source import Source


class Veto(Noun):
    """A condition that forces a grade or sets the total."""

    id: str
    title: str = ""
    when: Condition
    grade: str | None = None
    total: Amount | None = None
    keeps_place: bool = False
    authority: str = ""
    because: str = ""
    source: Source = Source()

    @model_validator(mode="after")
    def _one_effect(self) -> Veto:
        if (self.grade is None) == (self.total is None):
            raise ValueError("一票否决写 grade（强制等次）或 total（总分归零）之一")
        if self.total is not None and self.total != Fraction(0):
            raise ValueError('一票否决的 total 只能是 "0"')
        return self
