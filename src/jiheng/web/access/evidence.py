"""The doors to evidence: who may see a file, and who may change what is known of it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.models import Evidence, EvidenceUse, Role, Subject

READERS = (Role.COUNTY, Role.LEADER, Role.OFFICE, Role.AUDITOR, Role.REVIEWER)
OWNERS = (Role.COUNTY, Role.LEADER)


def evidence_seen(viewer: Viewer) -> QuerySet[Evidence]:
    """Every file that the viewer may open, withdrawn ones among them only for the unit and the auditor.

    A unit sees all of its own. Office, auditor and reviewer see what a unit has put forward: files used
    for a report that they may read, or for a record of its year.
    """
    found = Evidence.objects.select_related("organisation", "by")
    if viewer.is_(*OWNERS):
        own = viewer.organisation
        return found.filter(Q(organisation=own) | Q(organisation__merged_into=own))
    if not viewer.is_(*READERS):
        return found.none()
    found = found.filter(Exists(_put_forward(viewer)))
    return found if viewer.is_(Role.AUDITOR) else found.filter(withdrawn_at=None)


def evidence_of(viewer: Viewer, key: str) -> Evidence:
    """One file that the viewer may open, or NotThere."""
    found = evidence_seen(viewer).filter(pk=key).first()
    if found is None:
        raise NotThere
    return found


def own_evidence(viewer: Viewer, key: str) -> Evidence:
    """One file of the viewer's own unit that its staff may still change, or NotThere."""
    viewer.must_be(Role.COUNTY)
    found = evidence_of(viewer, key)
    if found.withdrawn_at is not None or found.organisation_id != viewer.organisation.pk:
        raise NotThere
    return found


def is_own(viewer: Viewer, evidence: Evidence) -> bool:
    """Does the file belong to the unit that the viewer acts for, or to one that was merged into it?"""
    organisation = evidence.organisation
    return viewer.is_(*OWNERS) and viewer.organisation.pk in {
        organisation.pk,
        organisation.merged_into_id,
    }


def uses_seen(viewer: Viewer) -> QuerySet[EvidenceUse]:
    """What files are used for, as far as the viewer may know."""
    found = EvidenceUse.objects.select_related(
        "subject", "subject__assessment", "subject__assessment__scheme", "record", "claim"
    )
    if viewer.is_(*OWNERS):
        own = viewer.organisation
        return found.filter(
            Q(evidence__organisation=own) | Q(evidence__organisation__merged_into=own)
        )
    return _within(viewer, found) if viewer.is_(*READERS) else found.none()


def _put_forward(viewer: Viewer) -> QuerySet[EvidenceUse]:
    return _within(viewer, EvidenceUse.objects.filter(evidence=OuterRef("pk")))


def _within(viewer: Viewer, uses: QuerySet[EvidenceUse]) -> QuerySet[EvidenceUse]:
    read = Subject.objects.filter(_read_by(viewer))
    of_year = read.filter(
        organisation=OuterRef("record__organisation"), assessment__year=OuterRef("record__year")
    )
    return uses.filter(
        Q(subject__in=read.values("pk")) | Q(Exists(of_year)),
        Q(record=None) | Q(record__withdrawn_at=None),
    )


def _read_by(viewer: Viewer) -> Q:
    if viewer.is_(Role.REVIEWER):
        return Q(assignments__person=viewer.person) & ~Q(organisation=viewer.organisation)
    return Q(assessment__organiser=viewer.organisation)
