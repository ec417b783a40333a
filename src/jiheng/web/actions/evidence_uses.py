"""What a file is used for: attaching it to a clause, paper, record or claim, and taking it off."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from jiheng.web.access.evidence import OWNERS
from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.answers import touch
from jiheng.web.actions.journal import record
from jiheng.web.actions.records import touch_book, touch_reports
from jiheng.web.models import Evidence, EvidenceUse, Role
from jiheng.web.queries.evidence_kinds import asked_at, kind_suggested
from jiheng.web.queries.evidence_places import Place, place_hindrance


@transaction.atomic
def attach(viewer: Viewer, evidence: Evidence, place: Place) -> None:
    """Use a file that is there at another place too."""
    _own(viewer, evidence)
    touch_place(viewer, place)
    if not put_to(viewer, evidence, place):
        raise Closed(f"“{evidence.name}”已经用于{place.title}。")
    if not evidence.kind and (kind := kind_suggested(evidence.name, asked_at(place))):
        Evidence.objects.filter(pk=evidence.pk, kind="").update(kind=kind)
    record(
        viewer, "evidence-attached", on=evidence,
        subject=place.subject, clause=place.clause, after={"place": place.title},
    )  # fmt: skip


@transaction.atomic
def detach(viewer: Viewer, evidence: Evidence, place: Place) -> None:
    """Use it there no longer; the file stays with the unit."""
    _own(viewer, evidence)
    touch_place(viewer, place)
    done, _ = EvidenceUse.objects.filter(evidence=evidence, about=_use(place).told()).delete()
    if not done:
        raise NotThere
    record(
        viewer, "evidence-detached", on=evidence,
        subject=place.subject, clause=place.clause, before={"place": place.title},
    )  # fmt: skip


@transaction.atomic
def move(viewer: Viewer, evidence: Evidence, *, before: Place, after: Place) -> None:
    """From one place to another; either may be nowhere."""
    if before:
        detach(viewer, evidence, before)
    if after:
        attach(viewer, evidence, after)


def put_to(viewer: Viewer, evidence: Evidence, place: Place) -> bool:
    """Write the use; False where it is there already or the place is nowhere. No log, no stage."""
    if not place:
        return False
    use = _use(place)
    use.evidence, use.by = evidence, viewer.person
    try:
        with transaction.atomic():
            use.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def check_place(viewer: Viewer, place: Place) -> None:
    """Refuse early, before a file is kept: NotThere for somebody else's place, Closed when it may not
    change now. `touch_place` decides in the transaction."""
    _owned(viewer, place)
    if words := place_hindrance(place):
        raise Closed(words)


def touch_place(viewer: Viewer, place: Place) -> None:
    """Count a change of the report (of every report that counts the record), if it may change now."""
    _owned(viewer, place)
    if place.record is not None:
        one = place.record
        touch_reports(one.organisation, {one.year}, kind=one.kind)
    elif place.claim is not None:
        touch_book(place.claim.subject)
    elif place.subject is not None:
        touch(place.subject)


def _owned(viewer: Viewer, place: Place) -> None:
    viewer.must_be(*((Role.COUNTY,) if place else OWNERS))
    claimant = place.claim.subject if place.claim is not None else None
    holder = place.record or claimant or place.subject
    if holder is not None and holder.organisation_id != viewer.organisation.pk:
        raise NotThere


def _own(viewer: Viewer, evidence: Evidence) -> None:
    viewer.must_be(Role.COUNTY)
    if evidence.organisation_id != viewer.organisation.pk:
        raise NotThere
    if not Evidence.objects.filter(pk=evidence.pk, withdrawn_at=None).exists():
        raise Closed(f"“{evidence.name}”已经撤回，不能再用。")


def _use(place: Place) -> EvidenceUse:
    return EvidenceUse(
        subject=place.subject,
        clause=place.clause,
        paper=place.paper,
        record=place.record,
        claim=place.claim,
    )
