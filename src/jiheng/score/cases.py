"""Golden cases: invented subjects with scores worked out by hand, kept beside the scheme.

A case tells one cell (`indicator`, `facts`, and `score` or `state`), or a whole outcome (`outcome`
with invented subjects, and what to `expect` of them). In an outcome every clause that is neither
settled nor fed by facts is filled: `fill: full` settles it at its points (bonus 0), `zero` at 0.
With `records` every fact that the scheme tallies is what they come to, unless `facts` says it.
Running a case gives the differences in words; none means that hand and engine agree.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from jiheng.ledger.tally import tallied
from jiheng.scheme.readings import QUESTIONS, Reading
from jiheng.scheme.scheme import Scheme
from jiheng.score.attainment import Attainment
from jiheng.score.explain import explain
from jiheng.score.known import known_facts
from jiheng.score.outcome import assess
from jiheng.score.prepare import prepare
from jiheng.score.published import published_text
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.values.exact import Amount, Whole, exact, exact_text
from jiheng.values.inputs import (
    Claim,
    Entry,
    Inputs,
    Juror,
    Mark,
    RecordRow,
    Settlement,
    State,
)
from jiheng.values.noun import Noun


def _by_hand(raw: Any) -> Any:
    return (
        Fraction(raw)
        if isinstance(raw, str) and re.fullmatch(r"-?[0-9]{1,20}/[1-9][0-9]{0,19}", raw)
        else raw
    )


HandScore = Annotated[Amount, BeforeValidator(_by_hand)]
"""A score as one works it out: `"3.5"`, or `"11/3"` where decimals do not end."""


class CaseClaim(Noun):
    """One claimed award of a case."""

    kind: str
    level: str = ""
    work: str = ""
    award: str = ""
    year: Whole
    number: str = ""
    persons: Whole = 1
    indicator: str | None = None


class CaseMark(Noun):
    """One juror's mark in a case."""

    juror: str
    group: str
    unit: str = ""
    mark: Amount
    indicator: str | None = None


class CaseRecord(Noun):
    """One record of a case."""

    kind: str
    date: datetime.date
    fields: dict[str, str] = {}


class CaseSubject(Noun):
    """One invented subject of an outcome case."""

    category: str = ""
    fill: Literal["full", "zero", "none"] = "none"
    settled: dict[str, Amount] = {}
    facts: dict[str, str] = {}
    records: tuple[CaseRecord, ...] = ()
    claims: tuple[CaseClaim, ...] = ()
    used: tuple[CaseClaim, ...] = ()
    marks: tuple[CaseMark, ...] = ()


class Expected(Noun):
    """What the hand calculation says of one subject; what is not given is not looked at."""

    total: str | None = None
    total_exact: Amount | None = None
    base: Amount | None = None
    bonus: Amount | None = None
    known: Amount | None = None
    at_most: Amount | None = None
    rank: str | None = None
    grade: str | None = None
    grade_by_score: str | None = None
    vetoed: bool | None = None
    honours: tuple[str, ...] | None = None
    cells: dict[str, Amount] = {}


class Case(Noun):
    """One case: a cell, or an outcome."""

    case: str
    indicator: str | None = None
    subject: str = "虚构示例"
    category: str = ""
    facts: dict[str, str] = {}
    records: tuple[CaseRecord, ...] = ()
    claims: tuple[CaseClaim, ...] = ()
    used: tuple[CaseClaim, ...] = ()
    marks: tuple[CaseMark, ...] = ()
    readings: dict[str, str] = {}
    score: HandScore | None = None
    state: State | None = None
    attainment: Attainment | None = None
    outcome: dict[str, CaseSubject] = {}
    expect: dict[str, Expected] = {}

    @model_validator(mode="after")
    def _cell_or_outcome(self) -> Case:
        if (self.indicator is None) == (not self.outcome):
            raise ValueError("一个算例写 indicator（单项）或 outcome（整体）之一")
        told = [self.score is not None, self.state is not None]
        if self.indicator is not None and sum(told) != 1 and (any(told) or self.attainment is None):
            raise ValueError("单项算例写 score（得分）或 state（状态）之一，或只写 attainment")
        if self.outcome and not self.expect:
            raise ValueError("整体算例要写 expect（预期结果）")
        return self


class Cases(Noun):
    """All cases of a scheme."""

    cases: tuple[Case, ...]


def differences(scheme: Scheme, case: Case) -> list[str]:
    """Where the engine disagrees with the hand calculation, in words; empty when it agrees."""
    try:
        scheme = with_readings(scheme, case.readings)
        return _cell_differences(scheme, case) if case.indicator else _whole(scheme, case)
    except KeyError as error:
        return [f"算例无法运行：没有“{error.args[0]}”，请核对单位、指标和填报项的名称"]
    except ValueError as error:
        return [f"算例无法运行：{error}"]


def with_readings(scheme: Scheme, chosen: Mapping[str, str]) -> Scheme:
    """The scheme with other options for some questions."""
    unknown = [
        name
        for name, option in chosen.items()
        if name not in QUESTIONS or option not in QUESTIONS[name].options
    ]
    if unknown:
        raise ValueError(f"没有这样的口径：{'、'.join(unknown)}")
    if not chosen:
        return scheme
    readings = dict(scheme.readings)
    for name, option in chosen.items():
        readings[name] = Reading(chosen=option)
    return scheme.model_copy(update={"readings": readings})


def _cell_differences(scheme: Scheme, case: Case) -> list[str]:
    one = CaseSubject(
        category=case.category or _first_category(scheme),
        facts=case.facts,
        records=case.records,
        claims=case.claims,
        used=case.used,
        marks=case.marks,
    )
    outcome = assess(scheme, _inputs(scheme, {case.subject: one}, indicator=case.indicator))
    told = {clause.cell.id: clause for clause in explain(outcome, case.subject)}
    found = told.get(case.indicator or "")
    if found is None:
        return [f"没有指标“{case.indicator}”"]
    cell = found.cell
    differs = []
    if case.state is not None and cell.state != case.state:
        differs.append(f"应为 {case.state}，算得 {cell.state}")
    if case.score is not None and cell.score != case.score:
        got = cell.state if cell.score is None else exact_text(cell.score)
        differs.append(f"应得 {exact_text(case.score)}，算得 {got}")
    if case.attainment is not None and found.attainment != case.attainment:
        differs.append(f"完成情况应为 {case.attainment}，算得 {found.attainment}")
    return differs


def _first_category(scheme: Scheme) -> str:
    return scheme.categories[0].id if scheme.categories else ""


def _whole(scheme: Scheme, case: Case) -> list[str]:
    outcome = assess(scheme, _inputs(scheme, case.outcome, indicator=None))
    return [
        f"{name}：{told}"
        for name, expected in case.expect.items()
        for told in _compared(outcome, outcome.subject(name), expected=expected)
    ]


def _compared(outcome: Outcome, one: SubjectOutcome, *, expected: Expected) -> Iterator[str]:
    found = {
        "total": published_text(outcome.scheme, one.total),
        "total_exact": one.total_exact,
        "base": one.base.score,
        "bonus": one.bonus.score,
        "known": one.at_least,
        "at_most": one.at_most,
        "rank": None if one.rank is None else str(one.rank),
        "grade": one.grade,
        "grade_by_score": one.grade_by_score,
        "vetoed": bool(one.vetoes),
        "honours": one.honours,
    }
    for name, got in found.items():
        wanted = getattr(expected, name)
        if wanted is not None and wanted != ("none" if got is None else got):
            yield f"{name} 应为 {wanted}，算得 {got}"
    for indicator, score in expected.cells.items():
        got_score = one.cells[indicator].score
        if got_score != score:
            yield f"{indicator} 应得 {exact_text(score)}，算得 {got_score}"


def _inputs(
    scheme: Scheme, subjects: Mapping[str, CaseSubject], *, indicator: str | None
) -> Inputs:
    facts = {
        name: _from_records(scheme, one.records)
        | {fact: _entry(scheme, fact, text=text) for fact, text in one.facts.items()}
        for name, one in subjects.items()
    }
    everyone = tuple(
        (name, one.category or _first_category(scheme)) for name, one in subjects.items()
    )
    jurors = {
        mark.juror: Juror(mark.juror, mark.group, mark.unit)
        for one in subjects.values()
        for mark in one.marks
    }
    return Inputs(
        subjects=everyone,
        facts=facts,
        settled={
            name: _settled(scheme, (name, one), facts=facts[name]) for name, one in subjects.items()
        },
        jurors=tuple(jurors.values()),
        marks=tuple(
            Mark(mark.juror, name, mark.indicator or indicator or "", mark.mark)
            for name, one in subjects.items()
            for mark in one.marks
        ),
        claims=tuple(
            _claim(name, claim, indicator=indicator)
            for name, one in subjects.items()
            for claim in one.claims
        ),
        used=tuple(
            _claim(name, claim, indicator=indicator)
            for name, one in subjects.items()
            for claim in one.used
        ),
    )


def _from_records(scheme: Scheme, records: tuple[CaseRecord, ...]) -> dict[str, Entry]:
    """What the records of a case come to; nothing is known from none."""
    for one in records:
        if one.kind not in scheme.records:
            raise KeyError(one.kind)
    rows = [RecordRow(str(n), one.kind, one.date, one.fields) for n, one in enumerate(records)]
    return {name: Entry(tally.value) for name, tally in tallied(scheme, rows).items() if rows}


def _claim(subject: str, claim: CaseClaim, *, indicator: str | None) -> Claim:
    return Claim(
        subject,
        claim.indicator or indicator or "",
        claim.kind,
        claim.level,
        claim.work,
        claim.award,
        claim.year,
        claim.number,
        claim.persons,
    )


def _settled(
    scheme: Scheme, subject: tuple[str, CaseSubject], *, facts: Mapping[str, Entry]
) -> dict[str, Settlement]:
    """The settled scores of a case, and the filling of every clause that nothing else feeds."""
    name, one = subject
    settled = dict(one.settled)
    if one.fill != "none":
        prepared = prepare(scheme)
        known = known_facts(prepared, (name, one.category), entries=facts, tallied={})
        fed = {claim.indicator for claim in one.claims} | {mark.indicator for mark in one.marks}
        for clause in prepared.clauses:
            own = clause.indicator.id
            if own in settled or own in fed or clause.rule is None:
                continue
            if clause.needs and known.state_of(clause.needs) in ("known", "not-applicable"):
                continue
            full = one.fill == "full" and not clause.is_bonus
            settled[own] = clause.points if full else Fraction(0)
    return {own: Settlement(score, "算例") for own, score in settled.items()}


def _entry(scheme: Scheme, fact: str, *, text: str) -> Entry:
    declared = scheme.facts.get(fact)
    if declared is None:
        raise KeyError(fact)
    if text in ("missing", "pending", "refused", "not-applicable"):
        return Entry(None, text)  # type: ignore[arg-type]  # one of the states
    if declared.options:
        if text not in declared.options:
            raise ValueError(f"“{text}”不是“{fact}”的选项；可选：{'、'.join(declared.options)}")
        return Entry(Fraction(declared.options.index(text)), text=text)
    if declared.type == "yes-no" and text in ("是", "否"):
        return Entry(Fraction(text == "是"), text=text)
    return Entry(exact(text), text=text)
