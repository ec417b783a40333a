"""AU-06: if the log cannot be written, no deed of the matrix leaves anything behind."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from django.apps import apps

from jiheng.web.models import Entry
from tests.web.furnished import things
from tests.web.routes import Askers, Route, routes
from tests.web.states import STATES, world_at
from tests.web.test_matrix import Probe, _sent, matrix
from tests.web.world import World

pytestmark = pytest.mark.slow


@cache
def deeds() -> list[tuple[str, Route, str]]:
    """Every address with a good form: a state in which it is open, and somebody who may send it."""
    found = []
    for route in routes():
        row = matrix().get(route.name)
        if row is None or not row.send or row.when == frozenset(STATES):
            continue
        state = next(one for one in STATES if one in row.when)
        found.append((state, route, min(row.may["POST"])))
    return found


def stored() -> dict[str, list[Any]]:
    """Everything of the site's own tables."""
    kinds = apps.get_app_config("web").get_models()
    return {kind.__name__: list(kind.objects.order_by("pk").values()) for kind in kinds}


def changed_by(world: World, route: Route, who: str) -> tuple[int, list[str]]:
    """Status and the tables that are different after sending the good form, which is then undone."""
    askers, own = Askers(world), things(world)
    client, before = askers.client_of(who), stored()
    sent = _sent(world, matrix()[route.name], Probe(route, who, "POST"), own=own)
    with askers.rolled_back():
        status = askers.send(client, route.at(own), sent)
        after = stored()
    return status, [name for name in before if before[name] != after[name]]


@pytest.mark.parametrize("state", STATES)
def test_without_its_entry_no_deed_is_done(
    db: None, state: str, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the log cannot be written")

    world, mine = world_at(state), [one[1:] for one in deeds() if one[0] == state]
    for route, who in mine:
        with monkeypatch.context() as patched:
            patched.setattr(Entry, "save", broken)
            assert (route.name, *changed_by(world, route, who)) == (route.name, 500, [])
        status, tables = changed_by(world, route, who)
        assert (route.name, status < 400, "Entry" in tables) == (route.name, True, True)
    record_property("row", "AU-06")
    record_property("volume", f"{len(mine)} deeds at the state {state}")


def test_many_deeds_are_tried() -> None:
    assert len(deeds()) >= 14
