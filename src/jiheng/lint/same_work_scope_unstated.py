"""Two bonus clauses that may reward the same work twice.

## What it finds
A second clause of claimed awards, when each clause looks for "the highest award for the same work"
only within itself.
## Why it matters
One prize is entered under two clauses and counted twice; whether that was meant is not printed.
## Example
    items: [{id: "7.1", rule: {awards: {highest: indicator, …}}}, {id: "7.2", rule: {awards: {…}}}]
## What to do
Say that the same work counts once in all clauses (`highest: scheme`), or in each, in `decisions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault, fault_at, named
from jiheng.rules.bonus.awards import Awards
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import rules_of


def same_work_scope_unstated(scheme: Scheme) -> Iterator[Fault]:
    """Every clause of awards after the first that does not look beyond itself."""
    first: Indicator | None = None
    for clause in scheme.leaves():
        own = [rule for rule in rules_of(clause) if isinstance(rule, Awards)]
        if not any(rule.highest in ("kind", "indicator") for rule in own):
            continue
        if first is not None:
            yield fault_at(
                clause,
                f"与{named(first)}都是奖项加分，没有写同一工作能否在两条各计一次；"
                "请写明（highest: scheme 为只计一次），或在 decisions 中定下",
            )
        first = first or clause
