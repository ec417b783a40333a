"""`assess(scheme, inputs)`: the outcome of one assessment, every figure exact, every cell kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from jiheng.jury.marks import JuryReadings, JuryTally, ballots_by_cell, tally
from jiheng.ledger.claims import award_rules, judged_claims, points_by_indicator
from jiheng.rules.points.judged import Judged
from jiheng.rules.veto.veto import Veto
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import rules_of
from jiheng.score.cells import scored_cell
from jiheng.score.grading import graded
from jiheng.score.known import Known, known_facts
from jiheng.score.prepare import Prepared, prepare
from jiheng.score.published import published_total
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.score.sections import base_sums, bonus_sum
from jiheng.values.inputs import Inputs


def assess(
    scheme: Scheme,
    inputs: Inputs,
    *,
    prepared: Prepared | None = None,
    progress: Callable[[int], None] | None = None,
) -> Outcome:
    """The outcome of applying a resolved scheme to what is known about its subjects.

    `prepared` saves preparing the scheme again; `progress` is told how many subjects are done.
    """
    prepared = prepared or prepare(scheme)
    lines = judged_claims(scheme, inputs.claims, used=inputs.used)
    points = points_by_indicator(lines)
    judged = judged_clauses(scheme)
    jury = jury_tallies(scheme, inputs)
    awards = award_rules(scheme)
    subjects = []
    for subject in inputs.subjects:
        tallied = tallied_facts(subject[0], awards=awards, points=points, judged=judged, jury=jury)
        subjects.append(scored_subject(prepared, subject, inputs=inputs, tallied=tallied))
        if progress is not None:
            progress(len(subjects))
    placed, places = graded(scheme, tuple(subjects))
    return Outcome(scheme, prepared, placed, lines, jury, places)


def tallied_facts(
    name: str,
    *,
    awards: Iterable[str],
    points: Mapping[tuple[str, str], Fraction],
    judged: Iterable[str],
    jury: Mapping[tuple[str, str], JuryTally],
) -> dict[str, Fraction | None]:
    """What one subject's claims and marks come to, as facts: `awards:…` and `jury:…` (None: none)."""
    tallied: dict[str, Fraction | None] = {
        f"awards:{one}": points.get((name, one), Fraction(0)) for one in awards
    }
    return tallied | {f"jury:{one}": jury[name, one].value for one in judged}


def judged_clauses(scheme: Scheme) -> tuple[str, ...]:
    """The clauses that a jury judges; none where the scheme has no jury."""
    if scheme.jury is None:
        return ()
    return tuple(
        leaf.id
        for leaf in scheme.leaves()
        if any(isinstance(rule, Judged) and rule.by == "jury" for rule in rules_of(leaf))
    )


def jury_readings(scheme: Scheme) -> JuryReadings:
    """How the marks of this scheme are read."""
    trimming = scheme.reading("trimming")
    return JuryReadings(
        order=scheme.reading("jury-order"),
        empty=scheme.reading("empty-group"),
        trimming=0 if trimming == "none" else int(trimming),
    )


def jury_tallies(scheme: Scheme, inputs: Inputs) -> dict[tuple[str, str], JuryTally]:
    """What the marks come to for every subject and every clause that a jury judges."""
    if scheme.jury is None:
        return {}
    readings = jury_readings(scheme)
    jurors = {juror.name: juror for juror in inputs.jurors}
    ballots = ballots_by_cell(inputs.marks)
    judged = judged_clauses(scheme)
    return {
        (name, one): tally(
            scheme.jury,
            jurors,
            marks=ballots.get((name, one), []),
            subject=name,
            readings=readings,
        )
        for name, _ in inputs.subjects
        for one in judged
    }


def scored_subject(
    prepared: Prepared,
    subject: tuple[str, str],
    *,
    inputs: Inputs,
    tallied: Mapping[str, Fraction | None],
) -> SubjectOutcome:
    """One subject by itself, before ranks and grades; `tallied` holds its jury and awards facts."""
    scheme, (name, category) = prepared.scheme, subject
    known = known_facts(prepared, subject, entries=inputs.facts.get(name, {}), tallied=tallied)
    claimed, settled = inputs.claimed.get(name, {}), inputs.settled.get(name, {})
    cells = {}
    for clause in prepared.clauses:
        one = clause.indicator.id
        cells[one] = scored_cell(
            prepared, clause, known=known, claimed=claimed.get(one), settled=settled.get(one)
        )
    sums, base = base_sums(scheme, cells)
    bonus_sums, bonus = bonus_sum(scheme, cells)
    hit, still_open = _vetoes(scheme, known)
    scored = any(clause.rule is not None for clause in prepared.clauses)
    result = SubjectOutcome(
        name=name,
        category=category,
        cells=cells,
        sums=sums | bonus_sums,
        base=base,
        bonus=bonus,
        known=known,
        total_exact=None,
        total=None,
        reached=None,
        vetoes=hit,
        open_vetoes=still_open,
    )
    if base.score is None or bonus.score is None or not scored:
        return result  # something is missing, or the scheme scores nothing at all
    reached = base.score + bonus.score
    exact = Fraction(0) if any(veto.total is not None for veto in hit) else reached
    return replace(result, total_exact=exact, total=published_total(scheme, exact), reached=reached)


def _vetoes(scheme: Scheme, known: Known) -> tuple[tuple[Veto, ...], tuple[Veto, ...]]:
    """Vetoes whose condition holds, and those whose facts nobody has supplied yet."""
    answered = {veto.id: known.state_of(veto.when.needs()) == "known" for veto in scheme.vetoes}
    hit = tuple(v for v in scheme.vetoes if answered[v.id] and v.when.holds(known.values))
    return hit, tuple(veto for veto in scheme.vetoes if not answered[veto.id])
