"""Money that does not add up.

## What it finds
Sources that do not come to the project's total; parts that do not come to this year's budget (or
the total, where no year is given); a year's budget above the total; more spent last year than there
was.
## Why it matters
The finance bureau adds it up first, and sends the form back.
## Example
    project: {total: "100", parts: [{title: 甲, amount: "60"}, {title: 乙, amount: "30"}]}
## What to do
Correct a sum; where one is left blank on purpose, leave its `amount` out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.project import Money
from jiheng.scheme.scheme import Scheme


def budget_sum(scheme: Scheme) -> Iterator[Fault]:
    """The sources, parts and years of a project whose sums differ."""
    project = scheme.project
    if project is None:
        return
    total, year = project.total, project.this_year
    told = {
        "project.sources": _sum_told(project.sources, total),
        "project.parts": _sum_told(project.parts, year if year is not None else total),
        "project.this-year": _above("当年预算{}超过总预算{}", part=year, whole=total),
        "project.last-year": _above(
            "上年执行数{}超过上年预算{}", part=project.last_year_spent, whole=project.last_year
        ),
    }
    for where, message in told.items():
        if message:
            cure = f"（单位：{project.unit}）；请核对金额并改正，或在 decisions 中说明"
            yield Fault(where, message + cure, project.source)


def _sum_told(items: tuple[Money, ...], whole: Fraction | None) -> str | None:
    known = [one.amount for one in items if one.amount is not None]
    total = sum(known, Fraction(0))
    if not known or whole is None or total == whole:
        return None
    if len(known) < len(items) and total < whole:
        return None  # what is left blank may be the rest
    named = [f"{one.title}{number_text(one.amount)}" for one in items if one.amount is not None]
    return f"{'＋'.join(named)}＝{number_text(total)}，与预算数{number_text(whole)}不等"


def _above(words: str, *, part: Fraction | None, whole: Fraction | None) -> str | None:
    if part is None or whole is None or part <= whole:
        return None
    return words.format(number_text(part), number_text(whole))
