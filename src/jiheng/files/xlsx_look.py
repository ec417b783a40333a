"""Which colours, faces and borders a cell's look stands for, and how high a row has to be for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # as above

from jiheng.forms.table import Place
from jiheng.forms.workbook import Cell, Column, Look, Row

_BODY, _STRONG = "宋体", "黑体"
_SIZE = 11  # points; a column's width is counted in digits of this size
_LEAST_HEIGHT, _MOST_HEIGHT = 20, 400  # points
_BASE: dict[str, Any] = {
    "font_name": _BODY,
    "font_size": _SIZE,
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
    Look.HELP: {"font_size": 10, "font_color": "#444444"},
    Look.ENTRY: {"bg_color": "#FFFBE6"},
    Look.GOOD: {"bg_color": "#DDF0DD", "font_color": "#0B4A1E"},
    Look.WARN: {"bg_color": "#FFF0CC", "font_color": "#5A3A00"},
    Look.BAD: {"bg_color": "#FADBD8", "font_color": "#7A0C0C"},
    Look.OPEN: {"bg_color": "#E3E9F7", "font_color": "#1B2F6B"},
    Look.QUIET: {"font_color": "#595959", "bg_color": "#F3F3F3"},
}
_PLACES = {Place.LEFT: "left", Place.CENTRE: "center", Place.RIGHT: "right"}


class Looks:
    """The styles of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Look, Place | None, str, bool, bool], Format] = {}

    def style(self, cell: Cell) -> Format:
        """The style for a cell's look, place, number format and lock."""
        key = (cell.look, _place(cell), cell.number_format, cell.entry, _is_number(cell))
        if key not in self._made:
            self._made[key] = self._book.add_format(_properties(cell))
        return self._made[key]


def _place(cell: Cell) -> Place | None:
    """Where the content stands: as said, by the look, or numbers right and text left."""
    if cell.place is not None or "align" in _LOOKS[cell.look] or cell.value is None:
        return cell.place
    return Place.RIGHT if _is_number(cell) else Place.LEFT


def _is_number(cell: Cell) -> bool:
    return cell.value is not None and not isinstance(cell.value, str)


def _properties(cell: Cell) -> dict[str, Any]:
    properties = _BASE | _LOOKS[cell.look] | {"locked": not cell.entry}
    place = _place(cell)
    if place is not None:
        properties["align"] = _PLACES[place]
    if properties.get("align") in {"left", "right"} and properties["border"]:
        properties["indent"] = 1
    if _is_number(cell):
        properties["text_wrap"] = False  # nothing to wrap, and some programs misplace it
    if cell.number_format:
        properties["num_format"] = cell.number_format
    return properties


def row_height(row: Row, columns: Sequence[Column]) -> int:
    """Points that the row's longest text needs, wrapped: programs do not all work it out on opening."""
    needs = [
        _needed(cell, _width(columns, cell, first=at))
        for at, cell in enumerate(row.cells)
        if cell is not None and cell.rowspan == 1
    ]
    return min(max([_LEAST_HEIGHT, *needs]), _MOST_HEIGHT)


def _width(columns: Sequence[Column], cell: Cell, *, first: int) -> int:
    covered = columns[first : first + cell.colspan]
    missing = cell.colspan - len(covered)
    return sum(column.width for column in covered) + missing * Column().width


def _needed(cell: Cell, width: int) -> int:
    look = _LOOKS[cell.look]
    size = look.get("font_size", _SIZE)
    is_centred = cell.place is Place.CENTRE or look.get("align") == "center"
    room = max((width - (1 if is_centred else 3)) * _SIZE // size, 2)  # 2 for the indent
    text = cell.value if isinstance(cell.value, str) else ""
    lines = sum(max(1, -(-_units(line) // room)) for line in text.split("\n"))
    return int(lines * size * 4 // 3 + 6)


def _units(line: str) -> int:
    """Digits' widths that a line takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in line)
