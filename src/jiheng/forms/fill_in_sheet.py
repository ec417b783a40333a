"""One filled-in sheet while it is read: what was taken from it, and what was left over."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from jiheng.forms.entries import Keyed
from jiheng.forms.fill_in_heads import Head
from jiheng.forms.known_names import plain
from jiheng.forms.records import Line
from jiheng.forms.shown_text import misleads, shown_text
from jiheng.forms.workbook import Kind, ReadCell, ReadSheet, column_letter
from jiheng.values.problems import Problem

_MANY, _SENTENCE = 5, 5
_WORDS = re.compile(r"[^\W\d_]{2}")
_LAYOUT = re.compile(r"&(?:[LCRPNDTFAZGBIUESXY]|K[0-9A-Fa-f]{6}|\"[^\"]*\"|[0-9]+)")
Span = tuple[int, int, int, int]


@dataclass
class FillIn:
    """What a workbook says, and what of it was not understood.

    `there` holds (table, subject, fact or clause) for every entry cell that the workbook has, also
    empty ones; `absent` the tables that should be there and are not. `unread` lists every text that
    was not read, with its place; the rows of the file are those read and those listed.
    """

    cells: list[Keyed] = field(default_factory=list)
    tables: dict[str, list[Line]] = field(default_factory=dict)
    evidence: dict[tuple[str, str], str] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    there: set[tuple[str, str, str]] = field(default_factory=set)
    strange_heads: list[str] = field(default_factory=list)
    absent: dict[str, Problem] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)
    rows_in: int = 0
    rows_read: int = 0
    rows_listed: int = 0


class SheetReading:
    """Hands out the texts of one sheet, remembers which were taken, and lists the rest."""

    def __init__(self, sheet: ReadSheet, found: FillIn) -> None:
        self.sheet, self.found = sheet, found
        self._taken: set[tuple[int, int]] = set()

    @cached_property
    def rows(self) -> dict[int, list[ReadCell]]:
        """The cells of every row with something in it, in the order of the sheet."""
        rows: dict[int, list[ReadCell]] = defaultdict(list)
        for cell in sorted(self.sheet.cells, key=lambda cell: (cell.row, cell.column)):
            if cell.text.strip() or cell.is_formula:
                rows[cell.row].append(cell)
        return dict(rows)

    @cached_property
    def _spans(self) -> dict[int, list[Span]]:
        """The merged ranges that touch each row."""
        spans: dict[int, list[Span]] = defaultdict(list)
        for span in self.sheet.merged:
            for line in range(span[0], min(span[2], self.sheet.last_row) + 1):
                spans[line].append(span)
        return spans

    def span_at(self, line: int, column: int) -> Span | None:
        """The merged range over a place."""
        spans = self._spans.get(line, ())
        return next((span for span in spans if span[1] <= column <= span[3]), None)

    def place(self, line: int) -> str:
        """The address of a row."""
        return f"{self.sheet.name}, 第{line}行"

    def wrong(self, place: str, message: str) -> None:
        """Note a problem."""
        self.found.problems.append(Problem(place, message))

    def peek(self, line: int, column: int | None) -> str:
        """The text at a place, without taking it."""
        return "" if column is None else self.sheet.at(line, column).text.strip()

    def take(self, line: int, column: int) -> str:
        """The text at a place as people see it; it counts as read."""
        cell = self.sheet.at(line, column)
        span = self.span_at(line, column)
        self._taken.add((span[0], span[1]) if span else (line, column))
        if cell.is_formula and cell.kind is not Kind.PICTURE:
            self.found.formulas.append(self.sheet.place(cell))
        return shown_text(cell)

    def take_words(self, line: int, column: int) -> str:
        """The words at a place, also those that a formula gave."""
        span = self.span_at(line, column)
        self._taken.add((span[0], span[1]) if span else (line, column))
        return self.sheet.at(line, column).text.strip()

    def entry(self, line: int, column: int, *, about: str) -> str:
        """The text of an entry cell, empty with a problem where what one sees is not what it holds."""
        text = self.take(line, column)
        cell = self.sheet.at(line, column)
        why = misleads(cell)
        if why:
            self.wrong(f"{self.sheet.place(cell)}（{about}）", why)
        return "" if why else text

    def is_spread(self, line: int, columns: Sequence[int], *, column: int, about: str) -> bool:
        """One entry merged over several of the entry `columns`: which of them is meant is not for us
        to say."""
        span = self.span_at(line, column)
        if span is None:
            return False
        top, left, bottom, right = span
        covered = sum(left <= at <= right for at in columns) * (bottom - top + 1)
        if covered < 2:
            return False
        text = self.take(line, column)
        first = next(at for at in columns if left <= at <= right)
        if text.strip() and (line, column) == (max(top, min(self.rows)), first):
            area = f"{column_letter(left)}{top}:{column_letter(right)}{bottom}"
            self.wrong(
                f"{self.sheet.name}, {area}（{about}）",
                f"合并单元格盖住了{covered}个填报格，分不清“{text.strip()}”填的是哪一格；"
                "请取消合并后分别填写",
            )
        return True

    def close(self, heads: Sequence[Head], *, own: frozenset[str], listed: frozenset[str]) -> None:
        """Account for every row: taken, the workbook's own text, or listed as unread.

        `own` is the workbook's own text, `listed` the choices that its hidden list sheet holds.
        """
        left: list[ReadCell] = []
        is_ours = not heads and self._holds_only(own | listed)
        if not heads:
            own = frozenset(text for text in own if len(text) >= _SENTENCE)
        for line, cells in self.rows.items():
            above = [one for one in heads if one.row <= line]
            rest = [cell for cell in cells if not (is_ours or self._is_known(cell, above, own=own))]
            left += rest
            self.found.rows_in += 1
            self.found.rows_listed += len(rest) == len(cells)
            self.found.rows_read += len(rest) < len(cells)
        self.found.unread += [
            Problem(self.sheet.place(cell), cell.text or "（公式）") for cell in left
        ]
        self._tell_unread(left, is_table=bool(heads))
        self._list_beside(own)
        self._tell_hidden(heads)

    def _holds_only(self, texts: frozenset[str]) -> bool:
        """Whether the sheet is our own guide or list, as we made it."""
        return all(plain(cell.text) in texts for cells in self.rows.values() for cell in cells)

    def _is_known(self, cell: ReadCell, above: Sequence[Head], *, own: frozenset[str]) -> bool:
        """Whether the cell was taken or is ours: our words count only above a table and in our own
        columns, because a clerk may write the same word elsewhere."""
        if (cell.row, cell.column) in self._taken:
            return True
        text = plain(cell.text)
        if not above:
            return text in own and _WORDS.search(text) is not None
        is_place_of_ours = cell.row == above[-1].row or any(
            cell.column in head.own_columns for head in above
        )
        return text in own and is_place_of_ours

    def _tell_unread(self, left: list[ReadCell], *, is_table: bool) -> None:
        if not left:
            return
        shown = [f"{cell.address}“{_short(cell.text) or '公式'}”" for cell in left[:_MANY]]
        told = "、".join(shown) + ("等" if len(left) > _MANY else "")
        what = "不是填报内容" if is_table else "这张表没有认出"
        message = f"{what}，{len(left)}处未读取：{told}"
        self.found.notes.append(Problem(self.sheet.name, message))

    def _list_beside(self, own: frozenset[str]) -> None:
        """Text that stands in no cell: damage is a problem, shapes and comments are listed."""
        for one in self.sheet.unread:
            if ", 第" in one.place:
                told = f"有不在任何单元格里的文字“{_short(one.message)}”，文件可能已损坏；请用 WPS 或 Excel 打开另存后再交"
                self.found.problems.append(Problem(one.place, told))
                self.found.unread.append(one)
            else:
                self._list(one, "单元格以外的文字")
        for one in self.sheet.notes:
            if not one.place.endswith("页眉页脚"):
                self._list(one, "批注")
            elif plain(text := _layout_text(one.message)) not in own | {""}:
                self._list(Problem(one.place, text), "文字")

    def _list(self, one: Problem, what: str) -> None:
        self.found.unread.append(one)
        self.found.notes.append(Problem(one.place, f"{what}“{_short(one.message)}”未读取"))

    def _tell_hidden(self, heads: Sequence[Head]) -> None:
        """What is hidden was read all the same; people may not know that it is there."""
        if not heads:
            return
        if self.sheet.hidden:
            self.found.notes.append(Problem(self.sheet.name, "这张表是隐藏的，也已读取"))
        lines = [line for line in self.rows if line in self.sheet.hidden_rows]
        if lines:
            told = f"第{_ranges(lines)}行是隐藏的，也已读取"
            self.found.notes.append(Problem(self.sheet.name, told))
        entries = {at for head in heads for at in head.subjects.values()}
        columns = sorted(entries & self.sheet.hidden_columns)
        if columns:
            letters = "、".join(column_letter(at) for at in columns)
            self.found.notes.append(Problem(self.sheet.name, f"{letters}列是隐藏的，也已读取"))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 20 else text[:19] + "…"


def _layout_text(text: str) -> str:
    """A page header or footer without its codes (&C, &P) and without our own words for them."""
    return re.sub(r"第\s*页[，,]\s*共\s*页", "", _LAYOUT.sub("", text).replace("&&", "&")).strip()


def _ranges(lines: Sequence[int]) -> str:
    """Line numbers as people write them: 5、7–12."""
    return "、".join(
        str(first) if first == last else f"{first}–{last}" for first, last in _runs(lines)
    )


def _runs(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = lines[0]
    for line in lines[1:]:
        if line != last + 1:
            yield first, last
            first = line
        last = line
    yield first, last
