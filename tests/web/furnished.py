"""Everything that a world may hold, one of each for every owner: what the sweeps put into addresses.

`furnish(world)` writes straight into the database, as `make_world` does; `things(world, who)` tells by
the name of an address's parameter which object it then names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.conf import settings

from jiheng.files.evidence_store import Arrival
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import (
    Answer,
    Appointment,
    Assessment,
    AssessmentStage,
    Claim,
    Evidence,
    EvidenceUse,
    HandBack,
    Job,
    Message,
    Notice,
    Objection,
    Organisation,
    PastAnswer,
    PastResult,
    Person,
    Pin,
    Preview,
    Receipt,
    Record,
    SchemeVersion,
    Subject,
    UsedAward,
)
from jiheng.web.store import evidence_store
from tests.web.world import NOW, OTHER, OWN, World, appoint, scheme_text, store_scheme

ELSEWHERE = "邻县"
"""The subject of the other city's own assessment."""
OWNERS: Mapping[str, str] = {OWN: "county", OTHER: "other_county", ELSEWHERE: "elsewhere_county"}
"""Who acts for a subject."""


def furnish(world: World) -> World:
    """One record, claim, file, objection, notice, receipt, message, job … for two counties of the city
    and one of another; drafts of both offices."""
    notice = _notice(world.assessment, by=world.viewers["office"].person)
    for name in (OWN, OTHER):
        _furnish(world.subjects[name], notice, by=world.viewers[OWNERS[name]])
    _elsewhere(world)
    _draft(world.viewers["office"])
    _draft(world.viewers["other_office"])
    Authenticator.objects.create(
        user=world.viewers["county"].person, type="totp", data={"secret": encrypt("A" * 32)}
    )
    return world


def things(world: World, name: str = OWN) -> dict[str, str]:
    """By the name of an address's parameter, the key of the object that belongs to this subject."""
    subject = Subject.objects.select_related("assessment").get(name=name)
    owner = Person.objects.get(username=OWNERS[name])
    organisation = subject.organisation
    office = world.viewers["other_office" if name == ELSEWHERE else "office"]
    return {
        "assessment": subject.assessment_id,
        "subject": subject.pk,
        "stage": AssessmentStage.objects.filter(assessment=subject.assessment).first().pk,
        "scheme": SchemeVersion.objects.get(organisation=office.organisation, issued_at=None).pk,
        "person": owner.pk,
        "organisation": organisation.pk,
        "appointment": Appointment.objects.get(person=owner).pk,
        "record": Record.objects.get(organisation=organisation).pk,
        "claim": Claim.objects.get(subject=subject).pk,
        "evidence": Evidence.objects.get(organisation=organisation).pk,
        "objection": Objection.objects.get(subject=subject).pk,
        "notice": Notice.objects.get(assessment=subject.assessment).pk,
        "receipt": Receipt.objects.get(subject=subject).pk,
        "message": Message.objects.get(to__person=owner).pk,
        "job": Job.objects.get(by__person=owner).pk,
        "hand_back": HandBack.objects.filter(subject=subject).first().pk,
        "pk": str(Authenticator.objects.first().pk),
    }


NAMES = ("clause", "section", "fact", "kind", "number", "stage_id", "provider_id", "indicator")
"""Parameters that name no stored object but a word of the method."""


def words(name: str) -> str:
    """A word of the method for such a parameter."""
    return {
        "clause": "1.1", "indicator": "1.1", "section": "1", "fact": "violations",
        "kind": "activity", "number": "1",
    }.get(name, "none")  # fmt: skip


def _furnish(subject: Subject, notice: Notice, *, by: Viewer) -> None:
    person, owner = by.person, subject.organisation
    _answers(subject, by=person, office=notice.by)
    record, claim = _record(subject, by=person), _claim(subject, by=person)
    _evidence(subject, record, by=by, claim=claim)
    _past(owner)
    Objection.objects.create(
        subject=subject,
        fact="violations",
        shown="0",
        words=f"{subject.name}认为应再核对",
        by=person,
    )
    Receipt.objects.create(notice=notice, subject=subject)
    HandBack.objects.create(
        subject=subject, words=f"{subject.name}请补充", clauses="1.1", by=notice.by
    )
    Message.objects.create(
        to=by.appointment,
        about="furnished",
        title=f"致{subject.name}",
        words="请按时填报",
        link="/",
    )
    Job.objects.create(by=by.appointment, kind="remind", about=subject.pk, ended_at=NOW)


def _answers(subject: Subject, *, by: Person, office: Person) -> None:
    note = {"text": f"{subject.name}的说明", "by": by}
    fact = {"text": "0", "value": "0", "by": office}
    Answer.objects.get_or_create(subject=subject, of="note", about="1.1", defaults=note)
    Answer.objects.get_or_create(subject=subject, of="fact", about="violations", defaults=fact)


def _record(subject: Subject, *, by: Person) -> Record:
    name = f"{subject.name}科普日"
    values = {"name": name, "sort": "其他活动", "theme": "科普日", "persons": "300"}
    return Record.objects.create(
        organisation=subject.organisation, year=2017, kind="activity", on=date(2017, 9, 16),
        title=name, values=json.dumps(values, ensure_ascii=False), by=by,
    )  # fmt: skip


def _claim(subject: Subject, *, by: Person) -> Claim:
    return Claim.objects.create(
        subject=subject, indicator="7.1", kind="表彰", level="省级", work="科普",
        award=f"{subject.name}先进集体", year=2017, number=f"{subject.name}〔2017〕8号",
        on=date(2017, 8, 1), by=by,
    )  # fmt: skip


def _past(owner: Organisation) -> None:
    PastResult.objects.create(organisation=owner, year=2016, score="88.5", rank=3, grade="良好")
    PastResult.objects.create(organisation=owner, year=2016, indicator="1.1", score="1")
    PastAnswer.objects.create(organisation=owner, year=2016, fact="towns", text="17")
    UsedAward.objects.create(
        organisation=owner, indicator="7.1", kind="表彰", level="省级", award="上年先进",
        year=2016, used_in=2016,
    )  # fmt: skip


def _evidence(subject: Subject, record: Record, *, by: Viewer, claim: Claim) -> None:
    content = f"%PDF-1.4\n% {subject.name}\n%%EOF\n".encode()
    evidence = Evidence.objects.create(
        organisation=subject.organisation,
        sha256=_kept(content),
        size=len(content),
        media_type="application/pdf",
        extension="pdf",
        name=f"{subject.name}活动通知",
        kind="通知或方案",
        on=date(2017, 9, 1),
        number=f"{subject.name}科协〔2017〕1号",
        pages=1,
        by=by.person,
    )
    picture = _kept(f"a picture of {subject.name}".encode())
    Preview.objects.create(
        evidence=evidence, state="done", kind="pages", thumbnail=picture, pictures=[picture]
    )
    places = (
        {"subject": subject, "clause": "1.1"},
        {"record": record},
        {"subject": subject, "claim": claim},
    )
    for place in places:
        EvidenceUse.objects.create(evidence=evidence, by=by.person, **place)


def _kept(content: bytes) -> str:
    arriving = Path(settings.EVIDENCE_ROOT) / "arriving"
    arriving.mkdir(parents=True, exist_ok=True)
    arrival = Arrival(len(content), arriving)
    arrival.write(content)
    received = arrival.finish()
    evidence_store().put(received)
    return received.sha256


def _notice(assessment: Assessment, *, by: Person) -> Notice:
    return Notice.objects.create(
        assessment=assessment, scheme=assessment.scheme, title="关于印发评估办法的通知",
        number="〔2017〕12号", words="请遵照执行", by=by,
    )  # fmt: skip


def _draft(viewer: Viewer) -> SchemeVersion:
    text = scheme_text("yueyang-2017")
    return SchemeVersion.objects.create(
        organisation=viewer.organisation, name="yueyang-2017", number=9, year=2017,
        title=f"{viewer.organisation}草稿", text=text, text_sha256=sha256(text.encode()).hexdigest(),
        uploaded_by=viewer.person,
    )  # fmt: skip


def _elsewhere(world: World) -> None:
    """The other city has its own issued method, assessment, subject and clerk."""
    office = world.viewers["other_office"]
    version = store_scheme("yueyang-2017", viewer=office)
    assessment = Assessment.objects.create(
        organiser=world.other_city, title="邻市的考核", year=2017, scheme=version
    )
    Pin.objects.create(assessment=assessment, scheme=version, by=office.person)
    for stage in world.assessment.stages.all():
        AssessmentStage.objects.create(
            assessment=assessment, stage=stage.stage, position=stage.position, opens=stage.opens,
            closes=stage.closes, opened_at=stage.opened_at, closed_at=stage.closed_at,
        )  # fmt: skip
    county = Organisation.objects.create(
        name="邻县科学技术协会", kind="county", parent=world.other_city, subject_name=ELSEWHERE
    )
    subject = Subject.objects.create(
        assessment=assessment,
        organisation=county,
        name=ELSEWHERE,
        category=world.subject.category,
        until=NOW + timedelta(days=3),
    )
    world.viewers["elsewhere_county"] = appoint("elsewhere_county", "county", organisation=county)
    _furnish(subject, _notice(assessment, by=office.person), by=world.viewers["elsewhere_county"])
