"""The doors to the year's records (台账): a unit has its own, others read those of reports they may read."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiheng.web.access.assessments import subjects_of
from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.models import Record, Role

READERS = (Role.COUNTY, Role.LEADER, Role.OFFICE, Role.AUDITOR, Role.REVIEWER)
OWNERS = (Role.COUNTY, Role.LEADER)


def records_of(viewer: Viewer) -> QuerySet[Record]:
    """Every record that the viewer may read; withdrawn ones only for the unit itself and the auditor."""
    found = Record.objects.select_related("organisation", "by")
    own = viewer.organisation
    if viewer.is_(*OWNERS):
        return found.filter(Q(organisation=own) | Q(organisation__merged_into=own))
    if not viewer.is_(*READERS):
        return found.none()
    of_year = subjects_of(viewer).filter(
        organisation=OuterRef("organisation"), assessment__year=OuterRef("year")
    )
    found = found.filter(Exists(of_year.values("pk")))
    return found if viewer.is_(Role.AUDITOR) else found.filter(withdrawn_at=None)


def record_of(viewer: Viewer, key: str) -> Record:
    """One record that the viewer may read, or NotThere."""
    found = records_of(viewer).filter(pk=key).first()
    if found is None:
        raise NotThere
    return found


def own_record(viewer: Viewer, key: str) -> Record:
    """One record of the viewer's own unit that its staff may change, or NotThere."""
    viewer.must_be(Role.COUNTY)
    found = record_of(viewer, key)
    if found.withdrawn_at is not None or found.organisation_id != viewer.organisation.pk:
        raise NotThere
    return found
