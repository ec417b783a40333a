"""Everything that the site knows about the subjects of an assessment, as the core's `Inputs`.

A fact that the subject typed stands; one that nobody typed is what its records tally to. A text that
cannot be read as the fact's value is kept, and counts as missing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from jiheng.ledger.claims import judged_claims
from jiheng.ledger.tally import Tally, tallied
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact
from jiheng.values.inputs import Claim as ClaimedAward
from jiheng.values.inputs import Entry, Inputs, RecordRow
from jiheng.web.models import Answer, Assessment, Claim, Record, Subject, UsedAward
from jiheng.web.models.answer import Of
from jiheng.web.models.claim import Award
from jiheng.web.queries.method import method_of

_EARLIER = 3  # assessments back in which a used award is looked for


def inputs_of(assessment: Assessment, subjects: Sequence[Subject] | None = None) -> Inputs:
    """The inputs of these subjects of one assessment; of all of them without `subjects`."""
    scheme = method_of(assessment.scheme).scheme
    chosen = list(assessment.subjects.order_by("name", "key") if subjects is None else subjects)
    facts: dict[str, dict[str, Entry]] = {one.name: {} for one in chosen}
    claimed: dict[str, dict[str, Fraction]] = {one.name: {} for one in chosen}
    names = {one.pk: one.name for one in chosen}
    for answer in Answer.objects.filter(subject__in=list(names)):
        _take(answer, facts[names[answer.subject_id]], claimed=claimed[names[answer.subject_id]])
    for name, tallies in tallies_of(scheme, chosen).items():
        for fact, tally in tallies.items():
            typed = facts[name].get(fact)
            if tally.accepted and (typed is None or (typed.state == "missing" and not typed.text)):
                facts[name][fact] = Entry(tally.value, "known")
    return Inputs(
        subjects=tuple((one.name, one.category) for one in chosen),
        facts=facts,
        claimed=claimed,
        claims=claims_of(chosen),
        used=used_by(assessment, chosen),
    )


def _take(answer: Answer, facts: dict[str, Entry], *, claimed: dict[str, Fraction]) -> None:
    value = exact(answer.value) if answer.value else None
    if answer.of == Of.FACT:
        facts[answer.about] = Entry(value, answer.state, answer.text)
    elif answer.of == Of.CLAIMED and value is not None:
        claimed[answer.about] = value


def tallies_of(scheme: Scheme, subjects: Sequence[Subject]) -> Mapping[str, dict[str, Tally]]:
    """What the records of each subject (by name) tally to."""
    if not scheme.tallies:
        return {}
    rows = rows_of(scheme, subjects)
    return {one.name: tallied(scheme, rows[one.organisation_id]) for one in subjects}


def rows_of(scheme: Scheme, subjects: Sequence[Subject]) -> Mapping[str, list[RecordRow]]:
    """The records of the period by the key of their organisation, oldest first."""
    rows: dict[str, list[RecordRow]] = defaultdict(list)
    years = (scheme.period.year, scheme.period.until or scheme.period.year)
    found = Record.objects.filter(
        organisation__in=[one.organisation_id for one in subjects],
        year__range=years,
        withdrawn_at=None,
    )
    for record in found.order_by("on", "key"):
        row = RecordRow(record.pk, record.kind, record.on, json.loads(record.values))
        rows[record.organisation_id].append(row)
    return rows


def claims_of(subjects: Iterable[Subject]) -> tuple[ClaimedAward, ...]:
    """Their claims in the order in which they were made."""
    names = {one.pk: one.name for one in subjects}
    found = Claim.objects.filter(subject__in=list(names), withdrawn_at=None)
    return tuple(award_of(one, names[one.subject_id]) for one in found.order_by("made_at", "key"))


def award_of(stored: Award, name: str) -> ClaimedAward:
    """A stored award as the core knows it; its key is its place."""
    return ClaimedAward(
        subject=name,
        indicator=stored.indicator,
        kind=stored.kind,
        level=stored.level,
        work=stored.work,
        award=stored.award,
        year=stored.year,
        number=stored.number,
        persons=stored.persons,
        place=stored.pk,
    )


def used_by(
    assessment: Assessment, subjects: Sequence[Subject], *, back: int = _EARLIER
) -> tuple[ClaimedAward, ...]:
    """Awards of these subjects that earlier years have counted: loaded ones, and those that counted in
    the assessments before this one."""
    names = {one.organisation_id: one.name for one in subjects}
    loaded = UsedAward.objects.filter(organisation__in=list(names), used_in__lt=assessment.year)
    used = [award_of(one, names[one.organisation_id]) for one in loaded.order_by("key")]
    before = assessment.previous
    if before is None or not back:
        return tuple(used)
    earlier = list(before.subjects.filter(organisation__in=list(names)))
    renamed = {one.name: names[one.organisation_id] for one in earlier}
    spent = used_by(before, earlier, back=back - 1)
    lines = judged_claims(method_of(before.scheme).scheme, claims_of(earlier), used=spent)
    counted = [line.claim for line in lines if line.accepted]
    return (*used, *(_for(claim, renamed[claim.subject]) for claim in (*spent, *counted)))


def _for(claim: ClaimedAward, name: str) -> ClaimedAward:
    return replace(claim, subject=name)
