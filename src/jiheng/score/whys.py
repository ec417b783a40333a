"""Why a clause has its score, put into words once for the same facts.

A sentence follows from the rule and the facts that it reads, and from nothing else; most clauses of
most subjects, and most parts of the others, have been told before, on the page of another subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from jiheng.rules.rule import Rule
from jiheng.rules.rule_box import RuleBox
from jiheng.rules.wording import Why, Wording
from jiheng.score.prepare import Clause, Opened, Prepared, plain, with_numbers

_AT_MOST = 4096  # sentences kept for one rule


@dataclass(frozen=True, slots=True)
class _Told:
    """A rule that remembers what it said; `reads`: the facts that its words read."""

    rule: Rule
    reads: tuple[str, ...]
    said: dict[tuple[int, ...], Why] = field(default_factory=dict)

    def why(self, facts: Mapping[str, Any], words: Wording) -> Why:
        """Why the rule gives what it gives for these facts."""
        read = {name: facts[name] for name in self.reads if name in facts}
        key = tuple([part for v in read.values() for part in (v.numerator, v.denominator)])
        why = self.said.get(key) if len(read) == len(self.reads) else None
        if why is None:
            why = self.rule.why(read, words)
            if len(self.said) >= _AT_MOST:
                self.said.clear()
            if len(read) == len(self.reads):
                self.said[key] = why
        return why

    def score(self, facts: Mapping[str, Any]) -> Any:
        """The rule's own points."""
        return self.rule.score(facts)


def why_of(prepared: Prepared, clause: Clause, *, values: Mapping[str, Fraction]) -> Why:
    """Why the clause has its computed score; all that its rule needs must be known."""
    told: dict[str, _Told] = prepared.memo.setdefault("whys", {})
    own = clause.indicator.id
    if own not in told:
        assert clause.rule is not None  # a clause without a rule has no score to tell
        told[own] = _told(prepared, clause.rule)
    rule = told[own]
    return rule.why({n: plain(values[n]) for n in rule.reads if n in values}, prepared.words)


def _told(prepared: Prepared, rule: Rule) -> _Told:
    """A rule in plain numbers that remembers what it says; each of its parts does too."""

    def opened(box: RuleBox, shape: Rule) -> Opened:
        return Opened(_Told(shape, _reads(prepared, box.shape)), box.title)

    return _Told(with_numbers(rule, plain, opened=opened), _reads(prepared, rule))


def _reads(prepared: Prepared, rule: Rule) -> tuple[str, ...]:
    """The facts that the rule's words read: those it needs, and what rates are made of."""
    rates = (part for name in rule.needs() for part in prepared.words.ratios.get(name, ()))
    return tuple(sorted({*rule.needs(), *rates}))
