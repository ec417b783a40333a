"""What people keyed, turned into facts: one cell at a time, with every problem named by its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from jiheng.forms.asked_facts import labels_of_facts
from jiheng.forms.known_names import Names, plain
from jiheng.scheme.bounds import out_of_bounds
from jiheng.scheme.fact import Fact, RatioOf
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact_text
from jiheng.values.inputs import MISSING, Entry
from jiheng.values.numerals import Note, Reading, read_number, read_percent
from jiheng.values.problems import Problem


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


YES = _words("是 有 已 对 √ ✓ ✔ ☑ y yes true 1 已落实 落实 已完成 完成 已开展 开展")
NO = _words("否 无 没有 未 × ✗ ✘ n no false 0 未落实 未完成 未达到 不是 没")
_ERRORS = _words("#N/A #DIV/0! #REF! #VALUE! #NAME? #NULL! #NUM! #SPILL! #CALC!")
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
    """All keyed cells as facts. A blank cell says nothing, and a fact keyed twice is fine as long as
    both say the same; every subject that has a cell is there, if only with nothing in it."""
    found = ReadFacts()
    labels = labels_of_facts(scheme)
    first: dict[tuple[str, str], tuple[Keyed, Reading]] = {}
    for cell in cells:
        facts = found.facts.setdefault(cell.subject, {})
        if not cell.text.strip():
            continue
        place = f"{cell.place}（{cell.subject}，{labels[cell.fact]}）"
        read = entry_of(scheme.facts[cell.fact], cell)
        before, told = first.setdefault((cell.subject, cell.fact), (cell, read))
        if before is not cell:
            if (told.value, told.state) != (read.value, read.state):
                found.problems.append(Problem(place, _told_twice(before, cell)))
        elif read.state == "refused":
            found.problems.append(Problem(place, read.why))
        else:
            facts[cell.fact] = Entry(read.value, read.state, cell.text)
            if read.note is not Note.NONE and read.why:
                found.notes.append(Problem(place, read.why))
    found.problems += _not_more_than_whole(scheme, found.facts, cells=first)
    return found


def _told_twice(before: Keyed, cell: Keyed) -> str:
    return f"同一项填了两次：“{before.text}”（{before.place}）和“{cell.text}”；请只留一处"


def entry_of(fact: Fact, cell: Keyed) -> Reading:
    """One cell as a fact of its type: known, missing, not applicable, pending, or refused with why."""
    if cell.text.strip() in _ERRORS:
        return _refused(cell.text, f"是表格算错的标记，{_wanted(fact)}")
    read = _typed(fact, cell)
    if read.state != "known" or read.value is None:
        return read
    why = out_of_bounds(fact, read.value)
    shown = f"{exact_text(read.value)}%" if cell.number_format else cell.text.strip()
    return Reading(None, "refused", cell.text, f"{why}，填的是“{shown}”") if why else read


def _typed(fact: Fact, cell: Keyed) -> Reading:
    match fact.type:
        case "yes-no":
            return _yes_no(fact, cell.text)
        case "choice":
            return _choice(fact, cell.text)
        case "date":
            return _date(fact, cell.text)
        case "percent":
            return read_percent(cell.text, cell.number_format)
        case _:
            if cell.number_format is not None and "%" in cell.number_format:
                why = f"“{cell.text}”是百分比格式，这一项要的是{fact.unit or '数'}"
                return Reading(None, "refused", cell.text, why)
            return read_number(cell.text, unit=fact.unit or None)


def _wanted(fact: Fact) -> str:
    """What the cell should hold, as the end of a sentence."""
    match fact.type:
        case "yes-no":
            return "应填“是”或“否”"
        case "choice":
            return f"应填其中之一：{'、'.join(fact.options)}"
        case "date":
            return "应填日期，如 2017-09-21"
        case "percent":
            return "应填0到100的数"
        case _:
            return f"应填以“{fact.unit}”计的数" if fact.unit else "应填数"


def _yes_no(fact: Fact, text: str) -> Reading:
    word = plain(text).lower().rstrip("。")
    if word in YES or word in NO:
        return Reading(Fraction(word in YES), "known", text)
    return _spoken(fact, text, but_not_done=True)


def _choice(fact: Fact, text: str) -> Reading:
    option = Names(fact.options).exact(text)
    if option is not None:
        return Reading(Fraction(fact.options.index(option)), "known", text)
    return _spoken(fact, text)


def _date(fact: Fact, text: str) -> Reading:
    found = _DATE.fullmatch(plain(text.strip().removesuffix(" 00:00:00")))
    if found is None:
        return _spoken(fact, text)
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        return _refused(text, "没有这一天，请核对日期")
    return Reading(Fraction(day.toordinal()), "known", text)


def _spoken(fact: Fact, text: str, *, but_not_done: bool = False) -> Reading:
    """A word for a state (不适用, 待定), and for a yes or no also 未开展; else refused."""
    read = read_number(text)
    is_state = read.state in ("missing", "not-applicable", "pending")
    if is_state or (but_not_done and read.note is Note.NOT_DONE):
        return read
    return _refused(text, _wanted(fact))


def _refused(text: str, wanted: str) -> Reading:
    return Reading(None, "refused", text, f"{wanted}，填的是“{text.strip()[:60]}”")


def _not_more_than_whole(
    scheme: Scheme,
    facts: dict[str, dict[str, Entry]],
    *,
    cells: dict[tuple[str, str], tuple[Keyed, Reading]],
) -> list[Problem]:
    """Rates above 100 %: more units with something than there are units."""
    problems = []
    labels = labels_of_facts(scheme)
    for fact in scheme.facts.values():
        if fact.ratio is None or fact.type != "percent" or (fact.max or 100) > 100:
            continue
        for subject, entries in facts.items():
            told = _more_than_whole(scheme, fact.ratio, entries=entries)
            if told:
                place = cells[subject, fact.ratio.of][0].place
                label = labels[fact.ratio.of]
                problems.append(Problem(f"{place}（{subject}，{label}）", told))
    return problems


def _more_than_whole(scheme: Scheme, ratio: RatioOf, *, entries: dict[str, Entry]) -> str:
    of, over = (entries.get(name, MISSING).value for name in (ratio.of, ratio.over))
    if of is None or over is None or of <= over:
        return ""
    told = f"{scheme.facts[ratio.of].title}{exact_text(of)}"
    return f"{told}多于{scheme.facts[ratio.over].title}{exact_text(over)}，请核对"
