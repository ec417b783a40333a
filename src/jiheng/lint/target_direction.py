"""A target that points the wrong way.

## What it finds
"At least" on what should stay low (costs, expenses, complaints, time needed), and "at most" on what
should be high (satisfaction, rates of success).
## Why it matters
Scored as printed, whoever spends more earns more.
## Example
    {title: 年度单位面积物业费, targets: [{op: ">=", value: "15", unit: 元/平方米}]}
## What to do
Turn the sign round; where the document is issued, decide in `decisions` and let the rule follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.aim import Aim, faults_of
from jiheng.lint.finding import Fault
from jiheng.scheme.scheme import Scheme

_LOW = re.compile("成本|费用|支出|物业费|能耗|投诉|差错|事故|违规|用时|耗时|时长|逾期|超支|损耗")
_HIGH = re.compile("满意度|合格率|覆盖率|完成率|达标率|完好率|参与率|及格率|成功率|普及率|出勤率")
CURE = "请改正符号，或在 decisions 中写明按哪个方向计分"


def target_direction(scheme: Scheme) -> Iterator[Fault]:
    """Every place whose target rewards the wrong way."""
    yield from faults_of(scheme, _told, cure=CURE)


def _told(aim: Aim) -> str | None:
    said = f"的指标值“{aim.target.text or aim.target.op}”"
    if aim.target.op in (">=", ">") and aim.is_number and _LOW.search(aim.names):
        return None if _HIGH.search(aim.names) else f"{said}方向反了：以低为好，却写成不少于"
    if aim.target.op in ("<=", "<") and aim.is_number and _HIGH.search(aim.names):
        return f"{said}方向反了：以高为好，却写成不超过"
    return None
