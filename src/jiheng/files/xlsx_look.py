"""Which colours, faces and borders a cell's look stands for in a spreadsheet."""

from __future__ import annotations

from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # as above

from jiheng.forms.table import Place
from jiheng.forms.workbook import Cell, Look

_BODY, _STRONG = "宋体", "黑体"
_BASE: dict[str, Any] = {
    "font_name": _BODY,
    "font_size": 11,
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#B7B7B7",
}
# Dark text on light grounds: each pair has a contrast of 7 or more, also when printed grey.
_LOOKS: dict[Look, dict[str, Any]] = {
    Look.PLAIN: {},
    Look.TITLE: {"font_name": _STRONG, "font_size": 16, "border": 0, "align": "center"},
    Look.HEAD: {"font_name": _STRONG, "bg_color": "#E7E1D8", "align": "center"},
    Look.SECTION: {"font_name": _STRONG, "bg_color": "#F5F2EC"},
    Look.NOTE: {"font_size": 10, "font_color": "#444444", "border": 0},
    Look.ENTRY: {"bg_color": "#FFFBE6"},
    Look.GOOD: {"bg_color": "#DDF0DD", "font_color": "#0B4A1E"},
    Look.WARN: {"bg_color": "#FFF0CC", "font_color": "#5A3A00"},
    Look.BAD: {"bg_color": "#FADBD8", "font_color": "#7A0C0C"},
    Look.OPEN: {"bg_color": "#E3E9F7", "font_color": "#1B2F6B", "italic": True},
    Look.QUIET: {"font_color": "#595959", "bg_color": "#F3F3F3"},
}
_PLACES = {Place.LEFT: "left", Place.CENTRE: "center", Place.RIGHT: "right"}


class Looks:
    """The styles of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Look, Place | None, str, bool], Format] = {}

    def style(self, cell: Cell) -> Format:
        """The style for a cell's look, place, number format and lock."""
        key = (cell.look, cell.place, cell.number_format, cell.entry)
        if key not in self._made:
            self._made[key] = self._book.add_format(_properties(cell))
        return self._made[key]


def _properties(cell: Cell) -> dict[str, Any]:
    properties = _BASE | _LOOKS[cell.look] | {"locked": not cell.entry}
    if cell.place is not None:
        properties["align"] = _PLACES[cell.place]
    if cell.number_format:
        properties["num_format"] = cell.number_format
    return properties
