"""One cell: the state of a clause for one subject, what the rule computed, what was settled."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jiheng.score.known import Known
from jiheng.score.prepare import Clause, Prepared
from jiheng.values.exact import rounded
from jiheng.values.inputs import Settlement, State


@dataclass(frozen=True, slots=True)
class Cell:
    """A clause scored. `score` is what counts: the settled score if there is one, else the computed.

    `points` are the points allotted; for a bonus item what it can bring at most, None if unbounded.
    """

    id: str
    state: State
    points: Fraction | None
    computed: Fraction | None
    score: Fraction | None
    claimed: Fraction | None = None
    settled: Settlement | None = None


def scored_cell(
    prepared: Prepared,
    clause: Clause,
    *,
    known: Known,
    claimed: Fraction | None,
    settled: Settlement | None,
) -> Cell:
    """The cell of one clause, by the order of precedence on the page of this room."""
    state = state_from_facts(clause, known)
    computed = _computed(prepared, clause, known=known) if state == "known" else None
    score = computed
    points = clause.points
    if state == "not-applicable" and clause.is_bonus:
        score = Fraction(0)
    elif state == "not-applicable" and prepared.scheme.reading("not-applicable") == "full":
        score = points or Fraction(0)
    if settled is not None:
        state, score = "known", settled.score
    top = _top(clause) if clause.is_bonus else points
    return Cell(clause.indicator.id, state, top, computed, score, claimed, settled)


def _top(clause: Clause) -> Fraction | None:
    if clause.rule is not None and clause.indicator.points is None:
        return clause.rule.top()
    return clause.points


def state_from_facts(clause: Clause, known: Known) -> State:
    """The state that the facts alone give a clause, whatever was settled."""
    applies = clause.indicator.applies
    asked = applies.needs() if applies else frozenset()
    if clause.rule is None:
        return "not-applicable"
    if applies and known.state_of(asked) == "known" and not applies.holds(known.values):
        return "not-applicable"
    return known.state_of((*clause.needs, *asked))


def _computed(prepared: Prepared, clause: Clause, *, known: Known) -> Fraction:
    """The rule's points, in whole units where facts allow, rounded where the scheme says so."""
    unit, rule = prepared.unit, clause.scaled
    assert rule is not None  # a clause without a rule never applies
    facts = {name: in_units(name, known.values[name], prepared=prepared) for name in clause.needs}
    score = Fraction(rule.score(facts)) / unit
    places = prepared.scheme.reading("rounding-cell")
    return score if places == "exact" else rounded(score, int(places))


def in_units(name: str, value: Fraction, *, prepared: Prepared) -> int | Fraction:
    """A fact in whole units of the scheme; the position of an option is a code and stays as it is."""
    if name in prepared.words.options:
        return int(value)
    number = value * prepared.unit
    return number.numerator if number.denominator == 1 else number
