"""Facts in plain tables: one line a fact (subject, fact, value), or one line a subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jiheng.forms.entries import Keyed
from jiheng.forms.records import Line
from jiheng.forms.workbook import ReadCell, ReadSheet
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Problem

SUBJECT = frozenset({"subject", "单位", "被考核单位", "项目"})
FACT = frozenset({"fact", "填报项"})
VALUE = frozenset({"value", "填报值", "完成值"})


@dataclass
class FactTable:
    """The keyed cells of a table, the subjects it names, and what could not be placed."""

    cells: list[Keyed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def lines_of(sheet: ReadSheet) -> tuple[Line, ...]:
    """A table with its column keys in the first row, as lines with their places."""
    rows = list(sheet.lines())
    if not rows:
        return ()
    heads = [cell.text.strip() for cell in rows[0]]
    return tuple(
        Line(
            {heads[at]: cell.text for at, cell in enumerate(row) if at < len(heads) and heads[at]},
            f"{sheet.name}, 第{row[0].row}行",
        )
        for row in rows[1:]
        if row
    )


def fact_table(scheme: Scheme, sheet: ReadSheet, subjects: Sequence[str]) -> FactTable:
    """The keyed cells of a table of facts, in either of the two shapes.

    `subjects` are the names that may stand there; empty means that any may (a project).
    """
    table = FactTable(problems=list(sheet.unread))
    rows = list(sheet.lines())
    if not rows:
        table.problems.append(Problem(sheet.name, "表是空的"))
        return table
    heads = {cell.text.strip(): cell.column for cell in rows[0] if cell.text.strip()}
    who = next((heads[name] for name in heads if name in SUBJECT), None)
    what = next((heads[name] for name in heads if name in FACT), None)
    value = next((heads[name] for name in heads if name in VALUE), None)
    if who is None or (what is None) != (value is None):
        message = "首行应有 subject（单位）、fact（填报项）、value（值），或 subject 加各填报项名"
        table.problems.append(Problem(f"{sheet.name}, 第1行", message))
        return table
    names = _Names(scheme, frozenset(subjects), table)
    for row in rows[1:]:
        place = f"{sheet.name}, 第{row[0].row}行"
        subject = names.subject(sheet.at(row[0].row, who).text.strip(), place)
        if subject is None:
            continue
        if what is not None and value is not None:
            fact = names.fact(sheet.at(row[0].row, what).text.strip(), place)
            pairs: Iterator[tuple[str | None, ReadCell]] = iter(
                [(fact, sheet.at(row[0].row, value))]
            )
        else:
            pairs = _across(names, sheet, heads, at=(row[0].row, who))
        table.cells += [
            Keyed(subject, fact, cell.text, sheet.place(cell)) for fact, cell in pairs if fact
        ]
    return table


def _across(
    names: _Names, sheet: ReadSheet, heads: dict[str, int], *, at: tuple[int, int]
) -> Iterator[tuple[str | None, ReadCell]]:
    line, who = at
    for head, column in heads.items():
        if column != who:
            yield names.fact(head, f"{sheet.name}, 第1行"), sheet.at(line, column)


class _Names:
    """Finds facts and subjects by id or title; every unknown name is complained of once."""

    def __init__(self, scheme: Scheme, subjects: frozenset[str], table: FactTable) -> None:
        self.subjects, self.table = subjects, table
        self.asked = {name: name for name, fact in scheme.facts.items() if fact.is_asked}
        self.others = frozenset(scheme.facts) - frozenset(self.asked)
        for name in list(self.asked):
            self.asked.setdefault(scheme.facts[name].title, name)
        self._told: set[str] = set()

    def subject(self, name: str, place: str) -> str | None:
        if name and (not self.subjects or name in self.subjects):
            return name
        self._complain(place, f"单位“{name}”不在名单中" if name else "没有写单位")
        return None

    def fact(self, name: str, place: str) -> str | None:
        if name in self.asked:
            return self.asked[name]
        if name in self.others:
            self._complain(place, f"“{name}”由系统计算或办法给定，不用填报，请删去")
        else:
            self._complain(place, f"办法中没有填报项“{name}”")
        return None

    def _complain(self, place: str, message: str) -> None:
        if message not in self._told:
            self._told.add(message)
            self.table.problems.append(Problem(place, message))
