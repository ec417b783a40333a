"""Grades.

## What it does
Works through `grades` from the best to the last, within each category (`per: category`) or over
all subjects (`per: all`). A subject gets the first grade for which
- its total reaches `line` (included; with `beyond: true` it must be above it),
- every section in `floors` has at least `share` per cent of its points, or `score` points,
- and it holds a place, where the grade has a `quota`.
The last grade has no line and takes everyone else. Vetoes stand above all of this; a subject
without a total has no grade yet.

A quota is a `share` in per cent of the subjects counted (reading `quota-counted`: all listed in
the category, those assessed, or those assessed and not vetoed), made whole by the reading
`quota-rounding` (down, half-up, up), or a number of `places`. Places go down the order of ranking.
- Reading `under-line`: `lost`: the first places in the order (of those still without a grade) are
  the places, and one whose holder misses line or floors, or is vetoed but keeps its place, is
  lost; `passed-on`: only subjects that reach line and floors and are not vetoed stand in the order.
- Reading `ties-at-edge`: subjects that are equal to the last, after the whole `tie-break` chain,
  when the places do not suffice for all of them: `all-in` or `all-out`.

`rounding-total` makes the published total. `line-basis`, `tie-basis` and `quota-basis` say whether
a line, a rank or a place looks at the exact or the rounded one; `line-bonus: without` makes the
line look at the base score alone. Floors look at the section's score (rounded where the scheme
rounds sections). Ranks are competition ranks (1, 2, 2, 4), highest total first, equals separated by
the `tie-break` chain: sections, indicators, `base` or `bonus`, each the higher the better, as it
stands after its own rounding (0 where it is left out). An honour goes by the ranks in its own group,
in which vetoed subjects that keep their place are counted but never honoured. A subject ranked on
what is known (`missing-interim: as-known`) has a rank but no grade.
The order in which places are given is by the total of `quota-basis`, then the same chain.

## When to use it
Every method that names grades, titles or a ranking.

## In a scheme
    grading: {per: category, tie-break: ["1", base], grades: [
        {grade: 优秀, line: "85", quota: {share: "30"}, floors: [{section: "2", share: "60"}]},
        {grade: 合格, line: "60"}, {grade: 不合格}]}
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from jiheng.values.exact import Amount, Whole
from jiheng.values.noun import Noun
from jiheng.values.source import Source


class Quota(Noun):
    """How many may have a grade: a share in per cent, or a number of places."""

    share: Amount | None = None
    places: Whole | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> Quota:
        if (self.share is None) == (self.places is None):
            raise ValueError("名额写 share（百分比）或 places（个数）之一")
        if self.share is not None and not 0 <= self.share <= 100:
            raise ValueError("名额的 share 是百分比，应在 0 与 100 之间")
        return self


class SectionFloor(Noun):
    """What one section must reach at least: `share` per cent of its points, or `score` points."""

    section: str
    share: Amount | None = None
    score: Amount | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> SectionFloor:
        if (self.share is None) == (self.score is None):
            raise ValueError("大项底线写 share（百分比）或 score（分数）之一")
        return self


class Grade(Noun):
    """One grade: its line, floors and quota."""

    grade: str
    line: Amount | None = None
    beyond: bool = False
    quota: Quota | None = None
    floors: tuple[SectionFloor, ...] = ()
    source: Source = Source()


class Grading(Noun):
    """The grades from best to last, and how equals are told apart."""

    per: Literal["category", "all"] = "category"
    grades: tuple[Grade, ...] = ()
    tie_break: tuple[str, ...] = ()
    source: Source = Source()

    @model_validator(mode="after")
    def _last_takes_all(self) -> Grading:
        if self.grades:
            last = self.grades[-1]
            if last.line is not None or last.quota or last.floors:
                raise ValueError("最后一个等次收容其余单位，不写 line、quota、floors")
        return self


class Honour(Noun):
    """A title for the first `top` ranks (vetoed subjects never), per category or over all."""

    title: str
    top: Whole
    per: Literal["category", "all"] = "all"
    grades: tuple[str, ...] = ()  # only with one of these grades, where given
    source: Source = Source()
