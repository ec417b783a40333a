"""Facts in plain tables: one line a fact (subject, fact, value), or one line a subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jiheng.forms.asked_facts import labels_of_facts
from jiheng.forms.entries import Keyed
from jiheng.forms.fill_in_words import HEADS, OPTIONAL
from jiheng.forms.known_names import Names, plain
from jiheng.forms.records import Line
from jiheng.forms.workbook import ReadCell, ReadSheet
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Problem

SUBJECT = frozenset({"subject", "单位", "被考核单位", "项目"})
CATEGORY = frozenset({"category", "类别"})
FACT = frozenset({"fact", "填报项"})
VALUE = frozenset({"value", "填报值", "完成值"})
_MANY = 5


@dataclass
class FactTable:
    """The keyed cells of a table, the subjects it names with their categories, what could not be
    placed, and every text that was not read."""

    cells: list[Keyed] = field(default_factory=list)
    subjects: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)


@dataclass
class LineTable:
    """The lines of a table of records, what is wrong with its heads, and what was not read."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)


def is_fact_table(sheet: ReadSheet) -> bool:
    """Whether the first row has the heads of such a table; else it may be a sheet of the workbook."""
    heads = _columns_of(sheet, first=next(iter(sheet.lines()), ()))
    return any(name in heads for name in SUBJECT) and bool(heads.keys() - SUBJECT)


def line_table(table: str, sheet: ReadSheet) -> LineTable:
    """A table of records with its column keys, or their Chinese heads, in the first row."""
    found = LineTable(problems=list(sheet.unread))
    rows = list(sheet.lines())
    if not rows:
        return found
    keys = {plain(head): key for key, head in HEADS[table].items()} | {
        key: key for key in HEADS[table]
    }
    columns: dict[str, int] = {}
    for cell in rows[0]:
        key = keys.get(plain(cell.text))
        if key in columns:
            told = f"表头“{cell.text.strip()}”有两列；请只留一列"
            found.problems.append(Problem(sheet.place(cell), told))
        elif key is not None:
            columns[key] = cell.column
    missing = [key for key in HEADS[table] if key not in columns and key not in OPTIONAL]
    if missing:
        told = "、".join(f"{key}（{HEADS[table][key]}）" for key in missing)
        found.problems.append(Problem(f"{sheet.name}, 第1行", f"缺少{told}列"))
        return found
    for row in (row for row in rows[1:] if any(cell.text.strip() for cell in row)):
        place = f"{sheet.name}, 第{row[0].row}行"
        line = [(key, sheet.at(row[0].row, column)) for key, column in columns.items()]
        addresses = {key: cell.address for key, cell in line}
        found.lines.append(Line({key: cell.text for key, cell in line}, place, addresses))
    _tell_rest(sheet, found, read=frozenset(columns.values()))
    return found


def _tell_rest(sheet: ReadSheet, found: FactTable | LineTable, *, read: frozenset[int]) -> None:
    """List what stands in columns that nobody asked for."""
    rest = [cell for cell in sheet.cells if cell.column not in read and cell.text.strip()]
    found.unread += [Problem(sheet.place(cell), cell.text) for cell in rest]
    if rest:
        shown = "、".join(f"{cell.address}“{cell.text.strip()[:20]}”" for cell in rest[:_MANY])
        more = "等" if len(rest) > _MANY else ""
        told = f"不是填报内容，{len(rest)}处未读取：{shown}{more}"
        found.notes.append(Problem(sheet.name, told))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a table of facts says whose fact it is, which, and what; all others by their heads."""

    heads: dict[str, int]
    who: int
    what: int | None
    value: int | None
    category: int | None


def fact_table(scheme: Scheme, sheet: ReadSheet, *, subjects: Sequence[str]) -> FactTable:
    """The keyed cells of a table of facts, in either of the two shapes.

    `subjects` are the names that may stand there; empty means that any may (a project).
    """
    table = FactTable(problems=list(sheet.unread))
    rows = [row for row in sheet.lines() if any(cell.text.strip() for cell in row)]
    if not rows:
        table.problems.append(Problem(sheet.name, "表是空的"))
        return table
    place = f"{sheet.name}, 第{rows[0][0].row}行"
    columns = _fact_columns(sheet, rows[0], table=table)
    if columns is None:
        message = (
            "首行应有 subject（单位）、fact（填报项）、value（填报值），或 subject 加各填报项名"
        )
        table.problems.append(Problem(place, message))
        table.unread += [Problem(sheet.place(cell), cell.text) for cell in sheet.cells]
        return table
    if scheme.categories and not scheme.subjects() and columns.category is None:
        titles = "、".join(f"{one.id}（{one.title}）" for one in scheme.categories)
        message = f"办法没有列出单位，表里要有 category（类别）列，写：{titles}"
        table.problems.append(Problem(place, message))
    names = _Names(scheme, sheet, subjects=subjects)
    _read_lines(rows, columns, names=names, table=table)
    table.problems += names.problems
    table.unread += names.unread
    read = {columns.who, columns.what, columns.value, columns.category}
    read = read if columns.what else set(columns.heads.values())
    _tell_rest(sheet, table, read=frozenset(column for column in read if column))
    return table


def _fact_columns(
    sheet: ReadSheet, first: Sequence[ReadCell], *, table: FactTable
) -> _Columns | None:
    heads = _columns_of(sheet, first=first, table=table)
    who, what, value, category = (
        _column(heads, names) for names in (SUBJECT, FACT, VALUE, CATEGORY)
    )
    if who is None or (what is None) != (value is None):
        return None
    return _Columns(heads, who, what, value, category)


def _read_lines(
    rows: Sequence[Sequence[ReadCell]], columns: _Columns, *, names: _Names, table: FactTable
) -> None:
    """Take the lines below the heads: one fact each, or all facts of one subject."""
    sheet = names.sheet
    across = {}
    if columns.what is None:
        across = names.across(columns.heads, skipping=(columns.who, columns.category))
    for row in rows[1:]:
        line = row[0].row
        subject = names.subject(sheet.at(line, columns.who))
        if subject is None:
            table.unread += [Problem(sheet.place(cell), cell.text) for cell in row if cell.text]
            continue
        own = names.category(line, columns.category)
        if table.subjects.setdefault(subject, own) != own:
            told = f"“{subject}”写了两个类别；一个单位只在一类"
            at = sheet.at(line, columns.category or columns.who)
            table.problems.append(Problem(sheet.place(at), told))
        if columns.what is not None and columns.value is not None:
            fact = names.fact(sheet.at(line, columns.what))
            found: list[tuple[str | None, ReadCell]] = [(fact, sheet.at(line, columns.value))]
        else:
            found = [(fact, sheet.at(line, column)) for column, fact in across.items()]
        table.cells += _keyed(sheet, subject, found=found, table=table)


def _keyed(
    sheet: ReadSheet,
    subject: str,
    *,
    found: Sequence[tuple[str | None, ReadCell]],
    table: FactTable,
) -> Iterator[Keyed]:
    for fact, cell in found:
        if fact is not None:
            yield Keyed(subject, fact, cell.text, sheet.place(cell))
        elif cell.text.strip():
            table.unread.append(Problem(sheet.place(cell), cell.text))


def _columns_of(
    sheet: ReadSheet, *, first: Sequence[ReadCell], table: FactTable | None = None
) -> dict[str, int]:
    """The column of every head in the first row; of a doubled head the first, with a problem."""
    heads: dict[str, int] = {}
    for cell in first:
        text = cell.text.strip()
        if text and heads.setdefault(text, cell.column) != cell.column and table is not None:
            told = f"表头“{text}”有两列；请只留一列"
            table.problems.append(Problem(sheet.place(cell), told))
    return heads


def _column(heads: dict[str, int], names: frozenset[str]) -> int | None:
    return next((heads[name] for name in heads if name in names), None)


class _Names:
    """Finds facts, subjects and categories by id or title; every unknown name is complained of."""

    def __init__(self, scheme: Scheme, sheet: ReadSheet, *, subjects: Sequence[str]) -> None:
        self._scheme, self.sheet = scheme, sheet
        self.problems: list[Problem] = []
        self.unread: list[Problem] = []
        self._subjects = Names(subjects)
        self._facts: dict[str, list[str]] = {}
        told = labels_of_facts(scheme)
        for name, fact in scheme.facts.items():
            if fact.is_asked:
                for label in {plain(name), plain(fact.title), plain(told[name])}:
                    self._facts.setdefault(label, []).append(name)
        self._told: set[tuple[str, str]] = set()

    def subject(self, cell: ReadCell) -> str | None:
        """The subject that a cell names."""
        name = cell.text.strip()
        known = self._subjects.find(name) if self._subjects.all else name or None
        if known is None:
            self._complain(cell, f"单位“{name}”不在名单中" if name else "没有写单位", once=False)
        return known

    def fact(self, cell: ReadCell) -> str | None:
        """The asked fact that a cell names by id or title."""
        name = cell.text.strip()
        known = [name] if name in self._scheme.facts else []
        known = [one for one in known if self._scheme.facts[one].is_asked]
        known = known or self._facts.get(plain(name), [])
        if len(known) == 1:
            return known[0]
        self._complain(cell, self._why_not(name, known), once=True)
        self.unread.append(Problem(self.sheet.place(cell), cell.text))
        return None

    def _why_not(self, name: str, known: Sequence[str]) -> str:
        if known:
            return f"有几个填报项都叫“{name}”，请写代号：{'、'.join(known)}"
        if not name:
            return "没有写填报项"
        titles = {plain(fact.title) for fact in self._scheme.facts.values()}
        if name in self._scheme.facts or plain(name) in titles:
            return f"“{name}”由系统计算或办法给定，不用填报，请删去"
        return f"办法中没有填报项“{name}”"

    def across(
        self, heads: dict[str, int], *, skipping: Sequence[int | None]
    ) -> dict[int, str | None]:
        """The fact of every column of a table with a line a subject."""
        first = min(cell.row for cell in self.sheet.cells)
        columns = [column for column in heads.values() if column not in skipping]
        return {column: self.fact(self.sheet.at(first, column)) for column in columns}

    def category(self, line: int, column: int | None) -> str:
        """The category that a line names by id or title; empty where it names none."""
        if column is None:
            return ""
        cell = self.sheet.at(line, column)
        for one in self._scheme.categories:
            if plain(cell.text) in (plain(one.id), plain(one.title)):
                return one.id
        self._complain(cell, f"没有类别“{cell.text.strip()}”", once=False)
        return ""

    def _complain(self, cell: ReadCell, message: str, *, once: bool) -> None:
        key = (message, "" if once else cell.address)
        if key not in self._told:
            self._told.add(key)
            self.problems.append(Problem(self.sheet.place(cell), message))
