"""The rows below each kind of head in a filled-in workbook, one class a kind; each reads one row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from jiheng.forms.asked_facts import clauses_of_facts, labels_of_facts
from jiheng.forms.entries import Keyed
from jiheng.forms.fill_in_heads import CLAIMED_MATRIX, FACTS, MARKS_MATRIX, Head
from jiheng.forms.fill_in_sheet import SheetReading
from jiheng.forms.fill_in_words import CLAUSE, FACT, HEADS, KEY, NUMBER, UNIT, unit_text
from jiheng.forms.known_names import Names, plain
from jiheng.forms.records import Line
from jiheng.forms.shown_text import is_rounded_number
from jiheng.forms.workbook import ReadCell, column_letter
from jiheng.scheme.scheme import Scheme

# How a row begins that a clerk adds below or between, and that is no fact.
_REMARK = re.compile(
    r"[(（\s]*(?:(?:合计|总计|小计|汇总|平均|备注|说明|注)(?:[数值分]?[:：(（0-9、]|[数值分]?$)"
    r"|填表|填报人|制表|审核[人:：]|负责人[签:：]|联系人|联系电话|日期[:：]|盖章|公章|签字)"
)
_COUNTED = frozenset({"persons", "mark", "score"})


class Rows(Protocol):
    """Reads the rows below one head."""

    def read(self, line: int) -> None:
        """Take what the row holds."""


@dataclass(frozen=True)
class Known:
    """The facts and clauses of a scheme by the names that people see."""

    scheme: Scheme
    labels: Mapping[str, str]
    clauses: Mapping[str, tuple[str, ...]]
    by_title: Mapping[str, tuple[str, ...]]
    leaves: Names
    leaf_titles: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, scheme: Scheme) -> Known:
        """The names of this scheme."""
        by_title: dict[str, tuple[str, ...]] = {}
        for name, fact in scheme.facts.items():
            if fact.is_asked:
                key = plain(fact.title)
                by_title[key] = (*by_title.get(key, ()), name)
        leaf_titles: dict[str, tuple[str, ...]] = {}
        for leaf in scheme.leaves():
            key = plain(leaf.title)
            leaf_titles[key] = (*leaf_titles.get(key, ()), leaf.id)
        leaves = Names(leaf.id for leaf in scheme.leaves())
        labels, clauses = labels_of_facts(scheme), clauses_of_facts(scheme)
        return cls(scheme, labels, clauses, by_title, leaves, leaf_titles)


def rows_under(head: Head, *, of: SheetReading, known: Known) -> Rows:
    """The reader for the rows below this head."""
    kinds: Mapping[str, Callable[[Head, SheetReading, Known], Rows]] = {
        FACTS: _FactRows, CLAIMED_MATRIX: _ClaimedRows, MARKS_MATRIX: _MarkRows,
    }  # fmt: skip
    return kinds.get(head.table, _LineRows)(head, of, known)


@dataclass(frozen=True)
class _FactRows:
    """A row a fact, a column a subject."""

    head: Head
    page: SheetReading
    known: Known

    def read(self, line: int) -> None:
        head, page = self.head, self.page
        fact, wrong = self._fact(line)
        if fact is None:
            self._stranger(line, wrong)
            self._excuse(line)
            return
        if (column := head.column(KEY)) is not None and page.peek(line, column) == fact:
            page.take(line, column)
        self._look_at_unit(line, fact)
        columns = tuple(head.subjects.values())
        for subject, column in head.subjects.items():
            page.found.there.add((FACTS, subject, fact))
            about = f"{subject}，{self.known.labels[fact]}"
            if page.is_spread(line, columns, column=column, about=about):
                continue
            cell = page.sheet.at(line, column)
            text = page.entry(line, column, about=about)
            shown = cell.number_format if cell.shows_percent else None
            page.found.cells.append(Keyed(subject, fact, text, page.sheet.place(cell), shown))
        if head.evidence is not None and page.peek(line, head.evidence) and head.subjects:
            whose = fact, next(iter(head.subjects))
            page.found.evidence[whose] = page.take_words(line, head.evidence)

    def _fact(self, line: int) -> tuple[str | None, str]:
        """The fact of a row by key and title; what is wrong when the two speak of different facts."""
        head, known = self.head, self.known
        key = self.page.peek(line, head.column(KEY))
        title = self.page.peek(line, head.column(FACT))
        by_title = known.by_title.get(plain(title), ())
        if key in known.clauses:
            if by_title and key not in by_title:
                told = known.scheme.facts[key].title
                return None, (
                    f"行标识说的是“{told}”，填报项写的是“{title}”；可能只给部分列排了序，请用原表重填"
                )
            return key, ""
        if len(by_title) > 1:
            number = plain(self.page.peek(line, head.column(NUMBER)))
            by_title = tuple(name for name in by_title if number in known.clauses[name][:1])
        if len(by_title) == 1:
            return by_title[0], ""
        several = f"有几个填报项都叫“{title}”，标识列被清空后分不清；请用原表重填"
        return None, several if known.by_title.get(plain(title)) else ""

    def _excuse(self, line: int) -> None:
        """A fact whose row is disputed is there; it need not be missed besides."""
        key = self.page.peek(line, self.head.column(KEY))
        if key in self.known.clauses:
            self.page.found.there |= {(FACTS, subject, key) for subject in self.head.subjects}

    def _look_at_unit(self, line: int, fact: str) -> None:
        """The column of units is not to be changed: 48 in 元 is not 48 in 万元."""
        column = self.head.column(UNIT)
        written, wanted = self.page.peek(line, column), unit_text(self.known.scheme.facts[fact])
        if column is not None and written and plain(written) != plain(wanted):
            cell = self.page.sheet.at(line, column)
            self.page.take(line, column)
            self.page.wrong(
                f"{self.page.sheet.place(cell)}（{self.known.labels[fact]}）",
                f"计量单位写的是“{written}”，办法规定的是“{wanted or '无'}”；请改回，并按规定的单位填数",
            )

    def _stranger(self, line: int, wrong: str) -> None:
        """A row that is no fact: fine as a heading or a remark, but not with entries in it."""
        columns = frozenset(self.head.subjects.values())
        cells = self.page.rows[line]
        filled = [cell for cell in cells if cell.column in columns]
        own = [cell for cell in cells if cell.column < min(columns, default=1 << 20)]
        label = next((cell.text.strip() for cell in own), "")
        if wrong:
            self.page.wrong(self.page.place(line), wrong)
        elif filled and not _is_remark(label, filled):
            texts = "、".join(f"{cell.address}“{cell.text.strip()[:20]}”" for cell in filled[:3])
            title = self.page.peek(line, self.head.column(FACT)) or label
            told = f"办法中没有填报项“{title}”" if title else "这一行没有写填报项"
            self.page.wrong(
                self.page.place(line), f"{told}，却填了{texts}；请核对名称，或移到正确的行"
            )


@dataclass(frozen=True)
class _ClaimedRows:
    """Self-scores: a row a clause, a column a subject."""

    head: Head
    page: SheetReading
    known: Known

    def read(self, line: int) -> None:
        head, page = self.head, self.page
        own, wrong = self._leaf(line)
        if own is None:
            self._stranger(line, wrong)
            by_title = self.known.leaf_titles.get(plain(page.peek(line, head.column(CLAUSE))), ())
            page.found.there |= {
                (CLAIMED_MATRIX, subject, leaf) for subject in head.subjects for leaf in by_title
            }
            return
        columns = tuple(head.subjects.values())
        for subject, column in head.subjects.items():
            page.found.there.add((CLAIMED_MATRIX, subject, own))
            about = f"{subject}，{own}"
            if page.is_spread(line, columns, column=column, about=about):
                continue
            text = page.entry(line, column, about=about)
            if text.strip():
                cell = page.sheet.at(line, column)
                place = f"{page.sheet.place(cell)}（{about}）"
                cells = {"subject": subject, "indicator": own, "score": text}
                page.found.tables.setdefault("claimed", []).append(Line(cells, place))

    def _leaf(self, line: int) -> tuple[str | None, str]:
        """The clause of a row by title and number; a number alone may have lost its nought (7.10)."""
        number = self.page.peek(line, self.head.column(NUMBER))
        title = self.page.peek(line, self.head.column(CLAUSE))
        by_title = self.known.leaf_titles.get(plain(title), ())
        own = self.known.leaves.exact(number)
        if own is not None and by_title and own not in by_title:
            return None, f"编号“{number}”与指标“{title}”对不上；可能只给部分列排了序，请用原表重填"
        return own or (by_title[0] if len(by_title) == 1 else None), ""

    def _stranger(self, line: int, wrong: str) -> None:
        columns = frozenset(self.head.subjects.values())
        cells = self.page.rows[line]
        filled = [cell for cell in cells if cell.column in columns]
        label = next((cell.text.strip() for cell in cells if cell.column not in columns), "")
        if wrong:
            self.page.wrong(self.page.place(line), wrong)
        elif filled and not _is_remark(label, filled):
            self.page.wrong(self.page.place(line), f"办法中没有指标“{label}”，却填了自评得分")


@dataclass(frozen=True)
class _MarkRows:
    """Marks: juror and subject before a column a clause."""

    head: Head
    page: SheetReading
    known: Known

    def read(self, line: int) -> None:
        head, page = self.head, self.page
        who = HEADS["marks"]
        at = [head.column(who[one]) or 0 for one in ("juror", "subject")]
        juror, subject = (page.peek(line, one) for one in at)
        columns = tuple(head.leaves.values())
        marks = sum(cell.column in columns for cell in page.rows[line])
        if marks and not (juror and subject):
            what = "评委" if not juror else "单位"
            page.wrong(page.place(line), f"这一行打了{marks}个分，却没有写{what}")
            return
        for one in at:
            page.take(line, one)
        lines = []
        for leaf, column in head.leaves.items():
            about = f"{juror}，{subject}，{leaf}"
            if page.is_spread(line, columns, column=column, about=about):
                continue
            text = page.entry(line, column, about=about)
            if text.strip():
                cells = {"juror": juror, "subject": subject, "indicator": leaf, "mark": text}
                cell = page.sheet.at(line, column)
                lines.append(Line(cells, f"{page.sheet.place(cell)}（{about}）"))
        page.found.tables.setdefault("marks", []).extend(lines)


@dataclass(frozen=True)
class _LineRows:
    """A table of lines: claims, awards used, jurors, settlements."""

    head: Head
    page: SheetReading
    known: Known

    def read(self, line: int) -> None:
        head, page = self.head, self.page
        label = page.rows[line][0].text.strip()
        if head.lacking or (_REMARK.match(label) and len(page.rows[line]) < 4):
            return  # listed as unread
        cells = {
            key: self._text(line, column, key=key)
            for key, title in HEADS[head.table].items()
            if (column := head.column(title)) is not None
        }
        place = page.place(line)
        columns = {key: head.column(title) for key, title in HEADS[head.table].items()}
        at = {key: f"{column_letter(column)}{line}" for key, column in columns.items() if column}
        page.found.tables.setdefault(head.table, []).append(Line(cells, place, at))
        if head.evidence is not None and page.peek(line, head.evidence):
            page.found.evidence["", place] = page.take_words(line, head.evidence)

    def _text(self, line: int, column: int, *, key: str) -> str:
        """One cell; what is merged downwards (a subject over its awards) holds for every row."""
        page = self.page
        span = page.span_at(line, column)
        if span is not None and span[1] != column:
            return ""
        cell = page.sheet.at(line, column)
        about = HEADS[self.head.table][key]
        if span is not None and span[2] > span[0] and key in _COUNTED and cell.text.strip():
            if line > span[0]:
                return ""
            page.wrong(
                f"{page.sheet.place(cell)}（{about}）", "合并单元格盖住了几行；请取消合并后分别填写"
            )
            return page.take(line, column)
        if key == "number" and is_rounded_number(cell):
            told = f"号码太长，表格只留了前15位（{cell.text}）；请设为文本格式后重填"
            page.wrong(f"{page.sheet.place(cell)}（{about}）", told)
        return page.entry(line, column, about=about)


def _is_remark(label: str, filled: Sequence[ReadCell]) -> bool:
    """Whether a row is a sum or a signature: by its label, or by what stands under the subjects."""
    return bool(_REMARK.match(label)) or all(_REMARK.match(cell.text) for cell in filled)
