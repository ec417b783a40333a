"""DS-01, DS-02, DS-04: a flood from one account is refused and others are not; odd requests are refused
fast; pages of thousands of units ask as few questions as pages of ten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiheng.web.clock import moved_to
from jiheng.web.models import Organisation, Subject
from jiheng.web.pages.limits import Book
from tests.web.world import NOW, World, make_world


@pytest.fixture
def limited(settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Half a second of work at once, and next to nothing more however slow the machine is."""
    settings.LIMITS = {"account": (0.001, 0.5), "address": (0.001, 0.5)}
    settings.LIMITS_FILE = tmp_path / "limits"
    return settings


def statuses(client: Client, count: int, address: str = "/") -> list[int]:
    with moved_to(NOW):
        return [client.get(address).status_code for _ in range(count)]


def repeated(client: Client) -> Iterator[Any]:
    for _ in range(300):
        with moved_to(NOW):
            yield client.get("/")


def warm(world: World, limited: Any) -> None:
    """Read methods and templates for the first time at nobody's cost."""
    shares, limited.LIMITS = limited.LIMITS, None
    assert statuses(world.client("leader"), 2) == [200, 200]
    limited.LIMITS = shares


@pytest.mark.row("DS-01")
def test_a_flood_is_refused_and_colleagues_are_not(db: None, limited: Any) -> None:
    world = make_world()
    flood, colleague = world.client("county"), world.client("colleague")
    warm(world, limited)
    told = statuses(flood, 300)
    assert told[:3] == [200, 200, 200]
    assert told[-1] == 429
    assert statuses(colleague, 3) == [200, 200, 200]
    refused = next(filter(lambda told: told.status_code == 429, repeated(flood)))
    assert int(refused["Retry-After"]) >= 1
    assert "操作太频繁" in refused.content.decode()


@pytest.mark.row("DS-01")
def test_a_flood_is_not_refused_without_its_guard(db: None, limited: Any) -> None:
    limited.LIMITS = None
    assert set(statuses(make_world().client("county"), 300)) == {200}


def test_another_session_of_the_same_account_is_refused_too(db: None, limited: Any) -> None:
    world = make_world()
    statuses(world.client("county"), 300)
    assert statuses(world.client("county"), 1) == [429]


def test_a_flood_at_the_door_leaves_those_inside_alone(db: None, limited: Any) -> None:
    world = make_world()
    warm(world, limited)
    client = world.client("county")
    assert statuses(Client(), 400, "/account/log-in/")[-1] == 429
    assert statuses(client, 2) == [200, 200]


@pytest.mark.row("DS-01")
def test_two_workers_count_together(limited: Any, tmp_path: Path) -> None:
    one, other = Book(tmp_path / "book"), Book(tmp_path / "book")
    for _ in range(6):
        one.use("account a", 100_000_000)
    assert one.wait("account a") > 0
    assert other.wait("account a") > 0
    assert other.wait("account b") <= 0


def test_a_share_comes_back_with_time(
    limited: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited.LIMITS = {"account": (0.1, 0.5)}
    book = Book(tmp_path / "book")
    monkeypatch.setattr("jiheng.web.pages.limits._now", lambda: 10**18)
    for _ in range(6):
        book.use("account a", 100_000_000)
    assert book.wait("account a") == 1.0
    monkeypatch.setattr("jiheng.web.pages.limits._now", lambda: 10**18 + 1_100_000_000)
    assert book.wait("account a") < 0


@pytest.mark.row("DS-01")
def test_a_thousand_busy_accounts_shut_out_nobody_else(limited: Any, tmp_path: Path) -> None:
    book = Book(tmp_path / "book")
    for number in range(1_000):
        book.use(f"account {number}", 10**9)
    assert sum(book.wait(f"account x{number}") > 0 for number in range(10_000)) <= 5


ODD: list[tuple[str, dict[str, Any]]] = [
    ("many fields", {"data": {f"f{number}": "1" for number in range(1_001)}}),
    ("a long field", {"data": {"text": "长" * 1_200_000}}),
    ("json for a form", {"data": "[" * 100_000, "content_type": "application/json"}),
    ("a bad boundary", {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=" + "é" * 80}),
    ("no boundary", {"data": b"--x\r\n", "content_type": "multipart/form-data"}),
    ("half a part", {"data": b"--x\r\nContent-Disposition: form-data; name=", "content_type": "multipart/form-data; boundary=x"}),
    ("a strange charset", {"data": b"a=%ff%fe", "content_type": "application/x-www-form-urlencoded; charset=utf-7"}),
    ("a NUL", {"data": {"of": "fact", "about": "to\x00wns", "text": "\x00", "version": "1"}}),
    ("a huge version", {"data": {"of": "fact", "about": "towns", "text": "1", "version": "9" * 5_000}}),
    ("a negative version", {"data": {"of": "fact", "about": "towns", "text": "1", "version": "-1"}}),
    ("a long name", {"data": {"of": "fact", "about": "t" * 100_000, "text": "1", "version": "1"}}),
    ("a surrogate", {"data": b"of=fact&about=%ED%A0%80&text=1&version=1", "content_type": "application/x-www-form-urlencoded"}),
]  # fmt: skip
TOO_MUCH = {"many fields", "a long field"}
"""Must be refused; the others may as well be read as a form with nothing in it."""
PATHS = (
    "?page=" + "9" * 400,
    "?page=-1",
    "?page=1e9",
    "?sort=%00",
    "?q=%00",
    "?q=" + "a" * 5_000,
    "?page=%ff",
)


def test_odd_forms_are_refused_fast(db: None, record_property: pytest.RecordProperty) -> None:
    from time import monotonic

    world, tried, found = make_world(), 0, []
    client = world.client("county")
    client.raise_request_exception = False
    for address in (
        f"/subjects/{world.subject.pk}/answers/",
        f"/subjects/{world.subject.pk}/",
        "/switch",
    ):
        for name, sent in ODD:
            begun = monotonic()
            with moved_to(NOW):
                status = client.post(address, **sent).status_code
            tried += 1
            if (
                not (400 <= status < 500 or (status < 400 and name not in TOO_MUCH))
                or monotonic() - begun > 2
            ):
                found.append(f"{name} at {address}: {status}, {monotonic() - begun:.1f} s")
    record_property("row", "DS-02")
    record_property("volume", f"{tried} odd forms")
    assert found == []
    assert tried >= 36


def test_odd_queries_break_no_list(db: None) -> None:
    world = make_world()
    client = world.client("office")
    client.raise_request_exception = False
    lists = ("/people/", "/organisations/", "/assessments/", "/journal/", "/inbox/", "/schemes/")
    with moved_to(NOW):
        told = {one + odd: client.get(one + odd).status_code for one in lists for odd in PATHS}
    assert {address: status for address, status in told.items() if status >= 500} == {}


@pytest.mark.slow
def test_thousands_of_units_ask_no_more_questions(
    db: None, record_property: pytest.RecordProperty
) -> None:
    world = make_world()
    few = questions(world)
    units = Organisation.objects.bulk_create(
        Organisation(name=f"第{number}县", kind="county", parent=world.organiser, subject_name=f"第{number}县")
        for number in range(3_000)
    )  # fmt: skip
    Subject.objects.bulk_create(
        Subject(assessment=world.assessment, organisation=one, name=one.name, category=world.subject.category)
        for one in units
    )  # fmt: skip
    many = questions(world)
    record_property("row", "DS-04")
    record_property("volume", "3,000 units more")
    assert {where: count for where, count in many.items() if count > 30} == {}
    assert {where: (few[where], many[where]) for where in few if many[where] > few[where] + 2} == {}


LISTS = ("/", "/people/", "/organisations/", "/assessments/", "/inbox/", "/evidence/", "/journal/")


def questions(world: World) -> dict[str, int]:
    """How many questions each list of the office asks of the database."""
    client, told = world.client("office"), {}
    for address in LISTS:
        with moved_to(NOW):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200, address
        told[address] = len(asked)
    return told
