"""Number formats of a spreadsheet: which code a style index stands for, and whether it shows a date."""

from __future__ import annotations

import re
from typing import Any

_GENERAL = "General"
# Only the built-in formats that change what a number says; the others just set its places.
_BUILT_IN = {
    0: _GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_EAST_ASIAN_DATES = (*range(27, 37), *range(50, 59))  # 27–36 and 50–58 are dates in Chinese Excel
# Text in quotes, escaped or filling characters, and everything in brackets but elapsed time.
_NOT_A_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\[\]]*\]', re.IGNORECASE)


class Styles:
    """The number format of each cell style, by index."""

    def __init__(self, codes: list[str]) -> None:
        self._codes = codes
        self._dates = [shows_date(code) for code in codes]

    def code(self, index: int) -> str:
        """The number format's code; General for an index the file does not define."""
        return self._codes[index] if 0 <= index < len(self._codes) else _GENERAL

    def is_date(self, index: int) -> bool:
        """Whether numbers in this style are shown as dates or times."""
        return 0 <= index < len(self._dates) and self._dates[index]


def shows_date(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    first = _NOT_A_CODE.sub("", code.partition(";")[0])
    return code != _GENERAL and re.search(r"[ymdhs]", first, re.IGNORECASE) is not None


def styles_of(root: Any) -> Styles:
    """The styles that cells refer to, from the root element of the styles part (None: no such part)."""
    if root is None:
        return Styles([])
    own = {
        element.get("numFmtId", ""): element.get("formatCode", _GENERAL)
        for element in root.iter("{*}numFmt")
    }
    codes = []
    for styles in root.iter("{*}cellXfs"):
        for style in styles.iter("{*}xf"):
            number = style.get("numFmtId", "0")
            codes.append(own.get(number) or _built_in(number))
    return Styles(codes)


def _built_in(number: str) -> str:
    index = int(number) if number.isascii() and number.isdigit() else 0
    if index in _EAST_ASIAN_DATES:
        return 'yyyy"年"m"月"d"日"'
    return _BUILT_IN.get(index, _GENERAL)
