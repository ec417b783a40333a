"""What one sees in a cell: numbers with the words of their format, and cells that mislead."""

import pytest

from jiheng.forms.shown_text import is_rounded_number, misleads, shown_text
from jiheng.forms.workbook import Kind, ReadCell


def cell(text: str, number_format: str = "General", kind: Kind = Kind.NUMBER) -> ReadCell:
    return ReadCell(1, 1, kind, text, number_format=number_format)


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("General", "48"),
        ("@", "48"),
        ("0", "48"),
        ("#,##0.00", "48"),
        ("#,##0.00_ ;-#,##0.00", "48"),
        ("_ * #,##0.00_ ;_ * -#,##0.00_ ", "48"),
        ("[$¥-804]#,##0", "48"),
        ('0"万元"', "48万元"),
        ("0万元", "48万元"),
        ("0\\次", "48次"),
        ('"约"0', "约48"),
        ('"第"0"名"', "第48名"),
        ('0" "', "48"),
        ('[红色]0"个";0', "48个"),
        ("0.00E+00", "48"),
    ],
)
def test_a_number_is_shown_with_its_words(number_format: str, shown: str) -> None:
    assert (shown_text(cell("48", number_format)), misleads(cell("48", number_format))) == (
        shown,
        "",
    )


def test_a_percent_stays_a_number() -> None:
    assert shown_text(cell("0.95", "0.0%")) == "0.95"


@pytest.mark.parametrize(("text", "shown"), [("TRUE", "是"), ("FALSE", "否")])
def test_a_tick_is_a_word(text: str, shown: str) -> None:
    assert shown_text(cell(text, kind=Kind.YES_NO)) == shown


@pytest.mark.parametrize("number_format", ["#,##0,", '0!.0000"万元"', '0.0,,"百万"', "0,;0"])
def test_a_scaled_number_misleads(number_format: str) -> None:
    told = "存的是48，显示时被缩放了；请把这一格改为常规格式，核对后重填"
    assert misleads(cell("48", number_format)) == told


def test_a_picture_is_no_entry() -> None:
    assert misleads(cell("", kind=Kind.PICTURE)) == "这里是图片，读不出内容；请填数或词"


@pytest.mark.parametrize(
    ("text", "is_rounded"),
    [("123456789012345", False), ("1234567890123456", True), ("430626199001012000", True)],
)
def test_a_long_number_lost_its_end(text: str, is_rounded: bool) -> None:
    assert is_rounded_number(cell(text)) is is_rounded
