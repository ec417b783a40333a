"""The fill-in workbook: what each sheet asks of whom, what is locked, and where it ends."""

from fractions import Fraction
from itertools import groupby
from typing import Any

import pytest

from jiheng.forms.fill_in import MOST_ENTRIES, check_of, fill_in_workbook
from jiheng.forms.workbook import Cell, Check, Look, Sheet, Workbook
from jiheng.scheme.fact import Fact
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Claim, Entry, Inputs, Settlement
from jiheng.values.problems import Refused
from tests.conftest import Golden
from tests.forms.invented import CLAIMS, FACTS, JURY, PROJECT, RULES, by_jury, known, scheme
from tests.forms.told import told_workbook


def filled() -> Inputs:
    """What is known of the invented counties, one of them with words in place of a number."""
    facts = FACTS | {"丁县": known(events="4") | {"towns": Entry(None, "not-applicable", "不涉及")}}
    used = (Claim("丙县", "3.1", "表彰", "省级", "科普周", "先进", 2029, number="0012"),)
    return Inputs(
        scheme(RULES).subjects(), facts=facts, claims=CLAIMS, used=used,
        claimed={"乙县": {"2.1": Fraction(50)}},
        settled={"乙县": {"1.1": Settlement(Fraction(0), "分工文件过期", "复核组")}},
    )  # fmt: skip


def sheets(book: Workbook, start: str) -> list[Sheet]:
    return [sheet for sheet in book.sheets if sheet.name.startswith(start)]


def cells(sheet: Sheet) -> list[Cell]:
    return [cell for row in sheet.rows for cell in row.cells if cell is not None]


def squeezed(book: Workbook) -> str:
    """The workbook as text, with equal (blank) lines told once."""
    return "".join(
        f"{line}\n" if count == 1 else f"{line} × {count}\n"
        for line, group in groupby(told_workbook(book).splitlines())
        for count in [len(list(group))]
    )


def test_counties_assessed_by_rules(golden: Golden) -> None:
    evidence = {("towns", "甲县"): "甲县：样例〔2030〕1号"}
    book = fill_in_workbook(scheme(RULES), inputs=filled(), evidence=evidence, sample=True)
    golden("golden/fill-in-rules.txt", squeezed(book))


def test_societies_judged_by_a_jury(golden: Golden) -> None:
    book = fill_in_workbook(scheme(JURY), inputs=by_jury()[1])
    golden("golden/fill-in-jury.txt", squeezed(book))


def test_a_project_alone(golden: Golden) -> None:
    golden("golden/fill-in-project.txt", squeezed(fill_in_workbook(scheme(PROJECT))))


def test_only_a_sample_says_that_it_is_one_and_on_every_sheet() -> None:
    plain, sample = (fill_in_workbook(scheme(RULES), sample=said) for said in (False, True))
    assert "虚构" not in told_workbook(plain)
    assert [s.name for s in sample.sheets if "虚构示例" not in s.print.header] == []
    titles = [s.rows[0].cells for s in sample.sheets[1:]]
    assert [str(row) for row in titles if "（虚构示例）" not in str(row)] == []


def test_what_may_be_filled_in_is_open_and_everything_else_locked() -> None:
    for sheet in fill_in_workbook(scheme(RULES), inputs=filled()).sheets:
        assert [cell for cell in cells(sheet) if (cell.look is Look.ENTRY) != cell.entry] == [
            cell for cell in cells(sheet) if cell.value == "这种颜色的格"
        ]
    assert [s.locked for s in sheets(fill_in_workbook(scheme(RULES)), "填报表")] == [True, True]


def test_every_asked_fact_has_one_row_on_every_sheet() -> None:
    made = scheme(RULES)
    asked = sorted(name for name, fact in made.facts.items() if fact.is_asked)
    for sheet in sheets(fill_in_workbook(made), "填报表"):
        keys = [row.cells[0].value for row in sheet.rows[3:] if row.cells[0] is not None]
        assert (sorted(str(key) for key in keys), sheet.columns[0].hidden) == (asked, True)


def long_scheme(*, clauses: int, subjects: int, title: str) -> Scheme:
    indicators: list[dict[str, Any]] = [
        {
            "id": f"1.{at}", "title": f"{title}{at}", "points": "1",
            "rule": {"per": {"of": [f"a-{at}", f"b-{at}"], "each": "1", "cap": "1"}},
        }
        for at in range(clauses)
    ]  # fmt: skip
    facts = {
        f"{kind}-{at}": {"title": f"{title}{kind}{at}"} for at in range(clauses) for kind in "ab"
    }
    names = [f"第{at}单位" for at in range(subjects)]
    return scheme(
        RULES, facts=facts, vetoes=[], bonus={}, categories=[{"id": "x", "title": "类", "subjects": names}],
        indicators=[{"id": "1", "title": "章", "points": str(clauses), "children": indicators}],
    )  # fmt: skip


def test_many_subjects_are_spread_over_sheets_that_can_be_printed() -> None:
    book = fill_in_workbook(long_scheme(clauses=3, subjects=40, title="短"))
    facts = [[c.value for c in s.rows[2].cells[8:-2] if c] for s in sheets(book, "填报表")]
    assert [s.name for s in sheets(book, "填报表")] == ["填报表1", "填报表2", "填报表3", "填报表4"]
    assert [len(names) for names in facts] == [12, 12, 12, 4]
    assert [len(s.rows[2].cells) - 3 for s in sheets(book, "自评得分")] == [12, 12, 12, 4]


def test_a_title_is_merged_over_its_rows_only_where_it_fits() -> None:
    spans = {}
    for title in ("短", "很长的指标名称" * 6):
        (sheet,) = sheets(
            fill_in_workbook(long_scheme(clauses=1, subjects=2, title=title)), "填报表"
        )
        spans[len(title)] = [row.cells[2].rowspan for row in sheet.rows[4:] if row.cells[2]]
    assert spans == {1: [2], 42: [1, 1]}


def test_what_is_too_large_for_a_workbook_is_refused() -> None:
    count = MOST_ENTRIES // 20 + 1
    with pytest.raises(Refused) as refused:
        fill_in_workbook(long_scheme(clauses=10, subjects=count, title="短"))
    told = f"{count}个单位、20个填报项，一个工作簿放不下；请用CSV填报"
    assert [one.message for one in refused.value.problems] == [told]


def test_a_scheme_that_asks_nothing_has_no_workbook() -> None:
    nothing = scheme(RULES, facts={}, indicators=[], bonus={}, vetoes=[])
    with pytest.raises(Refused) as refused:
        fill_in_workbook(nothing)
    assert [one.message for one in refused.value.problems] == [
        "这份办法没有要填报的内容，不用填报表"
    ]


_OUT = "不在允许的范围内；没有这项任务请填“不适用”"
CHECKS = [
    (Fact(title="甲", type="yes-no"),
     Check(("是", "否", "不适用"), title="甲", error="请从列表中选择", strict=False)),
    (Fact(title="甲", type="choice", options=("好", "差"), help="看"),
     Check(("好", "差", "不适用"), title="甲", prompt="看", error="请从列表中选择", strict=False)),
    (Fact(title="甲", type="date"), Check(title="甲", prompt="填日期，年月日都要写")),
    (Fact(title="甲", unit="次", help="全年"),
     Check(least=Fraction(0), whole=True, title="甲", prompt="全年（次）", error=_OUT, strict=False)),
    (Fact(title="甲", type="percent", unit="%"),
     Check(least=Fraction(0), most=Fraction(100), title="甲", prompt="（0至100%）", error=_OUT,
           strict=False)),
    (Fact(title="甲", type="number"), Check(title="甲", error=_OUT, strict=False)),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "check"), CHECKS, ids=[fact.type for fact, _ in CHECKS])
def test_what_a_cell_accepts_while_one_types(fact: Fact, check: Check) -> None:
    assert check_of(fact) == check
