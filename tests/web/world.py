"""A small world for the site's tests: two cities, ten counties, everybody of every role.

`make_world()` writes it straight into the database (no deeds, no log), so that each test starts at
the stage that it is about. All names are invented but for those that the method itself lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.test import Client

from jiheng.files.inputs import read_inputs
from jiheng.files.yaml import yaml_of
from jiheng.scheme.issue import Issued, issue
from jiheng.scheme.load import scheme_of
from jiheng.scheme.resolve import resolve
from jiheng.values.exact import exact_text
from jiheng.values.inputs import Entry
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import (
    Answer,
    Appointment,
    Assessment,
    AssessmentStage,
    Assignment,
    Organisation,
    Person,
    Pin,
    Role,
    SchemeVersion,
    Subject,
)

SCHEMES = Path(__file__).resolve().parents[2] / "schemes"
PASSWORD = "correct-horse-battery-9"
NOW = datetime(2017, 11, 20, 2, 0, tzinfo=UTC)
OWN, OTHER = "平江县", "华容县"


@cache
def scheme_text(name: str) -> str:
    """The YAML of one of the house's schemes."""
    return (SCHEMES / name / "scheme.yaml").read_text("utf-8")


@cache
def issued(name: str) -> Issued:
    """The scheme issued."""
    return issue(resolve(scheme_of(yaml_of(scheme_text(name), name=name))))


@dataclass
class World:
    """Who and what there is. `viewers` by a short name: office, county, colleague, leader, reviewer,
    body, auditor, administrator, other_county, other_leader, other_office, nobody (no appointment).
    """

    organiser: Organisation
    other_city: Organisation
    counties: Mapping[str, Organisation]
    scheme: SchemeVersion
    assessment: Assessment
    subjects: Mapping[str, Subject]
    viewers: dict[str, Viewer] = field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        """The subject that `county`, `colleague` and `leader` work for."""
        return self.subjects[OWN]

    def client(self, who: str) -> Client:
        """A browser in which this person is logged in."""
        client = Client()
        viewer = self.viewers[who]
        client.force_login(viewer.person)
        session = client.session
        session["appointment"] = viewer.appointment.pk
        session.save()
        return client

    def stage(self, stage: str) -> AssessmentStage:
        """One stage of the assessment by its id in the scheme."""
        return self.assessment.stages.get(stage=stage)


def make_world(scheme: str = "yueyang-2017", *, opened: str | None = "self-assessment") -> World:
    """Everything written; `opened` is the stage that is open now (those before it are closed)."""
    province = _organisation("示例省科学技术协会", "province")
    city = _organisation("示例市科学技术协会", "city", parent=province)
    other = _organisation("邻市科学技术协会", "city", parent=province)
    office = appoint("office", "office", organisation=city)
    version = store_scheme(scheme, viewer=office)
    method = issued(scheme).scheme
    assessment = Assessment.objects.create(
        organiser=city, title=method.title, year=method.period.year, scheme=version
    )
    Pin.objects.create(assessment=assessment, scheme=version, by=office.person)
    _stages(assessment, [stage.id for stage in method.procedure], opened)
    counties, subjects = {}, {}
    for name, category in method.subjects():
        counties[name] = _organisation(f"{name}科学技术协会", "county", parent=city, called=name)
        subjects[name] = Subject.objects.create(
            assessment=assessment, organisation=counties[name], name=name, category=category
        )
    world = World(city, other, counties, version, assessment, subjects, {"office": office})
    _people(world)
    return world


def _people(world: World) -> None:
    names = list(world.counties)
    own = world.counties[OWN] if OWN in world.counties else world.counties[names[0]]
    strange = world.counties[OTHER] if OTHER in world.counties else world.counties[names[1]]
    body = _organisation("绩效评估工作领导小组", "body", parent=world.organiser)
    for who, role, organisation in (
        ("county", "county", own),
        ("colleague", "county", own),
        ("leader", "leader", own),
        ("other_county", "county", strange),
        ("other_leader", "leader", strange),
        ("reviewer", "reviewer", world.organiser),
        ("body", "body", body),
        ("auditor", "auditor", world.organiser),
        ("administrator", "administrator", world.organiser),
        ("other_office", "office", world.other_city),
    ):
        world.viewers[who] = appoint(who, role, organisation=organisation)
    Assignment.objects.create(
        subject=next(one for one in world.subjects.values() if one.organisation == strange),
        person=world.viewers["reviewer"].person,
        by=world.viewers["office"].person,
    )


def appoint(who: str, role: str, *, organisation: Organisation) -> Viewer:
    """A new person with one role. No password: `World.client` logs in without; see `PASSWORD`."""
    person = Person.objects.create(username=who, name=f"样例{who}", email=f"{who}@example.org")
    appointment = Appointment.objects.create(
        person=person, organisation=organisation, role=Role(role), since=NOW - timedelta(days=300)
    )
    return Viewer(person, appointment)


def store_scheme(name: str, *, viewer: Viewer, number: int = 1) -> SchemeVersion:
    """One of the house's schemes, uploaded and issued."""
    text, made = scheme_text(name), issued(name)
    return SchemeVersion.objects.create(
        organisation=viewer.organisation,
        name=made.scheme.scheme,
        number=number,
        title=made.scheme.title,
        year=made.scheme.period.year,
        text=text,
        text_sha256=sha256(text.encode()).hexdigest(),
        digest=made.digest,
        canonical=made.text,
        uploaded_by=viewer.person,
        issued_by=viewer.person,
        issued_at=NOW,
    )


def _organisation(
    name: str, kind: str, *, parent: Organisation | None = None, called: str = ""
) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind, parent=parent, subject_name=called)


def _stages(assessment: Assessment, stages: list[str], opened: str | None) -> None:
    at = stages.index(opened) if opened in stages else -1
    week = timedelta(days=7)
    for position, stage in enumerate(stages):
        begins = NOW + week * 2 * (position - max(at, 0)) - week
        ends = begins + week * 2
        AssessmentStage.objects.create(
            assessment=assessment,
            stage=stage,
            position=position,
            opens=begins,
            closes=ends,
            opened_at=begins if position <= at else None,
            closed_at=ends - timedelta(seconds=1) if position < at else None,
        )


def fill(world: World, name: str = OWN, *, but: tuple[str, ...] = ()) -> None:
    """Answer every fact that is asked of a subject with the sample's figures, but for some."""
    found = sample_facts(world.scheme.name)[name]
    facts = issued(world.scheme.name).scheme.facts
    Answer.objects.bulk_create(
        Answer(
            subject=world.subjects[name],
            of="fact",
            about=fact,
            text=entry.text,
            value="" if entry.value is None else exact_text(entry.value),
            state=entry.state,
            by=world.viewers["county"].person,
        )
        for fact, entry in found.items()
        if fact not in but and facts[fact].from_ == "subject" and facts[fact].is_asked
    )


@cache
def sample_facts(scheme: str) -> Mapping[str, Mapping[str, Entry]]:
    """The sample's facts by subject."""
    inputs = read_inputs(issued(scheme).scheme, SCHEMES.with_name("samples") / scheme).inputs
    return inputs.facts
