"""Reads back what people return: the fill-in workbook, however they have moved and renamed things.

Sheets are known by their heads, not by their names or order; rows by the hidden key or the fact's
title; columns by the subject's name. Every row with something in it is either read or listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jiheng.forms.entries import Keyed
from jiheng.forms.fill_in import KEY, USED_SHEET
from jiheng.forms.records import HEADS, Line
from jiheng.forms.workbook import ReadCell, ReadSheet
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Problem

_LOOK_FOR_HEAD = 30
FACT_HEAD, NUMBER_HEAD, POINTS_HEAD = "填报项", "编号", "分值"


@dataclass
class FillIn:
    """What a workbook says: keyed facts, lines of tables, problems, and rows that were not read."""

    cells: list[Keyed] = field(default_factory=list)
    tables: dict[str, list[Line]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    rows_in: int = 0
    rows_read: int = 0
    unread: list[Problem] = field(default_factory=list)


def plain(text: str) -> str:
    """Text as one compares names: without spaces and line breaks, full-width brackets as they are."""
    return re.sub(r"\s+", "", text)


def read_fill_in(scheme: Scheme, sheets: Iterable[ReadSheet], subjects: Sequence[str]) -> FillIn:
    """Everything that the sheets hold, for the subjects of this assessment."""
    found = FillIn()
    reader = _Reader(scheme, tuple(subjects), found)
    for sheet in sheets:
        found.problems += sheet.unread
        found.rows_in += len({cell.row for cell in sheet.cells if cell.text.strip()})
        reader.read(sheet)
    if not found.cells and not found.tables:
        message = "没有认出填报表：表头应有“填报项”和各单位名称；请用 jiheng template 生成的表填写"
        found.problems.append(Problem("工作簿", message))
    return found


class _Reader:
    def __init__(self, scheme: Scheme, subjects: tuple[str, ...], found: FillIn) -> None:
        self.scheme, self.found = scheme, found
        self.subjects = {plain(name): name for name in subjects}
        self.titles: dict[str, list[str]] = {}
        for name, fact in scheme.facts.items():
            if fact.is_asked:
                self.titles.setdefault(plain(fact.title), []).append(name)
        self.leaves = {leaf.id for leaf in scheme.leaves()}

    def read(self, sheet: ReadSheet) -> None:
        """One sheet: find its head row, see what it is, read the rows below."""
        head = self._head(sheet)
        if head is None:
            self._no_table(sheet)
            return
        kind, line, heads = head
        above = {cell.row for cell in sheet.cells if cell.row <= line and cell.text.strip()}
        self.found.rows_read += len(above)
        if sheet.hidden:
            self.found.notes.append(Problem(sheet.name, "这张表是隐藏的，也已读取"))
        below = sorted({cell.row for cell in sheet.cells if cell.row > line and cell.text.strip()})
        for at in below:
            if at in sheet.hidden_rows:
                self.found.notes.append(
                    Problem(f"{sheet.name}, 第{at}行", "这一行是隐藏的，也已读取")
                )
            self._row(kind, sheet, at, heads)

    def _head(self, sheet: ReadSheet) -> tuple[str, int, dict[str, int]] | None:
        for line in range(1, min(sheet.last_row, _LOOK_FOR_HEAD) + 1):
            heads: dict[str, int] = {}
            for column in range(1, sheet.last_column + 1):
                cell = sheet.at(line, column)
                if cell.text.strip() and not cell.merged_from:
                    heads.setdefault(plain(cell.text), column)
            kind = self._kind(sheet, heads)
            if kind:
                return kind, line, heads
        return None

    def _kind(self, sheet: ReadSheet, heads: dict[str, int]) -> str | None:
        """What table a row of heads begins, None when it is no head."""
        named = any(name in heads for name in self.subjects)
        if FACT_HEAD in heads and named:
            return "facts"
        if POINTS_HEAD in heads and NUMBER_HEAD in heads and named:
            return "claimed-matrix"
        if "评委" in heads and "单位" in heads and heads.keys() & self.leaves:
            return "marks-matrix"
        fits = {
            table: len(heads.keys() & {plain(one) for one in columns.values()})
            for table, columns in HEADS.items()
        }
        best = max(fits, key=lambda table: fits[table])
        if fits[best] < max(3, len(HEADS[best]) - 2):
            return None
        used = plain(USED_SHEET) in plain(sheet.name) or "已用" in sheet.name
        used = used or any("已用" in c.text for c in sheet.cells if c.row <= 3)
        return "used" if best == "claims" and used else best

    def _no_table(self, sheet: ReadSheet) -> None:
        """A sheet that is no table of ours: its rows are listed, unless it is only instructions."""
        rows = sorted({cell.row for cell in sheet.cells if cell.text.strip()})
        is_told = all(cell.column == 1 for cell in sheet.cells if cell.text.strip())
        if is_told:
            self.found.rows_read += len(rows)
            return
        told = [Problem(f"{sheet.name}, 第{row}行", "这张表没有认出，未读取") for row in rows]
        self.found.unread += told
        if told:
            message = f"这张表没有认出，{len(told)} 行未读取；如不是填报内容可忽略"
            self.found.notes.append(Problem(sheet.name, message))

    def _row(self, kind: str, sheet: ReadSheet, line: int, heads: dict[str, int]) -> None:
        match kind:
            case "facts":
                self._facts(sheet, line, heads)
            case "claimed-matrix":
                self._matrix(sheet, line, heads, "claimed")
            case "marks-matrix":
                self._matrix(sheet, line, heads, "marks")
            case table:
                columns = HEADS["claims" if table == "used" else table]
                cells = {
                    key: self._text(sheet, line, heads[plain(title)])
                    for key, title in columns.items()
                    if plain(title) in heads
                }
                self._table(table, Line(cells, f"{sheet.name}, 第{line}行"))
                self.found.rows_read += 1

    def _table(self, table: str, line: Line) -> None:
        self.found.tables.setdefault(table, []).append(line)

    def _text(self, sheet: ReadSheet, line: int, column: int) -> str:
        cell = sheet.at(line, column)
        if cell.is_formula:
            self.found.formulas.append(sheet.place(cell))
        return cell.text

    def _matrix(self, sheet: ReadSheet, line: int, heads: dict[str, int], table: str) -> None:
        """Marks: juror and subject before a column an indicator; self-scores: a column a subject."""
        self.found.rows_read += 1
        place = f"{sheet.name}, 第{line}行"
        if table == "marks":
            who = sheet.at(line, heads["评委"]).text, sheet.at(line, heads["单位"]).text
            for leaf in heads.keys() & self.leaves:
                text = self._text(sheet, line, heads[leaf])
                if text.strip():
                    cells = {"juror": who[0].strip(), "subject": who[1].strip(),
                             "indicator": leaf, "mark": text}  # fmt: skip
                    self._table("marks", Line(cells, f"{place}（{leaf}）"))
            return
        own = sheet.at(line, heads[NUMBER_HEAD]).text.strip()
        for head in heads.keys() & self.subjects.keys():
            text = self._text(sheet, line, heads[head])
            if text.strip():
                cells = {"subject": self.subjects[head], "indicator": own, "score": text}
                self._table("claimed", Line(cells, place))

    def _facts(self, sheet: ReadSheet, line: int, heads: dict[str, int]) -> None:
        columns = {head: heads[head] for head in heads if head in self.subjects}
        texts = [sheet.at(line, column) for column in columns.values()]
        key = sheet.at(line, heads[KEY]).text.strip() if KEY in heads else ""
        fact, wrong = self._fact_of(key, sheet.at(line, heads[FACT_HEAD]).text)
        place = f"{sheet.name}, 第{line}行"
        if wrong or fact is None:
            if any(cell.text.strip() for cell in texts) or wrong:
                self.found.problems.append(
                    Problem(place, wrong or self._unknown(sheet, line, heads))
                )
            self.found.unread.append(Problem(place, wrong or "这一行不是填报项"))
            return
        self.found.rows_read += 1
        for head, column in columns.items():
            cell = sheet.at(line, column)
            if self._is_spread(sheet, cell, columns):
                continue
            self._text(sheet, line, column)
            shown = cell.number_format if cell.shows_percent else None
            self.found.cells.append(
                Keyed(self.subjects[head], fact, _typed(cell), sheet.place(cell), shown)
            )

    def _fact_of(self, key: str, title: str) -> tuple[str | None, str]:
        """The fact of a row by key and title; what is wrong when the two speak of different facts."""
        by_title = self.titles.get(plain(title), [])
        known = key in self.scheme.facts and self.scheme.facts[key].is_asked
        if known and by_title and key not in by_title:
            told = self.scheme.facts[key].title
            return (
                None,
                f"行标识说的是“{told}”，填报项写的是“{title.strip()}”；请不要只给部分列排序",
            )
        if known:
            return key, ""
        if len(by_title) > 1:
            return None, f"有几个填报项都叫“{title.strip()}”，标识列被清空后分不清；请用原表重填"
        return (by_title[0] if by_title else None), ""

    def _unknown(self, sheet: ReadSheet, line: int, heads: dict[str, int]) -> str:
        title = sheet.at(line, heads[FACT_HEAD]).text.strip()
        return f"认不出填报项“{title}”，但这一行填了内容；请核对名称，或把内容移到正确的行"

    def _is_spread(self, sheet: ReadSheet, cell: ReadCell, columns: dict[str, int]) -> bool:
        """One entry merged over several entry cells: which of them is meant is not for us to say."""
        for top, left, bottom, right in sheet.merged:
            if not (top <= cell.row <= bottom and left <= cell.column <= right):
                continue
            covered = [c for c in columns.values() if left <= c <= right]
            if len(covered) * (bottom - top + 1) > 1:
                if not cell.merged_from and cell.text.strip():
                    message = "合并单元格盖住了几个填报格，分不清填的是哪一格；请取消合并后分别填写"
                    self.found.problems.append(Problem(sheet.place(cell), message))
                return True
        return False


def _typed(cell: ReadCell) -> str:
    """What was typed; a date cell as its date, a yes/no cell as 是 or 否."""
    if cell.kind == "yes-no":
        return "是" if cell.text == "TRUE" else "否"
    return cell.text
