"""OP-06: two worlds that differ in one hidden figure answer everybody who may not know it byte for byte
alike, at every address of the router, in every state."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from django.db.models import Q

from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Subject
from tests.web.furnished import ELSEWHERE, things
from tests.web.hidden import HIDDEN, Change
from tests.web.routes import NOBODY, Askers, Route, routes
from tests.web.same import normal
from tests.web.states import STATES, world_at
from tests.web.world import OTHER, OWN, World

SEED = 20171120
STRANGERS: Mapping[str, tuple[str, ...]] = {
    "other_county": (OTHER, OWN),
    "other_leader": (OTHER, OWN),
    "reviewer": (OTHER, OWN),
    "other_office": (ELSEWHERE, OWN),
    "elsewhere_county": (ELSEWHERE, OWN),
    NOBODY: (OWN,),
}
"""Who may know nothing of it, and whose objects he asks for: his own and the hidden county's."""
UNASKED = {"metrics"}
"""What tells how the machine does; only the machine's own keeper may ask: see test_headers.py."""
TOLD_ON_PURPOSE = {("other_office", "/journal/")}
"""The log of a site is one chain: whoever keeps its head outside, as every office should, sees that it
has grown, and by how many entries; nothing of what they say."""
Answers = dict[tuple[str, str], Any]


def asked() -> list[Route]:
    return [route for route in routes() if route.name not in UNASKED]


def addresses(who: str, keys: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Every address that names something, with his own objects and with the hidden county's."""
    for route in asked():
        owners = STRANGERS[who] if route.objects() else STRANGERS[who][:1]
        for owner in owners:
            yield route.at(keys[owner])


def answers(askers: Askers, share: float) -> Answers:
    """What everybody is answered everywhere, or at a share of the addresses, drawn once."""
    keys = {name: things(askers.world, name) for name in (OWN, OTHER, ELSEWHERE)}
    draw = random.Random(SEED)
    return {
        (who, address): normal(askers.ask(who, "GET", address))
        for who in STRANGERS
        for address in addresses(who, keys)
        if draw.random() < share
    }


def leaks(askers: Askers, before: Answers, changes: Iterable[Change]) -> list[tuple[str, str]]:
    """Who is answered differently, and where, once these figures are others."""
    with askers.rolled_back():
        for change in changes:
            change(askers.world)
        return [
            asked
            for asked, told in before.items()
            if normal(askers.ask(asked[0], "GET", asked[1])) != told
        ]


def prepared(state: str, *, share: float = 1) -> tuple[Askers, Answers]:
    """The world, and what is answered in it, once everybody was there before."""
    askers = Askers(world_at(state))
    answers(askers, share)  # sessions, kept figures and caches are there afterwards
    return askers, answers(askers, share)


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_hidden_figures_change_no_answer(
    db: None, state: str, record_property: pytest.RecordProperty
) -> None:
    share = 0.5 if state == "self-assessment" else 0.15
    askers, before = prepared(state, share=share)
    found = sorted({*leaks(askers, before, HIDDEN.values())} - TOLD_ON_PURPOSE)
    record_property("row", "OP-06")
    record_property("volume", f"{len(HIDDEN)} figures, {len(before)} answers at the state {state}")
    assert len(HIDDEN) >= 30
    assert len(before) >= share * 900
    assert [(where, named(askers, before, where)) for where in found[:5]] == []


def named(askers: Askers, before: Answers, where: tuple[str, str]) -> list[str]:
    """Which figures alone show there."""
    told = {where: before[where]}
    return [name for name, change in HIDDEN.items() if leaks(askers, told, [change])]


@pytest.mark.prove
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("figure", HIDDEN)
def test_each_hidden_figure_alone_changes_no_answer(
    db: None, state: str, figure: str, record_property: pytest.RecordProperty
) -> None:
    askers, before = prepared(state)
    record_property("row", "OP-06")
    record_property("volume", f"{len(before)} answers at the state {state}")
    meant = TOLD_ON_PURPOSE if figure == "a deed in the log" else set()
    assert {*leaks(askers, before, [HIDDEN[figure]])} - meant == set()


def _signed(world: World) -> None:
    Subject.objects.filter(pk=world.subject.pk).update(standing="signed")


def _how_many(viewer: Viewer) -> str:
    """On every page, how many have signed."""
    return f"{viewer.role.label}{Subject.objects.filter(standing='signed').count()}"


@pytest.mark.slow
@pytest.mark.parametrize("leak", ["others' answers", "how many are through"])
def test_a_planted_leak_is_seen_without_its_guard(
    db: None, monkeypatch: pytest.MonkeyPatch, leak: str
) -> None:
    if leak == "others' answers":
        monkeypatch.setattr("jiheng.web.access.assessments._own", lambda *_: Q(pk__isnull=False))
    else:
        monkeypatch.setattr(Viewer, "role_title", property(_how_many))
    askers = Askers(world_at("self-assessment"))
    keys = {name: things(askers.world, name) for name in (OWN, OTHER)}
    asks = [
        ("other_county", one.at(keys[name]))
        for one in asked()
        for name in (OWN, OTHER)
        if one.parameters in {("assessment",), ("subject",)}
    ]
    for _ in range(2):
        before = {where: normal(askers.ask(where[0], "GET", where[1])) for where in asks}
    assert leaks(askers, before, ()) == []
    assert leaks(askers, before, [_signed, HIDDEN["an answer"]]) != []


def test_every_route_is_asked(db: None) -> None:
    keys = {OWN: things(world_at("self-assessment"))}
    assert set(addresses(NOBODY, keys)) == {one.at(keys[OWN]) for one in asked()}
    assert {one.name for one in routes()} - {one.name for one in asked()} == UNASKED
