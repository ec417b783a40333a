"""A large site to measure on: 200 units, 1,000 accounts, three years of reports, records and log.

Invented throughout; written straight into the database, not through deeds, because it is only to weigh.
"""

# ruff: noqa: PLC0415 - Django reads the environment when it is imported: only where it is used
from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiheng.web.models import Organisation, Person, SchemeVersion, Subject

SEED = 20171120
YEARS = (2015, 2016, 2017)
_EACH = ("county", "county", "county", "leader", "county")


@dataclass(frozen=True, slots=True)
class Desk:
    """One account that reports: its session, its unit's newest subject, whose fields it may save."""

    session: str
    role: str
    subject: str


@dataclass(frozen=True, slots=True)
class Large:
    """What was made: everybody's desk, the office's session, the fields that a subject is asked."""

    desks: list[Desk]
    office: str
    fields: list[str]


def make_large(units: int = 200, people: int = 1_000) -> Large:
    """Write it into the database that Django talks to (it has the site's tables)."""
    from jiheng.web.models import Organisation
    from tests.web.world import appoint, issued, store_scheme

    city = Organisation.objects.create(name="大市科学技术协会", kind="city")
    office = appoint("office", "office", organisation=city)
    scheme = store_scheme("yueyang-2017", viewer=office)
    counties = Organisation.objects.bulk_create(
        Organisation(name=f"第{n}县科协", kind="county", parent=city, subject_name=f"第{n}县")
        for n in range(units)
    )
    clerks = _people(counties, people)
    fields = _asked(issued("yueyang-2017").scheme)
    subjects = [
        _year(year, counties, scheme=scheme, by=office.person, fields=fields) for year in YEARS
    ]
    newest = {one.organisation_id: one.pk for one in subjects[-1]}
    desks = [
        Desk(session_of(person, appointment), role, newest[organisation])
        for person, appointment, role, organisation in clerks
    ]
    return Large(desks, session_of(office.person, office.appointment.pk), fields)


def _people(counties: list[Organisation], count: int) -> list[tuple[Person, str, str, str]]:
    from jiheng.web.clock import now
    from jiheng.web.models import Appointment, Person

    people = Person.objects.bulk_create(
        Person(username=f"clerk{n}", name=f"填报人{n}", email=f"clerk{n}@example.org")
        for n in range(count)
    )
    since = now() - timedelta(days=900)
    appointed = Appointment.objects.bulk_create(
        Appointment(
            person=person,
            organisation=counties[n % len(counties)],
            role=_EACH[n // len(counties) % len(_EACH)],
            since=since,
        )
        for n, person in enumerate(people)
    )
    return [(one.person, one.pk, one.role, one.organisation_id) for one in appointed]


def _asked(scheme: Any) -> list[str]:
    """Facts that are numbers and stand alone, so that any small number may be saved."""
    return [
        name for name, fact in scheme.facts.items()
        if fact.from_ == "subject" and fact.is_asked and fact.type in {"count", "number", "integer"}
    ]  # fmt: skip


def _year(
    year: int, counties: list[Organisation], *, scheme: SchemeVersion, by: Person, fields: list[str]
) -> list[Subject]:
    from jiheng.web.clock import now
    from jiheng.web.models import Answer, Assessment, AssessmentStage, Pin, Record, Subject
    from tests.web.world import issued

    method = issued("yueyang-2017").scheme
    assessment = Assessment.objects.create(
        organiser=scheme.organisation, title=f"{year}年评估", year=year, scheme=scheme
    )
    Pin.objects.create(assessment=assessment, scheme=scheme, by=by)
    begins = now() - timedelta(days=10 + 365 * (YEARS[-1] - year))
    for position, stage in enumerate(method.procedure):
        opens = begins + timedelta(days=20 * position)
        AssessmentStage.objects.create(
            assessment=assessment, stage=stage.id, position=position, opens=opens,
            closes=opens + timedelta(days=20),
        )  # fmt: skip
    category = method.subjects()[0][1]
    subjects = Subject.objects.bulk_create(
        Subject(assessment=assessment, organisation=one, name=one.subject_name, category=category)
        for one in counties
    )
    draw = random.Random(f"{SEED} {year}")
    Answer.objects.bulk_create(
        (
            Answer(
                subject=one,
                of="fact",
                about=about,
                text=(n := str(draw.randrange(20))),
                value=n,
                by=by,
            )
            for one in subjects
            for about in fields
        ),
        batch_size=2_000,
    )
    Record.objects.bulk_create(
        Record(
            organisation=one, year=year, kind="activity", on=date(year, 5, 1 + n), title=f"活动{n}",
            values=json.dumps({"name": f"活动{n}", "sort": "其他活动", "theme": "科普日"}), by=by,
        )
        for one in counties
        for n in range(20)
    )  # fmt: skip
    return subjects


def session_of(person: Person, appointment: str) -> str:
    """The key of a session of somebody who has logged in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    store = SessionStore()
    at = timezone.now().timestamp()
    store.update({
        SESSION_KEY: person.pk,
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
        "appointment": appointment, "since": at, "seen": at,
    })  # fmt: skip
    store.save()
    return str(store.session_key)
