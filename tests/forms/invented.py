"""Invented assessments for the papers of an outcome: one by rules, one by a jury, one of a project."""

from fractions import Fraction
from typing import Any

from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.score.outcome import assess
from jiheng.score.result import Outcome
from jiheng.values.inputs import Claim, Entry, Inputs, Juror, Mark, Settlement

RULES: dict[str, Any] = {
    "scheme": "invented-rules",
    "title": "样例市2030年度县区科协绩效评估",
    "period": {"year": "2030"},
    "document": {
        "title": "样例市县区科协绩效评估办法",
        "number": "样科协〔2030〕8号",
        "organisation": "样例市科学技术协会",
    },
    "categories": [
        {"id": "a", "title": "县", "subjects": ["甲县", "乙县", "丙县", "丁县"]},
        {"id": "b", "title": "区", "subjects": ["戊区"]},
    ],
    "facts": {
        "events": {"title": "活动", "unit": "场"},
        "towns": {"title": "乡镇总数", "unit": "个"},
        "with": {"title": "有组织的乡镇", "unit": "个"},
        "rate": {
            "title": "乡镇覆盖率",
            "type": "percent",
            "unit": "%",
            "ratio": {"of": "with", "over": "towns"},
        },
        "led": {"title": "有领导分管", "type": "yes-no"},
        "cases": {"title": "违纪事件", "unit": "例", "from": "authority"},
    },
    "indicators": [
        {
            "id": "1",
            "title": "组织建设",
            "points": "50",
            "children": [
                {
                    "id": "1.1",
                    "title": "领导分管",
                    "points": "20",
                    "printed": {"text": "有领导分管计20分"},
                    "rule": {"steps": {"rows": [{"when": {"fact": "led"}, "points": "20"}]}},
                },
                {
                    "id": "1.2",
                    "title": "乡镇覆盖率",
                    "points": "30",
                    "rule": {"share": {"of": "rate", "over": "100", "points": "30"}},
                },
            ],
        },
        {
            "id": "2",
            "title": "科学普及",
            "points": "50",
            "children": [
                {
                    "id": "2.1",
                    "title": "科普活动",
                    "points": "50",
                    "targets": [
                        {"fact": "events", "value": "10", "unit": "场", "text": "10场以上"}
                    ],
                    "rule": {"per": {"of": "events", "each": "5", "cap": "50"}},
                }
            ],
        },
    ],
    "bonus": {
        "title": "加分项",
        "cap": "10",
        "items": [
            {
                "id": "3.1",
                "title": "表彰",
                "rule": {
                    "awards": {"kinds": [{"kind": "表彰", "levels": {"省级": "4", "市级": "2"}}]}
                },
            }
        ],
    },
    "vetoes": [
        {
            "id": "discipline",
            "title": "违纪一票否决",
            "when": {"fact": "cases", "op": ">=", "value": "1"},
            "grade": "不合格",
            "authority": "纪检机关",
        }
    ],
    "grading": {
        "grades": [
            {"grade": "优秀", "line": "85", "quota": {"share": "30"}},
            {"grade": "合格", "line": "60"},
            {"grade": "不合格"},
        ]
    },
    "readings": {
        "quota-rounding": {"chosen": "half-up", "by": "ours", "because": "办法未写"},
        "quota-counted": {"chosen": "listed", "by": "document"},
    },
    "procedure": [
        {"id": "self", "title": "自评", "who": "各县区科协"},
        {"id": "site", "title": "现场评估", "who": "领导小组办公室"},
        {"id": "told", "title": "通报", "who": "市科协", "produces": ["通报"]},
        {"id": "appeal", "title": "申诉", "who": "县区科协", "ends": "通报后5个工作日"},
    ],
}

JURY: dict[str, Any] = {
    "scheme": "invented-jury",
    "title": "样例市2030年度学会评优",
    "period": {"year": "2030"},
    "categories": [{"id": "s", "title": "学会", "subjects": ["力学学会", "化学学会"]}],
    "indicators": [
        {
            "id": "一",
            "title": "学术",
            "points": "10",
            "children": [
                {
                    "id": "1",
                    "title": "会议",
                    "points": "10",
                    "rule": {"judged": {"by": "jury", "points": "10"}},
                }
            ],
        }
    ],
    "grading": {"per": "all", "grades": [{"grade": "参评", "line": "0"}, {"grade": "不参评"}]},
    "honours": [{"title": "先进学会", "top": "1"}],
    "jury": {
        "groups": [
            {"id": "x", "title": "专家", "weight": "60"},
            {"id": "y", "title": "同行", "weight": "40"},
        ]
    },
}

PROJECT: dict[str, Any] = {
    "scheme": "invented-project",
    "title": "讲座项目绩效目标",
    "kind": "project",
    "period": {"year": "2030"},
    "project": {"title": "讲座（含场地）", "organisation": "731 样例市科协本级"},
    "categories": [{"id": "p", "title": "项目", "subjects": ["讲座（含场地）"]}],
    "facts": {"talks": {"title": "讲座", "unit": "场"}},
    "indicators": [
        {
            "id": "1",
            "title": "产出",
            "points": "100",
            "rule": {"share": {"of": "talks", "over": "30", "points": "100"}},
        }
    ],
}


def scheme(data: dict[str, Any], **changes: Any) -> Scheme:
    """One of the schemes above, with some of its parts replaced."""
    return resolve(Scheme.model_validate(data | changes))


def known(**values: str) -> dict[str, Entry]:
    """Facts that are known; a hyphen of a name is written as an underscore."""
    return {name.strip("_"): Entry(Fraction(value)) for name, value in values.items()}


FACTS = {
    "甲县": known(events="9", towns="3", with_="3", led="1", cases="0"),
    "乙县": known(events="9", towns="7", with_="5", led="1", cases="0"),
    "丙县": known(events="10", towns="3", with_="3", led="1", cases="2"),
    "丁县": known(events="4", towns="3", led="1", cases="0"),
    "戊区": known(events="12", towns="4", with_="4", led="0"),
}
CLAIMS = (
    Claim("甲县", "3.1", "表彰", "省级", "科普日", "先进", 2030, number="省〔2030〕1号"),
    Claim("甲县", "3.1", "表彰", "市级", "科普日", "优秀", 2030, number="市〔2030〕1号"),
    Claim("乙县", "3.1", "表彰", "省级", "农技协", "先进", 2027),
)


def by_rules(**changes: Any) -> Outcome:
    """Five units: 99 (its second claim refused), one with sevenths, vetoed, missing, open veto."""
    made = scheme(RULES, **changes)
    return assess(
        made,
        Inputs(
            made.subjects(),
            facts=FACTS,
            claims=CLAIMS,
            claimed={"乙县": {"2.1": Fraction(50)}},
            settled={"乙县": {"1.1": Settlement(Fraction(15), "分工文件过期", "复核组")}},
        ),
    )


JURORS = (Juror("评委一", "x"), Juror("评委二", "x", "力学学会"), Juror("评委三", "y"))
MARKS = {"力学学会": ("9", "10", "8"), "化学学会": ("8", "7.5", "9")}


def by_jury(**changes: Any) -> tuple[Outcome, Inputs]:
    """Two units and three jurors, one of whom steps aside for his own."""
    made = scheme(JURY, **changes)
    marks = tuple(
        Mark(juror.name, name, "1", Fraction(text))
        for name, texts in MARKS.items()
        for juror, text in zip(JURORS, texts, strict=True)
    )
    inputs = Inputs(made.subjects(), jurors=JURORS, marks=marks)
    return assess(made, inputs), inputs


def of_project(**changes: Any) -> Outcome:
    """One project that reached two thirds."""
    made = scheme(PROJECT, **changes)
    return assess(made, Inputs(made.subjects(), facts={"讲座（含场地）": known(talks="20")}))
