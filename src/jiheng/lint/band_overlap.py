"""Rows of a table that claim the same value.

## What it finds
Two rows of a table of bands with different points in which the same possible value lies. A row
with one edge only may stand behind another of the same kind ("30 and above: 2; 20 and above: 1"):
there the first that fits is meant.
## Why it matters
The same figure is worth two scores, and the order of the rows decides without saying so.
## Example
    rows: [{from: "85", points: "2"}, {from: "60", to: "85", points: "1"}]    # 85 lies in both
## What to do
Let one of the rows leave its edge out (`below` instead of `to`), or decide in `decisions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from jiheng.lint.band_rows import BandTable, Row, tables_of
from jiheng.lint.finding import Fault, fault_at
from jiheng.lint.interval import ABOVE_ALL, BELOW_ALL, Interval
from jiheng.rules.wording import points_text
from jiheng.scheme.scheme import Scheme

CURE = "；请让其中一档不含边界，或在 decisions 中写明"


def band_overlap(scheme: Scheme) -> Iterator[Fault]:
    """Clauses in which some value lies in two rows with different points."""
    for clause in scheme.leaves():
        told = [told for table in tables_of(scheme, clause) for told in _overlaps(table)]
        if told:
            yield fault_at(clause, "，且".join(told) + CURE)


def _overlaps(table: BandTable) -> Iterator[str]:
    for one, other in combinations(table.rows, 2):
        both = one.values.meet(other.values).meet(table.possible)
        if both.is_empty or one.points == other.points or _is_cascade(one, other):
            continue
        told = "和".join(points_text(row.points) for row in (one, other))
        yield f"{table.title}{table.told(both)}同时落在两档（{told}）"


def _is_cascade(first: Row, second: Row) -> bool:
    """True when both rows are open at the same end and the first is the narrower one."""
    upwards = first.values.high == second.values.high == ABOVE_ALL
    downwards = first.values.low == second.values.low == BELOW_ALL
    return (upwards or downwards) and _is_narrower(first.values, second.values)


def _is_narrower(first: Interval, second: Interval) -> bool:
    return second.holds(first) and first != second
