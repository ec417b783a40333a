"""Why a clause has its score, put into words once for the same facts.

A sentence follows from the rule and the facts that it reads, and from nothing else; most clauses of
most subjects have been told before, on the page of another subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from jiheng.rules.rule import Rule
from jiheng.rules.wording import Why
from jiheng.score.prepare import Clause, Prepared, plain, with_numbers

_AT_MOST = 4096  # sentences kept for one clause


@dataclass(frozen=True, slots=True)
class _Told:
    """A clause's rule, the facts that its words read, and what was said so far."""

    rule: Rule
    reads: tuple[str, ...]
    said: dict[tuple[int, ...], Why] = field(default_factory=dict)


def why_of(prepared: Prepared, clause: Clause, *, values: Mapping[str, Fraction]) -> Why:
    """Why the rule gives what it gives for these facts; all that the rule needs must be known."""
    told = _told_of(prepared, clause)
    read = {name: plain(values[name]) for name in told.reads if name in values}
    key = tuple([part for v in read.values() for part in (v.numerator, v.denominator)])
    why = told.said.get(key)
    if why is None or len(read) != len(told.reads):
        why = told.rule.why(read, prepared.words)
        if len(told.said) >= _AT_MOST:
            told.said.clear()
        if len(read) == len(told.reads):
            told.said[key] = why
    return why


def _told_of(prepared: Prepared, clause: Clause) -> _Told:
    clauses: dict[str, _Told] = prepared.memo.setdefault("whys", {})
    own = clause.indicator.id
    if own not in clauses:
        assert clause.rule is not None  # a clause without a rule has no score to tell
        rates = [part for name in clause.needs for part in prepared.words.ratios.get(name, ())]
        reads = tuple(dict.fromkeys((*clause.needs, *rates)))
        clauses[own] = _Told(with_numbers(clause.rule, plain), reads)
    return clauses[own]
