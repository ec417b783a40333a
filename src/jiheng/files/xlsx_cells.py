"""One sheet's XML rows to plain cells: what was typed, of which kind, where; runs inside the fence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from lxml import etree

from jiheng.files.guard import SAVE_AS_XLSX, refuse
from jiheng.files.xlsx_dates import date_text
from jiheng.files.xlsx_styles import Styles

Element = Any  # lxml ships no types
MOST_CELLS = 300_000
MOST_TEXT = 40_000_000  # characters, repeated shared strings counted each time
MOST_PLACES = 2_000_000  # rows times their width: one stray cell far right costs a whole row
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PICTURE = re.compile(r"(_xlfn\.)?DISPIMG\(", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]{1,9}")
_YES, _NO = {"1", "true"}, {"0", "false"}
_CELL_PARTS = {"v", "f", "is"}
_PLAIN_TEXT = {"str", "inlineStr"}
_WORDS = {"b", "d", "e"}
_STRING_TEXT = etree.XPath(
    "descendant::text()[parent::*[local-name()='t']][not(ancestor::*[local-name()='rPh'])]"
)
_STRING_STRAYS = etree.XPath(
    "descendant::text()[normalize-space()][not(parent::*[local-name()='t'])]"
    "[not(ancestor::*[local-name()='rPh'])]"
)
# Text that belongs to no cell and to none of the settings a sheet keeps as text.
_STRAYS = etree.XPath(
    "descendant-or-self::*"
    "[not(parent::*[local-name()='c'] and (local-name()='v' or local-name()='f'))]"
    "[not(ancestor-or-self::*[local-name()='is'][parent::*[local-name()='c']])]"
    "[not(ancestor-or-self::*[local-name()='headerFooter' or local-name()='extLst'"
    " or local-name()='conditionalFormatting' or local-name()='dataValidations'])]"
    "/text()[normalize-space()]"
)


class Budget:
    """How much one workbook may hold, over all its sheets."""

    def __init__(self) -> None:
        self._cells = self._text = self._places = 0

    def spend_cell(self, text: str) -> None:
        """Count one cell and its text."""
        self._cells += 1
        if self._cells > MOST_CELLS:
            refuse(f"表里有内容的单元格超过 {MOST_CELLS // 10000} 万个：请只留要填的表，或改交 CSV")
        self.spend_text(text)

    def spend_text(self, text: str) -> None:
        """Count text."""
        self._text += len(text)
        if self._text > MOST_TEXT:
            refuse(f"表里的文字超过 {MOST_TEXT // 10000} 万字：请只留要填的表再交")

    def spend_places(self, count: int) -> None:
        """Count the places of a row or of a merged range."""
        self._places += count
        if self._places > MOST_PLACES:
            refuse("表里的内容散得太开（有单元格远在最右或最下）：请删去多余的行列后另存")


@dataclass(frozen=True)
class BookText:
    """What the sheets of one workbook share: strings (None without that part), styles, calendar,
    limits, and the numbers of the strings that some cell shows."""

    strings: list[str] | None
    styles: Styles
    since_1904: bool
    budget: Budget
    used: set[int] = field(default_factory=set)


class SheetText:
    """What one sheet says, gathered row by row; `used` collects the shared strings it shows."""

    def __init__(self, name: str, *, book: BookText) -> None:
        self.name = name
        self.unread: list[tuple[str, str]] = []
        self._book = book
        self._cells: list[tuple[Any, ...]] = []
        self._taken: set[tuple[int, int]] = set()
        self._merged: list[tuple[int, int, int, int]] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: set[int] = set()
        self._notes: list[tuple[str, str]] = []
        self._rows, self._line = 0, 0
        self._taken_in = 0  # characters of the row that stand in cells

    def answer(self) -> dict[str, Any]:
        """The sheet as JSON-able data."""
        self._measure_spans()
        return {
            "name": self.name,
            "cells": self._cells,
            "merged": self._merged,
            "hidden_rows": self._hidden_rows,
            "hidden_columns": sorted(self._hidden_columns),
            "rows_in_file": self._rows,
            "notes": self._notes,
            "unread": self.unread,
        }

    def read_row(self, row: Element) -> None:
        """Take in one `<row>`, whatever wraps its cells; other text in it is listed as unread."""
        self._rows += 1
        self._line = self._row_number(row)
        before, column, self._taken_in = len(self._cells), 0, 0
        for cell in row.iter("{*}c"):
            column = self._read_cell(cell, column)
        if len(self._cells) > before:
            self._book.budget.spend_places(column)
            if row.get("hidden") in _YES:
                self._hidden_rows.append(self._line)
        if sum(map(len, row.itertext())) != self._taken_in:  # quick, and true of nearly every row
            self._list_strays(row)

    def read_rest(self, element: Element) -> None:
        """Take in what stands outside rows: strays, merged ranges, columns, page heads."""
        for cell in element.iter("{*}c"):
            match = _ADDRESS.fullmatch(cell.get("r", ""))
            if match is None:
                self._refuse("有一个单元格既不在任何一行里，也没有地址")
            self._line = int(match[2])
            self._read_cell(cell, 0)
        self._list_strays(element)
        for merge in element.iter("{*}mergeCell"):
            self._read_merge(merge.get("ref", ""))
        for column in element.iter("{*}col"):
            self._read_column(column)
        for head in element.iter("{*}headerFooter"):
            self._notes += [("页眉页脚", part.text) for part in head if (part.text or "").strip()]

    def _row_number(self, row: Element) -> int:
        text = row.get("r") or str(self._line + 1)
        if not _WHOLE.fullmatch(text) or not 0 < int(text) <= LAST_ROW:
            self._refuse(f"有一行的行号写成“{text[:20]}”")
        return int(text)

    def _read_cell(self, cell: Element, column: int) -> int:
        """Take in one `<c>` and return its column; without an address it follows the one before."""
        column = self._column(cell, column)
        parts = self._parts(cell)
        kind, text, raw = self._value(cell, parts, column=column)
        if text == "" and "f" not in parts:
            return column
        if (self._line, column) in self._taken:
            self._refuse(f"{_name(self._line, column)} 出现两次，无法判断以哪个为准")
        self._taken.add((self._line, column))
        formula = "".join(parts["f"].itertext()) if "f" in parts else None
        self._taken_in += len(formula or "")
        if formula is not None and _PICTURE.match(formula):
            kind = "picture"
        code = self._book.styles.code(_style(cell))
        self._book.budget.spend_cell(text)
        self._cells.append((self._line, column, kind, text, raw, code, formula))
        return column

    def _column(self, cell: Element, before: int) -> int:
        address = cell.get("r")
        if address is None:
            column = before + 1
        else:
            match = _ADDRESS.fullmatch(address)
            if match is None or int(match[2]) != self._line:
                self._refuse(f"第 {self._line} 行里有一个单元格的地址写成“{address[:20]}”")
            column = column_number(match[1])
        if column > LAST_COLUMN:
            self._refuse(f"第 {self._line} 行超出了最右一列")
        return column

    def _parts(self, cell: Element) -> dict[str, Element]:
        """Value, formula and inline text of a cell; what it has twice or has no use for is listed."""
        parts: dict[str, Element] = {}
        for part in cell:
            name = local_name(part)
            if name in _CELL_PARTS and name not in parts:
                parts[name] = part
            elif name in _CELL_PARTS:
                self.list_unread("".join(part.itertext()))
        unused = "v" if cell.get("t") == "inlineStr" and "is" in parts else "is"
        if len(parts.keys() & {"v", "is"}) == 2:
            self.list_unread("".join(parts.pop(unused).itertext()))
        return parts

    def _value(
        self, cell: Element, parts: dict[str, Element], *, column: int
    ) -> tuple[str, str, str]:
        """(kind, text, the file's own text of a number)."""
        kind = cell.get("t", "n")
        if "is" in parts:
            text, strays = string_of(parts["is"])
            self._taken_in += sum(map(len, parts["is"].itertext()))
            self.unread += [(self._where(), stray) for stray in strays]
            return "text", text, ""
        typed = "".join(parts["v"].itertext()) if "v" in parts else ""
        self._taken_in += len(typed)
        raw = typed.strip()
        if typed == "" or (raw == "" and kind not in _PLAIN_TEXT):
            return "empty", "", ""
        if kind in _PLAIN_TEXT:
            return "text", unescaped(typed), ""
        if kind == "s":
            return "text", self._shared(raw, column), ""
        if kind in _WORDS:
            return *self._word(kind, raw, column=column), ""
        return self._number(raw, _style(cell), column=column)

    def _word(self, kind: str, raw: str, *, column: int) -> tuple[str, str]:
        """(kind, text) of an error, a date in ISO form, or a yes or no."""
        if kind == "e":
            return "error", raw
        if kind == "d":
            return "date", raw.replace("T", " ").removesuffix(" 00:00:00")
        if raw not in _YES | _NO:
            self._refuse(f"{_name(self._line, column)} 标为是非，内容却是“{raw[:20]}”")
        return "yes-no", "TRUE" if raw in _YES else "FALSE"

    def _shared(self, raw: str, column: int) -> str:
        strings = self._book.strings
        if strings is None:
            self._refuse("文字部分（sharedStrings）不在文件里")
        if not _WHOLE.fullmatch(raw) or int(raw) >= len(strings):
            self._refuse(f"{_name(self._line, column)} 的文字在文件里找不到")
        self._book.used.add(int(raw))
        return strings[int(raw)]

    def _number(self, raw: str, style: int, *, column: int) -> tuple[str, str, str]:
        text = number_text(raw)
        if text is None:
            self._refuse(f"{_name(self._line, column)} 标为数字，内容却是“{raw[:20]}”")
        if self._book.styles.is_date(style):
            shown = date_text(Decimal(text), since_1904=self._book.since_1904)
            if shown is not None:
                return "date", shown, raw
        return "number", text, raw

    def _list_strays(self, element: Element) -> None:
        for text in _STRAYS(element):
            self.list_unread(str(text))

    def list_unread(self, text: str) -> None:
        """Note text that stands near the row read last and in no cell."""
        if text.strip():
            self._book.budget.spend_text(text)
            self.unread.append((self._where(), text.strip()))

    def _where(self) -> str:
        return f"第 {self._line} 行" if self._line else ""

    def _read_merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        start, end = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last or first)
        if start is None or end is None:
            self._refuse(f"合并单元格的范围写成“{ref[:30]}”")
        self._merged.append(
            (int(start[2]), column_number(start[1]), int(end[2]), column_number(end[1]))
        )

    def _measure_spans(self) -> None:
        """Count the places under merged ranges, as far as the sheet is used at all."""
        last_line = max((cell[0] for cell in self._cells), default=0)
        last_column = max((cell[1] for cell in self._cells), default=0)
        for top, left, bottom, right in self._merged:
            height, width = min(bottom, last_line) - top + 1, min(right, last_column) - left + 1
            self._book.budget.spend_places(max(height, 0) * max(width, 0))

    def _read_column(self, column: Element) -> None:
        first, last = column.get("min", ""), column.get("max", "")
        if len(self._hidden_columns) == LAST_COLUMN:
            return
        if column.get("hidden") in _YES and _WHOLE.fullmatch(first) and _WHOLE.fullmatch(last):
            self._hidden_columns.update(range(int(first), min(int(last), LAST_COLUMN) + 1))

    def _refuse(self, what: str) -> NoReturn:
        refuse(f"工作表“{self.name}”：{what}，文件已损坏：{SAVE_AS_XLSX}")


def number_text(raw: str) -> str | None:
    """The number a spreadsheet stores, as the decimal text that people typed; None if it is none.

    A spreadsheet keeps doubles and writes up to 17 digits, 0.94999999999999996 for a typed 0.95.
    The shortest decimal that leads to the same double is what was typed, up to 15 digits; Python's
    `repr` gives exactly that one. This float is the file's, never a score's.
    """
    if not _NUMBER.fullmatch(raw):
        return None
    digits = raw.lstrip("+-0.").replace(".", "")
    is_of_a_double = len(digits) <= 17 or "e" in raw.lower()  # no double is written with more
    shortest = Decimal(repr(float(raw)) if is_of_a_double else raw)
    if not shortest.is_finite():
        return None
    text = f"{shortest:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def string_of(element: Element) -> tuple[str, list[str]]:
    """The text of a string item, rich text joined, readings above the characters (rPh) left out;
    and the text in it that is no part of the string."""
    first = element[0] if len(element) == 1 and not element.text else None
    if first is not None and local_name(first) == "t" and not len(first) and not first.tail:
        return unescaped(first.text or ""), []
    strays = [str(text) for text in _STRING_STRAYS(element)]
    return unescaped("".join(_STRING_TEXT(element))), strays


def unescaped(text: str) -> str:
    """Text with _x000D_ and the like turned back into characters; half an emoji is left as it is."""
    if "_x" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)

    return _ESCAPE.sub(character, text)


def column_number(letters: str) -> int:
    """The number of a column, counted from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _name(line: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


def _style(cell: Element) -> int:
    style = cell.get("s", "0")
    return int(style) if style.isascii() and style.isdigit() else 0


def local_name(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
