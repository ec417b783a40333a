"""A gap between the rows of a table.

## What it finds
Values between two rows of a table of bands that lie in none of them; values beyond a best row that
is closed at its far end; and an option of a choice for which no points are given. The arithmetic is
exact: "below 70" and "above 70" leave out exactly 70, and for counts there is nothing between 2
and 3.
## Why it matters
Whoever has that value gets what the program happens to give, mostly nothing, and will ask why.
## Example
    rows: [{from: "90", points: "2"}, {above: "70", below: "90", points: "1"}, {below: "70", points: "0"}]
## What to do
Say on which side the edge counts (`from` instead of `above`), or decide in `decisions` and catch
the value with `otherwise`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from jiheng.lint.band_rows import BandTable, Row, tables_of
from jiheng.lint.finding import Fault, fault_at
from jiheng.lint.interval import Interval
from jiheng.rules.points.choice import Choice
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.references import options_of
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import rules_of

CURE = "；请写明边界是否含本数，或在 decisions 中定下并用 otherwise 计分"


def band_gap(scheme: Scheme) -> Iterator[Fault]:
    """Clauses in which some value lies in no row."""
    for clause in scheme.leaves():
        told = list(_between(scheme, clause))
        if told:
            yield fault_at(clause, "，且".join(told) + CURE)
        left = list(_options(scheme, clause))
        if left:
            yield fault_at(clause, f"选项“{'”“'.join(left)}”没有对应的分值；请补上分值或删去选项")


def _between(scheme: Scheme, clause: Indicator) -> Iterator[str]:
    for table in tables_of(scheme, clause):
        for gap in (*gaps_in(table), *_beyond(table)):
            yield f"{table.title}{table.told(gap)}不在任何一档"


def gaps_in(table: BandTable) -> Iterator[Interval]:
    """Possible values between the lowest and the highest row that lie in none."""
    rows = [row.values for row in table.rows]
    whole = Interval(min(row.low for row in rows), max(row.high for row in rows))
    yield from sorted(whole.meet(table.possible).without(rows))


def _beyond(table: BandTable) -> Iterator[Interval]:
    """Possible values past the best row, where points rise (or fall) towards it."""
    rows = sorted(table.rows, key=lambda row: row.values)
    if len(rows) < 2 or len({row.points for row in rows}) < len(rows):
        return
    rising = all(one.points < next_.points for one, next_ in pairwise(rows))
    falling = all(one.points > next_.points for one, next_ in pairwise(rows))
    if rising or falling:
        past = _past(rows[-1] if rising else rows[0], upwards=rising).meet(table.possible)
        if not past.is_empty:
            yield past


def _past(row: Row, *, upwards: bool) -> Interval:
    return Interval(low=row.values.high) if upwards else Interval(high=row.values.low)


def _options(scheme: Scheme, clause: Indicator) -> Iterator[str]:
    for rule in rules_of(clause):
        if isinstance(rule, Choice):
            given = {level.level for level in rule.levels}
            yield from (one for one in options_of(scheme, rule.of) if one not in given)
