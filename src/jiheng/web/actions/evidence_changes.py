"""Changing what is known of a file, taking it back with a reason, putting a better one in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.evidence import Added, add_kept, keep_upload
from jiheng.web.actions.evidence_uses import check_place, put_to, touch_place
from jiheng.web.actions.journal import record
from jiheng.web.actions.versions import change
from jiheng.web.clock import now
from jiheng.web.models import Evidence, EvidenceUse, Role, Submission
from jiheng.web.queries.evidence_places import Place, place_of

FIELDS = ("name", "kind", "on", "level", "number", "pages")


@transaction.atomic
def change_evidence(
    viewer: Viewer, evidence: Evidence, *, version: int, values: Mapping[str, Any]
) -> Evidence:
    """What is known of a file: name, kind, date, level, document number, pages.

    Where it is used for a report, the report must be open. Raises Changed for another version.
    """
    _own(viewer, evidence)
    for place in _places(evidence):
        touch_place(viewer, place)
    fields = {name: values[name] for name in FIELDS if name in values}
    before = {name: getattr(evidence, name) for name in fields}
    change(evidence, version, **fields)
    record(
        viewer,
        "evidence-changed",
        on=evidence,
        before={name: _told(old) for name, old in before.items() if old != fields[name]},
        after={name: _told(fields[name]) for name, old in before.items() if old != fields[name]},
    )
    return evidence


@transaction.atomic
def withdraw_evidence(viewer: Viewer, evidence: Evidence, *, version: int, reason: str) -> None:
    """Take a file back, from everything it is used for; the file and what is known of it stay."""
    _own(viewer, evidence)
    if not reason.strip():
        raise Closed("撤回要写明理由。")
    _refuse_sealed(evidence)
    places = _places(evidence)
    for place in places:
        touch_place(viewer, place)
    change(evidence, version, withdrawn_at=now(), withdrawn_for=reason.strip())
    EvidenceUse.objects.filter(evidence=evidence).delete()
    record(
        viewer,
        "evidence-withdrawn",
        on=evidence,
        before={"name": evidence.name, "places": [place.title for place in places]},
        reason=reason.strip(),
    )


def replace_evidence(
    viewer: Viewer, evidence: Evidence, upload: UploadedFile, *, version: int
) -> Added:
    """A better file in its place: the new one takes over every use, the old one is kept as history.

    Call it outside a transaction, because the file is stored first.
    """
    _own(viewer, evidence)
    _refuse_sealed(evidence)
    for place in _places(evidence):
        check_place(viewer, place)
    kept = keep_upload(viewer, upload)
    if kept.received.sha256 == evidence.sha256:
        raise Closed("选的还是原来的文件，没有替换。请选改好的文件。")
    with transaction.atomic():
        places = _places(evidence)
        for place in places:
            touch_place(viewer, place)
        (added,) = add_kept(viewer, [kept], replaces=evidence)
        for place in places:
            put_to(viewer, added.evidence, place)
        _take_over(evidence, added.evidence)
        reason = f"替换为“{added.evidence.name}”"
        change(evidence, version, withdrawn_at=now(), withdrawn_for=reason)
        EvidenceUse.objects.filter(evidence=evidence).delete()
        record(
            viewer,
            "evidence-withdrawn",
            on=evidence,
            before={"name": evidence.name, "places": [place.title for place in places]},
            after={"replaced_by": added.evidence.sha256},
            reason=reason,
        )
    return added


def _take_over(old: Evidence, new: Evidence) -> None:
    """What people said of the old file holds for its successor until they say otherwise."""
    fields = {name: getattr(old, name) for name in ("kind", "level", "on", "number")}
    given = {name: value for name, value in fields.items() if value and not getattr(new, name)}
    if given:
        Evidence.objects.filter(pk=new.pk).update(**given)


def _own(viewer: Viewer, evidence: Evidence) -> None:
    viewer.must_be(Role.COUNTY)
    if evidence.organisation_id != viewer.organisation.pk:
        raise NotThere
    if evidence.withdrawn_at is not None:
        raise Closed(f"“{evidence.name}”已经撤回。")


def _refuse_sealed(evidence: Evidence) -> None:
    if Submission.objects.filter(sealed=evidence).exists():
        raise Closed(f"“{evidence.name}”是盖章上报件，不能撤回；如需更正，请联系考核办公室退回。")


def _places(evidence: Evidence) -> list[Place]:
    uses = EvidenceUse.objects.filter(evidence=evidence).select_related(
        "subject", "subject__assessment", "subject__assessment__scheme", "record", "claim"
    )
    # one order of locks for everybody: by report, then by record
    return [place_of(one) for one in sorted(uses, key=lambda one: one.about)]


def _told(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
