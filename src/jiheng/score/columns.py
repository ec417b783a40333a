"""Facts of a nation: one column a fact, one row a subject, all in whole numbers.

A column holds whole units of its fact (`fact_units`): a count as it is, a percentage with two
places as 9550 for 95.50 %, a choice as the position of its option. A fact that is not known in a
row has a state there. What no column can carry (settled scores, values off the fact's own grid)
stands in `apart`, and that row is scored by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

import numpy as np

from jiheng.ledger.claims import award_rules, judged_claims, points_by_indicator
from jiheng.score.known import PRECEDENCE, Known, known_facts
from jiheng.score.outcome import jury_tallies
from jiheng.score.prepare import Prepared, numbers_in
from jiheng.score.standing import Column, Ints
from jiheng.values.carrier import Ratios
from jiheng.values.inputs import Entry, Inputs, Settlement, State
from jiheng.values.span import grid

STATES: tuple[State, ...] = ("known", *PRECEDENCE)
"""A state in a column is its position here."""

Facts: TypeAlias = Mapping[str, Column | Ratios]


@dataclass(frozen=True, slots=True)
class Apart:
    """What a column cannot carry of one subject: values off the grid, and what was settled."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    tallied: Mapping[str, Fraction | None] = field(default_factory=dict)
    settled: Mapping[str, Settlement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Columns:
    """The facts of all subjects.

    - `category`: position in `categories` (ids; those of the scheme first, in its order), (n,).
    - `facts`: whole units, (n,) int64 or smaller; tallied facts too (`jury:<id>` as `Ratios` of
      points, `awards:<id>`). A fact that is no column is missing for everybody.
    - `states`: for facts that are not known everywhere, positions in `STATES`, (n,).
    - `names`: of the subjects, where the scheme gives facts by subject or asks who it is.
    """

    category: Ints
    categories: tuple[str, ...]
    facts: Facts
    states: Mapping[str, Column] = field(default_factory=dict)
    names: Sequence[str] = ()
    apart: Mapping[int, Apart] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.category)

    def subject(self, row: int) -> tuple[str, str]:
        """Name (empty where columns have none) and category id of one row."""
        return (self.names[row] if self.names else "", self.categories[int(self.category[row])])


def fact_units(prepared: Prepared) -> Mapping[str, int]:
    """Into how many whole units one of every fact is divided; 1 for the position of an option."""
    if "fact-units" not in prepared.memo:
        prepared.memo["fact-units"] = _fact_units(prepared)
    units: Mapping[str, int] = prepared.memo["fact-units"]
    return units


def _fact_units(prepared: Prepared) -> dict[str, int]:
    units = {"category": 1, "subject": 1}
    for clause in prepared.clauses:
        own = clause.indicator.id
        units |= {f"awards:{own}": grid(numbers_in(clause.rule)), f"jury:{own}": 1}
    for name, fact in prepared.scheme.facts.items():
        own_unit = 1 if fact.is_whole else 10**fact.places
        units[name] = lcm(own_unit, *(value.denominator for value in fact.given.values()))
    return units


def read_facts(prepared: Prepared) -> frozenset[str]:
    """Every fact that a clause, its applicability or a veto reads."""
    return frozenset[str]().union(
        *(clause.needs for clause in prepared.clauses),
        *(one.applies.needs() for one in prepared.scheme.leaves() if one.applies is not None),
        *(veto.when.needs() for veto in prepared.scheme.vetoes),
    )


def needed_facts(prepared: Prepared) -> frozenset[str]:
    """Every fact that somebody has to supply for these: the parts of a ratio instead of it."""
    facts = prepared.scheme.facts
    supplied: set[str] = set()
    for name in read_facts(prepared) - {"category", "subject"}:
        ratio = facts[name].ratio if name in facts else None
        supplied |= {ratio.of, ratio.over} if ratio else {name}
    return frozenset(name for name in supplied if name not in facts or not facts[name].given)


def known_of(prepared: Prepared, columns: Columns, *, row: int) -> Known:
    """The facts of one row, exact, as if they had been supplied one by one."""
    entries: dict[str, Entry] = {}
    tallied: dict[str, Fraction | None] = {}
    units = fact_units(prepared)
    for name, column in columns.facts.items():
        state: State = STATES[columns.states[name][row]] if name in columns.states else "known"
        value = exact_value(column, row, unit=units[name]) if state == "known" else None
        if name in prepared.scheme.facts:
            entries[name] = Entry(value, state)
        else:
            tallied[name] = value
    apart = columns.apart.get(row, Apart())
    return known_facts(
        prepared,
        subject=columns.subject(row),
        entries=entries | dict(apart.entries),
        tallied=tallied | dict(apart.tallied),
    )


def plain_row(columns: Columns, row: int) -> Mapping[str, int | Fraction] | None:
    """One row's facts in their whole units; None for a row with more to it than known facts."""
    if row in columns.apart or any(states[row] for states in columns.states.values()):
        return None
    return {
        name: exact_value(column, row, unit=1) if isinstance(column, Ratios) else column.item(row)
        for name, column in columns.facts.items()
    }


def exact_value(column: Column | Ratios, row: int, *, unit: int) -> Fraction:
    """One row of a column as an exact number."""
    if isinstance(column, Ratios):
        den = column.den if isinstance(column.den, int) else int(column.den[row])
        return Fraction(int(column.num[row]), den * unit)
    return Fraction(int(column[row]), unit)


def columns_of(prepared: Prepared, inputs: Inputs) -> Columns:
    """What is known about the subjects as columns; equal to the same `inputs` in every answer."""
    names = [name for name, _ in inputs.subjects]
    categories = tuple(prepared.codes["category"])
    categories += tuple(dict.fromkeys(c for _, c in inputs.subjects if c not in categories))
    gathered = _Gathered(prepared, len(names))
    tallied = _tallied(prepared, inputs)
    for row, (name, _) in enumerate(inputs.subjects):
        gathered.take(row, inputs.facts.get(name, {}), tallied=tallied.get(name, {}))
        if inputs.settled.get(name):
            gathered.settle(row, inputs.settled[name])
    return Columns(
        category=np.array([categories.index(c) for _, c in inputs.subjects], dtype=np.int64),
        categories=categories,
        facts=gathered.facts(),
        states={name: states for name, states in gathered.states.items() if states.any()},
        names=names,
        apart=gathered.apart,
    )


def _tallied(prepared: Prepared, inputs: Inputs) -> dict[str, dict[str, Fraction | None]]:
    """The jury and awards facts of every subject."""
    scheme = prepared.scheme
    lines = judged_claims(scheme, inputs.claims, used=inputs.used)
    points = points_by_indicator(lines)
    awards = award_rules(scheme)
    found: dict[str, dict[str, Fraction | None]] = {
        name: {f"awards:{one}": points.get((name, one), Fraction(0)) for one in awards}
        for name, _ in inputs.subjects
    }
    for (name, indicator), marked in jury_tallies(scheme, inputs).items():
        found[name][f"jury:{indicator}"] = marked.value
    return found


class _Gathered:
    """Columns while they are filled, row by row."""

    def __init__(self, prepared: Prepared, rows: int) -> None:
        self.units = fact_units(prepared)
        needed = sorted(needed_facts(prepared))
        self.nums = {name: np.zeros(rows, dtype=np.int64) for name in needed}
        self.dens = {n: np.ones(rows, dtype=np.int64) for n in needed if n.startswith("jury:")}
        self.states = {name: np.zeros(rows, dtype=np.int8) for name in needed}
        self.apart: dict[int, Apart] = {}

    def take(
        self, row: int, entries: Mapping[str, Entry], *, tallied: Mapping[str, Fraction | None]
    ) -> None:
        """Everything known of one subject into its row."""
        odd: dict[str, Entry] = {}
        odd_tallied: dict[str, Fraction | None] = {}
        for name in self.nums:
            if name in tallied:
                if not self._fits(row, name, value=tallied[name]):
                    odd_tallied[name] = tallied[name]
                continue
            entry = entries.get(name, Entry(None, "missing"))
            state: State = "missing" if entry.value is None else "known"
            state = entry.state if entry.state != "known" else state
            if state != "known":
                self.states[name][row] = STATES.index(state)
            elif not self._fits(row, name, value=entry.value):
                odd[name] = entry
        if odd or odd_tallied:
            self.apart[row] = Apart(odd, odd_tallied)

    def _fits(self, row: int, name: str, *, value: Fraction | None) -> bool:
        """The value into its cell, if the cell can hold it."""
        if value is None:
            self.states[name][row] = STATES.index("missing")
            return True
        units = Fraction(value) * self.units[name]
        den = units.denominator
        if max(abs(units.numerator), den) >= 2**62 or (den != 1 and name not in self.dens):
            return False
        self.nums[name][row] = units.numerator
        if name in self.dens:
            self.dens[name][row] = den
        return True

    def settle(self, row: int, settled: Mapping[str, Settlement]) -> None:
        """Settled scores stand apart."""
        held = self.apart.get(row, Apart())
        self.apart[row] = Apart(held.entries, held.tallied, settled)

    def facts(self) -> dict[str, Any]:
        """The columns, quotients where a jury's means are."""
        return {
            n: Ratios(num, self.dens[n]) if n in self.dens else num for n, num in self.nums.items()
        }
