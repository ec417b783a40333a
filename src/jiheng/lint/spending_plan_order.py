"""A spending plan that runs backwards.

## What it finds
A month that does not come after the one before it, or a percentage (of what is spent by then) below
the one before it or above 100.
## Why it matters
Money that was spent by June is still spent in October; monitoring would compare with nonsense.
## Example
    spending-plan: [{month: "3", percent: "30"}, {month: "6", percent: "20"}]
## What to do
Correct the figures, or write down in `decisions` how they are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.project import SpendingStep
from jiheng.scheme.scheme import Scheme


def spending_plan_order(scheme: Scheme) -> Iterator[Fault]:
    """The spending plan, when its months or percentages fall."""
    steps = scheme.project.spending_plan if scheme.project else ()
    told = list(_told(steps))
    if told:
        message = f"资金支出计划{'，'.join(told)}；请改正，或在 decisions 中写明怎样理解"
        yield Fault("project.spending-plan", message, steps[0].source)


def _told(steps: tuple[SpendingStep, ...]) -> Iterator[str]:
    month, percent = 0, Fraction(0)
    for step in steps:
        if step.month is not None:
            if step.month <= month:
                yield f"{step.month}月排在{month}月之后"
            month = step.month
        if step.percent is not None:
            if step.percent < percent:
                yield f"{number_text(step.percent)}%低于前一期的{number_text(percent)}%"
            if step.percent > 100:
                yield f"{number_text(step.percent)}%超过100%"
            percent = step.percent
