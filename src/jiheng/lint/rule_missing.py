"""A clause with points and nothing to score it by.

## What it finds
A clause that has points but neither a rule nor a target from which one could be made.
## Why it matters
Nobody gets the points; the program leaves the clause out as not applicable.
## Example
    {id: "2.4", title: 网上科协, points: "2"}
## What to do
Write the rule, or `rule: {judged: {by: jury, points: …}}` where people judge it.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault, fault_at
from jiheng.rules.wording import points_text
from jiheng.scheme.scheme import Scheme


def rule_missing(scheme: Scheme) -> Iterator[Fault]:
    """Every clause with points that nothing scores."""
    for clause in scheme.leaves():
        if clause.rule is None and clause.points:
            told = (
                f"有分值{points_text(clause.points)}，没有计分规则；请写 rule，由人评定的写 judged"
            )
            yield fault_at(clause, told)
