"""A target that nobody can check.

## What it finds
Qualitative targets made of words such as 有所提升, 良好, 一定的; targets that only "strive for"
something (争取, 力争); numbers with 约 or 左右; a bare rate that does not say of what (达标率); and
"a certain number" (一定数量) in the text of a goal. Also a clause that people judge, when none of
its targets is a number.
## Why it matters
The score becomes the mood of the reviewer, and the finance bureau sends the form back.
## Example
    {op: qualitative, text: 有所提升}
## What to do
Print a number, a date or a deed that is there or not; or say in `decisions` how it is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.aim import Aim, faults_of
from jiheng.lint.finding import Fault, fault_at
from jiheng.rules.points.judged import Judged
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import rules_of

_STRIVING = re.compile("争取|力争|努力")
_ABOUT = re.compile("约[0-9]|左右|大概|上下")
_WEAK = re.compile(
    "有所|显著|明显|较好|充分|一定|良好|满意|帮助|可持续|高效|规范|高层次|保质保量|间接|提升|提高|"
    "促进|持续|实效|体现|大力|积极|进一步|参与"
)
_MEASURED = re.compile("[0-9０-９]|全部|全覆盖|每[日天周月季年]")
_BARE_RATE = re.compile(r"\s*(达标率|合格率|完成率|执行率)\s*\1?")
_SOME = re.compile("一定(数量|规模|比例|资金)")


def target_vague(scheme: Scheme) -> Iterator[Fault]:
    """Every place with a target that cannot be checked."""
    told = set()
    for fault in faults_of(
        scheme, _told, cure="请写出数量、时限或可以核对的结果，或在 decisions 中定下怎样评定"
    ):
        told.add(fault.where)
        yield fault
    for clause in scheme.leaves():
        if clause.id not in told and _is_left_to_taste(scheme, clause):
            yield fault_at(
                clause, "由人打分，目标中却没有一个可以核对的数；请写出数量，或在 decisions 中说明"
            )
    for goal in scheme.goals:
        found = _SOME.search(goal.text)
        if found and goal.id not in told:
            message = f"“{goal.id} {goal.title}”只写“{found[0]}”；请写出数量，或在 decisions 中说明"
            yield Fault(goal.id, message, goal.source)


def _told(aim: Aim) -> str | None:
    target = aim.target
    if target.op == "none":
        return None
    if _STRIVING.search(target.text) or _ABOUT.search(target.text):
        return f"的指标值“{target.text}”没有可以核对的界限"
    if target.op == "qualitative" and _is_weak(target.text):
        return f"的指标值“{target.text}”无法核对"
    if aim.is_number and _BARE_RATE.fullmatch(aim.names):
        return f"没有说明是什么的{aim.title}"
    return None


def _is_weak(text: str) -> bool:
    return bool(_WEAK.search(text)) and not _MEASURED.search(text)


def _is_left_to_taste(scheme: Scheme, clause: Indicator) -> bool:
    """True when people give the points and every target is only there or not."""
    judged = any(isinstance(rule, Judged) for rule in rules_of(clause))
    facts = [scheme.facts.get(target.fact or "") for target in clause.targets]
    return judged and bool(facts) and all(fact and fact.type == "yes-no" for fact in facts)
