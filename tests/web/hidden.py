"""The figures of one county that no other county, city or stranger may learn, each changed alone.

Every entry changes exactly one thing of 平江县 (or, for the offices, of the city's own office), in rows
that all exist in both worlds or in one alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from jiheng.web.actions.journal import record
from jiheng.web.models import (
    Answer,
    Appointment,
    Assignment,
    Claim,
    Evidence,
    EvidenceUse,
    HandBack,
    Job,
    Message,
    Objection,
    PastAnswer,
    PastResult,
    Person,
    Receipt,
    Record,
    SchemeVersion,
    Subject,
    Submission,
    UsedAward,
)
from tests.web.world import NOW, World

Change = Callable[[World], Any]


def _answers(of: str, about: str, **columns: Any) -> Change:
    def change(world: World) -> Any:
        found = Answer.objects.filter(subject=world.subject, of=of, about=about)
        if not found.update(**columns):
            by = world.viewers["county"].person
            Answer.objects.create(subject=world.subject, of=of, about=about, by=by, **columns)

    return change


def _own(model: Any, of: str, **columns: Any) -> Change:
    def change(world: World) -> Any:
        owner = {"subject": world.subject, "organisation": world.subject.organisation}[of]
        assert model.objects.filter(**{of: owner}).update(**columns) >= 1

    return change


def _subject(**columns: Any) -> Change:
    return lambda world: Subject.objects.filter(pk=world.subject.pk).update(**columns)


def _one_more_claim(world: World) -> None:
    Claim.objects.create(
        subject=world.subject, indicator="7.1", kind="表彰", level="国家级", award="隐藏的奖",
        year=2017, number="隐〔2017〕99号", by=world.viewers["county"].person,
    )  # fmt: skip


def _the_same_award(world: World) -> None:
    """The other county's award, claimed here too."""
    theirs = Claim.objects.exclude(subject=world.subject).filter(
        subject__assessment=world.assessment
    )
    world.subject.claims.update(number=theirs[0].number, award=theirs[0].award)


def _the_same_file(world: World) -> None:
    """The other county's file, here too."""
    theirs = Evidence.objects.exclude(organisation=world.subject.organisation).first()
    Evidence.objects.filter(organisation=world.subject.organisation).update(
        sha256=theirs.sha256, number=theirs.number, picture_hash=theirs.picture_hash
    )


def _one_more_record(world: World) -> None:
    Record.objects.create(
        organisation=world.subject.organisation, year=2017, kind="activity", on=date(2017, 10, 1),
        title="隐藏的活动", values=json.dumps({"name": "隐藏的活动"}), by=world.viewers["county"].person,
    )  # fmt: skip


def _one_more_submission(world: World) -> None:
    Submission.objects.create(
        subject=world.subject, number=9, content="{}", digest="9" * 64,
        by=world.viewers["county"].person, signed_at=NOW,
    )  # fmt: skip


def _one_more_assignment(world: World) -> None:
    Assignment.objects.create(
        subject=world.subject,
        person=world.viewers["colleague"].person,
        by=world.viewers["office"].person,
    )


def _one_more_deed(world: World) -> None:
    record(world.viewers["county"], "answer-saved", on=world.subject, clause="1.1", after="隐藏")


def _one_more_clerk(world: World) -> None:
    person = Person.objects.create(username="hidden", name="隐藏的人")
    Appointment.objects.create(
        person=person, organisation=world.subject.organisation, role="county", since=NOW
    )


def _messages(world: World, **columns: Any) -> None:
    theirs = Message.objects.filter(to__organisation=world.subject.organisation)
    assert theirs.update(**columns)


def _past(world: World, **columns: Any) -> None:
    owner = world.subject.organisation
    PastResult.objects.filter(organisation=owner, indicator="").update(**columns)


LATER = NOW + timedelta(days=9)
FIGURES = json.dumps({"known": "77", "at_most": "99", "total": "88", "answered": 3, "asked": 9})
HIDDEN: Mapping[str, Change] = {
    "an answer": _answers("fact", "towns", text="98", value="98"),
    "an answer that is not there": _answers("fact", "towns", text="", value="", state="missing"),
    "why an answer is missing": _answers("fact", "towns", reason="隐藏的原因"),
    "a claimed score": _answers("claimed", "1.1", text="0.5", value="0.5"),
    "a note": _answers("note", "1.1", text="隐藏的说明"),
    "an office fact": _answers("fact", "violations", text="7", value="7"),
    "who answered": lambda world: Answer.objects.filter(subject=world.subject).update(
        by=world.viewers["colleague"].person
    ),
    "when it was answered": lambda world: Answer.objects.filter(subject=world.subject).update(
        at=NOW - timedelta(days=1)
    ),
    "a revision": _subject(revision=4321),
    "the figures": _subject(figures=FIGURES),
    "a standing": _subject(standing="returned"),
    "an extension": _subject(until=LATER),
    "a record's title": _own(Record, "organisation", title="隐藏的活动名"),
    "a record's day": _own(Record, "organisation", on=date(2017, 2, 3)),
    "a record's numbers": _own(Record, "organisation", values='{"persons": "99999"}'),
    "a record withdrawn": _own(Record, "organisation", withdrawn_at=NOW),
    "one more record": _one_more_record,
    "a claim's award": _own(Claim, "subject", award="隐藏的奖项"),
    "a claim's level": _own(Claim, "subject", level="国家级"),
    "a claim withdrawn": _own(Claim, "subject", withdrawn_at=NOW),
    "one more claim": _one_more_claim,
    "the same award claimed": _the_same_award,
    "a file's name": _own(Evidence, "organisation", name="隐藏的材料名"),
    "a file's number": _own(Evidence, "organisation", number="隐〔2017〕1号"),
    "a file withdrawn": _own(Evidence, "organisation", withdrawn_at=NOW, withdrawn_for="隐藏"),
    "the same file": _the_same_file,
    "what a file proves": lambda world: EvidenceUse.objects.filter(subject=world.subject).delete(),
    "an objection's words": _own(Objection, "subject", words="隐藏的异议"),
    "an objection answered": _own(
        Objection, "subject", answer="隐藏的答复", upheld=True, answered_at=NOW
    ),
    "a hand-back's words": _own(HandBack, "subject", words="隐藏的退回意见"),
    "one more submission": _one_more_submission,
    "a receipt signed": _own(Receipt, "subject", at=NOW, head="8" * 64),
    "a message": lambda world: _messages(world, title="隐藏的消息"),
    "a message read": lambda world: _messages(world, read_at=NOW),
    "a job": lambda world: Job.objects.filter(by__organisation=world.subject.organisation).update(
        words="隐藏的任务", state="failed"
    ),
    "last year's total": lambda world: _past(world, score="12.5"),
    "last year's rank": lambda world: _past(world, rank=1, grade="优秀"),
    "last year's answer": _own(PastAnswer, "organisation", text="隐藏的往年数"),
    "a used award": _own(UsedAward, "organisation", award="隐藏的旧奖"),
    "a reviewer assigned": _one_more_assignment,
    "a deed in the log": _one_more_deed,
    "a clerk's telephone": lambda world: Person.objects.filter(
        pk=world.viewers["county"].person.pk
    ).update(phone="13900000000"),
    "one more clerk": _one_more_clerk,
    "the office's draft": lambda world: SchemeVersion.objects.filter(
        organisation=world.organiser, issued_at=None
    ).update(title="隐藏的草稿", number=8),
}
"""By name; the office's own things are hidden from counties and from the other city alike."""
