"""Last year in one workbook: there and back, what is wrong in it, and the result workbook read again."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from jiheng.files.xlsx_read import read_workbook
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.past_results import PastResult
from jiheng.forms.past_year_workbook import PastYear, past_year_of, past_year_workbook
from jiheng.forms.result_workbook import result_workbook
from jiheng.forms.workbook import Kind, ReadCell, ReadSheet, Workbook
from jiheng.scheme.scheme import Scheme
from jiheng.score.outcome import assess
from jiheng.values.inputs import Claim, Entry, Inputs
from tests.conftest import Golden
from tests.files.payloads import formula_payloads
from tests.forms.invented import PROJECT, RULES, by_rules, known, scheme
from tests.forms.test_people_workbook import sheet
from tests.forms.told import told_workbook

DAY = date(2031, 1, 5)
NAMES = ("甲县", "乙县", "戊区")
MORE = {
    "rate-told": {"title": "知晓率", "type": "percent", "unit": "%", "from": "survey"},
    "held-on": {"title": "换届日期", "type": "date"},
    "size": {"title": "规模", "type": "choice", "options": ["大", "小"]},
    "size-again": {"title": "规模", "type": "choice", "options": ["大", "小"]},
    "judged": {"title": "评委印象", "type": "number", "from": "jury"},
}
METHOD = scheme(RULES, facts=RULES["facts"] | MORE)
PAST = PastYear(
    results={
        "甲县": PastResult(
            {"1.1": Fraction(20), "2.1": Fraction("44.5")}, Fraction("94.5"), 1, "优秀"
        ),
        "戊区": PastResult({"1.1": Fraction(0)}),
    },
    answers={
        "甲县": {
            "events": Entry(Fraction(9), "known", "9"),
            "led": Entry(Fraction(1), "known", "是"),
            "rate-told": Entry(Fraction("0.5"), "known", "0.5%"),
            "held-on": Entry(Fraction(date(2029, 5, 3).toordinal()), "known", "2029-05-03"),
            "size-again": Entry(Fraction(1), "known", "小"),
            "towns": Entry(None, "not-applicable", "不适用"),
        }
    },
    used=[Claim("乙县", "3.1", "表彰", "省级", "农技协", "先进", 2029, "省〔2029〕1号", 2)],
)


def there_and_back(made: Workbook, folder: Path, *, method: Scheme = METHOD) -> PastYear:
    write_workbook(made, folder / "往年.xlsx")
    return past_year_of(method, read_workbook(folder / "往年.xlsx"), subjects=NAMES)


def test_there_and_back(tmp_path: Path) -> None:
    found = there_and_back(past_year_workbook(METHOD, NAMES, day=DAY, past=PAST), tmp_path)
    places = [one.place for one in found.used]
    assert places == ["以前年度已用奖项, 第4行"]
    assert (found.results, found.answers) == (PAST.results, PAST.answers)
    assert [one.identity for one in found.used] == [one.identity for one in PAST.used]
    assert (found.problems, found.unread) == ([], [])


def test_an_empty_one_comes_back_empty(tmp_path: Path) -> None:
    assert there_and_back(past_year_workbook(METHOD, NAMES, day=DAY), tmp_path) == PastYear()


def test_the_sheets(golden: Golden) -> None:
    made = past_year_workbook(METHOD, NAMES, day=DAY, past=PAST)
    golden("golden/past-year-workbook.txt", told_workbook(made))


def test_without_awards_there_is_no_sheet_of_them() -> None:
    made = past_year_workbook(scheme(PROJECT), ["讲座（含场地）"], day=DAY)
    assert [one.name for one in made.sheets] == ["往年结果", "往年填报"]


RESULT_HEADS = ("单位", "总分", "名次", "等次", "1.1 领导分管", "2.1 科普活动")
ANSWER_HEADS = ("单位", "2.1 活动（场）", "1.1 有领导分管（是/否）")
USED_HEADS = (
    "单位", "指标编号", "类别", "级别", "工作名称", "已用奖项名称", "获奖年度", "文号或证书号",
)  # fmt: skip


def problems(
    *results: tuple[str, ...],
    answers: tuple[tuple[str, ...], ...] = (),
    used: tuple[tuple[str, ...], ...] = (),
) -> list[str]:
    sheets = (
        sheet("往年结果", RESULT_HEADS, *results),
        sheet("往年填报", ANSWER_HEADS, *answers),
        sheet("以前年度已用奖项", USED_HEADS, *used),
    )
    return [str(one) for one in past_year_of(METHOD, sheets, subjects=NAMES).problems]


@pytest.mark.parametrize(
    ("results", "told"),
    [
        ((("甲县", "94.5", "第1名", "优秀", "—", "待补"),), []),
        ((("", "94.5"),), ["往年结果, A2  没有写单位"]),
        ((("己县", "94.5"),), ["往年结果, A2（己县）  单位“己县”不在名单中"]),
        (
            (("甲县", "94"), ("甲 县", "95")),
            ["往年结果, A3（甲 县）  “甲县”已列在往年结果, 第2行；请只留一行"],
        ),
        ((("甲县", "很好"),), ["往年结果, B2（甲县）  应填得分，填的是“很好”"]),
        ((("甲县", "94", "", "", "95%"),), ["往年结果, E2（甲县）  应填得分，填的是“95%”"]),
        ((("甲县", "94", "0"),), ["往年结果, C2（甲县）  名次应为不小于1的整数，填的是“0”"]),
        ((("甲县", "94", "1.5"),), ["往年结果, C2（甲县）  名次应为不小于1的整数，填的是“1.5”"]),
    ],
)
def test_what_is_wrong_with_results(results: tuple[tuple[str, ...], ...], told: list[str]) -> None:
    assert problems(*results) == told


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ((("甲县", "9场", "有"),), []),
        ((("", "9"),), ["往年填报, A2  没有写单位"]),
        ((("己县", "9"),), ["往年填报, A2（己县）  单位“己县”不在名单中"]),
        (
            (("甲县", "9"), ("甲县（公章）", "9")),
            ["往年填报, A3（甲县（公章））  “甲县”已列在往年填报, 第2行；请只留一行"],
        ),
        (
            (("甲县", "", "大概"),),
            ["往年填报, C2（甲县，1.1 有领导分管）  应填“是”或“否”，填的是“大概”"],
        ),
    ],
)
def test_what_is_wrong_with_answers(answers: tuple[tuple[str, ...], ...], told: list[str]) -> None:
    assert problems(answers=answers) == told


def test_what_is_wrong_with_awards() -> None:
    line = ("甲县", "3.9", "表彰", "省级", "科普日", "先进", "去年", "省〔2029〕1号")
    assert problems(used=(line,)) == [
        "以前年度已用奖项, B2（甲县，3.9）  没有编号为“3.9”的指标",
        "以前年度已用奖项, G2（甲县，3.9）  获奖年度应为四位年份，写的是“去年”",
    ]


def test_sheets_that_are_not_there() -> None:
    found = past_year_of(METHOD, [sheet("别的", ("甲",))], subjects=NAMES)
    assert [str(one) for one in found.problems] == [
        f"{name}  没有找到“{name}”表；请用下载的表填写"
        for name in ("往年结果", "往年填报", "以前年度已用奖项")
    ]
    assert [one.place for one in found.unread] == ["别的"]


def test_a_percentage_that_the_spreadsheet_shows() -> None:
    head = sheet("往年填报", ("单位", "知晓率（%）"), ("甲县",))
    rate = ReadCell(2, 2, Kind.NUMBER, "0.955", number_format="0.0%")
    sheets = (
        sheet("往年结果", RESULT_HEADS),
        ReadSheet("往年填报", (*head.cells, rate)),
        sheet("以前年度已用奖项", USED_HEADS),
    )
    found = past_year_of(METHOD, sheets, subjects=NAMES)
    assert found.answers == {"甲县": {"rate-told": Entry(Fraction("95.5"), "known", "95.5%")}}


def outcome_of_many(count: int) -> Any:
    names = [f"第{n}县" for n in range(1, count + 1)]
    made = scheme(RULES, categories=[{"id": "a", "title": "县", "subjects": names}])
    facts = {one: known(events="9", towns="4", with_="3", led="1", cases="0") for one in names}
    return assess(made, Inputs(made.subjects(), facts=facts)), names


def test_the_result_workbook_of_last_year(tmp_path: Path) -> None:
    outcome = by_rules()
    write_workbook(result_workbook(outcome, day=DAY, sample=True), tmp_path / "结果.xlsx")
    names = [name for name, _ in outcome.scheme.subjects()]
    found = past_year_of(outcome.scheme, read_workbook(tmp_path / "结果.xlsx"), subjects=names)
    scores = {"1.1": Fraction(20), "1.2": Fraction(30), "2.1": Fraction(45), "3.1": Fraction(4)}
    assert found.problems == []
    assert found.results["甲县"] == PastResult(scores, Fraction(99), 1, "优秀")
    assert found.results["丁县"] == PastResult(
        {"1.1": Fraction(20), "2.1": Fraction(20), "3.1": Fraction(0)}
    )
    assert [(one.subject, one.award, one.number) for one in found.used] == [
        ("甲县", "先进", "省〔2030〕1号")
    ]


def test_a_result_workbook_of_very_many(tmp_path: Path) -> None:
    outcome, names = outcome_of_many(61)
    write_workbook(result_workbook(outcome, day=DAY, sample=True), tmp_path / "结果.xlsx")
    found = past_year_of(outcome.scheme, read_workbook(tmp_path / "结果.xlsx"), subjects=names)
    assert (found.problems, len(found.results)) == ([], 61)
    scores = {"1.1": Fraction(20), "1.2": Fraction("22.5"), "2.1": Fraction(45), "3.1": Fraction(0)}
    assert found.results["第61县"].scores == scores


def test_a_result_workbook_without_its_head() -> None:
    found = past_year_of(METHOD, [sheet("得分矩阵", ("甲", "乙"))], subjects=NAMES)
    assert [str(one) for one in found.problems] == [
        "得分矩阵  没有认出表头：应有“编号”、“指标”、“分值”；请用原来的结果表"
    ]


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    used = [
        Claim("甲县", "3.1", "表彰", "省级", "工作", text, 2029, text)
        for text in formula_payloads(500)
    ]
    made = past_year_workbook(METHOD, NAMES, day=DAY, past=PastYear(used=used))
    write_workbook(made, tmp_path / "往年.xlsx")
    sheets = read_workbook(tmp_path / "往年.xlsx")
    assert [cell for one in sheets for cell in one.cells if cell.is_formula] == []
    found = past_year_of(METHOD, sheets, subjects=NAMES)
    assert [one.award for one in found.used] == [one.award.strip() for one in used]
