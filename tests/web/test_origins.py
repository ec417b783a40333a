"""AU-03: each point of a report leads to who, when, under which version of the method, and to the digest of
what proves it.

A score is computed of the method and the known inputs alone, so it is enough that each input has its
author, and that the points add up; a point that stands in no input cannot come about.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from jiheng.scheme.scheme import Scheme
from jiheng.score.live import live
from jiheng.values.exact import exact
from jiheng.values.inputs import Inputs
from jiheng.web.access.viewer import Viewer
from jiheng.web.actions.answers import Field, save_answers
from jiheng.web.actions.claims import add_claim
from jiheng.web.actions.evidence import add_evidence
from jiheng.web.actions.office_facts import enter_office_facts
from jiheng.web.actions.records import add_record
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, Claim, Entry, Evidence, Record, Subject
from jiheng.web.queries.evidence_places import Place
from jiheng.web.queries.figures import computed, figures_of
from jiheng.web.queries.inputs import inputs_of, tallies_of
from jiheng.web.queries.method import method_of
from jiheng.web.queries.office_facts import Entered, office_facts_of
from jiheng.web.store import evidence_store
from tests.files.pdfs import pdf
from tests.web.evidence_given import upload
from tests.web.test_claims import PRIZE
from tests.web.test_records import DAY, TRAINING
from tests.web.world import NOW, World, appoint, issued, make_world, sample_facts

SEED = 20171120
ANSWERED = ("answer-saved", "office-fact-entered", "objection-upheld")


def report(world: World, subject: Subject, *, by: Viewer, share: float) -> None:
    """What a county's people and the office bring by their deeds: about this share of all there is."""
    draw, known = random.Random(f"{SEED} {subject.name}"), sample_facts(world.scheme.name)
    method = method_of(world.scheme)
    asked = [n for n, one in method.scheme.facts.items() if one.from_ == "subject" and one.is_asked]
    chosen = [one for one in asked if one in known[subject.name] and draw.random() < share]
    typed = [Field("fact", one, known[subject.name][one].text, 0) for one in chosen]
    save_answers(by, subject, typed)
    office = [
        Entered(subject, one.name, known[subject.name][one.name].text, 0, "汇总")
        for one in office_facts_of(method)
        if one.name in known[subject.name]
    ]
    enter_office_facts(world.viewers["office"], world.assessment, office)
    made = add_record(by, kind="activity", on=DAY, values=TRAINING)
    award = add_claim(by, subject, values=PRIZE | {"number": f"{subject.name}〔2017〕9号"})
    places = (Place(subject, clause="1.1"), Place(record=made), Place(subject, claim=award))
    for place in places[: 1 + round(share * 2)]:
        add_evidence(by, upload("通知.pdf", pdf(f"{subject.name}{place}")), place=place)


def orphans(world: World, subject: Subject) -> Iterator[str]:
    """Every input of the subject's score that leads to nobody."""
    scheme = method_of(world.scheme).scheme
    inputs = inputs_of(world.assessment, [subject])
    tallied = tallies_of(scheme, [subject])[subject.name]
    answers = {(one.of, one.about): one for one in subject.answers.all()}
    for fact in inputs.facts[subject.name]:
        answer = answers.get(("fact", fact))
        if answer is not None and answer.text:
            yield from _unwritten(answer)
        elif fact in tallied:
            rows = [line.row.id for line in tallied[fact].accepted]
            yield from (f"record {row}" for row in rows if not _recorded(row, scheme))
        elif answer is None:
            yield f"fact {fact}"
    yield from (f"claim {one.place}" for one in inputs.claims if not _claimed(one.place))
    yield from _unproved(subject)


def _unwritten(answer: Answer) -> Iterator[str]:
    last = Entry.objects.filter(key=str(answer.pk), what="answer", deed__in=ANSWERED).last()
    told = json.loads(last.words)["after"]["text"] if last else None
    who = (last.person, last.clause, last.subject) if last else None
    if (told, who) != (answer.text, (answer.by_id, answer.about, answer.subject_id)):
        yield f"answer {answer.about}"


def _recorded(key: str, scheme: Scheme) -> bool:
    last = Entry.objects.filter(key=key, what="record").last()
    told = json.loads(last.words)["after"]["values"] if last else None
    stored = Record.objects.get(pk=key)
    fields = scheme.records[stored.kind].fields
    return told == {fields[name].title: text for name, text in json.loads(stored.values).items()}


def _claimed(key: str) -> bool:
    last = Entry.objects.filter(key=key, what="claim").last()
    told = json.loads(last.words)["after"] if last else {}
    stored = Claim.objects.get(pk=key)
    return (told.get("award"), told.get("number")) == (stored.award, stored.number)


def _unproved(subject: Subject) -> Iterator[str]:
    for evidence in Evidence.objects.filter(organisation=subject.organisation):
        added = Entry.objects.filter(key=evidence.pk, deed="evidence-added", person=evidence.by_id)
        digests = [json.loads(one.words)["after"]["sha256"] for one in added]
        if digests != [evidence.sha256] or not evidence_store().exists(evidence.sha256):
            yield f"evidence {evidence.name}"


def adds_up(world: World, subject: Subject) -> bool:
    """Leaves add up to sections and sections to the total; the kept figures say the same, and under
    which version of the method."""
    method = method_of(world.scheme)
    inputs: Inputs = inputs_of(world.assessment, [subject])
    now = live(method.prepared, inputs, subject=subject.name)
    scored = [one.score for one in now.clauses.values() if one.score is not None]
    subject.figures = computed(world.assessment, [subject])[subject.pk]
    kept = figures_of(subject)
    total = sum(scored, start=Fraction(0))
    return (total, exact(kept["known"]), kept["digest"], kept["revision"]) == (
        now.known, now.known, issued(world.scheme.name).digest, subject.revision,
    )  # fmt: skip


def walk(record_property: Any, *, worlds: int, counties: int) -> None:
    """Reports by deeds; then from each of their points back."""
    draw, found, leaves = random.Random(SEED), [], 0
    for number in range(worlds):
        if number:
            call_command("flush", interactive=False, verbosity=0)
        world = make_world()
        for name in list(world.subjects)[:counties]:
            subject = world.subjects[name]
            by = appoint(f"clerk-{name}", "county", organisation=subject.organisation)
            report(world, subject, by=by, share=draw.random())
            subject.refresh_from_db()
            found += list(orphans(world, subject))
            assert adds_up(world, subject)
            leaves += len(inputs_of(world.assessment, [subject]).facts[name])
    record_property("volume", f"{leaves} inputs of {worlds * counties} reports")
    assert found == []
    assert leaves > 20 * worlds * counties


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    with moved_to(NOW):
        yield


@pytest.mark.row("AU-03")
@pytest.mark.django_db
def test_every_point_has_its_author(record_property: Any) -> None:
    walk(record_property, worlds=1, counties=2)


@pytest.mark.prove
@pytest.mark.row("AU-03")
@pytest.mark.django_db(transaction=True)
def test_every_point_of_a_hundred_reports_has_its_author(record_property: Any) -> None:
    walk(record_property, worlds=10, counties=10)


@pytest.mark.row("AU-03")
@pytest.mark.django_db
def test_a_point_without_its_deed_is_an_orphan_without_its_guard() -> None:
    """Written beside the deeds, as nothing in the site does: each is found."""
    world = make_world()
    viewer, subject = world.viewers["county"], world.subject
    report(world, subject, by=viewer, share=0.5)
    assert list(orphans(world, subject)) == []
    Answer.objects.filter(subject=subject, about="violations").update(text="7", value="7")
    free = next(one for one in sample_facts("yueyang-2017")[subject.name] if not Answer.objects.filter(subject=subject, about=one).exists())  # fmt: skip
    Answer.objects.create(
        subject=subject, of="fact", about=free, text="1", value="1", by=viewer.person
    )
    Record.objects.update(values=json.dumps(TRAINING | {"persons": "9999"}))
    Claim.objects.update(award="别的奖")
    Evidence.objects.filter(pk=Evidence.objects.first().pk).update(sha256="0" * 64)
    told = sorted(one.split()[0] for one in orphans(world, subject))
    assert set(told) == {"answer", "record", "claim", "evidence"}
    assert told.count("answer") == 2
