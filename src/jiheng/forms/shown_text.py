"""What a person sees in a cell of a filled-in sheet, as the text to be understood."""

from __future__ import annotations

import re

from jiheng.forms.workbook import Kind, ReadCell

_SKIPPED = re.compile(r"_.|\*.|\[[^\[\]]*\]")
_PIECE = re.compile(r'"([^"]*)"|\\(.)|([^"\\])')
_DIGITS = re.compile(r"[0#?.,%/E+\-() ]")
_SCALED = re.compile(r"[0#?],+(?![0#?,])|!")
_LETTER = re.compile(r"[^\W\d_]|[¥￥]")


def shown_text(cell: ReadCell) -> str:
    """The text of a cell: a yes or no as 是 or 否, a number with the words that its format shows.

    48 in the format `0"万元"` is 48万元 for everyone who looks at it.
    """
    if cell.kind is Kind.YES_NO:
        return "是" if cell.text == "TRUE" else "否"
    if cell.kind is not Kind.NUMBER or cell.shows_percent:
        return cell.text
    before, after = _words_of(cell.number_format)
    return before + cell.text + after


def misleads(cell: ReadCell) -> str:
    """Why what one sees in the cell is not what it holds; empty when it is."""
    if cell.kind is Kind.PICTURE:
        return "这里是图片，读不出内容；请填数或词"
    if cell.kind is Kind.NUMBER and _SCALED.search(_bare(cell.number_format)):
        return f"存的是{cell.text}，显示时被缩放了；请把这一格改为常规格式，核对后重填"
    return ""


def is_rounded_number(cell: ReadCell) -> bool:
    """Whether a long number (of a certificate) has lost its last digits: spreadsheets keep fifteen
    and put noughts for the rest."""
    return cell.kind is Kind.NUMBER and sum(sign.isdigit() for sign in cell.text) > 15


def _bare(number_format: str) -> str:
    """The format of positive numbers without its quoted words."""
    return re.sub(r'"[^"]*"|\\.', "", _SKIPPED.sub("", number_format.partition(";")[0]))


def _words_of(number_format: str) -> tuple[str, str]:
    """The words that a number format puts before and behind the number."""
    if number_format in ("General", "@"):
        return "", ""
    shape = _SKIPPED.sub("", number_format.partition(";")[0])
    sides = ["", ""]
    seen = 0
    for quoted, escaped, bare in _PIECE.findall(shape):
        if bare and _DIGITS.match(bare):
            seen = 1
        else:
            sides[seen] += quoted or escaped or bare
    before, after = (side.strip() if _LETTER.search(side) else "" for side in sides)
    return before, after
