"""Where the same file, nearly the same picture or the same document number is used elsewhere.

A unit is told of its own files only; other units' are shown to the office and the auditor, because a
unit must not learn what others hand in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.files.picture import distance, is_near
from jiheng.web.access.evidence import evidence_seen, uses_seen
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Evidence, EvidenceUse, Role
from jiheng.web.queries.evidence_places import Place, place_of, year_of

_MOST = 20


@dataclass(frozen=True, slots=True)
class Same:
    """Another file that is the same in a way: `how` in words, and what it is used for."""

    evidence: Evidence
    how: str
    uses: tuple[EvidenceUse, ...]

    @property
    def places(self) -> list[tuple[Place, int]]:
        """Where it is used, each with its year."""
        return [(place_of(use), year_of(use)) for use in self.uses]


def same_as(viewer: Viewer, evidence: Evidence) -> tuple[Same, ...]:
    """The files that the viewer may open and that are the same as this one, the surest first."""
    others = evidence_seen(viewer).exclude(pk=evidence.pk).order_by("made_at", "pk")
    if viewer.is_(Role.REVIEWER):
        others = others.filter(organisation=evidence.organisation_id)
    found: dict[str, tuple[Evidence, str]] = {}
    for one, how in _found(evidence, others):
        found.setdefault(one.pk, (one, how))
    chosen = list(found.values())[:_MOST]
    uses = _uses(viewer, [one.pk for one, _ in chosen])
    return tuple(Same(one, how, tuple(uses.get(one.pk, ()))) for one, how in chosen)


def _found(evidence: Evidence, others) -> Iterator[tuple[Evidence, str]]:
    for one in others.filter(sha256=evidence.sha256)[:_MOST]:
        yield one, "同一个文件"
    if evidence.number:
        for one in others.filter(number=evidence.number)[:_MOST]:
            yield one, f"文号相同：{evidence.number}"
    if evidence.picture_hash:
        yield from _near(evidence, others)


def _near(evidence: Evidence, others) -> Iterator[tuple[Evidence, str]]:
    """Hashes are compared here, because no database counts differing bits."""
    pictures = others.exclude(picture_hash="").values_list("pk", "picture_hash")
    near = sorted(
        (distance(evidence.picture_hash, hashed), key)
        for key, hashed in pictures.iterator()
        if is_near(evidence.picture_hash, hashed)
    )
    rows = others.in_bulk([key for _, key in near[:_MOST]])
    for _, key in near[:_MOST]:
        yield rows[key], "几乎相同的图片"


def _uses(viewer: Viewer, keys: list[str]) -> dict[str, list[EvidenceUse]]:
    found: dict[str, list[EvidenceUse]] = {}
    for use in uses_seen(viewer).filter(evidence__in=keys).order_by("at", "pk"):
        found.setdefault(use.evidence_id, []).append(use)
    return found
