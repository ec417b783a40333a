"""A target that cannot be meant as printed.

## What it finds
A rate of execution, completion or success with a target under half; a rate above 100 %; a rate of
coordination, which nobody can measure; a span in the text (1-2 次) where "at least" is in force;
and a month with "at least" (≥ 2 月).
## Why it matters
Such a row is a slip of the pen or a filled box, and is met whatever happens.
## Example
    {title: 规章制度执行率, targets: [{op: "=", value: "10", unit: "%", text: 执行率10%}]}
## What to do
Ask whoever declared it; until they correct it, decide in `decisions` how it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from jiheng.lint.aim import Aim, faults_of
from jiheng.lint.finding import Fault
from jiheng.scheme.scheme import Scheme

_DONE = re.compile("执行率|完成率|合格率|达标率|及格率|满意度|完好率|出勤率|成功率|兑现率")
_SHARE = re.compile("率|满意度|比例|占比")
_GROWTH = re.compile("增长|增幅|提高|增加|超额")
_SPAN = re.compile(r"[0-9]\s*[-–—~～至]\s*[0-9]")
_TOGETHER = re.compile("协调|沟通|配合")
CURE = "请向制定单位核实，或在 decisions 中写明怎样理解"


def target_suspicious(scheme: Scheme) -> Iterator[Fault]:
    """Every place whose target is hardly meant as it stands."""
    yield from faults_of(scheme, _told, cure=CURE)


def _told(aim: Aim) -> str | None:
    target, said = aim.target, f"的指标值“{aim.target.text}”"
    if not aim.is_number or not isinstance(target.value, Fraction):
        return None
    words = f"{aim.names}{target.text}"
    if aim.unit == "%" and target.op in (">=", ">", "="):
        odd = _odd_share(words, target.value)
        if odd:
            return f"{said}{odd}"
    if _SPAN.search(target.text) and target.op != "range":
        return f"{said}印的是一个范围，现按单边执行"
    if aim.unit == "月" and target.op in (">=", ">", "<=", "<"):
        return f"{said}是月份还是月数不清楚"
    return None


def _odd_share(words: str, value: Fraction) -> str | None:
    if _DONE.search(words) and value < 50:
        return "低于一半，几乎不会完不成"
    if _SHARE.search(words) and value > 100 and not _GROWTH.search(words):
        return "超过100%，不可能达到"
    if _TOGETHER.search(words):
        return "没有办法算出来"
    return None
