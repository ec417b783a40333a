"""SC-03: a jury's figure is the exact weighted mean of its groups, half-up only where it is published."""

from __future__ import annotations

import random
from fractions import Fraction

from jiheng.jury.marks import JuryReadings, tally
from jiheng.scheme.panel import Jury
from jiheng.values.exact import rounded
from jiheng.values.inputs import Juror, Mark

JURY = Jury.model_validate({"groups": [
    {"id": "a", "title": "甲组", "weight": "40"}, {"id": "b", "title": "乙组", "weight": "30"},
    {"id": "c", "title": "丙组", "weight": "30"},
]})  # fmt: skip
SIZES = {"a": 5, "b": 8, "c": 9}
WEIGHTS = {"a": 40, "b": 30, "c": 30}
JURORS = {f"{g}{n}": Juror(f"{g}{n}", g) for g, size in SIZES.items() for n in range(size)}


def run(volume: int, seed: int) -> tuple[int, int]:
    """How many random juries were tallied, and how many figures differ at two places."""
    draw, wrong = random.Random(seed), 0
    readings = JuryReadings(order="group-first", empty="stop", trimming=0)
    for _ in range(volume):
        tenths = {name: draw.randrange(600, 1001) for name in JURORS}
        marks = [Mark(name, "甲县", "1", Fraction(mark, 10)) for name, mark in tenths.items()]
        found = tally(JURY, JURORS, marks=marks, subject="甲县", readings=readings)
        wrong += found.value is None or rounded(found.value, 2) != _by_hand(tenths)
    return volume, wrong


def _by_hand(tenths: dict[str, int]) -> Fraction:
    """In whole numbers: 40 x sum/5 + 30 x sum/8 + 30 x sum/9 over 1000, to hundredths, half-up."""
    sums = {g: sum(mark for name, mark in tenths.items() if name[0] == g) for g in SIZES}
    scaled = sum(WEIGHTS[g] * sums[g] * (360 // SIZES[g]) for g in SIZES)  # over 360 000
    return Fraction((2 * scaled * 100 + 360_000) // 720_000, 100)
