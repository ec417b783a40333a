"""One subject while it is being filled in: every clause with its score and sentence, and what is open.

The same arithmetic as `assess`, for one subject alone and without ranks and grades, which need all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from jiheng.jury.marks import JuryTally
from jiheng.ledger.claims import ClaimLine, judged_claims, points_by_indicator
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.score.asked import asked_of, may_apply, unanswered
from jiheng.score.cells import Cell, scored_cell
from jiheng.score.explain import ClauseExplanation, explain_clause
from jiheng.score.known import known_facts
from jiheng.score.outcome import jury_tallies, scored_subject, tallied_facts
from jiheng.score.prepare import Clause, Prepared
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.score.sections import Sum
from jiheng.values.inputs import Entry, Inputs


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the facts that are asked from the subject itself it has answered."""

    answered: int
    asked: int

    @property
    def is_complete(self) -> bool:
        """Is nothing left to answer?"""
        return self.answered == self.asked


@dataclass(frozen=True, slots=True)
class LiveClause:
    """One clause now. `asked`: the facts that the subject answers under it, in the scheme's order,
    `unanswered`: those without an answer, `awaited`: facts that others have still to supply."""

    told: ClauseExplanation
    asked: tuple[str, ...]
    unanswered: tuple[str, ...]
    awaited: tuple[str, ...]

    @property
    def id(self) -> str:
        """The clause's id."""
        return self.cell.id

    @property
    def cell(self) -> Cell:
        """Its cell: state, points, computed, settled and claimed score."""
        return self.told.cell

    @property
    def score(self) -> Fraction | None:
        """What counts now; None while it is open or where it does not apply."""
        return self.cell.score

    @property
    def at_most(self) -> Fraction | None:
        """What it can still become; None where nothing bounds it."""
        if self.cell.score is not None:
            return self.cell.score
        return Fraction(0) if self.cell.state == "not-applicable" else self.cell.points

    @property
    def sentence(self) -> str:
        """Why it has this score, or what is lacking for one."""
        return self.told.why.sentence

    @property
    def next(self) -> str | None:
        """What would bring more, where more can be had."""
        return self.told.why.next

    @property
    def progress(self) -> Progress:
        """Answered of asked."""
        return Progress(len(self.asked) - len(self.unanswered), len(self.asked))


@dataclass(frozen=True, slots=True)
class Live:
    """One subject now. `clauses` in the order of the document; `lines`: its claims as judged, in the
    order given; `progress`: of every section by id, `whole`: of everything; `loose`: facts asked from
    the subject that no clause reads. `one` has neither rank nor grade."""

    one: SubjectOutcome
    lines: tuple[ClaimLine, ...]
    clauses: Mapping[str, LiveClause]
    progress: Mapping[str, Progress]
    loose: tuple[str, ...]
    whole: Progress
    unanswered: tuple[str, ...]

    @property
    def sums(self) -> Mapping[str, Sum]:
        """Every section's (and base clause's) sum by id."""
        return self.one.sums

    @property
    def known(self) -> Fraction:
        """The total as far as it is known, before any veto."""
        return self.one.at_least

    @property
    def at_most(self) -> Fraction | None:
        """What the total can still become; None where a bonus is unbounded."""
        return self.one.at_most

    @property
    def total(self) -> Fraction | None:
        """The published total; None while something is missing."""
        return self.one.total


def live(prepared: Prepared, inputs: Inputs, *, subject: str) -> Live:
    """One subject of the inputs now; KeyError for an unknown subject.

    Keep `prepare(scheme)` by the scheme's digest; the inputs may hold this subject only.
    """
    own = _own(prepared, inputs, subject=subject)
    one = scored_subject(prepared, own.who, inputs=inputs, tallied=own.tallied)
    clauses = {
        clause.indicator.id: _now(prepared, own, one=one, clause=clause)
        for clause in prepared.clauses
    }
    loose = asked_of(prepared).loose
    asked = {*loose, *_asked(clauses.values())}
    lacking = {*unanswered(loose, own.entries), *_unanswered(clauses.values())}
    return Live(
        one=one,
        lines=own.lines,
        clauses=clauses,
        progress=_progress_of_sections(prepared.scheme, clauses),
        loose=loose,
        whole=Progress(len(asked) - len(lacking), len(asked)),
        unanswered=tuple(name for name in prepared.scheme.facts if name in lacking),
    )


def live_clause(prepared: Prepared, inputs: Inputs, *, subject: str, clause: str) -> LiveClause:
    """One clause of one subject now, without the others; KeyError where either is unknown."""
    found = asked_of(prepared).clauses[clause].clause
    own = _own(prepared, inputs, subject=subject)
    known = known_facts(prepared, own.who, entries=own.entries, tallied=own.tallied)
    cell = scored_cell(
        prepared,
        found,
        known=known,
        claimed=inputs.claimed.get(subject, {}).get(clause),
        settled=inputs.settled.get(subject, {}).get(clause),
    )
    nothing = Sum(None, Fraction(0), None)  # sums need the other clauses
    name, category = own.who
    one = SubjectOutcome(
        name=name,
        category=category,
        cells={clause: cell},
        sums={},
        base=nothing,
        bonus=nothing,
        known=known,
        total_exact=None,
        total=None,
        reached=None,
        vetoes=(),
        open_vetoes=(),
    )
    return _now(prepared, own, one=one, clause=found)


@dataclass(frozen=True, slots=True)
class _Own:
    """What is supplied about one subject, its claims and marks tallied."""

    who: tuple[str, str]
    entries: Mapping[str, Entry]
    lines: tuple[ClaimLine, ...]
    jury: Mapping[tuple[str, str], JuryTally]
    tallied: Mapping[str, Fraction | None]


def _own(prepared: Prepared, inputs: Inputs, *, subject: str) -> _Own:
    scheme, asked = prepared.scheme, asked_of(prepared)
    who = next((one for one in inputs.subjects if one[0] == subject), None)
    if who is None:
        raise KeyError(subject)
    claims = [claim for claim in inputs.claims if claim.subject == subject]
    lines = judged_claims(scheme, claims, used=inputs.used) if claims else ()
    marks = tuple(mark for mark in inputs.marks if mark.subject == subject)
    jury = jury_tallies(scheme, replace(inputs, subjects=(who,), marks=marks))
    points = points_by_indicator(lines)
    tallied = tallied_facts(
        subject, awards=asked.awards, points=points, judged=asked.judged, jury=jury
    )
    return _Own(who, inputs.facts.get(subject, {}), lines, jury, tallied)


def _now(prepared: Prepared, own: _Own, *, one: SubjectOutcome, clause: Clause) -> LiveClause:
    outcome = Outcome(prepared.scheme, prepared, (one,), own.lines, own.jury, {})
    under = asked_of(prepared).clauses[clause.indicator.id]
    applies = may_apply(clause, one.known)
    asked = under.own if applies else under.deciding
    return LiveClause(
        told=explain_clause(outcome, one, clause=clause),
        asked=asked,
        unanswered=unanswered(asked, own.entries),
        awaited=unanswered(under.others, own.entries) if applies else (),
    )


def _asked(clauses: Iterable[LiveClause]) -> Iterator[str]:
    return (name for one in clauses for name in one.asked)


def _unanswered(clauses: Iterable[LiveClause]) -> Iterator[str]:
    return (name for one in clauses for name in one.unanswered)


def _progress_of_sections(
    scheme: Scheme, clauses: Mapping[str, LiveClause]
) -> Mapping[str, Progress]:
    return {node.id: _progress(node, clauses) for node in scheme.walk() if node.children}


def _progress(section: Indicator, clauses: Mapping[str, LiveClause]) -> Progress:
    """A fact that two clauses read is asked once."""
    below = [clauses[leaf.id] for leaf in section.leaves()]
    asked, lacking = set(_asked(below)), set(_unanswered(below))
    return Progress(len(asked) - len(lacking), len(asked))
