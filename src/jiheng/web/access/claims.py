"""The doors to claims for bonus points: whoever may read a subject's answers may read its claims."""

from __future__ import annotations

from django.db.models import QuerySet

from jiheng.web.access.assessments import subjects_of
from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.models import Claim, Role

READERS = (Role.COUNTY, Role.LEADER, Role.OFFICE, Role.AUDITOR, Role.REVIEWER)
_WITHDRAWN_TOO = (Role.COUNTY, Role.LEADER, Role.AUDITOR)


def claims_of(viewer: Viewer) -> QuerySet[Claim]:
    """Every claim that the viewer may read; withdrawn ones only for the unit itself and the auditor."""
    found = Claim.objects.filter(subject__in=subjects_of(viewer).values("pk")).select_related(
        "by", "subject", "subject__organisation", "subject__assessment", "subject__assessment__scheme"
    )  # fmt: skip
    return found if viewer.is_(*_WITHDRAWN_TOO) else found.filter(withdrawn_at=None)


def claim_of(viewer: Viewer, key: str) -> Claim:
    """One claim that the viewer may read, or NotThere."""
    found = claims_of(viewer).filter(pk=key).first()
    if found is None:
        raise NotThere
    return found


def own_claim(viewer: Viewer, key: str) -> Claim:
    """One claim of the viewer's own unit that its staff may change, or NotThere."""
    viewer.must_be(Role.COUNTY)
    found = claim_of(viewer, key)
    if found.withdrawn_at is not None or found.subject.organisation_id != viewer.organisation.pk:
        raise NotThere
    return found
