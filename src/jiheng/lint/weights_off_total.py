"""Weights that do not come to the whole.

## What it finds
Sections whose printed points do not come to a round total (100, 1000 …); the weights of an
allocation with the execution rate that do not come to 100; weights of juror groups that do not come
to 100 per cent.
## Why it matters
Lines such as 85 and 60 are meant out of 100, and a jury of 40, 30 and 20 gives a tenth away.
## Example
    jury: {groups: [{weight: "40", …}, {weight: "30", …}, {weight: "20", …}]}
## What to do
Correct a weight, or write down in `decisions` what the whole is.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.scheme import Scheme

ROUND_TOTALS = (10, 20, 50, 100, 150, 200, 300, 500, 1000)
CURE = "；请改正其中一项，或在 decisions 中写明满分是多少"


def weights_off_total(scheme: Scheme) -> Iterator[Fault]:
    """Sections, allocation and jury whose weights miss the whole."""
    yield from _sections(scheme)
    yield from _allocation(scheme)
    yield from _jury(scheme)


def _sections(scheme: Scheme) -> Iterator[Fault]:
    if scheme.allocation is not None or not scheme.indicators:
        return
    points = [
        one.printed.heading if one.printed.heading is not None else one.points
        for one in scheme.indicators
    ]
    total = sum((one for one in points if one is not None), Fraction(0))
    if None not in points and total not in ROUND_TOTALS:
        told = "＋".join(number_text(one) for one in points if one is not None)
        message = f"各大项分值{told}＝{number_text(total)}，不是100分{CURE}"
        yield Fault("indicators", message, scheme.indicators[0].source)


def _allocation(scheme: Scheme) -> Iterator[Fault]:
    plan = scheme.allocation
    if plan is None:
        return
    weights = {**plan.levels, **({"预算执行率": plan.execution} if plan.execution else {})}
    total = sum(weights.values(), Fraction(0))
    if total != 100:
        told = "＋".join(f"{name}{number_text(one)}" for name, one in weights.items())
        yield Fault("allocation", f"各级分值{told}＝{number_text(total)}，不是100分{CURE}")


def _jury(scheme: Scheme) -> Iterator[Fault]:
    if scheme.jury is None:
        return
    total = sum((group.weight for group in scheme.jury.groups), Fraction(0))
    if total != 100:
        told = "＋".join(
            f"{group.title}{number_text(group.weight)}" for group in scheme.jury.groups
        )
        message = f"各评委组权重{told}＝{number_text(total)}，不是100%{CURE}"
        yield Fault("jury", message, scheme.jury.source)
