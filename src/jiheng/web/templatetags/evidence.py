"""`{% evidence_slot … as slot %}`: the files at a clause, paper, record or claim, for the pieces of evidence."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from jiheng.web.queries.evidence_places import Place
from jiheng.web.queries.evidence_slots import Slot, Slots

register = template.Library()

_KEPT = "evidence_slots"


@register.simple_tag(takes_context=True)
def evidence_slot(context: Context, **named: Any) -> Slot | None:
    """The slot of `subject` and `clause` (an id, an indicator, or a shown clause) or `paper`, of `record`,
    or of `claim`. None where nobody is looking (a piece without its request)."""
    request = context.get("request")
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return None
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, Slots(viewer))
    return getattr(request, _KEPT).at(_place(**named))


def _place(
    *, subject: Any = None, clause: Any = "", paper: str = "", record: Any = None, claim: Any = None
) -> Place:
    if record is not None:
        return Place(record=record)
    if claim is not None:
        return Place(subject=claim.subject, claim=claim)
    leaf = getattr(clause, "leaf", clause)
    return Place(subject=subject, clause=getattr(leaf, "id", leaf), paper=paper)
