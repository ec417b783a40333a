"""The doors to versions of methods: the office and the auditor see all of their own, everybody in an
assessment the issued ones that it runs or ran under."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jiheng.web.access.assessments import assessments_of
from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.models import Pin, Role, SchemeVersion

KEEPERS = (Role.OFFICE, Role.AUDITOR)
"""Who sees the library with its drafts; only the office changes it."""

ISSUED = "这一版已经印发，不能再改。要改请以它为基础起草新版。"


def schemes_of(viewer: Viewer) -> QuerySet[SchemeVersion]:
    """Every version that the viewer may read."""
    found = SchemeVersion.objects.select_related("uploaded_by", "issued_by", "based_on")
    if viewer.is_(*KEEPERS):
        return found.filter(organisation=viewer.organisation)
    seen = assessments_of(viewer)
    pinned = Q(pk__in=seen.values("scheme")) | Q(
        pk__in=Pin.objects.filter(assessment__in=seen.values("pk")).values("scheme")
    )
    return found.filter(pinned, issued_at__isnull=False)


def scheme_version_of(viewer: Viewer, key: str) -> SchemeVersion:
    """One version, or NotThere."""
    found = schemes_of(viewer).filter(pk=key).first()
    if found is None:
        raise NotThere
    return found


def kept_scheme(viewer: Viewer, key: str) -> SchemeVersion:
    """One version of the viewer's own library, with all that belongs to it, or NotThere."""
    viewer.must_be(*KEEPERS)
    return scheme_version_of(viewer, key)


def draft_of(viewer: Viewer, key: str) -> SchemeVersion:
    """One version that the viewer's office may still change; NotThere, or Closed once it is issued."""
    viewer.must_be(Role.OFFICE)
    found = scheme_version_of(viewer, key)
    if found.is_issued:
        raise Closed(ISSUED)
    return found
