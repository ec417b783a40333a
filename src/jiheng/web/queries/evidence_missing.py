"""What evidence a report still lacks: the proofs that each clause, paper or record asks for and what is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Claim, Subject
from jiheng.web.queries.evidence_places import Place, clauses_of
from jiheng.web.queries.evidence_slots import Slot, Slots
from jiheng.web.queries.fields import papers_of
from jiheng.web.queries.method import method_of


@dataclass(frozen=True, slots=True)
class Missing:
    """The evidence of one report, place by place."""

    subject: Subject
    slots: tuple[Slot, ...]

    @property
    def lacking(self) -> int:
        """How many places still lack something."""
        return sum(1 for slot in self.slots if slot.lacking)


def missing_of(viewer: Viewer, subject: Subject) -> Missing:
    """Every clause that asks for proofs or has some, every paper, every claim."""
    slots = Slots(viewer)
    found = [slots.at(place) for place in _places(subject)]
    return Missing(subject, tuple(slot for slot in found if slot.asked or slot.files))


def _places(subject: Subject) -> Iterator[Place]:
    for leaf in clauses_of(subject):
        yield Place(subject=subject, clause=leaf.id)
    for paper in papers_of(method_of(subject.assessment.scheme).scheme):
        yield Place(subject=subject, paper=paper)
    claims = Claim.objects.filter(subject=subject, withdrawn_at=None).order_by("made_at", "pk")
    for claim in claims:
        yield Place(subject=subject, claim=claim)
