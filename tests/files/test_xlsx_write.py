"""A workbook written: text is never a formula, numbers are exact, equal data is equal bytes."""

import random
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from jiheng.files.xlsx_read import read_workbook
from jiheng.files.xlsx_write import exact_number, write_workbook
from jiheng.forms.workbook import (
    Cell,
    Check,
    Column,
    Kind,
    Look,
    Print,
    Row,
    Sheet,
    Workbook,
    number,
    row,
)
from jiheng.values.numerals import read_number
from jiheng.values.problems import Problem, Refused
from tests.files.payloads import formula_payloads

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _written(tmp_path: Path, *sheets: Sheet) -> Path:
    path = tmp_path / "out.xlsx"
    write_workbook(Workbook(sheets), path)
    return path


def _part(path: Path, name: str) -> etree._Element:
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def _sheet_xml(path: Path, number: int = 1) -> etree._Element:
    return _part(path, f"xl/worksheets/sheet{number}.xml")


@pytest.mark.row("EU-07")
def test_500_formula_payloads_stay_text(tmp_path: Path) -> None:
    payloads = formula_payloads(500)
    path = _written(tmp_path, Sheet("表", tuple(row(text) for text in payloads)))
    xml = _sheet_xml(path)
    assert [cell.get("t") for cell in xml.iter(f"{MAIN}c")] == ["s"] * 500
    assert list(xml.iter(f"{MAIN}f")) == []
    (sheet,) = read_workbook(path)
    assert [cell.text for cell in sheet.cells] == payloads
    assert {cell.kind for cell in sheet.cells} == {Kind.TEXT}


@pytest.mark.row("EU-07")
def test_payloads_are_harmless_in_help_names_and_merged_cells(tmp_path: Path) -> None:
    cells = Row((Cell("=1+1", help="=2+2", colspan=2), None))
    path = _written(tmp_path, Sheet("=3+3", (cells,), print=Print(header="=4+4&P")))
    (sheet,) = read_workbook(path)
    assert [cell.text for cell in sheet.cells] == ["=1+1"]
    assert list(_sheet_xml(path).iter(f"{MAIN}f")) == []
    assert Problem("=3+3, A1", "=2+2") in sheet.notes


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Fraction("86.50"), Kind.NUMBER, "86.5"),
        (Fraction("84.995"), Kind.NUMBER, "84.995"),
        (Fraction("-0.1"), Kind.NUMBER, "-0.1"),
        (0, Kind.NUMBER, "0"),
        (999_999_999_999_999, Kind.NUMBER, "999999999999999"),
        (12345678901234567, Kind.TEXT, "12345678901234567"),
        (Fraction("0.12345678901234567"), Kind.TEXT, "0.12345678901234567"),
        (Fraction(85, 3), Kind.TEXT, "85/3"),
    ],
)
def test_numbers_that_a_spreadsheet_would_change_are_written_as_text(
    tmp_path: Path, value: int | Fraction, kind: Kind, text: str
) -> None:
    (sheet,) = read_workbook(_written(tmp_path, Sheet("表", (row(Cell(value)),))))
    assert (sheet.at(1, 1).kind, sheet.at(1, 1).text) == (kind, text)


@given(st.integers(-(10**18), 10**18), st.integers(0, 12))
@settings(max_examples=300)
def test_a_number_is_written_as_one_only_if_it_comes_back(units: int, places: int) -> None:
    value = Fraction(units, 10**places)
    text = exact_number(value)
    assert text is None or Fraction(text) == value
    if abs(units) < 10**15:
        assert text is not None


def test_200_numbers_come_back_as_the_same_fractions(tmp_path: Path) -> None:
    """IM-05: out and in again is equal, whether a number could be written as one or not."""
    draw = random.Random(3)
    values = [Fraction(draw.randrange(10**17), 10 ** draw.randrange(9)) for _ in range(200)]
    (sheet,) = read_workbook(_written(tmp_path, Sheet("表", tuple(row(each) for each in values))))
    assert [read_number(cell.text).value for cell in sheet.cells] == values
    assert {cell.kind for cell in sheet.cells} == {Kind.NUMBER, Kind.TEXT}


def test_equal_data_is_equal_bytes(tmp_path: Path) -> None:
    sheet = Sheet("表", (row("甲", number("1.50"), Cell("乙", help="注")),), (Column(20),))
    first = _written(tmp_path, sheet).read_bytes()
    assert _written(tmp_path, sheet).read_bytes() == first


def test_a_number_cell_shows_the_places_it_prints() -> None:
    shapes = [number(text).number_format for text in ("86.50", "3", "-1.250")]
    assert shapes == ["0.00", "0", "0.000"]


def test_locks_checks_and_panes(tmp_path: Path) -> None:
    bounds = Check(least=Fraction(0), most=Fraction(100), title="3.3", prompt="填百分数")
    choice = Check(choices=("是", "否"), error="请从列表中选")
    rows = (
        row("指标", "平江县", look=Look.HEAD),
        row("3.3", Cell(look=Look.ENTRY, entry=True, check=bounds), Cell(entry=True, check=bounds)),
        row("3.4", Cell(look=Look.ENTRY, entry=True, check=choice)),
    )
    sheet = Sheet(
        "填报表", rows, locked=True, frozen_rows=1, frozen_columns=1, print=Print(head_rows=1)
    )
    xml = _sheet_xml(_written(tmp_path, sheet))
    (protection,) = xml.iter(f"{MAIN}sheetProtection")
    assert protection.get("sheet") == "1"
    (pane,) = xml.iter(f"{MAIN}pane")
    assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("1", "1", "frozen")
    checks = [
        (each.get("type"), each.get("sqref"), [part.text for part in each])
        for each in xml.iter(f"{MAIN}dataValidation")
    ]
    assert checks == [("decimal", "B2:C2", ["0", "100"]), ("list", "B3", ['"是,否"'])]
    (setup,) = xml.iter(f"{MAIN}pageSetup")
    assert (setup.get("paperSize"), setup.get("orientation")) == ("9", "landscape")
    assert (setup.get("fitToWidth", "1"), setup.get("fitToHeight")) == ("1", "0")


def test_a_row_is_as_high_as_its_text_needs(tmp_path: Path) -> None:
    long = "按年末建制乡镇计算的覆盖率" * 4
    rows = (
        row("3.3", "短"),
        row("3.3", long),
        row("3.3", "一\n二\n三"),
        row(Cell(long, colspan=2)),
        Row((Cell(long),), height=18),
        row("名次"),
    )
    path = _written(tmp_path, Sheet("表", rows, (Column(8), Column(30))))
    heights = [each.get("ht") for each in _sheet_xml(path).iter(f"{MAIN}row")]
    assert heights == ["20.25", "63.75", "50.25", "50.25", "18", "20.25"]


def test_a_long_list_stands_on_a_hidden_sheet(tmp_path: Path) -> None:
    choices = tuple(f"第 {count} 项，写得很长的一个选项" for count in range(40))
    path = _written(
        tmp_path, Sheet("填报表", (row(Cell(entry=True, check=Check(choices=choices))),))
    )
    (formula,) = _sheet_xml(path).iter(f"{MAIN}formula1")
    assert formula.text == "'选项'!$A$1:$A$40"
    listed = read_workbook(path)[1]
    assert listed.hidden
    assert tuple(cell.text for cell in listed.cells) == choices


def test_help_longer_than_a_prompt_is_whole_in_the_comment(tmp_path: Path) -> None:
    text = "说明" * 200
    cell = Cell(entry=True, help=text, check=Check(title="很长的题目" * 9, prompt=text))
    (sheet,) = read_workbook(path := _written(tmp_path, Sheet("表", (row(cell),))))
    assert (sheet.notes[-1].place, sheet.notes[-1].message) == ("表, A1", text)
    (check,) = _sheet_xml(path).iter(f"{MAIN}dataValidation")
    assert (len(check.get("prompt")), len(check.get("promptTitle"))) == (255, 32)


def test_text_too_long_for_a_cell_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        _written(tmp_path, Sheet("表", (row("短", "长" * 40000),)))
    assert [problem.place for problem in refused.value.problems] == ["表, B1"]
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _written(tmp_path, Sheet("表", (row("旧"),)))
    before = path.read_bytes()
    monkeypatch.setattr("xlsxwriter.Workbook.close", _full_disk)
    with pytest.raises(OSError, match="disk"):
        write_workbook(Workbook((Sheet("表", (row("新"),)),)), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def _full_disk(*_: object) -> None:
    raise OSError(28, "no space left on disk")
