"""OP-01: who may do what at which address equals `matrix.yaml`, for every address of the router."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.web.furnished import things
from tests.web.routes import METHODS, NOBODY, Askers, Route, Told, routes
from tests.web.states import STATES, world_at
from tests.web.world import OTHER, World

SEED = 20171120
PEOPLE = (
    "office", "county", "colleague", "leader", "reviewer", "body", "auditor", "administrator",
    "other_county", "other_leader", "other_office",
)  # fmt: skip
EVERYONE = (*PEOPLE, NOBODY)
ANSWERED = {200, 201, 204, 302, 400, 409, 413, 415, 422}
"""What whoever may is answered: done, to be mended, or not now; never 403, 404, 405 or 5xx."""


@dataclass(frozen=True, slots=True)
class Row:
    """One address: by method who may; in which states the deed is open; what a good form sends."""

    may: Mapping[str, frozenset[str]]
    when: frozenset[str]
    send: Mapping[str, str]
    other: Mapping[str, frozenset[str]]
    library: bool


@cache
def matrix() -> Mapping[str, Row]:
    path = Path(__file__).with_name("matrix.yaml")
    return {name: _row(told) for name, told in _plain(path).items()}


def _plain(path: Path) -> Mapping[str, Any]:
    return YAML(typ="safe").load(path)


def _row(told: Mapping[str, Any]) -> Row:
    assert set(told) <= {*METHODS, "when", "send", "other", "library"}, told
    when = frozenset(str(told.get("when", "")).split()) or frozenset(STATES)
    assert when <= frozenset(STATES), told
    return Row(
        _may(told), when, told.get("send", {}), _may(told.get("other", {})), "library" in told
    )


def _may(told: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    return {one: _people(told[one]) for one in METHODS if one in told}


def _people(told: str) -> frozenset[str]:
    names = frozenset(told.split())
    known = names - {"everyone"}
    assert known <= frozenset(EVERYONE), told
    return known | frozenset(PEOPLE) if "everyone" in names else known


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(matrix()) == sorted(route.name for route in routes())


def test_every_address_is_open_to_somebody() -> None:
    assert [name for name, row in matrix().items() if not any(row.may.values())] == []


@dataclass(frozen=True, slots=True)
class Probe:
    """One person, one method, one address."""

    route: Route
    who: str
    method: str


def every(state: str) -> Iterator[Probe]:
    """All of them, in this state."""
    for route in routes():
        for who in EVERYONE:
            for method in METHODS:
                yield Probe(route, who, method)


def sample(state: str) -> Iterator[Probe]:
    """While self-assessment is open everybody reads and sends everywhere; the rest is drawn."""
    draw = random.Random(f"{SEED} {state}")
    for route in routes():
        wide = state == "self-assessment"
        for who in EVERYONE if wide else draw.sample(EVERYONE, 2):
            yield Probe(route, who, "GET")
            yield Probe(route, who, "POST")
        for method in ("HEAD", "PUT", "PATCH", "DELETE") if wide else ():
            yield Probe(route, draw.choice(EVERYONE), method)


def differences(world: World, probes: Iterator[Probe], state: str) -> tuple[int, list[str]]:
    """How many were tried, and which were not answered as the file says."""
    askers, own = Askers(world), things(world)
    tried, found = 0, []
    for probe in probes:
        row = matrix().get(probe.route.name)
        if row is None:
            continue  # the test above tells
        tried += 1
        sent = _sent(world, row, probe, own=own)
        told = askers.ask(probe.who, probe.method, probe.route.at(own), data=sent)
        if wrong := _wrong(row, probe, told, state=state):
            found.append(f"{state} {probe.who} {probe.method} {probe.route.name}: {wrong}")
    return tried, found


def _sent(world: World, row: Row, probe: Probe, *, own: Mapping[str, str]) -> Any:
    if probe.method != "POST":
        return None if probe.method in {"GET", "HEAD"} else "{}"
    latest = world.subject.submissions.order_by("-number").first()
    viewer = world.viewers.get(probe.who)
    known = {
        **own,
        "acting": viewer.appointment.pk if viewer else "",
        "name": viewer.person.name if viewer else "",
        "digest": latest.digest if latest else "",
        "revision": str(world.subject.revision),
    }
    return {name: str(value).format(**known) for name, value in row.send.items()}


def _wrong(row: Row, probe: Probe, told: Told, *, state: str) -> str:
    """What is wrong with the answer; empty if nothing is."""
    method = "GET" if probe.method == "HEAD" else probe.method
    if told.status >= 500:
        return f"{told.status}"
    if row.library:
        refused = probe.who == NOBODY and NOBODY not in row.may.get(method, ())
        return f"refused, but wrote to {told.wrote}" if refused and told.wrote else ""
    if method not in row.may:
        return "" if told.status == 405 and not told.wrote else f"{told.status} is not 405"
    if probe.who not in row.may[method]:
        return _not_refused(probe, told)
    if told.status not in ANSWERED or (told.leads_to_the_door and probe.who != NOBODY):
        return f"{told.status} where it is open"
    return _untimely(row, told, method=method, state=state)


def _not_refused(probe: Probe, told: Told) -> str:
    refused = told.leads_to_the_door if probe.who == NOBODY else told.status == 404
    if not refused:
        return f"{told.status} where it is closed"
    return f"refused, but wrote to {told.wrote}" if told.wrote else ""


def _untimely(row: Row, told: Told, *, method: str, state: str) -> str:
    deed = "web_entry" in told.wrote
    if method == "GET":
        return "reading wrote to the log" if deed else ""
    if state not in row.when:
        return "a deed out of time" if deed else ""
    if row.send and row.when != frozenset(STATES) and not deed:
        return f"{told.status}: a good form did nothing"
    return ""


@pytest.mark.parametrize("state", STATES)
def test_everybody_may_what_the_file_says(
    db: None, state: str, record_property: pytest.RecordProperty
) -> None:
    tried, found = differences(world_at(state), sample(state), state)
    record_property("row", "OP-01")
    record_property("volume", f"{tried} probes at the state {state}")
    assert found == []
    assert tried >= (1_500 if state == "self-assessment" else 250)


@pytest.mark.prove
@pytest.mark.parametrize("state", STATES)
def test_everybody_may_what_the_file_says_in_full(
    db: None, state: str, record_property: pytest.RecordProperty
) -> None:
    tried, found = differences(world_at(state), every(state), state)
    record_property("row", "OP-01")
    record_property("volume", f"{tried} probes at the state {state}")
    assert found == []
    assert tried >= 4_000


def test_the_other_county_is_seen_by_its_own_people_and_its_reviewer(db: None) -> None:
    world = world_at("self-assessment")
    askers, other = Askers(world), things(world, OTHER)
    found = []
    asked = [(one, *each) for one in routes() for each in matrix()[one.name].other.items()]
    for (route, method, may), who in product(asked, PEOPLE):
        told = askers.ask(who, method, route.at(other))
        if (told.status != 404) != (who in may):
            found.append(f"{who} {method} {route.name}: {told.status}")
    assert found == []


def test_an_open_door_is_seen_without_its_guard(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.models import Q

    from jiheng.web.access import assessments

    everything = Q(assessment__isnull=False)
    monkeypatch.setattr(assessments, "_own", lambda field, organisation: everything)
    monkeypatch.setattr("jiheng.web.access.viewer.Viewer.must_be", lambda *_: None)
    world = world_at("self-assessment")
    probes = (
        Probe(one, "other_county", "GET") for one in routes() if one.parameters == ("subject",)
    )
    _, found = differences(world, probes, "self-assessment")
    assert len(found) >= 3
