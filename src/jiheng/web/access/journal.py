"""Who reads which entries of the log."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jiheng.web.access.assessments import assessments_of, subjects_of
from jiheng.web.access.organisations import below
from jiheng.web.access.people import people_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Entry, Role

READERS = (Role.AUDITOR, Role.OFFICE, Role.COUNTY, Role.LEADER)
AT_THE_DOOR = ("logged-in", "logged-out", "log-in-refused", "password-changed", "second-factor-changed", "switched")  # fmt: skip
"""What a person does at the door is for the auditor only."""
TOLD_TO_THE_UNIT = (
    "handed-back", "subject-reopened", "office-fact-entered", "objection-answered", "reminded",
    "notice-sent",
)  # fmt: skip
"""What others do to a unit's report and the unit may know of."""


def entries_of(viewer: Viewer) -> QuerySet[Entry]:
    """The auditor: all of the organiser and below it; the office: its assessments and methods; county
    staff and their leader: their own unit's deeds and what was done to its report."""
    if not viewer.is_(*READERS):
        return Entry.objects.none()
    return Entry.objects.filter(_SEEN[viewer.role](viewer))


def _auditors(viewer: Viewer) -> Q:
    seen = Q(organisation__in=below(viewer.organisation)) | _of_assessments(viewer)
    return seen | Q(organisation="", key__in=people_of(viewer).values("pk"))


def _offices(viewer: Viewer) -> Q:
    own = Q(organisation=viewer.organisation.pk, what="schemeversion")
    return _of_assessments(viewer) | own


def _of_assessments(viewer: Viewer) -> Q:
    return Q(assessment__in=assessments_of(viewer).order_by().values("pk"))


def _units(viewer: Viewer) -> Q:
    own = Q(organisation=viewer.organisation.pk) & ~Q(deed__in=AT_THE_DOOR)
    about = Q(subject__in=subjects_of(viewer).values("pk"), deed__in=TOLD_TO_THE_UNIT)
    return own | about


_SEEN = {
    Role.AUDITOR: _auditors,
    Role.OFFICE: _offices,
    Role.COUNTY: _units,
    Role.LEADER: _units,
}
