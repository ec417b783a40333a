"""What a file is used for: attaching it to a clause, paper, record or claim, and taking it off."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction

from jiheng.web.access.evidence import OWNERS
from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.answers import touch
from jiheng.web.actions.journal import record
from jiheng.web.models import Evidence, EvidenceUse, Organisation, Role, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.evidence_kinds import asked_at, kind_suggested
from jiheng.web.queries.evidence_places import Place
from jiheng.web.queries.reporting import OPEN_TO_CHANGE, hindrance, reporting_window


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
    if place.subject is not None:
        if words := hindrance(place.subject, reporting_window(place.subject)):
            raise Closed(words)
    elif place.record is not None:
        _refuse_reported(_reports_of(place.record.organisation, place.record.year))


def touch_place(viewer: Viewer, place: Place) -> None:
    """Count a change of the report (or of every report of the record's year), if it may change now."""
    _owned(viewer, place)
    if place.subject is not None:
        touch(place.subject)
    elif place.record is not None:
        touch_year(place.record.organisation, place.record.year)


def touch_year(organisation: Organisation, year: int) -> None:
    """Count a change of every report of the organisation's year; Closed once one was handed in, because
    what was signed must not change. Records grow before their stage opens, so its window is not asked."""
    reports = _reports_of(organisation, year)
    reports.filter(standing__in=OPEN_TO_CHANGE).update(revision=models.F("revision") + 1)
    _refuse_reported(reports)


def _reports_of(organisation: Organisation, year: int) -> models.QuerySet[Subject]:
    return Subject.objects.filter(organisation=organisation, assessment__year=year)


def _refuse_reported(reports: models.QuerySet[Subject]) -> None:
    given = reports.exclude(standing__in=OPEN_TO_CHANGE).first()
    if given is not None:
        raise Closed(
            f"本年度自评{Standing(given.standing).label}，台账的材料不能再改；"
            "如需更正，请联系考核办公室退回。"
        )


def _owned(viewer: Viewer, place: Place) -> None:
    viewer.must_be(*((Role.COUNTY,) if place else OWNERS))
    holder = place.record or place.subject
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
