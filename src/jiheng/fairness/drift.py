"""Did marks rise or fall over the order of presentation?

## What it does
Draws a straight line through the subjects' levels in the order in which they presented. Because
the order is drawn by lot, a slope has no honest reason but tiredness or warming up.
## How to read it
`slope` is points per place in the order: +0.5 over ten counties means the last gets 4.5 points
more than the first for the same work. `flagged` where this is rarer than 1 in 40 by accident.
## Source
Least-squares slope against the position, Student's t with n - 2 freedoms, two-sided (JI-10).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiheng.fairness.additive import fit_of
from jiheng.fairness.flag import points, rarity_words
from jiheng.fairness.marks import Matrix
from jiheng.fairness.rarity import once_in


@dataclass(frozen=True, slots=True)
class Drift:
    """The slope in points per place, how rare it is (once in so many), and whether to look."""

    slope: float
    strength: float
    flagged: bool

    @property
    def sentence(self) -> str:
        """The finding in plain Chinese."""
        if not self.flagged:
            return "打分没有随出场顺序明显升高或降低。"
        way = "升高" if self.slope > 0 else "降低"
        return (
            f"出场每晚一位，打分平均{way} {points(self.slope)}。{rarity_words(self.strength)}；"
            "请核实评委是否因疲劳或前松后紧影响了打分。"
        )


def drift(matrix: Matrix, order: Sequence[str], *, rate: float = 0.025) -> Drift | None:
    """The drift over `order` (subjects as they presented; others are ignored).

    None with fewer than four presented subjects: no line can be told from accident.
    """
    level = fit_of(matrix).subject
    seen = [level[matrix.place[subject]] for subject in order if subject in matrix.place]
    if len(seen) < 4:
        return None
    values = np.array(seen) - np.mean(seen)
    places = np.arange(len(seen)) - (len(seen) - 1) / 2
    squares = float(places @ places)
    slope = float(places @ values) / squares
    left = float(((values - slope * places) ** 2).sum())
    error = math.sqrt(left / (len(seen) - 2) / squares)
    score = abs(slope) / error if error > 1e-12 else (math.inf if abs(slope) > 1e-9 else 0.0)
    strength = once_in(score, len(seen) - 2, looks=2)
    return Drift(slope, strength, strength > 1 / rate)
