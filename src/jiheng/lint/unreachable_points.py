"""Points that nobody can get.

## What it finds
A rule whose best possible score lies below the points of its clause, given what values its facts
can have at all; and a row of a rule in which no value can lie, because the rows before it take them
all or because it lies beyond the bounds of the fact.
## Why it matters
Everybody loses the difference, and a row that never applies is mostly a slip in an edge.
## Example
    {points: "4", rule: {per: {of: coverage, each: "0.3", quantum: "10", cap: "4"}}}   # 100 %: 3
## What to do
Correct the points, the rule's figures or the bounds of the fact; or decide in `decisions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.band_rows import BandTable, tables_of, values_of
from jiheng.lint.finding import Fault, fault_at
from jiheng.lint.possible import best_score
from jiheng.rules.condition import Condition
from jiheng.rules.points.steps import Steps
from jiheng.rules.wording import points_text
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import rules_of

CURE = "；请核对分值、边界和填报项的上下限，或在 decisions 中写明"


def unreachable_points(scheme: Scheme) -> Iterator[Fault]:
    """Clauses with points or rows that nothing can reach."""
    for clause in scheme.leaves():
        told = [*_short(scheme, clause), *_rows(scheme, clause), *_steps(clause)]
        if told:
            yield fault_at(clause, "，且".join(told) + CURE)


def _short(scheme: Scheme, clause: Indicator) -> Iterator[str]:
    if clause.rule is None or clause.points is None:
        return
    best = best_score(clause.rule.shape, scheme)
    if best is not None and best < clause.points:
        yield f"分值{points_text(clause.points)}，按规则最多只能得{points_text(best)}"


def _rows(scheme: Scheme, clause: Indicator) -> Iterator[str]:
    for table in tables_of(scheme, clause):
        for spot in _dead_rows(table):
            row = table.rows[spot]
            told = f"（{table.told(row.values)}，{points_text(row.points)}）"
            yield f"{table.title}第{spot + 1}档{told}没有数值能落入"


def _dead_rows(table: BandTable) -> Iterator[int]:
    for spot, row in enumerate(table.rows):
        earlier = [one.values for one in table.rows[:spot]]
        if not row.values.meet(table.possible).without(earlier):
            yield spot


def _steps(clause: Indicator) -> Iterator[str]:
    for rule in rules_of(clause):
        if isinstance(rule, Steps) and not _is_table(rule):
            for spot in _dead_steps(rule):
                yield f"第{spot + 1}行条件成立时，前面的一行已经成立，这一行永远用不上"


def _dead_steps(rule: Steps) -> Iterator[int]:
    for spot, row in enumerate(rule.rows):
        if any(_implies(row.when, earlier.when) for earlier in rule.rows[:spot]):
            yield spot


def _is_table(rule: Steps) -> bool:
    """True when all rows look at one and the same fact: then it is looked at as a table."""
    found = [values_of(row.when) for row in rule.rows]
    return all(found) and len({one[0] for one in found if one}) == 1


def _implies(later: Condition, earlier: Condition) -> bool:
    """True when the later condition can hold only where the earlier one holds too."""
    claims = later.all or (later,)
    return all(
        any(_atom_implies(one, wanted) for one in claims) for wanted in (earlier.all or (earlier,))
    )


def _atom_implies(one: Condition, wanted: Condition) -> bool:
    if one == wanted:
        return True
    if wanted.any:
        return any(_implies(one, option) for option in wanted.any)
    found, needed = values_of(one), values_of(wanted)
    if found is None or needed is None or found[0] != needed[0]:
        return False
    return needed[1].holds(found[1])
