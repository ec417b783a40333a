"""What a method sets one subject to reach: fixed targets, and those that differ by subject, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiheng.forms.outcome_words import number_of
from jiheng.rules.condition import OP_WORDS
from jiheng.rules.edge import FactEdge, edge_facts, edge_value
from jiheng.rules.wording import YES_NO, Wording
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target
from jiheng.scheme.wording import wording_of


@dataclass(frozen=True, slots=True)
class SetTarget:
    """One target of one subject: the clause it belongs to, what is to be reached, how much; `own` when
    the method sets it for this subject or its category apart from others."""

    number: str
    clause: str
    what: str
    amount: str
    own: bool


def set_targets(scheme: Scheme, subject: str) -> tuple[SetTarget, ...]:
    """The targets of `subject` in the order of the document; none where the method sets none."""
    category = dict(scheme.subjects()).get(subject, "")
    given = {
        name: value
        for name, fact in scheme.facts.items()
        if (value := _given(fact, subject=subject, category=category)) is not None
    }
    words, found = wording_of(scheme), list[SetTarget]()
    told: set[str] = set()
    for leaf in scheme.leaves():
        told |= {name for one in leaf.targets for name in _edges(one)}
    for leaf in scheme.leaves():
        reader = _Clause(leaf, words, given)
        theirs = (one for one in leaf.targets if not one.for_ or {subject, category} & {*one.for_})
        found += [reader.target(one) for one in theirs]
        mine = [name for name in given if name in leaf.needs() - told]
        found += [reader.given_fact(name) for name in mine]
        told |= {*mine}
    return tuple(found)


def _given(fact: Fact, *, subject: str, category: str) -> Fraction | None:
    """What the method sets for the subject, else for its category, else for all others."""
    return fact.given.get(subject, fact.given.get(category, fact.given.get("*")))


def _edges(target: Target) -> Iterator[str]:
    if target.value is not None:
        yield from edge_facts(target.value)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause whose targets are put into words with what is set for one subject."""

    leaf: Indicator
    words: Wording
    given: Mapping[str, Fraction]

    def target(self, target: Target) -> SetTarget:
        title = self.words.titles.get(target.fact or "", "") or self.leaf.title
        return self._made(title, self._amount(target), own=isinstance(target.value, FactEdge))

    def given_fact(self, name: str) -> SetTarget:
        amount = self.words.amount(name, self.given[name])
        return self._made(self.words.titles.get(name, name), amount, own=True)

    def _made(self, what: str, amount: str, *, own: bool) -> SetTarget:
        return SetTarget(number_of(self.leaf), self.leaf.title, what, amount, own)

    def _amount(self, target: Target) -> str:
        """The number that holds for this subject, else the document's own words."""
        fact = target.fact or ""
        if self.words.units.get(fact) == YES_NO:
            return target.text or "完成"
        if target.value is None or {*_edges(target)} - self.given.keys():
            return target.text or "按评分标准"
        edge = self.words.amount(fact, edge_value(target.value, self.given))
        if target.op == "range" and target.high is not None:
            return f"{edge}至{self.words.amount(fact, target.high)}"
        return f"{OP_WORDS[target.op]}{edge}" if target.op in OP_WORDS else target.text or edge
