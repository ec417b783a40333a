"""The world at the states that the sweeps go through, from before the first stage to after its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db.models import F

from jiheng.web.actions.submission import sign, submit
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, AssessmentStage, Person
from jiheng.web.queries.fields import papers_of
from tests.web.furnished import furnish
from tests.web.world import NOW, World, fill, issued, make_world


def _open() -> World:
    """Self-assessment is open and everything is answered."""
    world = make_world()
    fill(world)
    for paper in papers_of(issued("yueyang-2017").scheme):
        Answer.objects.create(
            subject=world.subject, of="note", about=paper, text="另行报送", by=_clerk(world)
        )
    return furnish(world)


def _preparing() -> World:
    """No stage has opened yet."""
    world = furnish(make_world(opened=None))
    later = timedelta(weeks=8)
    AssessmentStage.objects.update(opens=F("opens") + later, closes=F("closes") + later)
    return world


def _submitted() -> World:
    """Laid before the leader."""
    world = _open()
    submit(world.viewers["county"], world.subject, revision=world.subject.revision)
    return world


def _signed() -> World:
    """Signed, the stage still open."""
    world = _submitted()
    leader, made = world.viewers["leader"], world.subject.submissions.get()
    sign(leader, world.subject, name=leader.person.name, digest=made.digest)
    return world


def _closed() -> World:
    """Signed, and the next stage has begun."""
    world = _signed()
    world.assessment.stages.filter(stage="self-assessment").update(closed_at=NOW, closes=NOW)
    world.assessment.stages.filter(stage="on-site").update(opened_at=NOW)
    return world


STATES: Mapping[str, Callable[[], World]] = {
    "preparing": _preparing,
    "self-assessment": _open,
    "submitted": _submitted,
    "signed": _signed,
    "closed": _closed,
}


def world_at(state: str) -> World:
    """The furnished world at one state, at the world's NOW."""
    with moved_to(NOW):
        return STATES[state]()


def _clerk(world: World) -> Person:
    return world.viewers["county"].person
