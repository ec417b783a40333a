"""OpenFisca-core: every clause a variable with a formula, in its 32-bit floats."""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core import periods  # type: ignore[import-not-found]  # installed apart
from openfisca_core.entities import Entity  # type: ignore[import-not-found]  # installed apart
from openfisca_core.simulation_builder import SimulationBuilder  # type: ignore[import-not-found]  # installed apart
from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # type: ignore[import-not-found]  # installed apart
from openfisca_core.variables import Variable  # type: ignore[import-not-found]  # installed apart

from bench.answer import Answer, first_section, grades_of, natural
from bench.peers.with_pandas import VERBS
from bench.symbols import Reader, Symbol, clauses_of
from bench.synthetic import Case

PERIOD = "2017"


class WithOpenFisca:
    """A system of variables; every round is a new simulation of it."""

    name = "OpenFisca-core"

    def __init__(self, case: Case) -> None:
        self.case = case
        self.facts = {_plain(name): column for name, column in natural(case).items()}
        self.entity = Entity("subject", "subjects", "", "")
        self.system = TaxBenefitSystem([self.entity])
        for name, column in self.facts.items():
            self._add(name, int if column.dtype.kind == "i" else float)
        clauses = clauses_of(case.prepared)
        for name, one in clauses.items():
            self._add(f"s_{_plain(name)}", float, _formula(one))
        self._add("base", float, _sum([f"s_{_plain(name)}" for name in clauses]))
        first = [f"s_{_plain(name)}" for name in first_section(case)]
        self._add("first", float, _sum(first))

    def _add(self, name: str, kind: type, formula: Any = None) -> None:
        body: dict[str, Any] = {
            "value_type": kind, "entity": self.entity, "definition_period": periods.YEAR,
            "label": name,
        }  # fmt: skip
        self.system.add_variable(type(name, (Variable,), body | _given(formula)))

    def _calculated(self) -> tuple[Any, Any]:
        builder = SimulationBuilder()
        simulation = builder.build_default_simulation(self.system, len(self.case.columns))
        for name, column in self.facts.items():
            simulation.set_input(name, PERIOD, column)
        return simulation.calculate("base", PERIOD), simulation.calculate("first", PERIOD)

    def totals(self) -> Any:
        """Every clause, and their sum."""
        return self._calculated()

    def whole(self) -> Answer:
        """Totals from OpenFisca; it has no ranks within groups, so NumPy gives them."""
        base, first = self._calculated()
        total = np.round(base, 2)
        keys = (total, first, base)
        category = self.facts["category"]
        waits = self.facts["serious"] == 0
        rank = _ranks(category, keys, among=waits)
        grade = np.full(len(base), len(grades_of(self.case)))
        size = np.bincount(category)[category]
        for at, one in enumerate(grades_of(self.case)):
            reached = waits & (total >= one.line)
            if one.floor is not None:
                reached &= first >= one.floor
            if one.quota is not None:
                reached &= _ranks(category, keys, among=waits) <= size * one.quota // 100
            grade[reached] = at
            waits &= ~reached
        return Answer(total, rank, grade)


def _given(formula: Any) -> dict[str, Any]:
    return {"formula": formula} if formula is not None else {}


def _plain(name: str) -> str:
    return f"f{name.replace('.', '_')}" if name[0].isdigit() else name


def _formula(symbol: Symbol) -> Any:
    def formula(subject: Any, period: Any) -> Any:
        return Reader(float, lambda name: subject(_plain(name), period), VERBS).read(symbol)

    return formula


def _sum(names: list[str]) -> Any:
    def formula(subject: Any, period: Any) -> Any:
        return sum(subject(name, period) for name in names)

    return formula


def _ranks(category: Any, keys: tuple[Any, ...], *, among: Any) -> Any:
    rows = np.flatnonzero(among)
    order = rows[np.lexsort((*(-key[rows] for key in reversed(keys)), category[rows]))]
    new_group = np.append(True, np.diff(category[order]) != 0)
    new_key = new_group.copy()
    for key in keys:
        new_key[1:] |= np.diff(key[order]) != 0
    at = np.arange(len(order))
    start = np.maximum.accumulate(np.where(new_group, at, 0))
    first = np.maximum.accumulate(np.where(new_key, at, 0))
    ranks = np.zeros(len(category), dtype=np.int64)
    ranks[order] = first - start + 1
    return ranks
