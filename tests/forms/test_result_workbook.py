"""The result workbook: what each sheet says, which numbers are exact, what the colours mean."""

from datetime import date
from fractions import Fraction

import pytest

from jiheng.forms.result_workbook import result_workbook
from jiheng.forms.workbook import Cell, Look, Sheet, Workbook
from jiheng.score.outcome import assess
from jiheng.values.inputs import Inputs
from tests.conftest import Golden
from tests.forms.invented import FACTS, RULES, by_jury, by_rules, known, of_project, scheme
from tests.forms.told import told_workbook

DAY = date(2031, 1, 5)


def made(*, sample: bool = True) -> Workbook:
    return result_workbook(by_rules(), day=DAY, sample=sample)


def sheet(book: Workbook, name: str) -> Sheet:
    return next(one for one in book.sheets if one.name == name)


def cells(one: Sheet) -> list[list[Cell | None]]:
    """The rows below title, notes and head."""
    return [list(row.cells) for row in one.rows[one.frozen_rows :]]


def test_counties_assessed_by_rules(golden: Golden) -> None:
    golden("golden/workbook-rules.txt", told_workbook(made()))


def test_societies_judged_by_a_jury(golden: Golden) -> None:
    outcome, inputs = by_jury()
    book = result_workbook(outcome, day=DAY, sample=True, inputs=inputs)
    golden("golden/workbook-jury.txt", told_workbook(book))


def test_a_project_alone(golden: Golden) -> None:
    golden(
        "golden/workbook-project.txt",
        told_workbook(result_workbook(of_project(), day=DAY, sample=True)),
    )


def test_only_a_sample_says_that_it_is_one_and_on_every_sheet() -> None:
    assert "虚构" not in told_workbook(made(sample=False))
    for one in made().sheets:
        assert str(one.rows[0].cells[0]).count("虚构示例") == 1
        assert one.print.header.startswith("虚构示例")


@pytest.mark.parametrize(
    ("book", "names"),
    [
        (made(), "排名 得分矩阵 失分 失分明细 加分台账 口径 待补 精确值"),
        (result_workbook(by_jury()[0], day=DAY, sample=True),
         "排名 得分矩阵 失分 失分明细 评委组得分 口径 待补"),
        (result_workbook(by_jury()[0], day=DAY, sample=True, inputs=by_jury()[1]),
         "排名 得分矩阵 失分 失分明细 评委组得分 评委打分 口径 待补"),
        (result_workbook(of_project(), day=DAY, sample=True), "排名 得分矩阵 失分 失分明细 口径 待补 精确值"),
    ],
)  # fmt: skip
def test_sheets_are_there_when_they_have_something_to_say(book: Workbook, names: str) -> None:
    assert [one.name for one in book.sheets] == names.split()


def test_a_score_is_a_number_and_its_fraction_can_be_found() -> None:
    score = cells(sheet(made(), "得分矩阵"))[2][4]
    assert score is not None
    assert (score.value, score.number_format) == (Fraction("21.4286"), "0.0000")
    exact = [[cell.value for cell in row if cell] for row in cells(sheet(made(), "精确值"))]
    assert exact == [
        ["乙县", "1.2", "乡镇覆盖率", Fraction("21.4286"), "150/7"],
        ["乙县", "1", "组织建设", Fraction("36.4286"), "255/7"],
        ["乙县", "", "基础分", Fraction("81.4286"), "570/7"],
        ["乙县", "", "取整前总分", Fraction("81.4286"), "570/7"],
    ]


def test_colours_say_full_lost_nothing_missing() -> None:
    rows = cells(sheet(made(), "得分矩阵"))
    looks = {
        str(row[0].value): [cell.look for cell in row[3:] if cell] for row in rows[:6] if row[0]
    }
    good, warn, bad, still_open = Look.GOOD, Look.WARN, Look.BAD, Look.OPEN
    assert looks["1.1"] == [good, warn, good, good, bad]
    assert looks["1.2"] == [good, warn, good, still_open, good]


def test_what_does_not_apply_is_grey() -> None:
    facts = FACTS | {"甲县": known(events="9", towns="0", with_="0", led="1", cases="0")}
    rules = scheme(RULES)
    book = result_workbook(
        assess(rules, Inputs(rules.subjects(), facts=facts)), day=DAY, sample=False
    )
    row = cells(sheet(book, "得分矩阵"))[2]
    assert ("不适用", Look.QUIET) in [(cell.value, cell.look) for cell in row if cell]


def test_many_subjects_stand_one_below_another() -> None:
    names = [f"第{n}县" for n in range(61)]
    rules = scheme(RULES, categories=[{"id": "a", "title": "县", "subjects": names}])
    book = result_workbook(assess(rules, Inputs(rules.subjects())), day=DAY, sample=False)
    matrix = sheet(book, "得分矩阵")
    assert [row.cells[0].value for row in matrix.rows[2:5] if row.cells[0]] == [
        "编号",
        "指标",
        "分值",
    ]
    assert len(matrix.rows) == 2 + 3 + 61
    assert (matrix.frozen_rows, matrix.frozen_columns) == (5, 1)


def test_marks_of_a_juror_for_his_own_unit_are_grey_and_blank_ones_blue() -> None:
    outcome, inputs = by_jury()
    short = Inputs(inputs.subjects, jurors=inputs.jurors, marks=inputs.marks[:-1])
    book = result_workbook(assess(outcome.scheme, short), day=DAY, sample=False, inputs=short)
    rows = cells(sheet(book, "评委打分"))
    marks = [[(cell.value, cell.look) for cell in row[3:] if cell] for row in rows]
    plain, band = Look.PLAIN, Look.SECTION
    assert marks == [
        [(9, band), (10, band), (8, band)],
        [(9, plain), (10, Look.QUIET), (8, plain)],
        [(8, band), (Fraction("7.5"), band), (None, band)],
        [(8, plain), (Fraction("7.5"), plain), (None, Look.OPEN)],
    ]


def test_lost_points_begin_where_most_was_lost() -> None:
    rows = [[cell.value for cell in row if cell] for row in cells(sheet(made(), "失分"))]
    assert [row[:2] + row[5:6] for row in rows if len(row) > 1] == [
        ["2", "科学普及", 40],
        ["1", "组织建设", Fraction("33.5714")],
        ["2.1", "科普活动", 40],
        ["1.1", "领导分管", 25],
        ["1.2", "乡镇覆盖率", Fraction("8.5714")],
    ]
