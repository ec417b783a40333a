"""The book of explanations: each clause derived, with claims, settlements, targets and jury groups."""

from datetime import date
from fractions import Fraction

import pytest

from jiheng.forms.clause_words import claim_sentence, clause_lines, open_items
from jiheng.forms.explanation_book import explanation_book
from jiheng.forms.page import PageBreak
from jiheng.score.explain import explain
from jiheng.score.outcome import assess
from jiheng.score.result import Outcome
from jiheng.values.inputs import Inputs, Mark
from tests.conftest import Golden
from tests.forms.invented import JURORS, RULES, by_jury, by_rules, known, of_project, scheme
from tests.forms.told import told

DAY = date(2031, 1, 5)


def test_counties_assessed_by_rules(golden: Golden) -> None:
    golden("golden/book-rules.txt", told(explanation_book(by_rules(), day=DAY, sample=True)))


def test_societies_judged_by_a_jury(golden: Golden) -> None:
    golden("golden/book-jury.txt", told(explanation_book(by_jury()[0], day=DAY, sample=True)))


def test_a_project_alone(golden: Golden) -> None:
    golden("golden/book-project.txt", told(explanation_book(of_project(), day=DAY, sample=True)))


@pytest.mark.parametrize(
    ("outcome", "breaks"), [(by_rules(), 5), (by_jury()[0], 2), (of_project(), 0)]
)
def test_each_of_several_subjects_begins_a_new_page(outcome: Outcome, breaks: int) -> None:
    book = explanation_book(outcome, day=DAY, sample=False)
    assert book.mark == ""
    assert sum(isinstance(part, PageBreak) for part in book.parts) == breaks


def test_a_hundred_subjects_go_on_without_a_number() -> None:
    names = [f"第{n}县" for n in range(100)]
    made = scheme(RULES, categories=[{"id": "a", "title": "县", "subjects": names}])
    book = explanation_book(assess(made, Inputs(made.subjects())), day=DAY, sample=False)
    text = told(book)
    assert "## 九十九、第98县\n" in text
    assert "## 第99县\n" in text


def test_every_sentence_of_the_engine_stands_in_the_book() -> None:
    """What `explain` says of each clause is in the book word for word, line breaks apart."""
    for outcome in (by_rules(), by_jury()[0], of_project()):
        text = told(explanation_book(outcome, day=DAY, sample=False)).replace(" / ", "")
        said = [
            each.why.sentence for one in outcome.subjects for each in explain(outcome, one.name)
        ]
        assert [sentence for sentence in said if sentence not in text] == []


def test_a_target_is_told_apart_from_the_score() -> None:
    outcome = by_rules()
    lines = {
        name: clause_lines(outcome, outcome.subject(name), told=explain(outcome, name)[2])[-1]
        for name in ("甲县", "丙县")
    }
    assert lines == {
        "甲县": "目标部分完成：活动9场（目标不少于10场）。",
        "丙县": "目标完成：活动10场（目标不少于10场）。",
    }


def test_targets_not_reached_come_first() -> None:
    targets = [
        {"fact": "led", "value": "1"},
        {"fact": "events", "op": "range", "value": "8", "high": "9"},
        {"fact": "with", "value": {"fact": "towns"}, "unit": "个"},
        {"fact": "towns", "value": "1", "for": ["戊区"], "unit": "个"},
        {"op": "none", "text": "持续提高"},
    ]
    section = RULES["indicators"][1]
    clause = section["children"][0] | {"targets": targets}
    made = scheme(RULES, indicators=[RULES["indicators"][0], section | {"children": [clause]}])
    facts = {"甲县": known(events="9", towns="3", led="0")}
    outcome = assess(made, Inputs((("甲县", "a"),), facts=facts))
    one = outcome.subject("甲县")
    assert clause_lines(outcome, one, told=explain(outcome, "甲县")[2])[-1] == (
        "目标待填报。未完成：有领导分管；待填报：有组织的乡镇（目标不少于3个）、持续提高；"
        "完成：活动9场（目标8场至9场）；不适用：乡镇总数3个（目标不少于1个）。"
    )


def test_a_group_of_jurors_that_stayed_away_is_named() -> None:
    outcome, inputs = by_jury()
    marks = (Mark("评委一", "力学学会", "1", Fraction(9)),)
    outcome = assess(outcome.scheme, Inputs(inputs.subjects, jurors=JURORS, marks=marks))
    one = outcome.subject("力学学会")
    assert clause_lines(outcome, one, told=explain(outcome, one.name)[0]) == (
        "同行没有足够的有效打分，结果无效。",
        "专家（60%，1人）平均9分。",
        "同行（40%，0人）没有足够的有效打分。",
    )
    assert list(open_items(outcome, one)) == [
        ("1 会议", "同行没有足够的有效打分，结果无效", "评委打分")
    ]


def test_open_items_ask_for_the_two_numbers_of_a_rate() -> None:
    outcome = by_rules()
    assert {one.name: list(open_items(outcome, one)) for one in outcome.subjects} == {
        "甲县": [],
        "乙县": [],
        "丙县": [],
        "丁县": [("1.2 乡镇覆盖率", "有组织的乡镇（缺资料）", "被考核单位填报")],
        "戊区": [("违纪一票否决", "违纪事件（缺资料）", "纪检机关提供")],
    }


def test_claims_are_told_with_points_or_reason() -> None:
    assert [claim_sentence(line) for line in by_rules().ledger] == [
        "认定加分4分：先进（科普日），表彰省级，2030年，省〔2030〕1号。",
        "不予加分：优秀（科普日），表彰市级，2030年，市〔2030〕1号。同一工作“科普日”已按最高奖项（先进）计分。",
        "不予加分：先进（农技协），表彰省级，2027年。获奖年度2027年不在可用范围（2030年）。",
    ]
