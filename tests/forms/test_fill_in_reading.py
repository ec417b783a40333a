"""Reading back what people return, sheet by sheet; whole files are in tests/files/test_mangled.py."""

from dataclasses import replace
from typing import Any

import pytest

from jiheng.forms.fill_in import fill_in_workbook
from jiheng.forms.fill_in_reading import FillIn, read_fill_in
from jiheng.forms.workbook import Kind, ReadCell, ReadSheet, Sheet
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact_text
from jiheng.values.inputs import Inputs
from jiheng.values.problems import Problem
from tests.forms.invented import FACTS, JURY, RULES, by_jury, scheme


def as_read(sheet: Sheet) -> ReadSheet:
    """A sheet to be written, as it is found again in a file."""
    cells = [
        ReadCell(line, column, Kind.TEXT if isinstance(cell.value, str) else Kind.NUMBER, text)
        for line, row in enumerate(sheet.rows, start=1)
        for column, cell in enumerate(row.cells, start=1)
        if cell is not None
        and (text := cell.value if isinstance(cell.value, str) else exact_text(cell.value or 0))
        and cell.value not in (None, "")
    ]
    merged = tuple(
        (line, column, line + cell.rowspan - 1, column + cell.colspan - 1)
        for line, row in enumerate(sheet.rows, start=1)
        for column, cell in enumerate(row.cells, start=1)
        if cell is not None and cell.rowspan * cell.colspan > 1
    )
    return ReadSheet(sheet.name, tuple(cells), merged, rows_in_file=len(sheet.rows))


def book(made: Scheme, inputs: Inputs | None = None) -> dict[str, ReadSheet]:
    written = fill_in_workbook(made, inputs=inputs)
    return {sheet.name: as_read(sheet) for sheet in written.sheets}


def counties(made: Scheme | None = None) -> dict[str, ReadSheet]:
    made = made or scheme(RULES)
    return book(made, Inputs(made.subjects(), facts=FACTS))


def read(made: Scheme, sheets: dict[str, ReadSheet]) -> FillIn:
    names = [name for name, _ in made.subjects()]
    return read_fill_in(made, sheets.values(), subjects=names)


def changed(sheet: ReadSheet, **texts: str) -> ReadSheet:
    """The sheet with other texts in some cells, by address; an empty text takes the cell away."""
    kept = [cell for cell in sheet.cells if cell.address not in texts]
    for address, text in texts.items():
        letters = address.rstrip("0123456789")
        column = sum((ord(sign) - 64) * 26**at for at, sign in enumerate(reversed(letters)))
        kept += [ReadCell(int(address[len(letters) :]), column, Kind.TEXT, text)] if text else []
    return replace(sheet, cells=tuple(kept))


def problems(found: FillIn) -> list[str]:
    return [str(one) for one in (*found.problems, *found.absent.values())]


def test_an_untouched_workbook_is_read_whole() -> None:
    found = read(scheme(RULES), counties())
    assert (problems(found), found.notes, found.unread, found.rows_listed) == ([], [], [], 0)
    told = {(cell.subject, cell.fact): cell.text for cell in found.cells if cell.text}
    known = {(subject, name) for subject, facts in FACTS.items() for name in facts}
    assert (told["甲县", "led"], told["乙县", "towns"], set(told)) == ("是", "7", known)
    assert found.subjects == {"甲县": "a", "乙县": "a", "丙县": "a", "丁县": "a", "戊区": "b"}


def twins() -> Scheme:
    """Two clauses that ask for facts of one title."""
    facts: dict[str, Any] = {**RULES["facts"], "led-2": {"title": "有领导分管", "type": "yes-no"}}
    clause = {
        "id": "2.2", "title": "分管科普", "points": "0",
        "rule": {"steps": {"rows": [{"when": {"fact": "led-2"}, "points": "0"}]}},
    }  # fmt: skip
    first, second = RULES["indicators"]
    second = {**second, "children": [*second["children"], clause]}
    return scheme(RULES, facts=facts, indicators=[first, second])


def test_a_title_that_two_facts_share_is_told_apart_by_its_number() -> None:
    made = twins()
    sheets = counties(made)
    name = "填报表（县）"
    sheets[name] = changed(sheets[name], A5="", A10="", I10="否")
    found = read(made, sheets)
    texts = {cell.fact: cell.text for cell in found.cells if cell.subject == "甲县"}
    assert (problems(found), texts["led"], texts["led-2"]) == ([], "是", "否")


def test_without_key_and_number_such_a_title_is_refused() -> None:
    made = twins()
    sheets = counties(made)
    name = "填报表（县）"
    sheets[name] = changed(sheets[name], A5="", B5="", A10="", B10="")
    assert problems(read(made, sheets)) == [
        f"{name}, 第5行  有几个填报项都叫“有领导分管”，标识列被清空后分不清；请用原表重填",
        f"{name}, 第10行  有几个填报项都叫“有领导分管”，标识列被清空后分不清；请用原表重填",
        "填报表  缺少“1.1 有领导分管”、“2.2 有领导分管”行（甲县、乙县、丙县、丁县）；请从原表补回，没有数据就留空",
    ]


def test_a_key_that_nobody_knows_is_listed_and_the_title_counts() -> None:
    sheets = counties()
    sheets["填报表（县）"] = changed(sheets["填报表（县）"], A5="lead")
    found = read(scheme(RULES), sheets)
    assert problems(found) == []
    assert found.unread == [Problem("填报表（县）, A5", "lead")]


def test_without_its_own_head_nobody_can_tell_claimed_from_used() -> None:
    sheets = counties()
    sheets["以前年度已用奖项"] = changed(sheets["以前年度已用奖项"], F3="奖项")
    assert problems(read(scheme(RULES), sheets)) == [
        "工作簿  没有找到“以前年度已用奖项”表，或它的表头被改了；没有内容也请保留空表"
    ]


def test_text_in_no_cell_is_damage_and_shapes_are_listed() -> None:
    sheets = counties()
    beside = (Problem("填报表（县）, 第 5 行", "散字"), Problem("填报表（县）, 图形", "请盖章"))
    sheets["填报表（县）"] = replace(sheets["填报表（县）"], unread=beside)
    found = read(scheme(RULES), sheets)
    told = "有不在任何单元格里的文字“散字”，文件可能已损坏；请用 WPS 或 Excel 打开另存后再交"
    assert problems(found) == [f"填报表（县）, 第 5 行  {told}"]
    assert [str(note) for note in found.notes] == [
        "填报表（县）, 图形  单元格以外的文字“请盖章”未读取"
    ]
    assert found.unread == [*beside]


@pytest.mark.parametrize(
    ("label", "is_refused"),
    [
        ("合计", False), ("合计（个）", False), ("小计：", False), ("平均", False), ("注：含街道", False),
        ("备注1", False), ("填报人", False), ("联系电话", False), ("审核：", False), ("（盖章）", False),
        ("平均受教育年限", True), ("联系点", True), ("注册志愿者", True), ("说明会", True),
        ("负责人数", True), ("特色工作", True), ("", True),
    ],
)  # fmt: skip
def test_what_a_clerk_adds_below(label: str, is_refused: bool) -> None:
    sheets = counties()
    sheets["填报表（县）"] = changed(sheets["填报表（县）"], E20=label, I20="9")
    found = read(scheme(RULES), sheets)
    assert (len(found.problems) == 1, len(found.unread)) == (is_refused, 2 if label else 1)


def test_formulas_are_named_only_where_they_were_to_be_typed() -> None:
    sheets = counties()
    sheet = sheets["填报表（县）"]
    cells = [
        replace(cell, formula="1+2") if cell.address in ("I6", "E6", "P6") else cell
        for cell in sheet.cells
    ]
    sheets["填报表（县）"] = replace(sheet, cells=tuple(cells))
    assert read(scheme(RULES), sheets).formulas == ["填报表（县）, I6"]


def test_a_formula_that_never_gave_a_value_is_a_formula() -> None:
    sheets = counties()
    sheet = sheets["填报表（县）"]
    empty = ReadCell(5, 12, Kind.EMPTY, "", formula="I5")
    sheets["填报表（县）"] = replace(sheet, cells=(*sheet.cells, empty))
    assert read(scheme(RULES), sheets).formulas == ["填报表（县）, L5"]


def test_a_sheet_of_a_category_without_names_has_to_say_which() -> None:
    made = scheme(RULES, categories=[{"id": "a", "title": "县"}, {"id": "b", "title": "街镇"}])
    sheets = book(made)
    sheet = sheets["填报表（街镇）"]
    sheets["填报表（街镇）"] = replace(changed(sheet, A1="", B1="填报表"), name="表1")
    assert problems(read(made, sheets)) == [
        "表1  认不出这张表是哪一类（“县”、“街镇”）；请把类别写在标题行"
    ]


def test_marks_in_the_order_of_the_sheet() -> None:
    made, inputs = scheme(JURY), by_jury()[1]
    found = read(made, book(made, inputs))
    marks = [line.cells["mark"] for line in found.tables["marks"]]
    assert (problems(found), marks) == ([], ["9", "8", "10", "7.5", "8", "9"])


def test_nothing_at_all() -> None:
    found = read_fill_in(scheme(RULES), [], subjects=["甲县"])
    told = "没有认出填报表：表头应有“填报项”和各单位名称；请用 jiheng template 生成的表填写"
    assert problems(found) == [f"工作簿  {told}"]
