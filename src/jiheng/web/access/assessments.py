"""The doors to assessments, their stages and their subjects."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.models import Assessment, AssessmentStage, Organisation, Role, Subject


def assessments_of(viewer: Viewer) -> QuerySet[Assessment]:
    """Every assessment that the viewer may know of."""
    found = Assessment.objects.select_related("organiser", "scheme")
    own = viewer.organisation
    seen = {
        Role.OFFICE: Q(organiser=own),
        Role.AUDITOR: Q(organiser=own),
        Role.BODY: Q(organiser=own.parent_id),
        Role.COUNTY: _own("subjects__organisation", own),
        Role.LEADER: _own("subjects__organisation", own),
        Role.REVIEWER: Q(subjects__assignments__person=viewer.person),
    }
    if viewer.role not in seen or (viewer.is_(Role.BODY) and own.parent_id is None):
        return found.none()
    return found.filter(seen[viewer.role]).distinct()


def assessment_of(viewer: Viewer, key: str) -> Assessment:
    """One assessment, or NotThere."""
    found = assessments_of(viewer).filter(key=key).first()
    if found is None:
        raise NotThere
    return found


def run_by(viewer: Viewer, key: str) -> Assessment:
    """One assessment that the viewer's office runs (and may change), or NotThere."""
    viewer.must_be(Role.OFFICE)
    return assessment_of(viewer, key)


def stage_of(viewer: Viewer, key: str) -> AssessmentStage:
    """One stage of an assessment that the viewer's office runs, or NotThere."""
    viewer.must_be(Role.OFFICE)
    found = (
        AssessmentStage.objects.filter(key=key, assessment__organiser=viewer.organisation)
        .select_related("assessment", "assessment__scheme")
        .first()
    )
    if found is None:
        raise NotThere
    return found


def subjects_of(viewer: Viewer) -> QuerySet[Subject]:
    """Every subject whose answers the viewer may read."""
    found = Subject.objects.select_related(
        "organisation", "assessment", "assessment__scheme", "assessment__organiser"
    )
    own = viewer.organisation
    seen = {
        Role.OFFICE: Q(assessment__organiser=own),
        Role.AUDITOR: Q(assessment__organiser=own),
        Role.COUNTY: _own("organisation", own),
        Role.LEADER: _own("organisation", own),
        Role.REVIEWER: Q(assignments__person=viewer.person) & ~Q(organisation=own),
    }
    if viewer.role not in seen:
        return found.none()
    return found.filter(seen[viewer.role])


def subject_of(viewer: Viewer, key: str) -> Subject:
    """One subject whose answers the viewer may read, or NotThere."""
    found = subjects_of(viewer).filter(key=key).first()
    if found is None:
        raise NotThere
    return found


def own_subject(viewer: Viewer, key: str, *roles: Role) -> Subject:
    """One subject that the viewer reports for (county staff; with `roles` others too), or NotThere."""
    viewer.must_be(*(roles or (Role.COUNTY,)))
    return subject_of(viewer, key)


def _own(field: str, organisation: Organisation) -> Q:
    """Its own, and what those reported for that were merged into it."""
    return Q(**{field: organisation}) | Q(**{f"{field}__merged_into": organisation})
