"""What a subject reported for a clause, line by line: facts with units, claims, what is missing and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from jiheng.forms.asked_facts import asked_facts, clauses_of_facts
from jiheng.forms.clause_words import FROM
from jiheng.forms.evidence_list import Evidence
from jiheng.forms.fill_in_words import SPOKEN
from jiheng.rules.wording import Wording
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.wording import wording_of
from jiheng.values.inputs import MISSING, Claim, Entry


@dataclass(frozen=True, slots=True)
class Reported:
    """What one subject reported: facts by name, its own scores by clause, claims, the reason for a
    fact that is missing, a note on a clause, evidence, whole-year papers."""

    subject: str
    facts: Mapping[str, Entry] = field(default_factory=dict)
    claimed: Mapping[str, Fraction] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    papers: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class ReportedWords:
    """The lines of every clause of one subject."""

    scheme: Scheme
    reported: Reported

    def lines(self, leaf: Indicator) -> Iterator[str]:
        """Facts in the order of the method, then claims, then the note."""
        for name, fact in self.scheme.facts.items():
            if fact.is_asked and leaf.id in self._clauses[name]:
                yield self.fact_line(name)
        if any(name.startswith("jury:") for name in leaf.needs()):
            yield FROM["jury"]
        for claim in self.reported.claims:
            if claim.indicator == leaf.id:
                yield claim_line(claim)
        if note := self.reported.notes.get(leaf.id, ""):
            yield f"说明：{note}"

    def other_lines(self) -> Iterator[str]:
        """The facts that no clause needs (those of vetoes, say)."""
        for leaf, names in asked_facts(self.scheme):
            if leaf is None:
                yield from map(self.fact_line, names)

    def fact_line(self, name: str) -> str:
        """One fact: its value, or the state that stands in for it with the reason."""
        fact, entry = self.scheme.facts[name], self.reported.facts.get(name, MISSING)
        by = "" if fact.from_ == "subject" else f"（{FROM[fact.from_]}）"
        if entry.state == "known" and entry.value is not None:
            return self._words.fact(name, {name: entry.value}) + by
        if by and entry.state in ("known", "missing"):
            return f"{fact.title}：待提供{by}"
        reason = self.reported.reasons.get(name, "")
        told = f"（理由：{reason}）" if reason else ""
        return f"{fact.title}：{SPOKEN.get(entry.state, '未填')}{told}"

    @cached_property
    def _words(self) -> Wording:
        return wording_of(self.scheme)

    @cached_property
    def _clauses(self) -> Mapping[str, tuple[str, ...]]:
        return clauses_of_facts(self.scheme)


def claim_line(claim: Claim) -> str:
    """One claimed award in a line."""
    named = claim.award or claim.work
    of = f"（{claim.work}）" if claim.award and claim.work else ""
    persons = f"{claim.persons}人" if claim.persons > 1 else ""
    particulars = (claim.kind + claim.level, f"{claim.year}年", claim.number, persons)
    return f"申报：{named}{of}，{'，'.join(text for text in particulars if text)}"
