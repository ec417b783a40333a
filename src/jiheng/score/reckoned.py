"""One subject of a nation worked out by itself: rows at an edge, and rows that no column carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiheng.rules.veto.veto import Veto
from jiheng.score.cells import Cell, scored_cell
from jiheng.score.columns import Apart, Columns, known_of
from jiheng.score.prepare import Prepared
from jiheng.score.sections import Sum, base_sums, bonus_sum


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Cells, sums and vetoes of one row, exact."""

    cells: Mapping[str, Cell]
    sums: Mapping[str, Sum]
    base: Sum
    bonus: Sum
    vetoes: tuple[Veto, ...]
    is_scored: bool  # False where no clause of the scheme has a rule

    @property
    def is_complete(self) -> bool:
        """True when nothing is missing, and there is something to score at all."""
        return self.is_scored and self.base.score is not None and self.bonus.score is not None

    def is_applicable(self, what: str) -> bool:
        """Does anything in the section apply?"""
        return self.sums[what].is_applicable

    def known(self, what: str) -> Fraction:
        """What is known of an indicator, of `base`, of `bonus` or of the `total`."""
        match what:
            case "base":
                return self.base.known
            case "bonus":
                return self.bonus.known
            case "total":
                return self.base.known + self.bonus.known
            case _:
                return self.sums[what].known


def reckoned(prepared: Prepared, columns: Columns, *, row: int) -> Reckoned:
    """One row, clause by clause, as `assess` would."""
    known = known_of(prepared, columns, row=row)
    settled = columns.apart.get(row, Apart()).settled
    cells = {}
    for clause in prepared.clauses:
        own = clause.indicator.id
        cells[own] = scored_cell(
            prepared, clause, known=known, claimed=None, settled=settled.get(own)
        )
    sums, base = base_sums(prepared.scheme, cells)
    bonus_sums, bonus = bonus_sum(prepared.scheme, cells)
    vetoes = tuple(
        veto
        for veto in prepared.scheme.vetoes
        if known.state_of(veto.when.needs()) == "known" and veto.when.holds(known.values)
    )
    is_scored = any(clause.rule is not None for clause in prepared.clauses)
    return Reckoned(cells, sums | bonus_sums, base, bonus, vetoes, is_scored)
