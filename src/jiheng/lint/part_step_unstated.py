"""So much for every ten, and no word on a part of ten.

## What it finds
A rule of so much per quantum whose fact can lie between two steps, when neither the rule nor the
document says whether a part of a step counts. Counts of whole things, one by one, have no parts.
## Why it matters
57 % at 0.4 for every 10 points is 2.0 or 2.28.
## Example
    rule: {per: {of: coverage, each: "0.4", quantum: "10", cap: "4"}}
## What to do
Print it and write `steps: whole` or `steps: pro-rata` in the rule, or choose the reading `steps`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.by_reading import decided_by, is_printed
from jiheng.lint.finding import Fault, fault_at
from jiheng.rules.points.per import Per
from jiheng.rules.wording import number_text
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.step_reading import leaves_steps_open
from jiheng.scheme.walk import rules_of

NAME = "part-step-unstated"


def part_step_unstated(scheme: Scheme) -> Iterator[Fault]:
    """Every clause in which a part of a step can occur and is not spoken of."""
    if is_printed(scheme, "steps"):
        return
    for clause in scheme.leaves():
        steps = [one for one in rules_of(clause) if isinstance(one, Per)]
        rule = next((one for one in steps if leaves_steps_open(one, scheme.facts)), None)
        if rule is not None:
            decided = decided_by(scheme, ("steps",), check=NAME, about=clause.id)
            unit = scheme.facts[rule.of[0]].unit if rule.of[0] in scheme.facts else ""
            step = f"每{number_text(rule.quantum)}{unit}计{number_text(rule.each)}分"
            told = f"{step}，不足一档的部分怎样计没有写"
            fault = fault_at(clause, f"{told}；请写明，或在 readings 中选定 steps")
            yield Fault(fault.where, fault.message, fault.source, decided)
