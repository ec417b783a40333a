"""Last year's data of an assessment that follows none here: what stands stored, what a workbook would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiheng.forms.past_results import PastResult as ReadResult
from jiheng.forms.past_year_workbook import PastYear
from jiheng.values.exact import exact, exact_text
from jiheng.values.inputs import Entry
from jiheng.web.models import Assessment, PastAnswer, PastResult, Subject, UsedAward
from jiheng.web.queries.assessments import in_order
from jiheng.web.queries.fields import read_field
from jiheng.web.queries.inputs import award_of
from jiheng.web.queries.method import method_of

WHOLE = ""  # the clause of a row that is the year's total, rank and grade
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PastRows:
    """Everything of one year as plain rows: results (organisation, clause, score, rank, grade), answers
    (organisation, fact, text), used awards (organisation and the columns of `AWARD`)."""

    results: tuple[Row, ...]
    answers: tuple[Row, ...]
    used: tuple[Row, ...]

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.results) + len(self.answers) + len(self.used)


AWARD = ("indicator", "kind", "level", "work", "award", "year", "number", "persons")


def rows_read(assessment: Assessment, past: PastYear) -> PastRows:
    """What a workbook says, as rows."""
    units = {one.name: one.organisation_id for one in assessment.subjects.all()}
    results = [row for name, one in past.results.items() for row in _result_rows(units[name], one)]
    answers = [
        (units[name], fact, entry.text[:200])
        for name, facts in past.answers.items()
        for fact, entry in facts.items()
        if entry.text
    ]
    used = {
        (units[one.subject], *(getattr(one, column) for column in AWARD)): None for one in past.used
    }
    return PastRows(tuple(results), tuple(answers), tuple(used))


def _result_rows(unit: str, one: ReadResult) -> Iterator[Row]:
    if one.total is not None or one.rank is not None or one.grade:
        total = "" if one.total is None else exact_text(one.total)
        yield unit, WHOLE, total, one.rank, one.grade
    for clause, score in one.scores.items():
        yield unit, clause, exact_text(score), None, ""


def rows_stored(assessment: Assessment) -> PastRows:
    """What stands stored of the year before."""
    units, year = (
        list(assessment.subjects.values_list("organisation", flat=True)),
        _year(assessment),
    )
    when = {"organisation__in": units, "year": year}
    results = PastResult.objects.filter(**when).order_by("pk")
    answers = PastAnswer.objects.filter(**when).order_by("pk")
    used = UsedAward.objects.filter(organisation__in=units, used_in=year).order_by("pk")
    return PastRows(
        tuple(results.values_list("organisation", "indicator", "score", "rank", "grade")),
        tuple(answers.values_list("organisation", "fact", "text")),
        tuple(used.values_list("organisation", *AWARD)),
    )


def _year(assessment: Assessment) -> int:
    return assessment.year - 1


@dataclass(frozen=True, slots=True)
class PastPlan:
    """What a workbook would do: how many rows are new, what changes in words, how many are there."""

    new: int
    changed: tuple[str, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        """Is there nothing to do?"""
        return not self.new and not self.changed


def plan_of(assessment: Assessment, rows: PastRows) -> PastPlan:
    """The rows held against what stands stored."""
    stored = rows_stored(assessment)
    names = {one.organisation_id: one.name for one in assessment.subjects.all()}
    titles = _titles(assessment)
    new, changed, same = 0, list[str](), 0
    for mine, theirs in ((rows.results, stored.results), (rows.answers, stored.answers)):
        known = {row[:2]: row[2:] for row in theirs}
        for row in mine:
            before = known.get(row[:2])
            if before is None:
                new += 1
            elif before == row[2:]:
                same += 1
            else:
                what = titles.get(row[1], row[1])
                told = f"{names[row[0]]} {what}：“{_told(before)}”改为“{_told(row[2:])}”"
                changed.append(told)
    fresh = [row for row in rows.used if row not in set(stored.used)]
    return PastPlan(new + len(fresh), tuple(changed), same + len(rows.used) - len(fresh))


def _told(values: Row) -> str:
    return "，".join(str(one) for one in values if one not in (None, "")) or "空"


def _titles(assessment: Assessment) -> Mapping[str, str]:
    scheme = method_of(assessment.scheme).scheme
    facts = {name: fact.title for name, fact in scheme.facts.items()}
    return {
        **facts,
        **{one.id: f"{one.id} {one.title}" for one in scheme.leaves()},
        WHOLE: "总分、名次和等次",
    }


def past_stored(assessment: Assessment) -> PastYear:
    """What stands stored, as the workbook shows it."""
    scheme, stored = method_of(assessment.scheme).scheme, rows_stored(assessment)
    subjects = subjects_in_order(assessment)
    names = {one.organisation_id: one.name for one in subjects}
    past = PastYear()
    for unit, rows in _by_unit(stored.results).items():
        past.results[names[unit]] = _read_result(rows)
    for unit, fact, text in stored.answers:
        if fact in scheme.facts:
            read = read_field(scheme, "fact", fact, text=text)
            value = exact(read.value) if read.value and "/" not in read.value else None
            past.answers.setdefault(names[unit], {})[fact] = Entry(value, read.state, text)
    used = UsedAward.objects.filter(organisation__in=list(names), used_in=_year(assessment))
    past.used = [award_of(one, names[one.organisation_id]) for one in used.order_by("pk")]
    return past


def _by_unit(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _read_result(rows: Sequence[Row]) -> ReadResult:
    scores = {row[1]: _score(row[2]) for row in rows if row[1] != WHOLE and row[2]}
    whole = next((row for row in rows if row[1] == WHOLE), (None, WHOLE, "", None, ""))
    return ReadResult(scores, _score(whole[2]) if whole[2] else None, whole[3], whole[4])


def _score(text: str) -> Fraction:
    above, stroke, below = text.partition("/")
    return exact(above) / exact(below) if stroke else exact(above)


def subjects_in_order(assessment: Assessment) -> list[Subject]:
    """The subjects as the method lists them."""
    return in_order(assessment, assessment.subjects.all())
