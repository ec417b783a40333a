"""How rare a distance is: the tail of Student's t distribution, without a statistics library.

## What it does
`tail(t, df)` is the chance that an honest comparison exceeds `t`; `critical` is its inverse;
`once_in` turns a chance and the number of comparisons looked at into "once in N assessments"
(Bonferroni: looking in n places finds n times as much by accident).
## How to read it
Small `df` (few jurors) means a wider spread by accident, so a larger `t` is asked for.
## Source
Abramowitz & Stegun 26.7.3 and 26.7.4 (closed form for whole df); above 200 degrees of freedom
Wallace's normal approximation (1959), good to five digits there.
"""

from __future__ import annotations

import math

LARGEST = 1e9
_CLOSED_FORM_UP_TO = 200


def tail(t: float, df: int) -> float:
    """P(T > t) for Student's t with `df` >= 1 degrees of freedom."""
    if t < 0:
        return 1.0 - tail(-t, df)
    if math.isinf(t):
        return 0.0
    if df > _CLOSED_FORM_UP_TO:
        z = math.sqrt(df * math.log1p(t * t / df)) * (8 * df + 1) / (8 * df + 3)
        return 0.5 * math.erfc(z / math.sqrt(2))
    return max(0.5 * (1.0 - _within(t, df)), 0.0)


def critical(chance: float, df: int) -> float:
    """The t that is exceeded with probability `chance` (0 < chance < 0.5)."""
    low, high = 0.0, 1.0
    while tail(high, df) > chance and high < 1e12:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle, df) > chance else (low, middle)
    return high


def once_in(t: float, df: int, *, looks: float) -> float:
    """Once in how many honest assessments one of `looks` comparisons reaches `t`."""
    chance = tail(t, df) * looks
    return LARGEST if chance * LARGEST <= 1 else max(1.0, 1.0 / chance)


def _within(t: float, df: int) -> float:
    angle = math.atan2(t, math.sqrt(df))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = df % 2 == 1
    term, total = (cosine, 0.0) if odd else (1.0, 0.0)
    for step in range(1 if odd else 0, df - 1, 2):
        total += term
        term *= cosine * cosine * (step + 1) / (step + 2)
    if odd:
        return 2 / math.pi * (angle + sine * total)
    return sine * total
