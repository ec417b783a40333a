"""A ZIP of files taken in at once: unpacked, matched to clauses by number and name, all or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from jiheng.files.evidence_match import ClauseWords, matched
from jiheng.files.evidence_names import shown_name
from jiheng.files.evidence_store import Received
from jiheng.files.evidence_zip import Unpacked, unpack, zip_members
from jiheng.values.problems import Unreadable
from jiheng.web.access.viewer import Viewer
from jiheng.web.actions.evidence import (
    DISK,
    Added,
    Kept,
    NotTaken,
    add_kept,
    keep,
    received_of,
    told_kind,
)
from jiheng.web.actions.evidence_uses import check_place
from jiheng.web.models import Subject
from jiheng.web.queries.evidence_places import NOWHERE, Place, clauses_of
from jiheng.web.store import arriving

MOST = 200  # files in one ZIP: more would keep everybody else waiting


@dataclass(frozen=True, slots=True)
class Parcel:
    """What became of a ZIP: the files taken in with their places, and what was left out and why."""

    added: tuple[Added, ...]
    left_out: tuple[str, ...]

    @property
    def loose(self) -> tuple[Added, ...]:
        """Files that no clause was found for."""
        return tuple(one for one in self.added if not one.place)


def add_parcel(viewer: Viewer, upload: UploadedFile, *, subject: Subject | None) -> Parcel:
    """Take in every file of a ZIP and use each for the clause of `subject` that its name names.

    A file that is not accepted is left out with its reason. Raises NotTaken for a ZIP that is none, or is
    more than a ZIP of papers. Call it outside a transaction.
    """
    if subject is not None:
        check_place(viewer, Place(subject=subject))
    with ExitStack() as stack:
        received = received_of(upload, stack)
        unpacked, left_out = _unpacked(received, upload.name or "", stack)
        places = _places([one.name for one in unpacked], subject)
        kept, refused = _kept(viewer, unpacked, places=places)
        if not kept:
            raise NotTaken("；".join(["压缩包里没有能收下的文件", *refused, *left_out])[:2000])
        return Parcel(tuple(add_kept(viewer, kept)), (*refused, *left_out))


def _unpacked(
    received: Received, name: str, stack: ExitStack
) -> tuple[list[Unpacked], tuple[str, ...]]:
    try:
        if not told_kind(received, name).is_parcel:
            raise NotTaken(f"“{shown_name(name)}”不是压缩包。")
        listing = zip_members(received.path)
        if len(listing.members) > MOST:
            raise NotTaken(
                f"压缩包里有 {len(listing.members)} 个文件，一次最多 {MOST} 个：请分成几个压缩包。"
            )
        unpacked = unpack(received.path, into=arriving())
    except Unreadable as unreadable:
        raise NotTaken(f"“{shown_name(name)}”：{unreadable.problem.message}") from None
    except OSError:
        raise NotTaken(DISK) from None
    for one in unpacked:
        stack.callback(Path(one.path).unlink, missing_ok=True)
    return unpacked, tuple(f"“{name}”{reason}" for name, reason in listing.left_out)


def _places(names: list[str], subject: Subject | None) -> dict[str, Place]:
    if subject is None:
        return dict.fromkeys(names, NOWHERE)
    words = [
        ClauseWords(one.id, one.printed.number or "", one.title, one.evidence)
        for one in clauses_of(subject)
    ]
    found = matched(names, words)
    return {
        name: Place(subject=subject, clause=clause) if clause else NOWHERE
        for name, clause in found.items()
    }


def _kept(
    viewer: Viewer, unpacked: list[Unpacked], *, places: dict[str, Place]
) -> tuple[list[Kept], tuple[str, ...]]:
    kept: list[Kept] = []
    refused: list[str] = []
    for one, found in _told(unpacked, refused):
        last = shown_name(one.name)
        kept.append(keep(viewer, one.received, name=last, kind=found, place=places[one.name]))
    return kept, tuple(refused)


def _told(unpacked: list[Unpacked], refused: list[str]) -> Iterator[tuple[Unpacked, object]]:
    for one in unpacked:
        try:
            yield one, told_kind(one.received, shown_name(one.name))
        except NotTaken as told:
            refused.append(told.words)
