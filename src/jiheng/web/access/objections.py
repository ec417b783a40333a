"""The doors to objections: the unit that objects, the office that answers, the auditor who reads."""

from __future__ import annotations

from django.db.models import QuerySet

from jiheng.web.access.assessments import subjects_of
from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.models import Objection, Role

READERS = (Role.COUNTY, Role.LEADER, Role.OFFICE, Role.AUDITOR)


def objections_of(viewer: Viewer) -> QuerySet[Objection]:
    """Every objection that the viewer may read."""
    if not viewer.is_(*READERS):
        return Objection.objects.none()
    return Objection.objects.filter(subject__in=subjects_of(viewer).values("pk")).select_related(
        "by", "answered_by", "subject", "subject__organisation", "subject__assessment",
        "subject__assessment__scheme", "subject__assessment__organiser",
    )  # fmt: skip


def objection_of(viewer: Viewer, key: str) -> Objection:
    """One objection that the viewer may read, or NotThere."""
    found = objections_of(viewer).filter(pk=key).first()
    if found is None:
        raise NotThere
    return found
