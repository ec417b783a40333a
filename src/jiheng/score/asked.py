"""What people are asked under a clause: the subject itself, and others; and what has no answer yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jiheng.ledger.claims import award_rules
from jiheng.score.known import Known
from jiheng.score.outcome import judged_clauses
from jiheng.score.prepare import Clause, Prepared
from jiheng.values.inputs import MISSING, Entry

OPEN = ("missing", "pending")
"""States of an entry that is no answer yet; "not applicable" is one, and so is what was refused."""


@dataclass(frozen=True, slots=True)
class AskedUnder:
    """The facts that people supply under one clause, in the scheme's order; of a rate its two numbers.

    `own`: by the subject, `others`: by anybody else; `deciding`: the own ones that say whether the
    clause applies, asked even where it does not.
    """

    clause: Clause
    own: tuple[str, ...]
    others: tuple[str, ...]
    deciding: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a scheme asks: under each clause, and `loose`: from the subject, under none. `awards`
    and `judged`: the clauses that tally claims and marks."""

    clauses: Mapping[str, AskedUnder]
    loose: tuple[str, ...]
    awards: tuple[str, ...]
    judged: tuple[str, ...]


def asked_of(prepared: Prepared) -> Asked:
    """What the scheme asks, worked out once."""
    if "asked" not in prepared.memo:
        prepared.memo["asked"] = _asked(prepared)
    found: Asked = prepared.memo["asked"]
    return found


def unanswered(names: Iterable[str], entries: Mapping[str, Entry]) -> tuple[str, ...]:
    """The facts of these that have no answer yet."""
    return tuple(name for name in names if entries.get(name, MISSING).state in OPEN)


def may_apply(clause: Clause, known: Known) -> bool:
    """False where the clause's own question says that it does not concern this subject."""
    applies = clause.indicator.applies
    if applies is None or known.state_of(applies.needs()) != "known":
        return True
    return bool(applies.holds(known.values))


def _asked(prepared: Prepared) -> Asked:
    scheme = prepared.scheme
    clauses = {one.indicator.id: _under(prepared, one) for one in prepared.clauses}
    read = {name for one in clauses.values() for name in one.own}
    return Asked(
        clauses=clauses,
        loose=tuple(name for name in _own(prepared) if name not in read),
        awards=tuple(award_rules(scheme)),
        judged=judged_clauses(scheme),
    )


def _own(prepared: Prepared) -> tuple[str, ...]:
    facts = prepared.scheme.facts
    return tuple(n for n, fact in facts.items() if fact.is_asked and fact.from_ == "subject")


def _under(prepared: Prepared, clause: Clause) -> AskedUnder:
    facts, own, applies = prepared.scheme.facts, _own(prepared), clause.indicator.applies
    wanted = _parts(prepared, clause.shows)
    asking = _parts(prepared, applies.needs() if applies is not None else ())
    others = [n for n, fact in facts.items() if fact.is_asked and fact.from_ != "subject"]
    return AskedUnder(
        clause=clause,
        own=tuple(name for name in own if name in wanted),
        others=tuple(name for name in others if name in wanted),
        deciding=tuple(name for name in own if name in asking),
    )


def _parts(prepared: Prepared, names: Iterable[str]) -> set[str]:
    """The facts that people supply for these: of a rate the two numbers it is made of."""
    ratios = prepared.words.ratios
    return {part for name in names for part in ratios.get(name, (name,))}
