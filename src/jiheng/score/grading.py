"""From totals to ranks, places, grades and honours, for the subjects of one outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from jiheng.rules.grade.grading import Grade, SectionFloor
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.score.published import published_total
from jiheng.score.result import SubjectOutcome
from jiheng.score.sections import points_of
from jiheng.score.standing import (
    Bools,
    Column,
    Field,
    GradeRule,
    Ints,
    competition_ranks,
    dense,
    grades_of,
    ranks_of,
    whole_places,
)

Places = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class _Row:
    """What a grading looks at for one subject: totals after vetoes, or as if there were none."""

    exact: Fraction | None
    published: Fraction | None
    one: SubjectOutcome
    lifted: bool
    is_whole: bool  # False: an interim total, which ranks but gives no grade


def graded(
    scheme: Scheme, subjects: tuple[SubjectOutcome, ...]
) -> tuple[tuple[SubjectOutcome, ...], Places]:
    """The subjects with rank, grade, seats and honours; and the places by (group, grade)."""
    if not subjects:
        return (), {}
    rows = [_row(scheme, one, lifted=False) for one in subjects]
    field, groups = _field(scheme, rows)
    ranks = ranks_of(field)
    positions, seats, places = _grades(scheme, rows, field=field, groups=groups)
    categories = [one.category for one in subjects]
    honours = _honours(scheme, field, positions=positions, categories=categories)
    result = tuple(
        replace(
            one,
            rank=int(ranks[at]) or None,
            grade=_name(scheme, positions[at]),
            grade_by_score=_name(
                scheme, _grade_without_veto(scheme, rows, at=at, positions=positions)
            ),
            honours=tuple(title for title, holds in honours if holds[at]),
            seats={
                grade.grade: bool(seat[at])
                for grade, seat in zip(scheme.grading.grades, seats, strict=True)
            },
        )
        for at, one in enumerate(subjects)
    )
    return result, places


def _grade_without_veto(scheme: Scheme, rows: Sequence[_Row], *, at: int, positions: Ints) -> int:
    """The grade that follows when this subject's own vetoes are lifted, and no other's."""
    one = rows[at].one
    if not one.vetoes:
        return int(positions[at])
    freed = [*rows[:at], _row(scheme, one, lifted=True), *rows[at + 1 :]]
    field, groups = _field(scheme, freed)
    return int(_grades(scheme, freed, field=field, groups=groups)[0][at])


def _name(scheme: Scheme, position: int) -> str | None:
    return scheme.grading.grades[position].grade if position >= 0 else None


def _row(scheme: Scheme, one: SubjectOutcome, *, lifted: bool) -> _Row:
    exact = one.reached if lifted else one.total_exact
    is_whole = exact is not None
    if exact is None and scheme.reading("missing-interim") == "as-known":
        exact = one.at_least
        if not lifted and any(veto.total is not None for veto in one.vetoes):
            exact = Fraction(0)
    published = None if exact is None else published_total(scheme, exact)
    return _Row(exact, published, one, lifted, is_whole)


def _basis(scheme: Scheme, question: str, *, row: _Row) -> Fraction:
    value = row.exact if scheme.reading(question) == "exact" else row.published
    return Fraction(0) if value is None else value


def _field(scheme: Scheme, rows: Sequence[_Row]) -> tuple[Field, list[str]]:
    """The columns of a grading, and the names of its groups."""
    names = [row.one.category if scheme.grading.per == "category" else "" for row in rows]
    groups = list(dict.fromkeys(names))
    chain = tuple(
        _column([_broken_tie(key, row) for row in rows]) for key in scheme.grading.tie_break
    )
    has_rank = np.array([row.exact is not None for row in rows], dtype=np.bool_)
    vetoed = np.array([bool(row.one.vetoes) and not row.lifted for row in rows], dtype=np.bool_)
    keeps = np.array([all(veto.keeps_place for veto in row.one.vetoes) for row in rows])
    field = Field(
        group=np.array([groups.index(name) for name in names], dtype=np.int64),
        rank_keys=(_column([_basis(scheme, "tie-basis", row=row) for row in rows]), *chain),
        seat_keys=(_column([_basis(scheme, "quota-basis", row=row) for row in rows]), *chain),
        in_order=has_rank & (~vetoed | keeps),
        vetoed=vetoed,
        forced=np.array([-1 if row.lifted else _forced(scheme, row.one) for row in rows]),
        has_total=np.array([row.is_whole for row in rows], dtype=np.bool_),
    )
    return field, groups


def _column(values: Sequence[Fraction]) -> Column:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _broken_tie(key: str, row: _Row) -> Fraction:
    one = row.one
    if key in ("base", "bonus"):
        return one.base.known if key == "base" else one.bonus.known
    return one.sums[key].known


def _forced(scheme: Scheme, one: SubjectOutcome) -> int:
    """The lowest of the grades that vetoes force; -1 where none does."""
    order = [grade.grade for grade in scheme.grading.grades]
    return max((order.index(v.grade) for v in one.vetoes if v.grade is not None), default=-1)


def _grades(
    scheme: Scheme, rows: Sequence[_Row], *, field: Field, groups: list[str]
) -> tuple[Ints, list[Bools], Places]:
    rules: list[GradeRule] = []
    places: Places = {}
    for grade in scheme.grading.grades:
        reaches = np.array([_reaches(scheme, grade, row=row) for row in rows], dtype=np.bool_)
        per_group = None
        if grade.quota is not None:
            counts = [_places(scheme, grade, rows=rows, group=group) for group in groups]
            places |= {(group, grade.grade): n for group, n in zip(groups, counts, strict=True)}
            per_group = np.array(counts, dtype=np.int64)
        rules.append(GradeRule(reaches, per_group))
    positions, seats = grades_of(
        field,
        rules,
        passed_on=scheme.reading("under-line") == "passed-on",
        ties_in=scheme.reading("ties-at-edge") == "all-in",
    )
    return positions, seats, places


def _reaches(scheme: Scheme, grade: Grade, *, row: _Row) -> bool:
    """Does the subject reach the grade's line and all its floors?"""
    if row.exact is None:
        return False
    if grade.line is not None:
        value = line_value(scheme, row)
        if value < grade.line or (grade.beyond and value == grade.line):
            return False
    tops = {one.id: one for one in scheme.indicators}
    return all(reaches_floor(floor, tops[floor.section], one=row.one) for floor in grade.floors)


def line_value(scheme: Scheme, row: _Row) -> Fraction:
    """The figure that a line is held against: with or without bonus, exact or rounded."""
    is_zeroed = not row.lifted and any(veto.total is not None for veto in row.one.vetoes)
    if scheme.reading("line-bonus") == "with" or is_zeroed:
        return _basis(scheme, "line-basis", row=row)
    base = row.one.base.known
    return base if scheme.reading("line-basis") == "exact" else published_total(scheme, base)


def reaches_floor(floor: SectionFloor, section: Indicator, *, one: SubjectOutcome) -> bool:
    """Does the section have its share of points, or its score? A section that does not apply does."""
    found = one.sums[floor.section]
    if not found.is_applicable:
        return True
    need = floor.score
    if need is None:
        need = points_of(section) * (floor.share or Fraction(0)) / 100
    return found.known >= need


def _places(scheme: Scheme, grade: Grade, *, rows: Sequence[_Row], group: str) -> int:
    quota = grade.quota
    if quota is None or quota.share is None:
        return quota.places or 0 if quota else 0
    by_category = scheme.grading.per == "category"
    inside = [row for row in rows if not by_category or row.one.category == group]
    match scheme.reading("quota-counted"):
        case "listed":
            listed = [c for _, c in scheme.subjects() if not by_category or c == group]
            counted = len(listed) or len(inside)
        case "not-vetoed":
            counted = sum(row.is_whole and (row.lifted or not row.one.vetoes) for row in inside)
        case _:
            counted = sum(row.is_whole for row in inside)
    return whole_places(counted, quota.share, rounding=scheme.reading("quota-rounding"))


def _honours(
    scheme: Scheme, field: Field, *, positions: Ints, categories: list[str]
) -> list[tuple[str, Bools]]:
    result = []
    own = np.array([categories.index(name) for name in categories], dtype=np.int64)
    may_hold = field.in_order & ~field.vetoed & field.has_total
    for honour in scheme.honours:
        group = dense(own) if honour.per == "category" else np.zeros_like(own)
        first, _ = competition_ranks(group, field.rank_keys, among=field.in_order)
        holds = may_hold & (first <= honour.top)
        if honour.grades:
            named = np.array([_name(scheme, at) in honour.grades for at in positions])
            holds = holds & named
        result.append((honour.title, holds))
    return result


def tie_chain(scheme: Scheme) -> Mapping[str, str]:
    """The tie-break chain in words: key to title."""
    titles = {one.id: one.title for one in scheme.walk()} | {"base": "基础分", "bonus": "加分"}
    return {key: titles[key] for key in scheme.grading.tie_break}
