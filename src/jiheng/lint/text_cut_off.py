"""A text that breaks off.

## What it finds
A title or text that begins or ends with … (the sign with which a scheme shows where its document
breaks off), ends with a dash or a comma, or opens a bracket or quotation mark that is not closed;
and a five-year plan named without its 五.
## Why it matters
Nobody knows what was promised in the part that is lost; a form's cell was too small for it.
## Example
    {id: "1.2.1", title: 相关规章制度，严…}
## What to do
Ask for the whole text. A scheme adds nothing to it, and says so in `decisions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.scheme.goal import Goal
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.printed import Source
from jiheng.scheme.scheme import Scheme

_OPEN_ENDS = ("…", "——", "，", "、", "：", "；")
_REMARK_AFTER = re.compile(r"(?:…|——|[，、：；])\s*[（(]")
_PLAN = re.compile("“十[一二三四]”(期间|规划|时期)")
_PAIRS = (("（", "）"), ("“", "”"), ("《", "》"), ("〔", "〕"), ("【", "】"))
CURE = "；请补全原文，或在 decisions 中写明不补写"


def text_cut_off(scheme: Scheme) -> Iterator[Fault]:
    """Every place whose text is not whole."""
    seen: set[str] = set()
    for where, title, source, texts in _places(scheme):
        broken = next((told for text in texts if (told := _broken(text))), None)
        if broken and where not in seen:
            seen.add(where)
            yield Fault(where, f"“{where} {title}”{broken}{CURE}", source)


def _places(scheme: Scheme) -> Iterator[tuple[str, str, Source, list[str]]]:
    for one in scheme.walk():
        yield one.id, one.title, one.source, _of_indicator(one)
    for goal in scheme.goals:
        yield goal.id, goal.title, goal.source, _of_goal(goal)


def _of_indicator(one: Indicator) -> list[str]:
    return [one.title, one.printed.text, *(target.text for target in one.targets)]


def _of_goal(goal: Goal) -> list[str]:
    texts = [goal.title, goal.text, goal.direction, goal.effect, *goal.measures]
    return [*texts, *goal.problems, *goal.causes, *(target.text for target in goal.targets)]


def _is_broken(text: str) -> bool:
    """Whether it begins or ends in the middle; a remark in brackets may stand behind the end."""
    bare = text.strip()
    if bare.startswith("…") or bare.endswith(_OPEN_ENDS):
        return True
    line = bare.rfind("\n")  # a remark stands on one line
    remarks = (found.end() - 1 for found in _REMARK_AFTER.finditer(bare))
    return bare.endswith(("）", ")")) and any(start > line for start in remarks)


def _broken(text: str) -> str | None:
    if _is_broken(text):
        return f"的文字在“{text[-12:] if not text.startswith('…') else text[:12]}”处断开"
    if plan := _PLAN.search(text):
        return f"的文字{plan[0]}缺“五”字"
    for opened, closed in _PAIRS:
        if text.count(opened) != text.count(closed):
            return f"的文字中{opened}与{closed}不成对，像是没有写完"
    return None
