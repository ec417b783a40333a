"""SC-08: places by every size, rounding and tie; never more than the quota but by the stated rule."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.score.outcome import assess
from jiheng.values.inputs import Entry, Inputs

ROUNDINGS = ("down", "half-up", "up")
TIES = ("all-in", "all-out")


def scheme(rounding: str, ties: str) -> Scheme:
    """优秀 for the first 30 per cent, everybody above the line."""
    return resolve(Scheme.model_validate({
        "scheme": "quota", "title": "名额", "period": {"year": "2017"},
        "facts": {"n": {"title": "得分", "type": "number", "max": "100"}},
        "indicators": [{"id": "1", "title": "一", "points": "100",
                        "rule": {"judged": {"of": "n", "points": "100"}}}],
        "grading": {"per": "all", "grades": [{"grade": "优秀", "quota": {"share": "30"}},
                                             {"grade": "合格"}]},
        "readings": {"quota-rounding": {"chosen": rounding}, "ties-at-edge": {"chosen": ties}},
    }))  # fmt: skip


def expected(totals: list[int], rounding: str, ties: str) -> list[bool]:
    """Who has a place, by plain counting: how many stand before me, how many stand level."""
    share = Fraction(len(totals) * 30, 100)
    places = {"down": math.floor(share), "up": math.ceil(share),
              "half-up": math.floor(share + Fraction(1, 2))}[rounding]  # fmt: skip
    ahead = [sum(other > own for other in totals) for own in totals]
    level = [sum(other == own for other in totals) for own in totals]
    if ties == "all-in":
        return [before < places for before in ahead]
    return [before + same <= places for before, same in zip(ahead, level, strict=True)]


def fields(volume: int, seed: int) -> Iterator[tuple[list[int], str, str]]:
    """Every size from 1 to 40 with every rounding and tie rule; totals few enough to tie often."""
    draw = random.Random(seed)
    every = list(product(range(1, 41), ROUNDINGS, TIES))
    chosen = every if volume >= len(every) else draw.sample(every, volume)
    for size, rounding, ties in chosen:
        yield [draw.randrange(60, 60 + max(size // 2, 2)) for _ in range(size)], rounding, ties


def run(volume: int, seed: int) -> tuple[int, int]:
    """How many fields were graded, and in how many the places differ from plain counting."""
    fired = wrong = 0
    for totals, rounding, ties in fields(volume, seed):
        names = [str(at) for at in range(len(totals))]
        facts = {name: {"n": Entry(Fraction(own))} for name, own in zip(names, totals, strict=True)}
        inputs = Inputs(tuple((name, "") for name in names), facts)
        outcome = assess(scheme(rounding, ties), inputs)
        got = [one.grade == "优秀" for one in outcome.subjects]
        fired, wrong = fired + 1, wrong + (got != expected(totals, rounding, ties))
    return fired, wrong
