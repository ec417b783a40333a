"""The sample's methods: taken from the house's folder, issued, and assessed."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localtime

from jiheng.files.yaml import yaml_of
from jiheng.scheme.load import scheme_of
from jiheng.scheme.scheme import Scheme
from jiheng.web.access.viewer import Viewer
from jiheng.web.actions.assessments import make_assessment
from jiheng.web.actions.assessments_reviewers import assign_reviewer
from jiheng.web.actions.notices import send_notice, sign_receipt
from jiheng.web.actions.schemes import add_scheme, issuable, issue_scheme
from jiheng.web.clock import moved_to
from jiheng.web.models import Assessment, Organisation, Receipt, SchemeVersion
from jiheng.web.queries.assessments_making import NewSubject, Plan, listed_subjects
from jiheng.web.queries.method import method_of
from jiheng.web.queries.schemes_house import house_text
from jiheng.web.queries.stages import Times
from jiheng.web.sample.office import bring_last_year
from jiheng.web.sample.people import People
from jiheng.web.sample.script import City, Script

_AFTER = 14
"""Days that each stage after the self-assessment takes."""


def make_assessment_of(script: Script, people: People, city: City) -> Assessment:
    """The city's method issued and its assessment begun as far as the script says."""
    office = _office(people, city)
    with moved_to(script.day(-58)):
        version = _issued(office, city.scheme)
    with moved_to(script.day(-56)):
        made = make_assessment(office, version, _plan(script, city, version))
    if city.receipts:
        bring_last_year(script, city, office=office, assessment=made)
        _announce(script, people, city, office=office, assessment=made)
    return made


def _office(people: People, city: City) -> Viewer:
    return people.viewer(next(one["login"] for one in city.people if one["role"] == "office"))


def _issued(office: Viewer, name: str) -> SchemeVersion:
    text = house_text(name) or ""
    draft = add_scheme(office, scheme_of(yaml_of(text, name=name)), text=text)
    return issue_scheme(office, draft.pk, version=draft.version, digest=issuable(draft).digest)


def _plan(script: Script, city: City, version: SchemeVersion) -> Plan:
    scheme = method_of(version).scheme
    known = list(Organisation.objects.filter(parent__name=city.name))
    found = [(one.name, one.category, one.found) for one in listed_subjects(scheme, known)]
    subjects = tuple(NewSubject(name, kind, place.pk) for name, kind, place in found if place)
    return Plan(scheme.title, subjects, _windows(script, city, scheme))


def _windows(script: Script, city: City, scheme: Scheme) -> dict[str, Times]:
    """The self-assessment as the script says; what comes before ends then, what follows follows."""
    windows, begins = {}, city.closes
    at = [stage.does for stage in scheme.procedure].index("self-assessment")
    for position, stage in enumerate(scheme.procedure):
        if position < at:
            windows[stage.id] = _times(script, city.opens - _AFTER * (at - position), _AFTER)
        elif position == at:
            windows[stage.id] = _times(script, city.opens, city.closes - city.opens)
        else:
            windows[stage.id] = _times(script, begins, _AFTER)
            begins += _AFTER
    return windows


def _times(script: Script, begins: int, days: int) -> Times:
    opens = localtime(script.day(begins)).replace(hour=8, minute=0, second=0, microsecond=0)
    return Times(opens, opens + timedelta(days=days, hours=10), 3)


def _announce(
    script: Script, people: People, city: City, *, office: Viewer, assessment: Assessment
) -> None:
    """The notice goes out, most acknowledge it, and a reviewer is assigned."""
    with moved_to(script.day(-54)):
        send_notice(office, assessment, number="样科协发〔2017〕9号", back_by=None)
    logins = {one.subject: one.login for one in city.units}
    for number, name in enumerate(city.receipts):
        receipt = Receipt.objects.select_related("subject", "notice").get(
            subject__assessment=assessment, subject__name=name
        )
        with moved_to(script.day(-53, minutes=number * 47)):
            sign_receipt(people.viewer(logins[name]), receipt)
    reviewer = next(one["login"] for one in city.people if one["role"] == "reviewer")
    for name in city.receipts[:4]:
        subject = assessment.subjects.get(name=name)
        with moved_to(script.day(-50)):
            assign_reviewer(office, subject, person=people.viewer(reviewer).person.pk)
