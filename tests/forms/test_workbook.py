"""Workbooks as plain data: names, numbers, and what stands where in a sheet that was read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.forms.table import Place
from jiheng.forms.workbook import (
    Cell,
    Check,
    Kind,
    Look,
    ReadCell,
    ReadSheet,
    Row,
    Sheet,
    Workbook,
    column_letter,
    number,
    row,
    sheet_name,
)


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("填报表", [], "填报表"),
        ("一、党建/科普[2017]", [], "一、党建 科普 2017"),
        ("'单位'", [], "单位"),
        ("", [], "表"),
        ("???", [], "表"),
        ("很" * 40, [], "很" * 31),
        ("填报表", ["填报表"], "填报表(2)"),
        ("填报表", ["填报表", "填报表(2)"], "填报表(3)"),
        ("Facts", ["FACTS"], "Facts(2)"),
        ("很" * 40, ["很" * 31], "很" * 28 + "(2)"),
        ("History", [], "History(2)"),
    ],
)
def test_a_name_that_spreadsheets_accept(wanted: str, taken: list[str], name: str) -> None:
    assert sheet_name(wanted, taken) == name


@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=5))
def test_any_wish_gives_a_free_name(wanted: str, wishes: list[str]) -> None:
    taken = [sheet_name(wish) for wish in wishes]
    name = sheet_name(wanted, taken)
    assert 0 < len(name) <= 31
    assert name.casefold() not in {each.casefold() for each in taken}
    assert sheet_name(name) == name


@pytest.mark.parametrize(("column", "letter"), [(1, "A"), (26, "Z"), (27, "AA"), (16384, "XFD")])
def test_letters_of_columns(column: int, letter: str) -> None:
    assert column_letter(column) == letter


def test_sheets_need_names_of_their_own() -> None:
    with pytest.raises(ValueError, match="sheet_name"):
        Sheet("a/b", ())
    with pytest.raises(ValueError, match="its own name"):
        Workbook((Sheet("Facts", ()), Sheet("FACTS", ())))
    with pytest.raises(ValueError, match="its own name"):
        Workbook(())


def test_a_check_is_a_list_or_bounds() -> None:
    with pytest.raises(ValueError, match="not both"):
        Check(choices=("是",), least=Fraction(0))
    assert [Check(whole=True).has_bounds, Check(prompt="说明").has_bounds] == [True, False]


def test_rows_from_bare_values() -> None:
    cell = Cell("甲", look=Look.ENTRY)
    made = row("头", None, cell, Fraction(1, 2), look=Look.HEAD)
    heads = (Cell("头", look=Look.HEAD), None, cell, Cell(Fraction(1, 2), look=Look.HEAD))
    assert made == Row(heads)


def test_a_number_is_exact_and_aligned() -> None:
    assert number("86.50") == Cell(Fraction("86.5"), place=Place.RIGHT, number_format="0.00")
    with pytest.raises(ValueError, match="九成"):
        number("九成")


def _text(line: int, column: int, text: str) -> ReadCell:
    return ReadCell(line, column, Kind.TEXT, text)


def test_places_of_a_read_sheet() -> None:
    first, covered, far = _text(2, 1, "甲"), _text(3, 2, "藏"), _text(4, 4, "丁")
    found = ReadSheet("表", (first, covered, far), merged=((2, 1, 3, 2), (2, 4, 900, 4)))
    assert (found.last_row, found.last_column) == (4, 4)
    assert found.at(2, 1) == first
    assert found.at(9, 9) == ReadCell(9, 9)
    under = found.at(3, 2)
    assert (under.text, under.merged_from, found.place(under)) == ("甲", "A2", "表, B3")
    assert found.at(4, 4).merged_from == "D2"
    shown = [[cell.text for cell in line] for line in found.lines()]
    assert shown == [["甲", "甲"], ["甲", "甲", "", ""], ["", "", "", ""]]


def test_an_empty_sheet_has_no_lines() -> None:
    found = ReadSheet("表")
    assert (found.last_row, list(found.lines()), found.at(1, 1)) == (0, [], ReadCell(1, 1))


@pytest.mark.parametrize(
    ("kind", "number_format", "shows"),
    [
        (Kind.NUMBER, "0%", True),
        (Kind.NUMBER, "0.00%", True),
        (Kind.NUMBER, '0"%"', False),
        (Kind.NUMBER, r"0\%", False),
        (Kind.NUMBER, "General", False),
        (Kind.TEXT, "0%", False),
    ],
)
def test_what_is_shown_as_a_percentage(kind: Kind, number_format: str, shows: bool) -> None:
    assert ReadCell(1, 1, kind, "0.95", number_format=number_format).shows_percent == shows
