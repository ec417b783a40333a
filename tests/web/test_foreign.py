"""OP-02 to OP-05: what is another's is as good as missing, in every place of a request that can name it;
a form moves nothing to another owner; a right withdrawn is gone with the next request."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.apps import apps

from jiheng.web.keys import keys_from
from jiheng.web.models import Appointment, Evidence
from tests.web.forms_in import FormIn, forms_in
from tests.web.furnished import ELSEWHERE, things
from tests.web.routes import METHODS, NOBODY, Askers, routes
from tests.web.same import normal
from tests.web.states import world_at
from tests.web.test_matrix import PEOPLE, matrix
from tests.web.world import NOW, OTHER, OWN

SEED = 20171120
SHARED = frozenset({"assessment", "notice", "stage", "scheme", "pk"})
"""What two counties of one city have in common (or, `pk`, belongs to one account)."""
ASKS: tuple[tuple[str, str, str], ...] = (
    ("other_county", OTHER, OWN),
    ("other_leader", OTHER, OWN),
    ("reviewer", OTHER, OWN),
    ("county", OWN, OTHER),
    ("county", OWN, ELSEWHERE),
    ("office", OWN, ELSEWHERE),
    ("auditor", OWN, ELSEWHERE),
    ("administrator", OWN, ELSEWHERE),
    ("other_office", ELSEWHERE, OWN),
    ("elsewhere_county", ELSEWHERE, OWN),
)
"""Who asks, whose objects are his own, and whose he tries."""
NEVER = "2n3v4r5w6x7y"
"""A key that was never given."""


@dataclass(frozen=True, slots=True)
class Try:
    """One request with one strange key in the path."""

    who: str
    method: str
    foreign: str
    missing: str
    key: str


def in_paths(askers: Askers) -> Iterator[Try]:
    """Each parameter of each address, for each who may not know the object."""
    keys = {name: things(askers.world, name) for name in (OWN, OTHER, ELSEWHERE)}
    for who, own, foreign in ASKS:
        shared = frozenset() if ELSEWHERE in (own, foreign) else SHARED
        for route, one in product(routes(), sorted({*keys[own]} - shared - {"pk"})):
            if one not in route.parameters:
                continue
            at = [route.at(keys[own] | {one: key}) for key in (keys[foreign][one], NEVER)]
            yield from (Try(who, method, *at, keys[foreign][one]) for method in METHODS)


def test_a_foreign_key_in_the_path_is_as_good_as_none(
    db: None, record_property: pytest.RecordProperty
) -> None:
    askers = Askers(world_at("self-assessment"))
    draw, tried, found = random.Random(SEED), 0, []
    for one in in_paths(askers):
        if one.method in {"GET", "POST"} or draw.random() < 0.1:
            tried += 1
            found += differs(askers, one)
    record_property("row", "OP-02")
    record_property("volume", f"{tried} foreign keys in paths")
    assert found == []
    assert tried >= 600


@pytest.mark.prove
def test_a_foreign_key_in_the_path_is_as_good_as_none_in_full(
    db: None, record_property: pytest.RecordProperty
) -> None:
    tried, found = 0, []
    askers = Askers(world_at("submitted"))
    for one in in_paths(askers):
        tried += 1
        found += differs(askers, one)
    record_property("row", "OP-02")
    record_property("volume", f"{tried} foreign keys in paths")
    assert found == []
    assert tried >= 2_000


def differs(askers: Askers, one: Try) -> list[str]:
    foreign = askers.ask(one.who, one.method, one.foreign)
    missing = askers.ask(one.who, one.method, one.missing)
    told = normal(foreign, keys=[one.key]), normal(missing, keys=[NEVER])
    if told[0] == told[1] and foreign.status in {404, 405} and not foreign.wrote:
        return []
    return [f"{one.who} {one.method} {one.foreign}: {foreign.status}, {missing.status}"]


def test_a_foreign_object_is_seen_without_its_guard(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db.models import Q

    from jiheng.web.access import assessments

    monkeypatch.setattr(assessments, "_own", lambda *_: Q(pk__isnull=False))
    askers = Askers(world_at("self-assessment"))
    reading = [one for one in in_paths(askers) if (one.who, one.method) == ("other_county", "GET")]
    assert len([told for one in reading for told in differs(askers, one)]) >= 3


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as somebody found it on a page of his."""

    who: str
    form: FormIn


def forms_of(askers: Askers, who: str, owner: str) -> list[Sent]:
    """Every form on every page that he may read, each kind once."""
    keys = things(askers.world, owner)
    found: dict[tuple[str, frozenset[str]], Sent] = {}
    for route in routes():
        told = askers.ask(who, "GET", route.at(keys))
        if told.status == 200 and told.headers.get("Content-Type", "").startswith("text/html"):
            for form in forms_in(told.text, at=route.at(keys)):
                found.setdefault((form.action, frozenset(form.fields)), Sent(who, form))
    return [one for one in found.values() if "/account/" not in one.form.action]


SENDERS = (("county", OWN, OTHER), ("office", OWN, ELSEWHERE), ("leader", OWN, OTHER))
ALONE = frozenset({"once", "version", "revision", "acting", "page"})


@pytest.mark.slow
@pytest.mark.parametrize(("who", "own", "foreign"), SENDERS)
def test_a_foreign_key_in_a_form_is_as_good_as_none(
    db: None, who: str, own: str, foreign: str, record_property: pytest.RecordProperty
) -> None:
    askers = Askers(world_at("self-assessment"))
    keys = things(askers.world, foreign)
    shared = frozenset() if foreign == ELSEWHERE else SHARED
    tried, found = 0, []
    for sent, name, one in _swaps(forms_of(askers, who, own), sorted(set(keys) - shared - {"pk"})):
        tried += 1
        told = [_normal_of(askers, sent, {name: key}) for key in (keys[one], NEVER)]
        if told[0] != told[1]:
            found.append(f"{sent.form.method} {sent.form.action} {name}={one}")
    record_property("row", "OP-02")
    record_property("volume", f"{tried} foreign keys in forms of {who}")
    assert found == []
    assert tried >= 20


def _swaps(forms: list[Sent], kinds: list[str]) -> Iterator[tuple[Sent, str, str]]:
    """Which field of which form gets which kind of key; not the fields of a record or a fact, where a
    key is no more than odd text."""
    draw = random.Random(SEED)
    for sent in forms:
        for name in sorted(set(sent.form.fields) - ALONE):
            if "field-" not in name and ":" not in name:
                yield sent, name, draw.choice(kinds)


def _normal_of(askers: Askers, sent: Sent, changed: Mapping[str, str]) -> Any:
    fields = {**sent.form.fields, **changed}
    with keys_from(counted()):
        told = askers.ask(sent.who, sent.form.method, sent.form.action, data=fields)
    return normal(told, keys=changed.values()), told.wrote


def counted() -> Any:
    """Keys in a steady order, so that two tries write the same rows."""
    numbers = iter(range(10**9))
    return lambda: f"k{next(numbers):011d}"


def extras(askers: Askers, foreign: str) -> dict[str, str]:
    """What nobody may set by sending it."""
    keys = things(askers.world, foreign)
    return {
        "organisation": keys["organisation"],
        "organisation_id": keys["organisation"],
        "subject": keys["subject"],
        "subject_id": keys["subject"],
        "assessment": keys["assessment"],
        "standing": "signed",
        "score": "100",
        "figures": '{"total": "100"}',
        "by": keys["person"],
        "signed_by": keys["person"],
        "year": "2031",
        "state": "known",
    }


@pytest.mark.slow
@pytest.mark.parametrize(("who", "own", "foreign"), [*SENDERS, ("administrator", OWN, ELSEWHERE)])
def test_fields_that_no_form_has_change_nothing(
    db: None, who: str, own: str, foreign: str, record_property: pytest.RecordProperty
) -> None:
    askers = Askers(world_at("submitted" if who == "leader" else "self-assessment"))
    more = extras(askers, foreign)
    tried, effects, found = 0, 0, []
    for sent in forms_of(askers, who, own):
        if sent.form.method != "POST":
            continue
        added = {name: value for name, value in more.items() if name not in sent.form.fields}
        plain, rich = (_written(askers, sent, extra) for extra in ({}, added))
        tried += 1
        effects += bool(plain)
        if plain != rich:
            found.append(f"{sent.form.action}: {sorted(set(rich) ^ set(plain))[:2]}")
    record_property("row", "OP-03")
    record_property("volume", f"{tried} forms of {who}, {effects} of them with an effect")
    assert found == []
    assert effects >= 1


def _written(askers: Askers, sent: Sent, more: Mapping[str, str]) -> frozenset[str]:
    """The rows that are there after the form was sent and were not before."""
    askers.ask(sent.who, "GET", "/")
    with askers.rolled_back(), keys_from(counted()):
        before = rows()
        client = askers.client_of(sent.who)
        askers.send(client, sent.form.action, {**sent.form.fields, **more})
        return rows() - before


_DRAWN = {"entry", "journalhead", "once"}
_DRAWN_COLUMNS = {"head", "password"}


def rows() -> frozenset[str]:
    """Every row of the site's tables as text, but what holds drawn salts and hashes."""
    return frozenset(
        f"{model._meta.model_name} {sorted((n, v) for n, v in row.items() if n not in _DRAWN_COLUMNS)}"
        for model in apps.get_app_config("web").get_models()
        if model._meta.model_name not in _DRAWN
        for row in model.objects.values()
    )


OPEN = {"healthz", "metrics"} | {
    name for name, row in matrix().items() if row.library or "account" in name
}
"""What needs no appointment: the machine's own pages, and one's own account."""


@pytest.mark.parametrize("who", PEOPLE)
def test_an_appointment_that_ended_opens_nothing(
    db: None, who: str, record_property: pytest.RecordProperty
) -> None:
    world = world_at("self-assessment")
    askers = Askers(world)
    owner = {"other": OTHER}.get(who.split("_", maxsplit=1)[0], OWN)
    keys, tried, found = things(world, owner), 0, []
    askers.ask(who, "GET", "/")
    Appointment.objects.filter(person=world.viewers[who].person).update(until=NOW)
    for route in routes():
        row = matrix().get(route.name)
        for method in (
            () if row is None or row.library or route.name in {"healthz", "metrics"} else row.may
        ):
            told = askers.ask(who, method, route.at(keys))
            tried += 1
            if told.status != 403 or told.wrote:
                found.append(f"{method} {route.name}: {told.status}")
    record_property("row", "OP-05")
    record_property("volume", f"{tried} requests of {who} after the end of his appointment")
    assert found == []
    assert tried >= 50


@pytest.mark.row("OP-04")
def test_evidence_is_gone_for_others_once_it_is_withdrawn(db: None) -> None:
    world = world_at("self-assessment")
    askers, keys = Askers(world), things(world)
    files = [one for one in routes() if "evidence" in one.parameters]
    reading = [one for one in files if "GET" in matrix()[one.name].may]
    seen = [askers.ask("office", "GET", one.at(keys)).status for one in reading]
    Evidence.objects.filter(pk=keys["evidence"]).update(withdrawn_at=NOW)
    gone = [askers.ask("office", "GET", one.at(keys)).status for one in reading]
    nobody = [askers.ask(NOBODY, "GET", one.at(keys)).leads_to_the_door for one in reading]
    assert 200 in seen
    assert set(gone) == {404}
    assert all(nobody)
