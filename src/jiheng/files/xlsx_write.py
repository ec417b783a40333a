"""A `Workbook` to an .xlsx file: text stays text, numbers stay exact, equal data is equal bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.utility import xl_range_abs  # type: ignore[import-untyped]  # as above
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # as above

from jiheng.files.whole import write_whole
from jiheng.files.xlsx_look import Looks, row_height
from jiheng.forms.workbook import Cell, Check, Sheet, Workbook, column_letter, sheet_name
from jiheng.values.exact import exact_text, is_terminating
from jiheng.values.problems import Problem, Refused

# strings_to_*: "=1+1", "http://…" and "12" typed as text must come back as text (EU-07).
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_LONGEST_TEXT = 32767  # characters of UTF-16 that a cell holds
_LONGEST_LIST = 255  # a longer drop-down list has to stand on a sheet of its own
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32
_EDGE_FACE = '&"宋体,Regular"&10'
_LIST_SHEET = "选项"
_A4 = 9
_OPEN_TO_ALL = {"format_columns": True, "format_rows": True, "select_locked_cells": True}


def write_workbook(workbook: Workbook, path: Path) -> None:
    """Write the workbook; the file appears whole or not at all.

    Raises Refused with every text that no cell can hold, before anything is written.
    """
    problems = [problem for sheet in workbook.sheets for problem in _too_long(sheet)]
    if problems:
        raise Refused(problems)
    write_whole(path, _packed(workbook))


def exact_number(value: int | Fraction) -> str | None:
    """The value as decimal text if a spreadsheet's number gives exactly it back, else None.

    A spreadsheet keeps doubles and XlsxWriter prints 16 digits of them, so the way there and back
    is walked here: what comes back has to be the value itself.
    """
    value = Fraction(value)
    if not is_terminating(value):
        return None
    text = exact_text(value)
    kept = Decimal(f"{Decimal(text):.16G}")
    return text if Fraction(Decimal(repr(float(kept)))) == value else None


def _packed(workbook: Workbook) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, _OPTIONS) as book:
        created = datetime.combine(workbook.created, datetime.min.time())
        book.set_properties({"title": workbook.title, "created": created})
        looks, lists = Looks(book), _Lists(workbook)
        for sheet in workbook.sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, looks=looks, lists=lists)
        lists.write(book)
        _show_first_visible(book, workbook)
    return made.getvalue()


def _show_first_visible(book: xlsxwriter.Workbook, workbook: Workbook) -> None:
    """Open on the first sheet that is not hidden: a spreadsheet cannot open on a hidden one."""
    first = next((sheet.name for sheet in workbook.sheets if not sheet.hidden), None)
    if first is not None:
        shown = book.get_worksheet_by_name(first)
        shown.activate()
        shown.set_first_sheet()


def _write_sheet(out: Worksheet, sheet: Sheet, *, looks: Looks, lists: _Lists) -> None:
    for index, column in enumerate(sheet.columns):
        out.set_column(index, index, column.width, None, {"hidden": column.hidden})
    for line, row in enumerate(sheet.rows):
        height = row.height if row.height is not None else row_height(row, sheet.columns)
        out.set_row(line, height, None, {"hidden": row.hidden})
    checks: dict[Check, list[tuple[int, int]]] = {}
    for place, cell in _placed(sheet):
        _write_cell(out, place, cell=cell, looks=looks)
        if cell.check is not None:
            checks.setdefault(cell.check, []).append(place)
    for check, places in checks.items():
        _write_check(out, check, places=places, lists=lists)
    if sheet.rows:  # numbers such as 1.10 are texts on purpose: no green corners
        width = max(len(row.cells) for row in sheet.rows) or 1
        span = f"A1:{column_letter(width)}{len(sheet.rows)}"
        out.ignore_errors({"number_stored_as_text": span})
    _set_up(out, sheet)


def _placed(sheet: Sheet) -> Iterator[tuple[tuple[int, int], Cell]]:
    """Each cell with its row and column, counted from 0."""
    for line, row in enumerate(sheet.rows):
        for column, cell in enumerate(row.cells):
            if cell is not None:
                yield (line, column), cell


def _write_cell(out: Worksheet, place: tuple[int, int], *, cell: Cell, looks: Looks) -> None:
    line, column = place
    style = looks.style(cell)
    if cell.rowspan > 1 or cell.colspan > 1:
        # merge_range would guess the type of its text; it is given none and the cell written after.
        last = (line + cell.rowspan - 1, column + cell.colspan - 1)
        out.merge_range(line, column, *last, "", style)
    if cell.help:
        out.write_comment(line, column, cell.help, {"x_scale": 2, "y_scale": _tall(cell.help)})
    if cell.value is None or cell.value == "":
        out.write_blank(line, column, None, style)
    elif isinstance(cell.value, str):
        out.write_string(line, column, cell.value, style)
    else:
        _write_number(out, place, value=cell.value, style=style)


def _write_number(
    out: Worksheet, place: tuple[int, int], *, value: int | Fraction, style: Any
) -> None:
    text = exact_number(value)
    if text is None:
        out.write_string(*place, exact_text(value), style)
    else:
        out.write_number(*place, Decimal(text), style)


def _tall(text: str) -> float:
    lines = sum(1 + len(line) // 20 for line in text.split("\n"))
    return max(1.0, lines / 4)


def _write_check(
    out: Worksheet, check: Check, *, places: list[tuple[int, int]], lists: _Lists
) -> None:
    condition = _condition(check, lists)
    says = {
        "input_title": _cut(check.title, _LONGEST_TITLE),
        "input_message": _cut(check.prompt, _LONGEST_PROMPT),
        "error_title": "请核对",
        "error_message": _cut(check.error, _LONGEST_PROMPT),
    }
    if condition["validate"] == "any" and not (check.prompt or check.title):
        return
    options: dict[str, Any] = condition | {key: text for key, text in says.items() if text}
    options["error_type"] = "stop" if check.strict else "warning"
    first, *others = _runs(places)
    options["other_cells"] = others
    out.data_validation(*first, options)


def _condition(check: Check, lists: _Lists) -> dict[str, Any]:
    if check.choices:
        return {"validate": "list", "source": lists.source(check.choices)}
    if not check.has_bounds:
        return {"validate": "any"}
    kind = "whole" if check.whole else "decimal"
    least, most = check.least, check.most
    if least is not None and most is not None:
        bounds = {"minimum": exact_text(least), "maximum": exact_text(most)}
        return {"validate": kind, "criteria": "between", **bounds}
    if most is not None:
        return {"validate": kind, "criteria": "<=", "value": exact_text(most)}
    return {"validate": kind, "criteria": ">=", "value": exact_text(least or 0)}


def _runs(places: list[tuple[int, int]]) -> list[list[int]]:
    """Places side by side in one row as one range each: [first row, column, last row, column]."""
    runs: list[list[int]] = []
    for line, column in sorted(places):
        if runs and runs[-1][2] == line and runs[-1][3] == column - 1:
            runs[-1][3] = column
        else:
            runs.append([line, column, line, column])
    return runs


def _cut(text: str, longest: int) -> str:
    """`text` within the length a prompt may have; the cell's comment carries the whole of it."""
    if _units(text) <= longest:
        return text
    while _units(text) > longest - 1:
        text = text[:-1]
    return text + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _set_up(out: Worksheet, sheet: Sheet) -> None:
    if sheet.frozen_rows or sheet.frozen_columns:
        out.freeze_panes(sheet.frozen_rows, sheet.frozen_columns)
    if sheet.locked:
        out.protect("", _OPEN_TO_ALL | {"insert_rows": sheet.grows})
    if sheet.hidden:
        out.hide()
    out.hide_gridlines(2)
    out.set_paper(_A4)
    if sheet.print.landscape:
        out.set_landscape()
    out.fit_to_pages(1, 0)
    out.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    out.center_horizontally()
    out.set_footer(f"&C{_EDGE_FACE}第 &P 页，共 &N 页")
    if sheet.print.header:
        out.set_header(
            f"&C{_EDGE_FACE}" + _cut(sheet.print.header, 200).replace("&", "&&")
        )  # & begins a code
    if sheet.print.head_rows:
        out.repeat_rows(0, sheet.print.head_rows - 1)
    if sheet.print.head_columns:
        out.repeat_columns(0, sheet.print.head_columns - 1)


def _too_long(sheet: Sheet) -> list[Problem]:
    return [
        Problem(
            f"{sheet.name}, {column_letter(column + 1)}{line + 1}",
            f"一个单元格最多容纳 {_LONGEST_TEXT} 个字符，这里有 {_units(cell.value)} 个，请缩短或分列",
        )
        for (line, column), cell in _placed(sheet)
        if isinstance(cell.value, str) and _units(cell.value) > _LONGEST_TEXT
    ]


class _Lists:
    """Drop-down lists; those too long for the check itself go to one hidden sheet, a column each."""

    def __init__(self, workbook: Workbook) -> None:
        self._sheet = sheet_name(_LIST_SHEET, (sheet.name for sheet in workbook.sheets))
        self._long: list[tuple[str, ...]] = []

    def source(self, choices: tuple[str, ...]) -> list[str] | str:
        """What the check refers to: the choices themselves, or their place on the hidden sheet."""
        if _units(",".join(choices)) <= _LONGEST_LIST and not any("," in text for text in choices):
            return list(choices)
        if choices not in self._long:
            self._long.append(choices)
        column = self._long.index(choices)
        return f"='{self._sheet}'!{xl_range_abs(0, column, len(choices) - 1, column)}"

    def write(self, book: xlsxwriter.Workbook) -> None:
        """Add the hidden sheet if any list needs it."""
        if not self._long:
            return
        out = book.add_worksheet(self._sheet)
        for column, choices in enumerate(self._long):
            for line, text in enumerate(choices):
                out.write_string(line, column, text)
        out.hide()
