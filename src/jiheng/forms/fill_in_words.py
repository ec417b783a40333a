"""The words by which the fill-in workbook is known again: heads, titles of sheets, spoken states."""

from __future__ import annotations

from collections.abc import Mapping

from jiheng.scheme.fact import Fact, FactFrom

KEY, NUMBER, CLAUSE, FACT, UNIT = "标识", "编号", "指标", "填报项", "计量单位"
FROM_WHOM, HELP = "由谁填", "填写说明"
POINTS = "分值"
FACT_HEADS = (KEY, NUMBER, CLAUSE, POINTS, FACT, UNIT, FROM_WHOM, HELP)
EVIDENCE_ASKED, EVIDENCE = "应附佐证", "佐证材料（文号、页码）"
EVIDENCE_SHARED = f"{EVIDENCE}，写明单位"
OPEN_SUBJECT = "单位{}（改成单位名称）"

MOST_SUBJECTS = 12
"""Columns of subjects on one sheet; more would be too small to read on paper."""

CATEGORY_MARK = "类别："
"""Stands in the hidden first cell of a sheet before its category's id."""

FACTS_SHEET, CLAIMED_SHEET, SETTLED_SHEET = "填报表", "自评得分", "复核"
CLAIMS_SHEET, USED_SHEET = "加分申报", "以前年度已用奖项"
JURORS_SHEET, MARKS_SHEET = "评委", "打分"

FROM: Mapping[FactFrom, str] = {
    "subject": "填报单位", "office": "办公室", "authority": "有关部门", "jury": "评委",
    "survey": "问卷调查",
}  # fmt: skip
SPOKEN = {"not-applicable": "不适用", "pending": "待定"}
SAMPLE = "虚构示例"

HEADS: Mapping[str, Mapping[str, str]] = {
    "claims": {
        "subject": "单位", "indicator": "指标编号", "kind": "类别", "level": "级别", "work": "工作名称",
        "award": "奖项名称", "year": "获奖年度", "number": "文号或证书号", "persons": "人数",
    },
    "used": {
        "subject": "单位", "indicator": "指标编号", "kind": "类别", "level": "级别", "work": "工作名称",
        "award": "已用奖项名称", "year": "获奖年度", "number": "文号或证书号", "persons": "人数",
    },
    "jurors": {"name": "评委", "group": "评委组", "unit": "所属单位"},
    "marks": {"juror": "评委", "subject": "单位", "indicator": "指标编号", "mark": "打分"},
    "claimed": {"subject": "单位", "indicator": "指标编号", "score": "自评得分"},
    "settled": {
        "subject": "单位", "indicator": "指标编号", "score": "复核得分", "reason": "理由", "by": "复核人",
    },
}  # fmt: skip
"""Column keys of every table (the heads of CSV files) and the heads of its workbook sheet."""

OPTIONAL = frozenset({"level", "number", "persons", "unit", "by", "work", "award"})
"""Columns that a table may lack."""


def unit_text(fact: Fact) -> str:
    """What stands in the column of units for this fact."""
    return {"yes-no": "是/否", "choice": "选一项", "date": "日期"}.get(fact.type, fact.unit)


def subject_width(count: int) -> int:
    """How wide a subject's column is where `count` of them stand side by side."""
    return {1: 30, 2: 20, 3: 16}.get(count, 11)
