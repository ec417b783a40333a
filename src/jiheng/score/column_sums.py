"""What all rows come to before they are ranked: base, bonus, the sums that grades look at, vetoes.

Rows that are alike are scored together, rule by rule; rows that no column carries by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jiheng.score.applying import Alike, Questions, alike_rows, questions_of, states_of
from jiheng.score.column_sections import Adding, Scored, Sections, common_denominator
from jiheng.score.columns import Columns, plain_row
from jiheng.score.enclosed import Enclosed, Exactly
from jiheng.score.lanes import Formula, Rows, Table, formula_of
from jiheng.score.one import One, score_one
from jiheng.score.prepare import Prepared
from jiheng.score.reckoned import Reckoned, reckoned
from jiheng.values.lane import OBJECT, Bools, keep_memory, shrunk


@dataclass(frozen=True)
class Work:
    """The columns of one scoring, and the rows that were worked out by themselves."""

    prepared: Prepared
    columns: Columns
    rows: dict[int, Reckoned] = field(default_factory=dict)
    quick: dict[int, One | Reckoned] = field(default_factory=dict)

    def row(self, row: int) -> Reckoned:
        """One row worked out by itself with all its cells, once."""
        if row not in self.rows:
            self.rows[row] = reckoned(self.prepared, self.columns, row=row)
        return self.rows[row]

    def one(self, row: int) -> One | Reckoned:
        """The figures of one row, the quick way where nothing is missing or apart, once."""
        if row not in self.quick:
            facts = plain_row(self.columns, row)
            subject = self.columns.subject(row)
            one = None if facts is None else score_one(self.prepared, facts, subject=subject)
            self.quick[row] = one or self.row(row)
        return self.quick[row]

    def figure(self, what: str) -> Exactly:
        """One figure of any row by itself: of `total`, `base`, `bonus` or an indicator."""
        return lambda row: self.one(row).known(what)


@dataclass(frozen=True, slots=True)
class Sums:
    """What all rows come to, before grades.

    `base` and `bonus` hold what is known; `complete` where nothing is missing, (n,). `keys`: the
    sums of indicators that floors and ties look at; `applies`: where these apply (everywhere, if
    left out). `hits`: where each veto of the scheme strikes, (n,).
    """

    base: Enclosed
    bonus: Enclosed
    complete: Bools
    keys: Mapping[str, Enclosed]
    applies: Mapping[str, Bools]
    hits: tuple[Bools, ...]
    cells: Mapping[str, tuple[Scored, ...]] | None


@dataclass(frozen=True)
class _Compiled:
    """What a prepared scheme is worked out to once, for all columns."""

    formulas: Mapping[str, Formula]
    questions: Questions
    wanted: frozenset[str]


def _compiled(prepared: Prepared) -> _Compiled:
    if "columns" not in prepared.memo:
        grading = prepared.scheme.grading
        floors = {floor.section for grade in grading.grades for floor in grade.floors}
        prepared.memo["columns"] = _Compiled(
            formulas={
                clause.indicator.id: formula_of(
                    prepared, clause.rule, needs=clause.needs, ask=_points
                )
                for clause in prepared.clauses
                if clause.rule is not None
            },
            questions=questions_of(prepared),
            wanted=frozenset(floors.union(grading.tie_break) - {"base", "bonus"}),
        )
    compiled: _Compiled = prepared.memo["columns"]
    return compiled


def _points(rule: Any, facts: Mapping[str, Any]) -> Any:
    return rule.score(facts)


def sums_of(work: Work, *, with_cells: bool) -> Sums:
    """All sums of all rows; the scores of every clause too where they are asked for."""
    prepared, columns = work.prepared, work.columns
    if len(columns) <= _FEW and not with_cells:
        return _sums_of_few(work, _compiled(prepared).wanted)
    keep_memory()
    compiled, table = _compiled(prepared), Table(prepared, columns)
    groups = alike_rows(prepared, table, questions=compiled.questions)
    adding = Adding(
        prepared=prepared,
        table=table,
        formulas=compiled.formulas,
        den=common_denominator(table, compiled.formulas, groups=groups),
        wanted=compiled.wanted,
        figure=work.figure,
        cells={} if with_cells else None,
    )
    merged = _Merged(len(columns), adding.den)
    for name in compiled.wanted:
        merged.where[name] = np.zeros(len(columns), dtype=np.bool_)
    for group in groups:
        sections = Sections(adding, group)
        merged.take("base", sections.base().sum, rows=group.rows)
        merged.take("bonus", sections.bonus().sum, rows=group.rows)
        merged.complete[group.rows] = _is_complete(prepared, group)
        for name in compiled.wanted:
            merged.take(name, sections.parts[name].sum, rows=group.rows)
            merged.where[name][group.rows] = sections.parts[name].applies
    hits = tuple(_hits(table, formula) for formula in compiled.questions.vetoes)
    return _with_apart(work, merged.sums(hits, adding.cells))


def _is_complete(prepared: Prepared, group: Alike) -> bool:
    """Nothing is missing, and there is something to score at all."""
    is_scored = any(clause.rule is not None for clause in prepared.clauses)
    return is_scored and not set(group.states) - {"known", "not-applicable"}


def _hits(table: Table, formula: Formula) -> Bools:
    """Where a veto strikes: its facts are known, and its condition holds."""
    holds = formula.holds(table, slice(0, len(table.columns)))
    for name in formula.sources:
        states = states_of(table, name)
        if states is not None:
            holds = holds & (states == 0)
    return holds


class _Merged:
    """The sums of all groups on their way into whole columns."""

    def __init__(self, count: int, den: int) -> None:
        self.count, self.den = count, den
        self.pieces: dict[str, list[tuple[Rows, Enclosed]]] = {}
        self.where: dict[str, Bools] = {}
        self.complete = np.zeros(count, dtype=np.bool_)

    def take(self, name: str, sums: Enclosed, *, rows: Rows) -> None:
        """The sum of one group."""
        self.pieces.setdefault(name, []).append((rows, sums))

    def column(self, name: str) -> Enclosed:
        """The whole column."""
        pieces = self.pieces.get(name, [])
        if len(pieces) == 1:
            return pieces[0][1]
        is_wide = any(one.low.dtype == OBJECT for _, one in pieces)
        low = np.zeros(self.count, dtype=object if is_wide else np.int64)
        slack = np.zeros(self.count, dtype=np.int64)
        for rows, one in pieces:
            low[rows] = one.low
            slack[rows] = 0 if one.slack is None else one.slack
        return Enclosed(shrunk(low), self.den, slack if slack.any() else None)

    def sums(
        self,
        hits: tuple[Bools, ...],
        cells: Mapping[str, list[Scored]] | None,
    ) -> Sums:
        """Everything together."""
        return Sums(
            base=self.column("base"),
            bonus=self.column("bonus"),
            complete=self.complete,
            keys={name: self.column(name) for name in self.where},
            applies=self.where,
            hits=hits,
            cells=None if cells is None else {name: tuple(one) for name, one in cells.items()},
        )


def _with_apart(work: Work, sums: Sums) -> Sums:
    """Rows that no column carries, as they come out by themselves."""
    rows = {row: work.row(row) for row in work.columns.apart}
    if not rows:
        return sums
    for at, row in rows.items():
        sums.complete[at] = row.is_complete
        for veto, hit in zip(work.prepared.scheme.vetoes, sums.hits, strict=True):
            hit[at] = veto in row.vetoes
        for name, where in sums.applies.items():
            where[at] = row.sums[name].is_applicable
    return Sums(
        base=sums.base.with_rows({at: row.known("base") for at, row in rows.items()}),
        bonus=sums.bonus.with_rows({at: row.known("bonus") for at, row in rows.items()}),
        complete=sums.complete,
        keys={
            name: key.with_rows({at: row.known(name) for at, row in rows.items()})
            for name, key in sums.keys.items()
        },
        applies=sums.applies,
        hits=sums.hits,
        cells=sums.cells,
    )


_FEW = 24
"""Up to so many rows are scored one by one: the calls on columns would take longer."""


def _sums_of_few(work: Work, wanted: frozenset[str]) -> Sums:
    """The same for a handful of rows."""
    rows = [work.one(row) for row in range(len(work.columns))]
    vetoes = work.prepared.scheme.vetoes
    return Sums(
        base=Enclosed.of([row.known("base") for row in rows]),
        bonus=Enclosed.of([row.known("bonus") for row in rows]),
        complete=_truths(row.is_complete for row in rows),
        keys={name: Enclosed.of([row.known(name) for row in rows]) for name in wanted},
        applies={name: _truths(row.is_applicable(name) for row in rows) for name in wanted},
        hits=tuple(_truths(veto in row.vetoes for row in rows) for veto in vetoes),
        cells=None,
    )


def _truths(answers: Iterable[bool]) -> Bools:
    return np.fromiter(answers, dtype=np.bool_)
