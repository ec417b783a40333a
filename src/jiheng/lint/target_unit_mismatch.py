"""A unit that does not fit what is measured.

## What it finds
A rate (率, 比例, 满意度) counted in money or pieces; a quantity (数量指标) counted in per cent; a
yearly figure per month; a satisfaction row without a satisfaction figure; and a target whose unit
is not that of the fact held against it.
## Why it matters
The actual value will be reported in one of the two, and 40 万元 is no control rate.
## Example
    {title: 成本预算控制率, targets: [{op: "=", value: "40", unit: 万元}]}
## What to do
Correct the title or the unit; where the document is issued, decide in `decisions` which holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.aim import Aim, faults_of
from jiheng.lint.finding import Fault, fault_at
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.values.units import unit_of

_RATE = re.compile(r"(率|比例|比重|占比|满意度)($|\s|（)")
_SHARES = ("%", "‰", "个百分点", "百分点", "")
CURE = "请改正名称或单位，或在 decisions 中写明按哪个执行"


def target_unit_mismatch(scheme: Scheme) -> Iterator[Fault]:
    """Every place whose title and unit speak of different things."""
    yield from faults_of(scheme, _told, cure=CURE)
    for section in scheme.walk():
        if "满意度" in section.title and section.children and not _speaks_of_it(section):
            yield fault_at(section, f"下面的指标值都不是满意度；{CURE}")


def _told(aim: Aim) -> str | None:
    if not aim.is_number:
        return None
    unit = aim.unit
    said = f"的指标值“{aim.target.text or unit}”"
    if _RATE.search(aim.names) and unit not in _SHARES:
        return f"名称是比率，{said[1:]}的单位却是{unit}"
    if unit == "%" and "数量" in aim.section:
        return f"列在“{aim.section}”，{said[1:]}却是百分数"
    if "年度" in aim.names and unit.endswith("月"):
        return f"名称是年度，{said[1:]}的单位却按月"
    if aim.fact and unit and aim.fact.unit and not _is_same(unit, aim.fact.unit):
        return f"{said}的单位是{unit}，填报项的单位是{aim.fact.unit}"
    return None


def _is_same(one: str, other: str) -> bool:
    found, wanted = (unit_of(_plain(text)) for text in (one, other))
    return (found.base, found.size) == (wanted.base, wanted.size)


def _plain(unit: str) -> str:
    return unit.replace("·", "").replace("％", "%").removeprefix("个")


def _speaks_of_it(section: Indicator) -> bool:
    targets = [target for leaf in section.leaves() for target in leaf.targets]
    scored = [target for target in targets if target.op != "none"]
    return not scored or any(target.value is not None or "满意" in target.text for target in scored)
