"""Which rows are alike: the same clauses apply to them, and the same facts are known.

Rows that are alike are scored together; a nation mostly has one such group a category.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from jiheng.rules.condition import Condition
from jiheng.scheme.fact import RatioOf
from jiheng.score.columns import STATES
from jiheng.score.known import PRECEDENCE
from jiheng.score.lanes import Formula, Rows, Table, formula_of
from jiheng.score.prepare import Clause, Prepared
from jiheng.values.inputs import State
from jiheng.values.lane import Column

Switch: TypeAlias = tuple[str | Condition, Column]
"""A fact with its states, or a question with its answers, row by row."""

_MANY = 2**40


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows that are alike, and the state that every clause (in order) has in them."""

    rows: Rows
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a scheme, ready for columns."""

    applies: Mapping[Condition, Formula]
    vetoes: tuple[Formula, ...]


def questions_of(prepared: Prepared) -> Questions:
    """Every question that decides whether a clause applies or a veto strikes."""
    applies = {one.applies for one in prepared.scheme.leaves() if one.applies is not None}
    return Questions(
        applies={one: _question(prepared, one) for one in applies},
        vetoes=tuple(_question(prepared, veto.when) for veto in prepared.scheme.vetoes),
    )


def _question(prepared: Prepared, condition: Condition) -> Formula:
    needs = tuple(sorted(condition.needs()))
    return formula_of(prepared, condition, needs=needs, ask=lambda asked, facts: asked.holds(facts))


def alike_rows(prepared: Prepared, table: Table, *, questions: Questions) -> list[Alike]:
    """All rows, grouped by what applies and what is known."""
    everything = slice(0, len(table.columns))
    switches: list[Switch] = list(_fact_switches(prepared, table))
    for condition, formula in questions.applies.items():
        switches.append((condition, formula.holds(table, everything)))
    return [
        Alike(rows, tuple(map(_situation(switches, row).of_clause, prepared.clauses)))
        for rows, row in _groups(switches, len(table.columns))
    ]


def _fact_switches(prepared: Prepared, table: Table) -> Iterator[Switch]:
    read = frozenset[str]().union(
        *(clause.needs for clause in prepared.clauses),
        *(one.applies.needs() for one in prepared.scheme.leaves() if one.applies is not None),
    )
    for name in sorted(read):
        states = states_of(table, name)
        if states is not None:
            yield name, states


def states_of(table: Table, name: str) -> Column | None:
    """The state of one fact in every row; None where it is known in all of them."""
    fact = table.prepared.scheme.facts.get(name)
    if name in ("category", "subject"):
        return None
    if fact is not None and fact.ratio is not None:
        return _ratio_states(table, fact.ratio)
    if fact is not None and fact.given:
        missing = table.missing_of(name)
        return None if missing is None else missing.astype(np.int8) * _code("missing")
    if name not in table.columns.facts:
        return np.full(len(table.columns), _code("missing"), dtype=np.int8)
    return table.columns.states.get(name)


def _ratio_states(table: Table, ratio: RatioOf) -> Column | None:
    """A ratio has the state of its first part that is not known; over 0 it is not applicable."""
    result = np.zeros(len(table.columns), dtype=np.int8)
    for part in (ratio.of, ratio.over):
        states = states_of(table, part)
        if states is not None:
            result = np.where(result == 0, states, result)
    nothing = np.asarray(table[ratio.over] == 0) & (result == 0)
    result = np.where(nothing, _code("not-applicable"), result)
    return result if result.any() else None


def _code(state: State) -> int:
    return STATES.index(state)


def _groups(switches: Sequence[Switch], count: int) -> Iterator[tuple[Rows, int]]:
    """The rows of every combination of states and answers, with one of them."""
    codes = np.zeros(count, dtype=np.int64)
    most = 1
    for _, column in switches:
        if len(column) and (column != column[0]).any():
            codes, most = codes * len(STATES) + column, most * len(STATES)
        if most > _MANY:
            codes, most = np.unique(codes, return_inverse=True)[1].astype(np.int64), count
    if not count:
        return
    if most == 1:
        yield slice(0, count), 0
        return
    order = np.argsort(codes, kind="stable")
    changes = np.flatnonzero(np.diff(codes[order])) + 1
    for rows in np.split(order, changes):
        first, last = int(rows[0]), int(rows[-1])
        yield (slice(first, last + 1) if last - first + 1 == len(rows) else rows), first


@dataclass(frozen=True, slots=True)
class _Situation:
    """What is not known, and which questions hold, in rows that are alike."""

    states: Mapping[str, State]
    holds: Mapping[Condition, bool]

    def of_facts(self, needs: Iterable[str]) -> State:
        """The state of a cell that needs these facts."""
        found = {self.states[name] for name in needs if name in self.states}
        return next((state for state in PRECEDENCE if state in found), "known")

    def of_clause(self, clause: Clause) -> State:
        """The state of a clause, by the order of precedence on the page of this room."""
        applies = clause.indicator.applies
        asked = applies.needs() if applies is not None else frozenset[str]()
        if clause.rule is None:
            return "not-applicable"
        if applies is not None and self.of_facts(asked) == "known" and not self.holds[applies]:
            return "not-applicable"
        return self.of_facts((*clause.needs, *asked))


def _situation(switches: Sequence[Switch], row: int) -> _Situation:
    states: dict[str, State] = {}
    holds: dict[Condition, bool] = {}
    for what, column in switches:
        if isinstance(what, Condition):
            holds[what] = bool(column[row])
        elif column[row]:
            states[what] = STATES[column[row]]
    return _Situation(states, holds)
