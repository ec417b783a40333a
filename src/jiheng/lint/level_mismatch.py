"""A row at the wrong level.

## What it finds
In a project's table: a first or second level that the national layout does not have, or not there,
while the rest of the table follows it (a row shifted by a column); a satisfaction figure under
quality while the table has a place for satisfaction; a rate of quality under timeliness. A table
with first levels of its own is not held against the national ones.
## Why it matters
Points are divided by level; a row in the wrong one takes the points of others.
## Example
    {title: 成本指标, level: 产出指标, children: [{title: 预算执行, …}]}
## What to do
Move the row; where the table is issued, say in `decisions` at which level it is scored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.finding import Fault, fault_at
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme

# Old and new national layouts; costs are a second level in the old one and a first in the new.
LEVELS = {
    "成本指标": ("经济成本", "社会成本", "生态环境成本"),
    "产出指标": ("数量", "质量", "时效", "成本", "经济成本"),
    "效益指标": ("经济效益", "社会效益", "生态效益", "可持续影响"),
    "满意度指标": ("服务对象满意度",),
}
_ENDING = re.compile("(指标|目标)$")
_OF_QUALITY = re.compile("合格率|达标率|优良率|优秀率|完好率")
CURE = "；请移到应在的一级，或在 decisions 中写明按哪一级计分"


def level_mismatch(scheme: Scheme) -> Iterator[Fault]:
    """Every row of a project's table that stands at the wrong level."""
    if scheme.kind != "project":
        return
    tops = [one for one in scheme.indicators if one.children]
    if any(one.title in LEVELS for one in tops):
        for top in tops:
            told = _shifted(top)
            if told:
                yield fault_at(top, told + CURE)
    yield from _strays(tops)


def _shifted(top: Indicator) -> str | None:
    if top.level and top.level != top.title:
        return f"印在一级指标的位置，却属于{top.level}，像是整行错了一栏"
    if top.title not in LEVELS:
        return "不是一级指标的名称"
    allowed = LEVELS[top.title]
    strange = [
        one.title for one in top.children if _ENDING.sub("", one.title.strip()) not in allowed
    ]
    return f"下面的“{'”“'.join(strange)}”不是它的二级指标" if strange else None


def _strays(tops: list[Indicator]) -> Iterator[Fault]:
    sections = [section for top in tops for section in top.walk() if section.children]
    has_place = any("满意度" in section.title for section in sections)
    for section in sections:
        for leaf in section.children:
            if leaf.children or "满意度" in section.title:
                continue
            if has_place and "满意度" in leaf.title:
                yield fault_at(leaf, f"是满意度，却列在“{section.title}”{CURE}")
            elif "时效" in section.title and _OF_QUALITY.search(leaf.title):
                yield fault_at(leaf, f"说的是质量，却列在“{section.title}”{CURE}")
