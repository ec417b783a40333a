"""What people keyed, turned into facts: one cell at a time, with every problem named by its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from jiheng.rules.wording import number_text
from jiheng.scheme.fact import Fact
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact_text
from jiheng.values.inputs import Entry
from jiheng.values.numerals import Note, Reading, read_number, read_percent
from jiheng.values.problems import Problem

YES = frozenset("是 有 已 对 √ ✓ ✔ ☑ y yes true 1 已落实 落实 已完成 完成 已开展 开展".split())
NO = frozenset("否 无 没有 未 × ✗ ✘ ☐ □ n no false 0 未落实 未完成 未达到 不是 没".split())
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


@dataclass(frozen=True, slots=True)
class Keyed:
    """One keyed cell: whose it is, which fact, what stands there, where, and how it is shown."""

    subject: str
    fact: str
    text: str
    place: str
    number_format: str | None = None


@dataclass
class ReadFacts:
    """Facts by subject, what could not be accepted, and what the reader should be told."""

    facts: dict[str, dict[str, Entry]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def facts_of(scheme: Scheme, cells: Iterable[Keyed]) -> ReadFacts:
    """All keyed cells as facts; the same cell keyed twice with different content is a problem."""
    found = ReadFacts()
    first: dict[tuple[str, str], Keyed] = {}
    for cell in cells:
        place = f"{cell.place}（{cell.subject}，{_titled(scheme, cell.fact)}）"
        before = first.get((cell.subject, cell.fact))
        if before is not None and before.text.strip() != cell.text.strip():
            message = (
                f"同一项填了两次：“{before.text}”（{before.place}）和“{cell.text}”；请只留一处"
            )
            found.problems.append(Problem(place, message))
            continue
        first[cell.subject, cell.fact] = cell
        read = entry_of(scheme.facts[cell.fact], cell)
        if read.state == "refused":
            found.problems.append(Problem(place, read.why))
            continue
        if read.note is not Note.NONE and read.why:
            found.notes.append(Problem(place, read.why))
        entry = Entry(read.value, read.state, cell.text)
        found.facts.setdefault(cell.subject, {})[cell.fact] = entry
    found.problems += _not_more_than_whole(scheme, found.facts, first)
    return found


def _titled(scheme: Scheme, fact: str) -> str:
    return scheme.facts[fact].title


def entry_of(fact: Fact, cell: Keyed) -> Reading:
    """One cell as a fact of its type: known, missing, not applicable, pending, or refused with why."""
    read = _typed(fact, cell)
    if read.state != "known" or read.value is None:
        return read
    why = _out_of_bounds(fact, read.value)
    return Reading(None, "refused", cell.text, f"{why}，填的是“{cell.text}”") if why else read


def _typed(fact: Fact, cell: Keyed) -> Reading:
    match fact.type:
        case "yes-no":
            return _yes_no(cell.text)
        case "choice":
            return _choice(fact, cell.text)
        case "date":
            return _date(cell.text)
        case "percent":
            return read_percent(cell.text, cell.number_format)
        case _:
            if cell.number_format is not None and "%" in cell.number_format:
                why = f"“{cell.text}”是百分比格式，这一项要的是{fact.unit or '数'}"
                return Reading(None, "refused", cell.text, why)
            return read_number(cell.text, unit=fact.unit or None)


def _yes_no(text: str) -> Reading:
    word = text.strip().lower().rstrip("。")
    if word in YES or word in NO:
        return Reading(Fraction(word in YES), "known", text)
    read = read_number(text)
    if read.state == "known" and read.note is not Note.NOT_DONE:
        return _refused(text, "应填“是”或“否”")
    return read if read.state != "refused" else _refused(text, "应填“是”或“否”")


def _choice(fact: Fact, text: str) -> Reading:
    word = text.strip()
    if word in fact.options:
        return Reading(Fraction(fact.options.index(word)), "known", text)
    read = read_number(text)
    if read.state in ("missing", "not-applicable", "pending"):
        return read
    return _refused(text, f"应填其中之一：{'、'.join(fact.options)}")


def _date(text: str) -> Reading:
    found = _DATE.fullmatch(text.strip().split(" ")[0])
    if found is None:
        read = read_number(text)
        if read.state in ("missing", "not-applicable", "pending"):
            return read
        return _refused(text, "应填日期，如 2017-09-21")
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        return _refused(text, "没有这一天，请核对日期")
    return Reading(Fraction(day.toordinal()), "known", text)


def _refused(text: str, wanted: str) -> Reading:
    return Reading(None, "refused", text, f"{wanted}，填的是“{text.strip()}”")


def _out_of_bounds(fact: Fact, value: Fraction) -> str | None:
    """What is wrong with the size or the decimals of a number; None when it is fine."""
    if fact.is_whole and value.denominator != 1:
        return "应填整数"
    if not fact.is_whole and (value * 10**fact.places).denominator != 1:
        return f"最多{fact.places}位小数"
    least, most = bounds_of(fact)
    if least is not None and value < least:
        return f"不应小于{number_text(least)}{fact.unit}"
    if most is not None and value > most:
        return f"不应大于{number_text(most)}{fact.unit}"
    return None


def bounds_of(fact: Fact) -> tuple[Fraction | None, Fraction | None]:
    """Smallest and largest value that may be keyed: counts from 0, per cents 0 to 100."""
    if fact.type in ("choice", "date", "yes-no"):
        return None, None
    least = fact.min if fact.min is not None else Fraction(0)
    if fact.type == "number" and fact.min is None:
        return None, fact.max
    most = Fraction(100) if fact.type == "percent" and fact.max is None else fact.max
    return least, most


def _not_more_than_whole(
    scheme: Scheme, facts: dict[str, dict[str, Entry]], cells: dict[tuple[str, str], Keyed]
) -> list[Problem]:
    """Rates above 100 %: more units with something than there are units."""
    problems = []
    for fact in scheme.facts.values():
        if fact.ratio is None or fact.type != "percent" or (fact.max or 100) > 100:
            continue
        for subject, entries in facts.items():
            of, over = entries.get(fact.ratio.of), entries.get(fact.ratio.over)
            if of is None or over is None or of.value is None or over.value is None:
                continue
            if of.value > over.value:
                place = f"{cells[subject, fact.ratio.of].place}（{subject}，{fact.title}）"
                told = f"{_titled(scheme, fact.ratio.of)}{exact_text(of.value)}"
                whole = f"{_titled(scheme, fact.ratio.over)}{exact_text(over.value)}"
                problems.append(Problem(place, f"{told}多于{whole}，请核对"))
    return problems
