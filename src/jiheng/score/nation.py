"""`score_columns`: totals, ranks and grades of a whole nation, equal to `assess` in every row."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from jiheng.rules.grade.grading import Grade, SectionFloor
from jiheng.scheme.scheme import Scheme
from jiheng.score.column_sections import Scored
from jiheng.score.column_sums import Sums, Work, sums_of
from jiheng.score.columns import Columns, exact_value
from jiheng.score.enclosed import Enclosed, Exactly
from jiheng.score.prepare import Prepared
from jiheng.score.sections import points_of
from jiheng.score.standing import Field, GradeRule, Ints, grades_of, ranks_of, whole_places
from jiheng.values.lane import Bools, Column, shrunk


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals as a grading looks at them: exact and published (rounded).

    `ranked`: who has one that ranks, be it interim; `zeroed`: whose total a veto makes 0.
    """

    exact: Enclosed
    published: Enclosed
    ranked: Bools
    zeroed: Bools


@dataclass(frozen=True, slots=True)
class ColumnOutcome:
    """The outcome of all rows.

    `rank` (n,): 0 for none. `grade` (n,): position among the scheme's grades, -1 for none yet.
    `vetoed`, `complete` (n,). Exact figures of a row: `total`, `total_exact`, `cell`.
    """

    work: Work
    sums: Sums
    totals: Totals
    rank: Ints
    grade: Ints
    vetoed: Bools

    @property
    def complete(self) -> Bools:
        """Where nothing is missing."""
        return self.sums.complete

    def total(self, row: int) -> Fraction | None:
        """The published total of a row, None while something is missing."""
        exact = self.total_exact(row)
        places = self.work.prepared.scheme.reading("rounding-total")
        if exact is None or places == "exact":
            return exact
        return Fraction(int(self.totals.published.low[row]), self.totals.published.den)

    def total_exact(self, row: int) -> Fraction | None:
        """The exact total of a row, 0 after a veto that says so; None while something is missing."""
        if not self.sums.complete[row]:
            return None
        exact = self.totals.exact
        if exact.slack is not None and exact.slack[row]:
            return self.work.row(row).known("total")
        return Fraction(int(exact.low[row]), exact.den)

    def cell(self, clause: str, row: int) -> Fraction | None:
        """The score of a clause in a row; None where it has none. Asks for `with_cells`."""
        assert self.sums.cells is not None
        if row not in self.work.columns.apart:
            for scored in self.sums.cells.get(clause, ()):
                at = _position(scored, row)
                if at is not None:
                    return exact_value(scored.points, at, unit=scored.unit)
        return self.work.row(row).cells[clause].score

    def grade_name(self, row: int) -> str | None:
        """The name of a row's grade."""
        grades = self.work.prepared.scheme.grading.grades
        return grades[self.grade[row]].grade if self.grade[row] >= 0 else None


def _position(scored: Scored, row: int) -> int | None:
    rows = scored.rows
    if isinstance(rows, slice):
        return row - rows.start if rows.start <= row < rows.stop else None
    at = int(np.searchsorted(rows, row))
    return at if at < len(rows) and rows[at] == row else None


def score_columns(
    prepared: Prepared, columns: Columns, *, with_cells: bool = False
) -> ColumnOutcome:
    """Totals, ranks and grades of all rows; with the score of every clause where asked for."""
    work = Work(prepared, columns)
    sums = sums_of(work, with_cells=with_cells)
    grading = _Grading(work, sums, totals_of(work, sums))
    field = grading.field()
    return ColumnOutcome(
        work, sums, grading.totals, ranks_of(field), grading.grades(field), field.vetoed
    )


def totals_of(work: Work, sums: Sums) -> Totals:
    """Base and bonus together, 0 after a veto that says so; exact and as published."""
    scheme = work.prepared.scheme
    ranked, zeroed = sums.complete, np.zeros_like(sums.complete)
    if scheme.reading("missing-interim") == "as-known":
        ranked = np.ones_like(ranked)
    for veto, hit in zip(scheme.vetoes, sums.hits, strict=True):
        zeroed = zeroed | hit if veto.total is not None else zeroed
    exact = sums.base + sums.bonus
    if zeroed.any():
        slack = None if exact.slack is None else np.where(zeroed, 0, exact.slack)
        exact = Enclosed(np.where(zeroed, 0, exact.low), exact.den, slack)
    published = _published(exact, scheme.reading("rounding-total"), exactly=work.figure("total"))
    return Totals(exact, published, ranked, zeroed)


def _published(exact: Enclosed, places: str, *, exactly: Exactly) -> Enclosed:
    """The figure rounded as totals are."""
    if places == "exact":
        return exact
    return Enclosed(shrunk(exact.units(int(places), exactly)), 10 ** int(places))


@dataclass(frozen=True, slots=True)
class _Grading:
    """From totals to what `standing.py` looks at."""

    work: Work
    sums: Sums
    totals: Totals

    @property
    def scheme(self) -> Scheme:
        """The scheme of it all."""
        return self.work.prepared.scheme

    def field(self) -> Field:
        """One row a subject: groups, keys, vetoes."""
        sums, columns = self.sums, self.work.columns
        vetoed, keeps = np.zeros_like(sums.complete), np.ones_like(sums.complete)
        forced = np.full(len(vetoed), -1, dtype=np.int64)
        order = [grade.grade for grade in self.scheme.grading.grades]
        for veto, hit in zip(self.scheme.vetoes, sums.hits, strict=True):
            vetoed = vetoed | hit
            keeps = keeps if veto.keeps_place else keeps & ~hit
            if veto.grade is not None:
                forced = np.where(hit, np.maximum(forced, order.index(veto.grade)), forced)
        chain = tuple(self._broken_tie(key) for key in self.scheme.grading.tie_break)
        by_category = self.scheme.grading.per == "category"
        return Field(
            group=columns.category if by_category else np.zeros_like(columns.category),
            rank_keys=(self._key("tie-basis"), *chain),
            seat_keys=(self._key("quota-basis"), *chain),
            in_order=self.totals.ranked & keeps,
            vetoed=vetoed,
            forced=forced,
            has_total=sums.complete,
        )

    def _basis(self, question: str) -> Enclosed:
        is_exact = self.scheme.reading(question) == "exact"
        return self.totals.exact if is_exact else self.totals.published

    def _key(self, question: str) -> Column:
        return self._basis(question).order(self.work.figure("total"))

    def _broken_tie(self, key: str) -> Column:
        columns = {**self.sums.keys, "base": self.sums.base, "bonus": self.sums.bonus}
        return columns[key].order(self.work.figure(key))

    def grades(self, field: Field) -> Ints:
        """The position of every row's grade, -1 for none yet."""
        rules = [
            GradeRule(reaches=self._reaches(grade), places=self._places(grade, field))
            for grade in self.scheme.grading.grades
        ]
        return grades_of(
            field,
            rules,
            passed_on=self.scheme.reading("under-line") == "passed-on",
            ties_in=self.scheme.reading("ties-at-edge") == "all-in",
        )[0]

    def _reaches(self, grade: Grade) -> Bools:
        """Who reaches the grade's line and all its floors."""
        reached = self.totals.ranked
        if grade.line is not None:
            reached = reached & self._on_line(grade.line, beyond=grade.beyond)
        for floor in grade.floors:
            name = floor.section
            found = self.sums.keys[name].at_least(self._need(floor), self.work.figure(name))
            reached = reached & (found | ~self.sums.applies[name])
        return reached

    def _need(self, floor: SectionFloor) -> Fraction:
        if floor.score is not None:
            return floor.score
        section = next(top for top in self.scheme.indicators if top.id == floor.section)
        return points_of(section) * (floor.share or Fraction(0)) / 100

    def _on_line(self, line: Fraction, *, beyond: bool) -> Bools:
        """Whose figure, the one that the scheme names, reaches the line."""
        figure, basis = self.work.figure, self.scheme.reading("line-basis")
        with_bonus = self._basis("line-basis").at_least(line, figure("total"), beyond=beyond)
        if self.scheme.reading("line-bonus") == "with":
            return with_bonus
        places = "exact" if basis == "exact" else self.scheme.reading("rounding-total")
        base = _published(self.sums.base, places, exactly=figure("base"))
        alone = base.at_least(line, figure("base"), beyond=beyond)
        return np.where(self.totals.zeroed, with_bonus, alone)

    def _places(self, grade: Grade, field: Field) -> Ints | None:
        """How many places each group has; None where the grade has no quota."""
        if grade.quota is None:
            return None
        groups = int(field.group.max(initial=-1)) + 1
        if grade.quota.share is None:
            return np.full(groups, grade.quota.places or 0)
        rounding = self.scheme.reading("quota-rounding")
        counted = self._counted(field, groups).tolist()
        return np.array(
            [whole_places(n, grade.quota.share, rounding=rounding) for n in counted], np.int64
        )

    def _counted(self, field: Field, groups: int) -> Ints:
        """How many subjects of each group a quota is a share of."""
        match self.scheme.reading("quota-counted"):
            case "listed":
                inside = np.bincount(field.group, minlength=groups)
                listed = np.array([self._listed(group) for group in range(groups)], np.int64)
                return np.where(listed > 0, listed, inside)
            case "not-vetoed":
                who = field.has_total & ~field.vetoed
            case _:
                who = field.has_total
        return np.bincount(field.group[who], minlength=groups)

    def _listed(self, group: int) -> int:
        subjects = self.scheme.subjects()
        if self.scheme.grading.per != "category":
            return len(subjects)
        own = self.work.columns.categories[group]
        return sum(category == own for _, category in subjects)
