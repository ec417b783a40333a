"""Many figures, and no word on how they become one.

## What it finds
A jury for which the document does not say one of: group means first or all jurors together, highest
and lowest marks set aside or not, what an empty group means. A target for each single time (单次,
每次) without a word on the year's many. A cumulative target without a year: each year, or over the
whole period?
## Why it matters
Two clerks with the same marks arrive at two totals; a target "40 projects" is met by eight a year
or by forty.
## Example
    {op: "<=", value: "3", unit: 日, text: 单次维修3日内完成}
## What to do
Print it; for a jury choose the readings `jury-order`, `trimming`, `empty-group`; for a target
decide in `decisions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.by_reading import decided_by, is_printed
from jiheng.lint.finding import Fault, fault_at
from jiheng.rules.points.judged import Judged
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target
from jiheng.scheme.walk import rules_of

NAME = "aggregation-unstated"
JURY_QUESTIONS = ("jury-order", "trimming", "empty-group")
_EACH_TIME = re.compile("单次|每次|每一次|逐次")


def aggregation_unstated(scheme: Scheme) -> Iterator[Fault]:
    """The jury, and every target, that leaves open how many become one."""
    yield from _jury(scheme)
    for clause in scheme.leaves():
        told = next((told for one in clause.targets if (told := _target(scheme, one))), None)
        if told:
            yield fault_at(clause, told + "；请写明全年怎样汇总，或在 decisions 中定下")


def _jury(scheme: Scheme) -> Iterator[Fault]:
    if scheme.jury is None or not _is_judged(scheme):
        return
    left = tuple(name for name in JURY_QUESTIONS if not is_printed(scheme, name))
    if left:
        told = "".join(QUESTIONS[name].asks for name in left)
        yield Fault(
            "jury",
            f"评委分怎样汇总没有写全：{told}请写明，或在 readings 中选定 {'、'.join(left)}",
            scheme.jury.source,
            decided_by(scheme, left, check=NAME, about="jury"),
        )


def _is_judged(scheme: Scheme) -> bool:
    rules = (rule for leaf in scheme.leaves() for rule in rules_of(leaf))
    return any(isinstance(rule, Judged) and rule.by == "jury" for rule in rules)


def _target(scheme: Scheme, target: Target) -> str | None:
    if _EACH_TIME.search(target.text):
        return f"的指标值“{target.text}”只说单次"
    if target.measure == "cumulative" and target.by is None and scheme.period.until is not None:
        return f"的指标值“{target.text}”没有写是每年还是规划期累计"
    return None
