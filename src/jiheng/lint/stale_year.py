"""A year that has passed.

## What it finds
A year before the period in a title, a target or a measure still to be taken; a project that ends
before the period; and "the coming five years" in a plan that was issued after its first year.
Spans that reach into the period (2016-2020) and document numbers (〔2016〕) are left alone.
## Why it matters
The text was copied from an older one, and with it perhaps the figures.
## Example
    goals: [{title: 科普活动, measures: [遴选2020年补助单位]}]          # period: 2022
## What to do
Bring the year up to date, or say in `decisions` that the old one is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.scheme.goal import Goal
from jiheng.scheme.printed import Source
from jiheng.scheme.scheme import Scheme

_QUOTED = re.compile(r"[〔\[［【(（]\s*(?:19|20)[0-9]{2}\s*[〕\]］】)）]")
_SPAN = re.compile(r"(?:19|20)[0-9]{2}\s*(?:年\s*)?[-–—~～至]\s*((?:19|20)[0-9]{2})")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_COMING = re.compile("未来[一二三四五六七八九十两0-9]+年|今后[一二三四五六七八九十两0-9]+年")
CURE = "；请改成现在的年份，或在 decisions 中说明"


def stale_year(scheme: Scheme) -> Iterator[Fault]:
    """Every place that still speaks of a year gone by."""
    for where, title, source, texts in _places(scheme):
        old = sorted({year for text in texts for year in _years(text) if year < scheme.period.year})
        if old:
            told = "、".join(f"{year}年" for year in old)
            message = f"“{title}”写的是{told}，早于考核期{scheme.period.year}年{CURE}"
            yield Fault(where, message, source)
    yield from _coming(scheme)


def _places(scheme: Scheme) -> Iterator[tuple[str, str, Source | None, list[str]]]:
    yield "title", scheme.title, None, [scheme.title]
    for one in scheme.walk():
        texts = [one.title, *(target.text for target in one.targets)]
        yield one.id, f"{one.id} {one.title}", one.source, texts
    for goal in scheme.goals:
        yield goal.id, f"{goal.id} {goal.title}", goal.source, _to_do(goal)
    if scheme.project is not None:
        yield "project.end", scheme.project.title, scheme.project.source, [scheme.project.end]


def _to_do(goal: Goal) -> list[str]:
    """The texts of a goal that speak of what is still to be done."""
    return [
        goal.title,
        goal.direction,
        goal.effect,
        *goal.measures,
        *(t.text for t in goal.targets),
    ]


def _years(text: str) -> Iterator[int]:
    """The years of a text; of a span the last one only."""
    plain = _SPAN.sub(r"\1", _QUOTED.sub("", text))
    yield from (int(found) for found in _YEAR.findall(plain))


def _coming(scheme: Scheme) -> Iterator[Fault]:
    issued = next(_years(scheme.document.issued), None) if scheme.document else None
    if issued is None or issued <= scheme.period.year:
        return
    for goal in scheme.goals:
        found = _COMING.search(goal.text)
        if found:
            told = f"{issued}年印发，仍写“{found[0]}”，而考核期从{scheme.period.year}年算起"
            yield Fault(goal.id, f"“{goal.id} {goal.title}”{told}{CURE}", goal.source)
