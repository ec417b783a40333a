"""The tally of records (台账): every row of a subject is counted for a fact, or told why it is not.

Follows `scheme/record.py`. A row may count for several facts, and for each of them once. A fact
that is tallied stays askable: the subject may also type it. The tally decides nothing; whoever
calls chooses which of the two is in force and shows `Tally.difference` where they part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal
from unicodedata import normalize

from jiheng.rules.wording import DAY, YES_NO, Wording, number_text
from jiheng.scheme.fact import Fact
from jiheng.scheme.record import DATE, Record, RecordField, TallyRule
from jiheng.scheme.scheme import Period, Scheme
from jiheng.values.exact import exact
from jiheng.values.inputs import RecordRow

Cause = Literal["kind", "period", "missing", "unreadable", "condition", "repeated"]
"""Why a row does not count, in the order in which one looks."""
_YES = {"是": Fraction(1), "1": Fraction(1), "否": Fraction(0), "0": Fraction(0)}


@dataclass(frozen=True, slots=True)
class TallyLine:
    """One row as it was judged for one fact: what it brings, or the reason why it brings nothing."""

    row: RecordRow
    accepted: bool
    amount: Fraction
    reason: str
    cause: Cause | None = None

    @property
    def counted(self) -> Fraction:
        """What it brings: 0 when it does not count."""
        return self.amount if self.accepted else Fraction(0)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the records say of one fact: the sum of its lines (of a yes-or-no: whether any counts)."""

    fact: str
    value: Fraction
    lines: tuple[TallyLine, ...]

    @property
    def accepted(self) -> tuple[TallyLine, ...]:
        """The lines that count."""
        return tuple(line for line in self.lines if line.accepted)

    def difference(self, typed: Fraction) -> Fraction:
        """What was typed less what the records show: above zero, records are wanting."""
        return typed - self.value


@dataclass(frozen=True, slots=True)
class _Question:
    """One fact and what a row has to say to count for it."""

    fact: Fact
    rule: TallyRule
    record: Record
    period: Period
    words: Wording
    needed: tuple[str, ...]  # the fields that a row must have filled in


def tallied(scheme: Scheme, rows: Sequence[RecordRow]) -> dict[str, Tally]:
    """Every fact that a resolved scheme tallies, from the rows of one subject; each tally has a line
    for every row, in the order given. The order of rows changes no line."""
    tallies = {}
    for name, rule in scheme.tallies.items():
        asked = _question(scheme, rule, fact=scheme.facts[name])
        lines = _once(rule, [_alone(asked, row) for row in rows])
        total = sum((line.amount for line in lines if line.accepted), Fraction(0))
        value = min(total, Fraction(1)) if asked.fact.type == "yes-no" else total
        tallies[name] = Tally(name, value, lines)
    return tallies


def facts_by_row(tallies: Iterable[Tally]) -> dict[str, tuple[str, ...]]:
    """For every row by its id, the facts that it counts for; none for a row that counts nowhere."""
    found: dict[str, tuple[str, ...]] = {}
    for tally in tallies:
        for line in tally.lines:
            own = (tally.fact,) if line.accepted else ()
            found[line.row.id] = found.get(line.row.id, ()) + own
    return found


def _question(scheme: Scheme, rule: TallyRule, *, fact: Fact) -> _Question:
    record, needs = scheme.records[rule.kind], rule.needs()
    needed = tuple(name for name, one in record.fields.items() if one.required or name in needs)
    return _Question(fact, rule, record, scheme.period, _words(record), needed)


def _alone(asked: _Question, row: RecordRow) -> TallyLine:
    """The row judged by itself."""
    rule, record = asked.rule, asked.record
    if row.kind != rule.kind:
        return _rejected(row, "kind", reason=f"不是“{record.title}”")
    if not is_within(asked.period, row.date):
        reason = f"日期{row.date.isoformat()}不在考核年度（{_years(asked.period)}）内"
        return _rejected(row, "period", reason=reason)
    if missing := [name for name in asked.needed if not row.values.get(name, "").strip()]:
        return _rejected(row, "missing", reason=f"{_titles(record, missing)}未填")
    read = {name: _value(record.fields[name], row.values[name].strip()) for name in asked.needed}
    if wrong := [name for name, value in read.items() if value is None]:
        return _rejected(row, "unreadable", reason=f"{_titles(record, wrong)}填写有误，请更正")
    values = {name: value for name, value in read.items() if value is not None}
    values[DATE] = Fraction(row.date.toordinal())
    if rule.when is not None and not rule.when.holds(values):
        reason = f"此项只计{rule.when.text(asked.words, values)}的"
        return _rejected(row, "condition", reason=reason)
    amount = values[rule.of] if rule.of is not None else Fraction(1)
    return TallyLine(row, True, amount, _accepted(asked.fact, amount))


def _once(rule: TallyRule, lines: list[TallyLine]) -> tuple[TallyLine, ...]:
    """No row twice, and of rows that say the same in the field `distinct` only the earliest."""
    ids: set[str] = set()
    first: dict[str, RecordRow] = {}
    judged = list(lines)
    for spot in sorted(range(len(lines)), key=lambda one: _earliest(lines[one])):
        line = lines[spot]
        same = _same(rule, line.row) if line.accepted else ""
        if line.accepted and line.row.id in ids:
            judged[spot] = _repeated(line, "同一条记录只计一次")
        elif line.accepted and same in first:
            day = first[same].date.isoformat()
            judged[spot] = _repeated(line, f"与{day}的一条相同，不重复计")
        elif line.accepted:
            ids.add(line.row.id)
            first[same] = line.row
    return tuple(judged)


def _earliest(line: TallyLine) -> tuple[date, str, list[tuple[str, str]]]:
    return line.row.date, line.row.id, sorted(line.row.values.items())


def _same(rule: TallyRule, row: RecordRow) -> str:
    """What makes two rows the same thing; its id where the method names no field."""
    if rule.distinct is None:
        return row.id
    if rule.distinct == DATE:
        return row.date.isoformat()
    return "".join(normalize("NFKC", row.values[rule.distinct]).casefold().split())


def _rejected(row: RecordRow, cause: Cause, *, reason: str) -> TallyLine:
    return TallyLine(row, False, Fraction(0), reason, cause)


def _repeated(line: TallyLine, reason: str) -> TallyLine:
    return replace(line, accepted=False, cause="repeated", reason=reason)


def _accepted(fact: Fact, amount: Fraction) -> str:
    if fact.type == "yes-no":
        return f"可证明“{fact.title}”"
    return f"计{number_text(amount)}{fact.unit}"


def is_within(period: Period, day: date) -> bool:
    """Is the day in the years that the scheme covers?"""
    return period.year <= day.year <= (period.until or period.year)


def _years(period: Period) -> str:
    return f"{period.year}至{period.until}年" if period.until else f"{period.year}年"


def _titles(record: Record, names: Iterable[str]) -> str:
    return "、".join(f"“{record.fields[name].title}”" for name in names)


def _value(field: RecordField, text: str) -> Fraction | None:
    """The text as the number that conditions and sums read; None where the field cannot say that.
    A text has no number; 0 stands for it."""
    try:
        match field.type:
            case "text":
                return Fraction(0)
            case "choice":
                return Fraction(field.options.index(text))
            case "date":
                return Fraction(date.fromisoformat(text).toordinal())
            case "yes-no":
                return _YES.get(text)
            case _:
                number = exact(text)
    except ValueError:
        return None
    is_odd = field.type == "count" and number.denominator != 1
    is_below = field.type != "number" and number < 0
    return None if is_odd or is_below else number


def _words(record: Record) -> Wording:
    """Titles, units and options of a record's fields, for sentences about conditions."""
    spoken = {"yes-no": YES_NO, "date": DAY}
    return Wording(
        titles={DATE: "日期"} | {name: one.title for name, one in record.fields.items()},
        units={DATE: DAY}
        | {name: spoken.get(one.type, one.unit) for name, one in record.fields.items()},
        options={name: one.options for name, one in record.fields.items() if one.options},
    )
