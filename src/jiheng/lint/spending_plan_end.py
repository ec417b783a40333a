"""A spending plan without an end.

## What it finds
A last step without a month, or one that does not reach 100 per cent.
## Why it matters
The year's end is where the execution rate is scored.
## Example
    spending-plan: [{month: "3", percent: "30"}, {percent: "100"}]
## What to do
Print the month, or the rest of the money; or say in `decisions` how the last figure is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.scheme import Scheme


def spending_plan_end(scheme: Scheme) -> Iterator[Fault]:
    """The spending plan, when its last step is open."""
    steps = scheme.project.spending_plan if scheme.project else ()
    if not steps:
        return
    told = []
    if steps[-1].month is None:
        told.append("最后一期没有写月份")
    if steps[-1].percent is None:
        told.append("最后一期没有写比例")
    elif steps[-1].percent < 100:
        told.append(f"最后一期只到{number_text(steps[-1].percent)}%")
    if told:
        message = f"资金支出计划{'，'.join(told)}；请补全，或在 decisions 中写明怎样理解"
        yield Fault("project.spending-plan", message, steps[-1].source)
