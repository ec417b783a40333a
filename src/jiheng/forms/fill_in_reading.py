"""Reads back what people return: the fill-in workbook, however they have moved and renamed things.

Sheets are known by their heads, not by their names or order; rows by the hidden key or the fact's
title; columns by the subject's name. Every cell with something in it is read, or is the workbook's
own text, or is listed as unread; what should be there and is not is a problem.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from jiheng.forms.fill_in import own_texts
from jiheng.forms.fill_in_heads import CLAIMED_MATRIX, FACTS, MARKS_MATRIX, Head, Heads
from jiheng.forms.fill_in_rows import Known, Rows, rows_under
from jiheng.forms.fill_in_sheet import FillIn, SheetReading
from jiheng.forms.fill_in_words import (
    CATEGORY_MARK,
    CLAIMED_SHEET,
    CLAIMS_SHEET,
    FACTS_SHEET,
    JURORS_SHEET,
    MARKS_SHEET,
    SETTLED_SHEET,
    USED_SHEET,
)
from jiheng.forms.known_names import plain
from jiheng.forms.workbook import ReadSheet
from jiheng.ledger.claims import award_rules
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Problem

__all__ = ["FillIn", "read_fill_in"]

_BOOK = "工作簿"
_MANY = 6
_TABLES = {CLAIMED_MATRIX: "claimed", MARKS_MATRIX: "marks"}


def read_fill_in(scheme: Scheme, sheets: Iterable[ReadSheet], *, subjects: Sequence[str]) -> FillIn:
    """Everything that the sheets hold, for the subjects of this assessment: what is wrong is in
    `problems`, what is not there in `absent`.

    Raises Refused for a scheme that has no fill-in workbook.
    """
    found, sheets = FillIn(), tuple(sheets)
    everyone = scheme.subjects() or tuple(_written_in(scheme, sheets).items())
    reader = _Reader(scheme, everyone or [(name, "") for name in subjects], found=found)
    for sheet in sheets:
        reader.read(sheet)
    if not reader.begun:
        message = "没有认出填报表：表头应有“填报项”和各单位名称；请用 jiheng template 生成的表填写"
        found.problems.append(Problem(_BOOK, message))
        return found
    is_open = not scheme.subjects() and (scheme.categories or everyone)
    named = [name for name, _ in everyone] if is_open else subjects
    facts = reader.known.clauses
    if facts:
        found.problems += _lacking(
            found, FACTS, subjects=named, labels={one: reader.known.labels[one] for one in facts}
        )
    leaves = {leaf.id: f"{leaf.id} {leaf.title}" for leaf in scheme.leaves()}
    if CLAIMED_MATRIX in reader.begun:
        found.problems += _lacking(found, CLAIMED_MATRIX, subjects=named, labels=leaves)
    found.problems += reader.lacking_marks()
    there = {_TABLES.get(table, table) for table in reader.begun}
    found.absent = {
        table: Problem(_BOOK, f"没有找到“{title}”表，或它的表头被改了；没有内容也请保留空表")
        for table, title in _wanted_tables(scheme, named).items()
        if table not in there
    }
    return found


def _wanted_tables(scheme: Scheme, named: Sequence[str]) -> dict[str, str]:
    """The tables that the workbook of this scheme has, and the names of their sheets."""
    wanted = {"settled": SETTLED_SHEET}
    if named and scheme.subjects():
        wanted["claimed"] = CLAIMED_SHEET
    if award_rules(scheme):
        wanted |= {"claims": CLAIMS_SHEET, "used": USED_SHEET}
    if scheme.jury is not None:
        wanted |= {"jurors": JURORS_SHEET, "marks": MARKS_SHEET}
    return wanted if any(True for _ in scheme.leaves()) else {}


def _lacking(
    found: FillIn, table: str, *, subjects: Sequence[str], labels: Mapping[str, str]
) -> list[Problem]:
    """Columns of subjects and rows of facts (or clauses) that the workbook should have and has not."""
    sheet = FACTS_SHEET if table == FACTS else CLAIMED_SHEET
    problems = []
    gaps: dict[tuple[str, ...], list[str]] = defaultdict(list)
    present = [one for one in subjects if any((table, one, each) in found.there for each in labels)]
    for one in subjects:
        if one not in present:
            strange = "、".join(found.strange_heads)
            told = f"；表头里有认不出的{strange}" if strange and table == FACTS else ""
            problems.append(Problem(sheet, f"没有找到“{one}”这一列{told}"))
    for each in labels:
        without = tuple(one for one in present if (table, one, each) not in found.there)
        if without:
            gaps[without].append(labels[each])
    for without, missing in gaps.items():
        shown = "、".join(f"“{label}”" for label in missing[:_MANY])
        more = (
            f"等{len(missing)}行"
            if len(missing) > _MANY
            else "行"
            if len(missing) > 1
            else "这一行"
        )
        told = f"缺少{shown}{more}（{'、'.join(without)}）；请从原表补回，没有数据就留空"
        problems.append(Problem(sheet, told))
    return problems


def _written_in(scheme: Scheme, sheets: Sequence[ReadSheet]) -> dict[str, str]:
    """The subjects that people wrote over the columns of facts, each with its sheet's category, for a
    scheme that lists none."""
    heads = Heads(scheme, ())
    found: dict[str, str] = {}
    for sheet in sheets:
        page = SheetReading(sheet, FillIn())
        category = _category(scheme, page) or ""
        for cells in page.rows.values():
            head = heads.of(cells, is_open=True)
            if head is not None and head.table == FACTS:
                found |= {name: found.get(name, category) for name in head.subjects}
    return found


def _category(scheme: Scheme, page: SheetReading) -> str | None:
    """The category that a sheet says it is for: by its hidden mark, else by a title."""
    texts = [plain(cell.text) for cells in list(page.rows.values())[:5] for cell in cells]
    for one in scheme.categories:
        if plain(f"{CATEGORY_MARK}{one.id}") in texts:
            return one.id
    titled = [
        one.id
        for one in scheme.categories
        if any(plain(one.title) in text for text in (plain(page.sheet.name), *texts[:2]))
    ]
    return titled[0] if len(titled) == 1 else None


class _Reader:
    def __init__(
        self, scheme: Scheme, subjects: Sequence[tuple[str, str]], *, found: FillIn
    ) -> None:
        self.scheme, self.found = scheme, found
        self.known = Known.of(scheme)
        self.begun: set[str] = set()
        self._heads = Heads(scheme, (name for name, _ in subjects))
        self._own, self._listed = own_texts(scheme, subjects)
        self._marked: set[str] = set()

    def read(self, sheet: ReadSheet) -> None:
        """One sheet: a row of heads begins a table, and the rows below belong to it until the next."""
        page = SheetReading(sheet, self.found)
        category = _category(self.scheme, page)
        heads: list[Head] = []
        rows: Rows | None = None
        for line, cells in page.rows.items():
            head = self._heads.of(cells, is_open=self._is_open(category))
            if head is not None:
                heads.append(head)
                self._begin(page, head, category=category)
                rows = rows_under(head, of=page, known=self.known)
            elif rows is not None:
                rows.read(line)
        page.close(heads, own=self._own, listed=self._listed)

    def _is_open(self, category: str | None) -> bool:
        """Whether people write in the names of the subjects themselves."""
        listed = {one.id: one.subjects for one in self.scheme.categories}
        if category is None:
            return not self.scheme.subjects()
        return not listed[category]

    def _begin(self, page: SheetReading, head: Head, *, category: str | None) -> None:
        self.begun.add(head.table)
        place = page.place(head.row)
        for told in head.doubled:
            page.wrong(place, f"表头里{told}有两列；请只留一列")
        if head.lacking:
            page.wrong(
                place, f"缺少{'、'.join(f'“{one}”' for one in head.lacking)}列；请从原表补回"
            )
        for column in (*head.columns.values(), *head.subjects.values()):
            if column in head.own_columns or column in head.subjects.values():
                page.take(head.row, column)
        if head.table == MARKS_MATRIX:
            self._marked |= head.leaves.keys()
            for column in head.leaves.values():
                page.take(head.row, column)
        if head.table == FACTS:
            self._begin_facts(page, head, category=category)

    def _begin_facts(self, page: SheetReading, head: Head, *, category: str | None) -> None:
        if self.scheme.categories and category is None and not self.scheme.subjects():
            titles = "、".join(f"“{one.title}”" for one in self.scheme.categories)
            page.wrong(page.sheet.name, f"认不出这张表是哪一类（{titles}）；请把类别写在标题行")
        own = {one: each.id for each in self.scheme.categories for one in each.subjects}
        for subject, column in head.subjects.items():
            self.found.subjects.setdefault(subject, own.get(subject, category or ""))
            cell = page.sheet.at(head.row, column)
            if plain(cell.text) != plain(subject):
                told = f"表头“{' '.join(cell.text.split())}”按“{subject}”读取"
                self.found.notes.append(Problem(page.sheet.place(cell), told))
        known = head.own_columns | set(head.subjects.values()) | set(head.unnamed)
        self.found.strange_heads += [
            f"“{cell.text.strip()}”（{page.sheet.place(cell)}）"
            for cell in page.rows[head.row]
            if cell.column not in known
        ]
        for column in head.unnamed:
            self._look_below(page, head, column=column)

    def _look_below(self, page: SheetReading, head: Head, *, column: int) -> None:
        """A column whose head still asks for a name must be empty."""
        below = (cell for line, cells in page.rows.items() if line > head.row for cell in cells)
        page.take(head.row, column)
        if any(cell.column == column for cell in below):
            told = "这一列填了内容，表头却没有改成单位名称"
            page.wrong(page.sheet.place(page.sheet.at(head.row, column)), told)

    def lacking_marks(self) -> list[Problem]:
        """Clauses for which the table of marks has no column."""
        if MARKS_MATRIX not in self.begun:
            return []
        judged = {
            leaf.id
            for leaf in self.scheme.leaves()
            if any(n.startswith("jury:") for n in leaf.needs())
        }
        missing = [one for one in self.known.leaves.all if one in judged - self._marked]
        told = "、".join(f"“{one}”" for one in missing)
        return [Problem(MARKS_SHEET, f"缺少指标{told}的列；请从原表补回")] if missing else []
