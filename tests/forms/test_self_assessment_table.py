"""The filled self-assessment: what was reported clause by clause, what is missing and why, the seal."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from jiheng.forms.evidence_list import Evidence, numbers_by_clause
from jiheng.forms.page import Caption, Document
from jiheng.forms.receipt import Seal
from jiheng.forms.reported_words import Reported, ReportedWords, claim_line
from jiheng.forms.self_assessment_table import Signed, Standing, self_assessment_table
from jiheng.forms.table import Table
from jiheng.values.inputs import Claim, Entry
from tests.conftest import Golden
from tests.forms.invented import CLAIMS, FACTS, JURY, RULES, by_rules, scheme
from tests.forms.test_annex_table import OWN
from tests.forms.told import told

EVIDENCE = (
    Evidence("分管文件", "文件", date(2030, 3, 5), "县级", "甲科协〔2030〕2号", 3, ("1.1", "2.1")),
    Evidence("科普日照片", "图片", clauses=("2.1",)),
)
PAPERS = (Evidence("2030年工作总结", "工作总结", date(2030, 12, 1), pages=12),)
REPORTED = Reported(
    "甲县",
    {**FACTS["甲县"], "towns": Entry(None, "missing")},
    claimed={"1.1": Fraction(20), "1.2": Fraction("29.5"), "2.1": Fraction(45), "3.1": Fraction(4)},
    claims=tuple(one for one in CLAIMS if one.subject == "甲县"),
    reasons={"towns": "区划调整，年底才有数"},
    notes={"2.1": "含联合举办的活动"},
    evidence=EVIDENCE,
    papers=PAPERS,
)
SEAL = Seal(digest="0123456789abcdef" * 4, head="fedcba9876543210" * 4)
SIGNED = Standing(
    date(2030, 12, 2),
    False,
    Signed("张三（虚构）", datetime(2030, 12, 1, 9, 5, tzinfo=UTC)),
    SEAL,
    sample=True,
)
DRAFT = Standing(date(2030, 11, 1))


def lines(paper: Document) -> list[str]:
    return told(paper).split("\n")


def reported_cells(**changes: Any) -> list[str]:
    """What stands as reported, clause by clause, in a paper of the invented scheme."""
    words = ReportedWords(scheme(RULES), replace(REPORTED, **changes))
    return ["；".join(words.lines(leaf)) for leaf in words.scheme.leaves()]


def test_signed_with_the_computed_scores(golden: Golden) -> None:
    computed = by_rules().subject("甲县")
    paper = self_assessment_table(
        scheme(RULES, annex=OWN), REPORTED, standing=SIGNED, computed=computed
    )
    golden("golden/self-assessment-signed.txt", told(paper))


def test_a_draft_with_nothing_in_it(golden: Golden) -> None:
    paper = self_assessment_table(scheme(RULES), Reported("戊区"), standing=DRAFT)
    golden("golden/self-assessment-draft.txt", told(paper))


@pytest.mark.parametrize(
    ("standing", "state", "mark"),
    [
        (DRAFT, "草稿（尚未报送）", "草稿：尚未报送，不作为上报材料"),
        (replace(DRAFT, is_draft=False), "已提交，待负责人签字", ""),
        (replace(SIGNED, sample=False), "已签字报送", ""),
    ],
)
def test_every_page_says_when_it_is_a_draft(standing: Standing, state: str, mark: str) -> None:
    paper = self_assessment_table(scheme(RULES), REPORTED, standing=standing)
    assert (standing.words, paper.mark) == (state, mark)


def test_computed_scores_are_shown_only_when_given() -> None:
    without = self_assessment_table(scheme(RULES, annex=OWN), REPORTED, standing=SIGNED)
    head = next(part for part in without.parts if isinstance(part, Table)).head
    assert [cell.text for cell in head[0]] == [
        "指标名称及分值",
        "评估内容",
        "填报情况",
        "分值",
        "自评得分",
    ]


def test_what_is_missing_has_its_reason() -> None:
    assert reported_cells()[1] == "乡镇总数：未填（理由：区划调整，年底才有数）；有组织的乡镇：3个"


def test_states_are_told_in_words() -> None:
    facts = {"towns": Entry(None, "not-applicable"), "with": Entry(None, "pending")}
    found = reported_cells(facts=facts, reasons={}, claims=(), notes={})
    assert found == ["有领导分管：未填", "乡镇总数：不适用；有组织的乡镇：待定", "活动：未填", ""]


def test_what_others_supply_is_not_the_units_to_fill() -> None:
    words = ReportedWords(scheme(RULES), REPORTED)
    assert [*words.other_lines()] == ["违纪事件：0例（有关机关提供）"]
    empty = ReportedWords(scheme(RULES), Reported("甲县"))
    assert [*empty.other_lines()] == ["违纪事件：待提供（有关机关提供）"]


def test_a_clause_of_a_jury_says_so() -> None:
    made = scheme(JURY)
    words = ReportedWords(made, Reported("力学学会"))
    assert [*words.lines(next(made.leaves()))] == ["评委打分"]


def test_a_claim_names_what_it_has() -> None:
    claim = Claim("甲县", "3.1", "竞赛", "国家级", "", "金奖", 2030, persons=3)
    assert claim_line(claim) == "申报：金奖，竞赛国家级，2030年，3人"


def test_evidence_is_numbered_through() -> None:
    assert numbers_by_clause(EVIDENCE) == {"1.1": (1,), "2.1": (1, 2)}


def test_own_scores_are_added_up_only_when_all_are_there() -> None:
    claimed = {"1.1": Fraction(20)}
    some = self_assessment_table(scheme(RULES), replace(REPORTED, claimed=claimed), standing=SIGNED)
    assert "| 基础分合计 |  | 100 | —" in lines(some)
    every = self_assessment_table(scheme(RULES), REPORTED, standing=SIGNED)
    assert "| 基础分合计 |  | 100 | 94.5" in lines(every)


def test_lists_stand_only_where_there_is_something() -> None:
    bare = replace(REPORTED, evidence=(), papers=())
    paper = self_assessment_table(scheme(RULES), bare, standing=SIGNED)
    assert [part.text for part in paper.parts if isinstance(part, Caption)] == []
    assert "未附佐证材料。" in lines(paper)
