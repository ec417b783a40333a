"""A number left out.

## What it finds
A step of more than one between the printed numbers of neighbouring rows (3.1, 3.2, 3.4), and a
section whose rows do not begin at 1 nor go on from the section before.
## Why it matters
Mostly a clause was deleted or lost in copying, and its points with it.
## Example
    children: [{id: "3.1"}, {id: "3.2"}, {id: "3.4"}]
## What to do
Put the missing row back or number again; where the document is issued, say so in `decisions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from jiheng.lint.finding import Fault, fault_at, named
from jiheng.lint.numbering import Numbered, numbered_lists
from jiheng.scheme.scheme import Scheme

CURE = "；请补上漏掉的一条或重新编号，或在 decisions 中写明"


def missing_number(scheme: Scheme) -> Iterator[Fault]:
    """Every row before which a number is missing."""
    last = 0
    for siblings, is_below in numbered_lists(scheme):
        if is_below and siblings and siblings[0].number not in (1, last + 1):
            first = siblings[0]
            told = f"是本级第一条，编号却从“{first.printed}”开始{CURE}"
            yield fault_at(first.indicator, told)
        yield from _steps(siblings)
        if is_below and siblings:
            last = siblings[-1].number


def _steps(siblings: tuple[Numbered, ...]) -> Iterator[Fault]:
    for before, one in pairwise(siblings):
        if one.number > before.number + 1:
            left = "、".join(str(number) for number in range(before.number + 1, one.number))
            yield fault_at(
                one.indicator, f"前面是{named(before.indicator)}，中间缺少编号{left}{CURE}"
            )
