"""Taking in evidence: the file first, safe in the store, then its row, its use and its log entry together."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from jiheng.files.evidence_kind import EvidenceKind, kind_of
from jiheng.files.evidence_names import shown_name
from jiheng.files.evidence_store import Received, receive
from jiheng.files.preview import can_preview
from jiheng.values.problems import Unreadable
from jiheng.web.access.evidence import OWNERS
from jiheng.web.access.viewer import Closed, Viewer
from jiheng.web.actions.evidence_uses import check_place, put_to, touch_place
from jiheng.web.actions.journal import record
from jiheng.web.models import Evidence, Preview
from jiheng.web.queries.evidence_kinds import asked_at, kind_suggested
from jiheng.web.queries.evidence_limits import over_limit
from jiheng.web.queries.evidence_places import NOWHERE, Place
from jiheng.web.store import StoreDown, arriving, evidence_store

DISK = "服务器的磁盘写不进去（可能已满），文件没有收下。请稍后再传，并告知系统管理员。"
_GONE = "上传时出了岔子，文件没有留住。请再传一次。"
_LONGEST_MARKS = 400


class NotTaken(Closed):
    """A file that is not taken; the words say which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that the store holds, looked at, before anybody has a row of it."""

    name: str
    received: Received
    kind: EvidenceKind
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an upload; `was_there`: the unit had the very same file already."""

    evidence: Evidence
    place: Place
    was_there: bool


def add_evidence(viewer: Viewer, upload: UploadedFile, *, place: Place = NOWHERE) -> Added:
    """Take in one uploaded file for the viewer's own unit and use it at `place` (see
    `queries.evidence_places`).

    Raises NotTaken (a Closed, with words) for a file that is not accepted or does not fit, Closed when
    the report may not change now, NotThere for somebody else's place. Call it outside a transaction,
    because the file is stored first.
    """
    viewer.must_be(*OWNERS)
    check_place(viewer, place)
    kept = keep_upload(viewer, upload, place=place)
    return add_kept(viewer, [kept])[0]


def keep_upload(viewer: Viewer, upload: UploadedFile, *, place: Place = NOWHERE) -> Kept:
    """The file in the store, after everything about it was looked at; no row yet."""
    with ExitStack() as stack:
        received = received_of(upload, stack)
        kind = told_kind(received, upload.name or "")
        if kind.is_parcel:
            raise NotTaken("这里请交单个文件；压缩包请到“佐证材料”页上传，会自动按条款归类。")
        return keep(viewer, received, name=upload.name or "", kind=kind, place=place)


def received_of(upload: UploadedFile, stack: ExitStack) -> Received:
    """The upload on the disk; whatever is left of it goes when the stack ends."""
    try:
        received = getattr(upload, "received", None) or receive(
            upload, limit=settings.EVIDENCE_FILE_LIMIT, into=arriving()
        )
    except Unreadable as unreadable:
        raise NotTaken(f"“{shown_name(upload.name or '')}”：{unreadable.problem.message}") from None
    except OSError:
        raise NotTaken(DISK) from None
    stack.callback(received.path.unlink, missing_ok=True)
    return received


def told_kind(received: Received, name: str) -> EvidenceKind:
    """What the file is; NotTaken with the reason when it is nothing that is accepted."""
    try:
        return kind_of(received.path, name)
    except Unreadable as unreadable:
        problem = unreadable.problem
        raise NotTaken(f"“{problem.place}”：{problem.message}") from None


def keep(
    viewer: Viewer, received: Received, *, name: str, kind: EvidenceKind, place: Place = NOWHERE
) -> Kept:
    """Put a file that was looked at into the store."""
    if words := over_limit(viewer.organisation, received.size):
        raise NotTaken(words)
    try:
        evidence_store().put(received)
    except StoreDown as down:
        raise NotTaken(str(down)) from None
    except OSError:
        raise NotTaken(DISK) from None
    return Kept(shown_name(name), received, kind, place)


@transaction.atomic
def add_kept(
    viewer: Viewer, kept: Sequence[Kept], *, replaces: Evidence | None = None
) -> list[Added]:
    """Rows, uses and log entries of stored files, all of them or none."""
    for place in dict.fromkeys(tuple(sorted(one.place.asked.items())) for one in kept):
        touch_place(viewer, next(one.place for one in kept if _key(one.place) == place))
    if words := over_limit(viewer.organisation, sum(one.received.size for one in kept)):
        raise NotTaken(words)
    return [_added(viewer, one, replaces=replaces) for one in kept]


def _key(place: Place) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(place.asked.items()))


def _added(viewer: Viewer, kept: Kept, *, replaces: Evidence | None) -> Added:
    evidence, was_there = _row(viewer, kept, replaces=replaces)
    # a sweep may have taken the file for an old one that nobody wants
    if not evidence_store().exists(evidence.sha256):
        raise NotTaken(_GONE)
    used = put_to(viewer, evidence, kept.place)
    if was_there and not used:
        return Added(evidence, kept.place, was_there)
    record(
        viewer,
        "evidence-attached" if was_there else "evidence-added",
        on=evidence,
        subject=kept.place.subject,
        clause=kept.place.clause,
        after={"name": evidence.name, "sha256": evidence.sha256, "place": kept.place.title},
    )
    return Added(evidence, kept.place, was_there)


def _row(viewer: Viewer, kept: Kept, *, replaces: Evidence | None) -> tuple[Evidence, bool]:
    own = {"organisation": viewer.organisation, "sha256": kept.received.sha256}
    there = Evidence.objects.filter(**own, withdrawn_at=None).first()
    if there is not None:
        return there, True
    try:
        with transaction.atomic():
            made = Evidence.objects.create(**own, **_columns(viewer, kept), replaces=replaces)
    except IntegrityError:  # a colleague handed in the same file at the same moment
        return Evidence.objects.get(**own, withdrawn_at=None), True
    shown = can_preview(made.media_type)
    words = "" if shown else "这种文件不能在这里预览，请下载后查看。"
    Preview.objects.create(evidence=made, state="waiting" if shown else "none", words=words)
    return made, False


def _columns(viewer: Viewer, kept: Kept) -> dict[str, object]:
    return {
        "size": kept.received.size,
        "media_type": kept.kind.media_type,
        "extension": kept.kind.extension,
        "name": kept.name,
        "kind": kind_suggested(kept.name, asked_at(kept.place)),
        "pages": kept.kind.pages,
        "marks": "、".join(kept.kind.marks)[:_LONGEST_MARKS],
        "by": viewer.person,
    }
