"""The files at one place (a clause, a paper, a record, a claim) as a page shows them there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from jiheng.web.access.evidence import uses_seen
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Evidence, EvidenceUse, Role
from jiheng.web.models.evidence import Preview
from jiheng.web.queries.evidence_kinds import asked_at, lacking
from jiheng.web.queries.evidence_places import Place, place_hindrance


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file in a list: its row, and whether there is a small picture of it."""

    evidence: Evidence
    has_picture: bool

    @property
    def icon(self) -> str:
        """The icon that stands for it where there is no picture."""
        return {
            "pdf": "file-type-pdf",
            "docx": "file-type-doc", "doc": "file-type-doc", "wps": "file-type-doc",
            "xlsx": "file-spreadsheet", "xls": "file-spreadsheet", "et": "file-spreadsheet", "csv": "file-spreadsheet",
            "jpg": "photo", "png": "photo", "webp": "photo",
        }.get(self.evidence.extension, "file")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A place with its files, what it asks for, what of it is lacking, and whether it may change."""

    place: Place
    files: tuple[FileShown, ...]
    asked: tuple[str, ...]
    may_change: bool

    @property
    def lacking(self) -> tuple[str, ...]:
        """The proofs asked for that no file says it is."""
        return lacking(self.asked, [one.evidence.kind for one in self.files])


@dataclass
class Slots:
    """All slots of a page: the uses of a subject are read once, however many clauses it shows."""

    viewer: Viewer
    _uses: dict[str, Mapping[str, list[FileShown]]] = field(default_factory=dict)
    _open: dict[str, bool] = field(default_factory=dict)

    def at(self, place: Place) -> Slot:
        """The slot of one place."""
        key = EvidenceUse(
            subject_id=place.subject.pk if place.subject else None,
            clause=place.clause,
            paper=place.paper,
            record=place.record,
            claim=place.claim,
        ).told()
        found = self._read(place).get(key, [])
        return Slot(place, tuple(found), asked_at(place), self._may_change(place))

    def _read(self, place: Place) -> Mapping[str, list[FileShown]]:
        whole = place.subject.pk if place.subject else f"records {place.record.organisation_id}"
        if whole not in self._uses:
            self._uses[whole] = self._files(place)
        return self._uses[whole]

    def _files(self, place: Place) -> Mapping[str, list[FileShown]]:
        uses = uses_seen(self.viewer).filter(evidence__withdrawn_at=None)
        if place.subject is not None:
            uses = uses.filter(subject=place.subject)
        else:
            uses = uses.filter(
                record__organisation=place.record.organisation_id, record__year=place.record.year
            )
        found: dict[str, list[FileShown]] = defaultdict(list)
        for use in uses.select_related("evidence", "evidence__preview").order_by("at", "pk"):
            found[use.about].append(shown(use.evidence))
        return found

    def _may_change(self, place: Place) -> bool:
        holder = place.record or place.subject
        if (
            not self.viewer.is_(Role.COUNTY)
            or holder.organisation_id != self.viewer.organisation.pk
        ):
            return False
        key = f"{holder.pk} {bool(place.claim)}"
        if key not in self._open:
            self._open[key] = not place_hindrance(place)
        return self._open[key]


def shown(evidence: Evidence) -> FileShown:
    """A file for a list."""
    preview: Preview | None = getattr(evidence, "preview", None)
    return FileShown(evidence, bool(preview and preview.thumbnail))
