"""The doors to assessments, their stages and their subjects."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from jiheng.web.access.organisations import below
from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.clock import now
from jiheng.web.models import (
    Appointment,
    Assessment,
    AssessmentStage,
    Notice,
    Organisation,
    Receipt,
    Role,
    SchemeVersion,
    Subject,
)


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


def whole_assessment(viewer: Viewer, key: str) -> Assessment:
    """One assessment with the figures of all its subjects: for its office and the auditor, or NotThere."""
    viewer.must_be(Role.OFFICE, Role.AUDITOR)
    return assessment_of(viewer, key)


def subject_run_by(viewer: Viewer, key: str) -> Subject:
    """One subject of an assessment that the viewer's office runs, or NotThere."""
    viewer.must_be(Role.OFFICE)
    return subject_of(viewer, key)


def countable(viewer: Viewer, assessment: Assessment) -> list[Subject]:
    """The subjects whose standing the viewer may know of, in a steady order."""
    return list(subjects_of(viewer).filter(assessment=assessment).order_by("made_at", "key"))


def reporters_of(organisations: Iterable[str]) -> list[Appointment]:
    """Who reports for the organisations with these keys now: county staff and leaders, to be told."""
    in_force = Q(until=None) | Q(until__gt=now())
    found = Appointment.objects.filter(
        in_force, organisation__in=list(organisations), role__in=(Role.COUNTY, Role.LEADER)
    )
    return list(found.order_by("key"))


def issued_versions(viewer: Viewer) -> QuerySet[SchemeVersion]:
    """Every issued version of the methods of the viewer's office."""
    viewer.must_be(Role.OFFICE)
    return SchemeVersion.objects.filter(
        organisation=viewer.organisation, issued_at__isnull=False
    ).order_by("name", "-number")


def issued_version(viewer: Viewer, key: str) -> SchemeVersion:
    """One version of the office's own methods: NotThere for a stranger's, Closed for a draft."""
    viewer.must_be(Role.OFFICE)
    found = SchemeVersion.objects.filter(organisation=viewer.organisation, key=key).first()
    if found is None:
        raise NotThere
    if not found.is_issued:
        raise Closed("这一版办法还没有印发，印发以后才能用于考核。")
    return found


def assessable(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations that the viewer's office may assess: those below its own, as they are now."""
    viewer.must_be(Role.OFFICE)
    own = viewer.organisation
    keys = below(own) - {own.pk}
    found = Organisation.objects.filter(pk__in=keys, merged_into=None)
    return found.prefetch_related("former_names").order_by("name", "pk")


def receipts_of(viewer: Viewer) -> QuerySet[Receipt]:
    """Every receipt that the viewer may see: the office's and the auditor's all, a unit's own."""
    found = Receipt.objects.select_related(
        "notice", "notice__scheme", "subject", "subject__organisation", "by"
    )
    own = viewer.organisation
    if viewer.is_(Role.OFFICE, Role.AUDITOR):
        return found.filter(notice__assessment__organiser=own)
    if viewer.is_(Role.COUNTY, Role.LEADER):
        return found.filter(_own("subject__organisation", own))
    return found.none()


def receipt_of(viewer: Viewer, key: str) -> Receipt:
    """One receipt, or NotThere."""
    found = receipts_of(viewer).filter(key=key).first()
    if found is None:
        raise NotThere
    return found


def notice_of(viewer: Viewer, key: str) -> Notice:
    """One notice with all its receipts: for the office and the auditor, or NotThere."""
    viewer.must_be(Role.OFFICE, Role.AUDITOR)
    found = (
        Notice.objects.filter(key=key, assessment__organiser=viewer.organisation)
        .select_related("assessment", "assessment__scheme", "scheme", "by")
        .first()
    )
    if found is None:
        raise NotThere
    return found
