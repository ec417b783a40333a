"""A number without a unit.

## What it finds
A target with a number and no unit; and, in the texts of a goal, money written as a bare 万 or 亿.
## Why it matters
"≥ 95" can be 95 per cent, 95 people or 95 days.
## Example
    {op: ">=", value: "95", text: ≥95}
## What to do
Print the unit; where the document is issued, say in `decisions` how it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.aim import Aim, faults_of
from jiheng.lint.finding import Fault
from jiheng.scheme.scheme import Scheme

_BARE_SUM = re.compile(r"(?<![0-9.])[0-9.]+[万亿](?=以上|以下|以内|的|[，。；、）]|$)")


def target_unit_missing(scheme: Scheme) -> Iterator[Fault]:
    """Every place with a number whose unit is left to the reader."""
    told = set()
    for fault in faults_of(scheme, _told, cure="请写明单位，或在 decisions 中说明按什么理解"):
        told.add(fault.where)
        yield fault
    for goal in scheme.goals:
        texts = (goal.text, goal.direction, goal.effect, *goal.measures)
        found = next((hit for text in texts if (hit := _BARE_SUM.search(text))), None)
        if found and goal.id not in told:
            message = f"“{goal.id} {goal.title}”中的“{found[0]}”没有写单位；请补写"
            yield Fault(goal.id, message, goal.source)


def _told(aim: Aim) -> str | None:
    if not aim.is_number or aim.unit or aim.target.value is None:
        return None
    return f"的指标值“{aim.target.text or aim.target.op}”没有单位"
