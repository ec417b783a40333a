"""What last year's scheme asked beside what this year's asks, so that last year's answer stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jiheng.scheme.difference import Difference, differences
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.pairs import Named, indicator_pairs, paired
from jiheng.scheme.scheme import Scheme

Fate = Literal["same", "changed", "new", "gone"]


@dataclass(frozen=True, slots=True)
class CarriedClause:
    """One clause then and now, its ids (None where it is new or gone), and what became of it."""

    old: str | None
    new: str | None
    fate: Fate


@dataclass(frozen=True, slots=True)
class Carried:
    """`facts`: this year's fact → last year's that answers it; `clauses` in this year's order."""

    facts: Mapping[str, str]
    clauses: tuple[CarriedClause, ...]

    def clause(self, new: str) -> str | None:
        """Last year's id of one of this year's clauses."""
        return next((one.old for one in self.clauses if one.new == new), None)


def carried(old: Scheme, new: Scheme) -> Carried:
    """Facts by name where unit and type are the same, else by title, type and unit; clauses by id and
    title, else by title, else by id. Who supplies a fact does not matter; computed ones count too."""
    facts = paired(
        tuple(old.facts.items()),
        tuple(new.facts.items()),
        by=(lambda one: (one[0], *_measure(one)), lambda one: (one[1].title, *_measure(one))),
    )
    changed = {one.own for one in differences(old, new) if _bears(one)}
    clauses = tuple(
        CarriedClause(
            pair.old.id if pair.old else None,
            pair.new.id if pair.new else None,
            _fate(pair.old, pair.new, changed=changed),
        )
        for pair in indicator_pairs(old, new)
        if not (pair.new or pair.old or _SECTION).children
    )
    return Carried({one.new[0]: one.old[0] for one in facts if one.old and one.new}, clauses)


_SECTION = Indicator(id="", title="")


def _measure(one: Named) -> tuple[object, ...]:
    """What a value means: of a choice its options, else its type and unit."""
    fact = one[1]
    return fact.type, fact.unit, fact.options


def _bears(one: Difference) -> bool:
    return one.part == "indicators" and one.kind == "changed" and not one.is_formal


def _fate(old: Indicator | None, new: Indicator | None, *, changed: set[str]) -> Fate:
    if new is None:
        return "gone"
    if old is None:
        return "new"
    return "changed" if new.id in changed else "same"
