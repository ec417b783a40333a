"""Last year in one workbook: results, answers, awards that were counted; laid out and read back.

What comes back may also be the result workbook that jiheng itself wrote for that year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from jiheng.forms.asked_facts import labels_of_facts
from jiheng.forms.entries import Keyed, facts_of
from jiheng.forms.fill_in_words import HEADS, SPOKEN, USED_SHEET, unit_text
from jiheng.forms.known_names import Names
from jiheng.forms.line_sheet import Found, LineColumn, LineSheet, list_unread
from jiheng.forms.outcome_words import code_of
from jiheng.forms.past_results import PastResult, read_past_results
from jiheng.forms.records import Line, RecordReader
from jiheng.forms.result_reading import MATRIX, is_result_workbook, read_result_workbook
from jiheng.forms.workbook import ReadSheet, Value, Workbook
from jiheng.ledger.claims import award_rules
from jiheng.rules.wording import Wording
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.wording import wording_of
from jiheng.values.exact import exact_text, is_terminating, rounded
from jiheng.values.inputs import Claim, Entry
from jiheng.values.problems import Problem

RESULTS_SHEET, ANSWERS_SHEET = "往年结果", "往年填报"
_MOST = 4
_FROM = ("subject", "office", "authority", "survey")


@dataclass
class PastYear:
    """One past year: results and answers by subject, awards used; everything that was wrong, what
    should be looked at, and what was not read."""

    results: dict[str, PastResult] = field(default_factory=dict)
    answers: dict[str, dict[str, Entry]] = field(default_factory=dict)
    used: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)


def past_year_workbook(
    scheme: Scheme, subjects: Sequence[str], *, day: date, past: PastYear | None = None
) -> Workbook:
    """The workbook for one past year in the clauses and facts of `scheme`, a row a subject; filled
    with what `past` has."""
    past = past or PastYear()
    title = f"{scheme.title}往年数据"
    results, answers, used = _results_sheet(scheme), _answers_sheet(scheme), _used_sheet()
    sheets = [
        results.laid_out(
            [_result_line(name, past.results.get(name)) for name in subjects], title=title
        ),
        answers.laid_out(
            [_answer_line(scheme, name, answers=past.answers.get(name, {})) for name in subjects],
            title=title,
        ),
    ]
    if award_rules(scheme):
        sheets.append(used.laid_out([_used_line(one) for one in past.used], title=title))
    return Workbook(tuple(sheets), title=title, created=day)


def past_year_of(
    scheme: Scheme, sheets: Sequence[ReadSheet], *, subjects: Iterable[str]
) -> PastYear:
    """What the sheets say of one past year, in the clauses and facts of `scheme`.

    Taken are the workbook of `past_year_workbook` and the result workbook of that year (whose answers
    are not in it).
    """
    names = tuple(subjects)
    if is_result_workbook(sheets):
        return _from_results(scheme, sheets, subjects=names)
    found, past = Found(), PastYear()
    wanted = [_results_sheet(scheme), _answers_sheet(scheme)]
    wanted += [_used_sheet()] if award_rules(scheme) else []
    lines = {one.name: one.read(sheets, found) for one in wanted}
    list_unread(sheets, names=tuple(lines), found=found)
    past.problems, past.unread = found.problems, found.unread
    past.results = read_past_results(
        lines[RESULTS_SHEET], subjects=Names(names), problems=past.problems
    )
    _read_answers(past, scheme, lines=lines[ANSWERS_SHEET], names=Names(names))
    _read_used(past, scheme, lines=lines.get(USED_SHEET, []), names=names)
    return past


def _from_results(
    scheme: Scheme, sheets: Sequence[ReadSheet], *, subjects: Sequence[str]
) -> PastYear:
    past = PastYear()
    read = read_result_workbook(scheme, sheets, problems=past.problems)
    past.results = read_past_results(read.results, subjects=Names(subjects), problems=past.problems)
    _read_used(past, scheme, lines=read.used, names=subjects)
    told = f"读的是结果表“{MATRIX}”：得分最多{_MOST}位小数，没有填报内容"
    past.notes.append(Problem(MATRIX, told))
    return past


def _results_sheet(scheme: Scheme) -> LineSheet:
    clauses = (
        LineColumn(leaf.id, _clause_head(leaf), 12, needed=False) for leaf in scheme.leaves()
    )
    return LineSheet(
        RESULTS_SHEET,
        "一行一个单位，填上一年度公布的得分；没有的留空。条款编号按本年度办法，去年编号不同的请对应后填。",
        (
            LineColumn("subject", "单位", 18),
            LineColumn("total", "总分", 10),
            LineColumn("rank", "名次", 8, needed=False),
            LineColumn("grade", "等次", 10, needed=False),
            *clauses,
        ),
    )


def _clause_head(leaf: Indicator) -> str:
    """The head of a clause's column: told from all others by its number, or by its id."""
    return f"{code_of(leaf) or leaf.id} {leaf.title}"


def _answers_sheet(scheme: Scheme) -> LineSheet:
    labels = labels_of_facts(scheme)
    facts = (
        LineColumn(name, _fact_head(name, fact, labels=labels), 14, needed=False)
        for name, fact in _past_facts(scheme)
    )
    return LineSheet(
        ANSWERS_SHEET,
        "一行一个单位，填上一年度填报的内容，供今年填报时对照；没有的留空。",
        (LineColumn("subject", "单位", 18), *facts),
    )


def _past_facts(scheme: Scheme) -> Iterator[tuple[str, Fact]]:
    for name, fact in scheme.facts.items():
        if fact.is_asked and fact.from_ in _FROM:
            yield name, fact


def _fact_head(name: str, fact: Fact, *, labels: Mapping[str, str]) -> str:
    """Label and unit; where two facts are called alike, the name in the scheme besides."""
    alike = sum(one == labels[name] for one in labels.values()) > 1
    unit = unit_text(fact)
    told = f"（{unit}）" if unit else ""
    return f"{labels[name]}{f'〔{name}〕' if alike else ''}{told}"


def _used_sheet() -> LineSheet:
    columns = (
        LineColumn(key, head, _WIDE.get(key, 12), needed=key != "persons", is_text=key in _TEXTS)
        for key, head in HEADS["used"].items()
    )
    return LineSheet(
        USED_SHEET,
        "以前年度已经加过分的奖项，一行一项；文号或证书号相同即为同一奖项。",
        (*columns,),
    )


_WIDE = {"work": 26, "award": 26, "number": 28, "kind": 18, "subject": 18}
_TEXTS = frozenset({"indicator", "number"})


def _result_line(name: str, result: PastResult | None) -> Mapping[str, Value]:
    if result is None:
        return {"subject": name}
    scores = {own: _number(score) for own, score in result.scores.items()}
    total = None if result.total is None else _number(result.total)
    return {
        **scores, "subject": name, "total": total, "rank": result.rank, "grade": result.grade,
    }  # fmt: skip


def _number(score: Fraction) -> Fraction:
    """The score where decimals show it, else its first four."""
    return score if is_terminating(score) else rounded(score, _MOST)


def _answer_line(scheme: Scheme, name: str, *, answers: Mapping[str, Entry]) -> Mapping[str, Value]:
    words = wording_of(scheme)
    told = {
        fact: _answer(scheme.facts[fact], entry, name=fact, words=words)
        for fact, entry in answers.items()
        if fact in scheme.facts
    }
    return {**told, "subject": name}


def _answer(fact: Fact, entry: Entry, *, name: str, words: Wording) -> Value:
    """A number as one; a rate with its sign, so that 0.5% is not taken for a half; else words."""
    if entry.value is None:
        return SPOKEN.get(entry.state)
    if fact.type == "percent":
        return f"{exact_text(entry.value)}%"
    if fact.type in ("yes-no", "choice", "date"):
        return words.amount(name, entry.value)
    return entry.value


def _used_line(one: Claim) -> Mapping[str, Value]:
    return {key: getattr(one, key) for key in HEADS["used"]}


def _read_answers(past: PastYear, scheme: Scheme, *, lines: Sequence[Line], names: Names) -> None:
    """Every answer as a fact; a subject's row stands once."""
    keyed: list[Keyed] = []
    seen: dict[str, Line] = {}
    for line in lines:
        written = line.cells.get("subject", "")
        subject = names.find(written)
        if subject is None:
            told = f"单位“{written}”不在名单中" if written else "没有写单位"
            past.problems.append(Problem(line.place_of("subject"), told))
        elif seen.setdefault(subject, line) is not line:
            there = seen[subject].place
            past.problems.append(
                Problem(line.place_of("subject"), f"“{subject}”已列在{there}；请只留一行")
            )
        else:
            keyed += [
                Keyed(subject, key, text, f"{line.place.partition(', ')[0]}, {line.addresses[key]}")
                for key, text in line.cells.items()
                if key != "subject" and text
            ]
    read = facts_of(scheme, keyed)
    past.answers = {name: facts for name, facts in read.facts.items() if facts}
    past.problems += read.problems
    past.notes += read.notes


def _read_used(
    past: PastYear, scheme: Scheme, *, lines: Sequence[Line], names: Sequence[str]
) -> None:
    reader = RecordReader(scheme, names)
    reader.read("used", lines)
    past.used = reader.tables.used
    past.problems += reader.tables.problems
    past.notes += reader.tables.notes
