"""At the door: who comes in, what is counted, what nobody learns (IS-01, IS-04, IS-05)."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory

from jiheng.web import clock
from jiheng.web.access.log_in import NameOrMail
from jiheng.web.models import Entry, Person
from tests.web.world import NOW, PASSWORD, World, make_world

pytestmark = pytest.mark.django_db

LOG_IN = "/account/log-in/"
WRONG = "登录名或密码不对"
_CHANGING = re.compile(r'value="[^"]{20,}"|content="[^"]{60,}"')


@pytest.fixture
def world() -> Iterator[World]:
    with clock.moved_to(NOW):
        made = make_world()
        for who in ("county", "office"):
            give_password(made.viewers[who].person)
        yield made


def give_password(person: Person) -> None:
    person.set_password(PASSWORD)
    person.save()


def come(client: Client, login: str, *, password: str = PASSWORD, address: str = "10.0.0.1"):
    return client.post(LOG_IN, {"login": login, "password": password}, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_password_is_kept_with_argon2(world: World) -> None:
    kept = world.viewers["county"].person.password
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("login", ["county", "COUNTY", " county ", "county@example.org"])
def test_name_or_mail_opens_the_door(world: World, login: str) -> None:
    client = Client()
    assert come(client, login)["Location"] == "/"
    assert is_in(client)


def test_a_mail_address_of_two_people_opens_for_neither(world: World) -> None:
    other = world.viewers["office"].person
    other.email = "county@example.org"
    other.save()
    client = Client()
    assert come(client, "county@example.org").status_code == 200
    assert not is_in(client)


@pytest.mark.row("IS-05")
def test_who_is_disabled_is_told_what_a_stranger_is_told(world: World) -> None:
    person = world.viewers["county"].person
    person.is_active = False
    person.save()
    told = [words_of(come(Client(), login)) for login in ("county", "nobody-at-all")]
    assert told[0].replace("county", "X") == told[1].replace("nobody-at-all", "X")
    assert WRONG in told[0]


def words_of(response) -> str:
    return _CHANGING.sub("", response.content.decode())


def test_a_log_in_and_a_refusal_are_written_down_without_the_password(world: World) -> None:
    come(Client(), "county", password="wrong-and-secret")
    come(Client(), "nobody", password="wrong-and-secret")
    come(Client(), "county")
    written = list(Entry.objects.values_list("deed", "key", "person"))
    person = world.viewers["county"].person.pk
    assert written == [
        ("log-in-refused", person, ""),
        ("log-in-refused", "", ""),
        ("logged-in", person, person),
    ]
    everything = json.dumps(list(Entry.objects.values()) + list(AccessAttempt.objects.values()), default=str)  # fmt: skip
    assert "wrong-and-secret" not in everything
    assert "nobody" not in everything  # people type passwords into the wrong field


@pytest.mark.row("IS-01")
def test_the_sixth_guess_at_an_account_is_not_read(world: World) -> None:
    for _ in range(4):
        assert come(Client(), "county", password="wrong").status_code == 200
    assert come(Client(), "county", password="wrong").status_code == 429
    refused = come(Client(), "county")
    assert refused.status_code == 429
    assert "15 分钟" in refused.content.decode()
    assert come(Client(), "county@example.org").status_code == 429
    assert Entry.objects.filter(deed="log-in-refused").count() == 5
    with clock.moved_to(NOW + timedelta(minutes=16)):
        assert come(Client(), "county").status_code == 302


@pytest.mark.row("IS-05")
def test_an_unknown_account_is_locked_like_a_known_one(world: World) -> None:
    statuses = {
        login: [
            come(Client(), login, password="wrong", address=address).status_code for _ in range(7)
        ]
        for login, address in (("county", "10.0.0.1"), ("nobody", "10.0.0.2"))
    }
    assert statuses["county"] == statuses["nobody"] == [200, 200, 200, 200, 429, 429, 429]


@pytest.mark.row("IS-01")
def test_the_twenty_first_guess_from_an_address_is_not_read(world: World) -> None:
    answers = [
        come(Client(), f"guess-{number}", password="wrong").status_code for number in range(21)
    ]
    assert answers == [200] * 19 + [429] * 2
    assert come(Client(), "county").status_code == 429
    assert come(Client(), "county", address="10.0.0.2").status_code == 302


def test_coming_in_does_not_wipe_the_guesses_of_an_address(world: World) -> None:
    for number in range(19):
        come(Client(), f"guess-{number}", password="wrong")
    assert come(Client(), "office").status_code == 302
    assert come(Client(), "guess-20", password="wrong").status_code == 429


@pytest.mark.row("IS-01")
def test_the_owner_comes_in_from_a_known_device_while_others_guess(world: World) -> None:
    known = Client()
    come(known, "county")
    known.post("/account/log-out/")
    for _ in range(6):
        come(Client(), "county", password="wrong", address="10.9.9.9")
    assert come(Client(), "county").status_code == 429
    assert come(known, "county").status_code == 302


def test_a_known_device_has_no_more_guesses_than_others(world: World) -> None:
    known = Client()
    come(known, "county")
    known.post("/account/log-out/")
    answers = [come(known, "county", password="wrong").status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    forged = Client()
    forged.cookies["device"] = known.cookies["device"].value[:-2] + "xx"
    assert come(forged, "county").status_code == 302  # counted as any other device


@pytest.mark.row("IS-01")
@pytest.mark.parametrize("guesses", [100, pytest.param(1_000, marks=pytest.mark.prove)])
def test_guesses_from_fifty_addresses(world: World, guesses: int) -> None:
    """IS-01: none beyond the limit is checked, while the clock moves on."""
    checked = 0
    for number in range(guesses):
        with clock.moved_to(NOW + timedelta(milliseconds=800 * number)):
            answer = come(Client(), "county", password="wrong", address=f"10.1.0.{number % 50}")
            checked += answer.status_code == 200
    assert checked == 4  # the fifth is read too, and already answered with the refusal
    assert Entry.objects.filter(deed="log-in-refused").count() == 5


@pytest.mark.row("IS-01")
def test_the_count_lies_in_the_database(world: World) -> None:
    for _ in range(5):
        come(Client(), "county", password="wrong")
    stored = AccessAttempt.objects.get()
    assert (stored.username, stored.failures_since_start) == (world.viewers["county"].person.pk, 5)


@pytest.mark.row("IS-05")
@pytest.mark.slow
def test_a_known_and_an_unknown_name_take_the_same_time(world: World) -> None:
    """IS-05: same answer, and medians that differ by less than 10 ms."""
    taken: dict[str, list[float]] = {"county": [], "nobody": []}
    for number in range(15):
        for login, times in taken.items():
            with clock.moved_to(NOW + timedelta(minutes=20 * number)):
                begun = time.perf_counter()
                answer = come(Client(), login, password="wrong")
                times.append(time.perf_counter() - begun)
            assert answer.status_code == 200
    assert abs(median(taken["county"]) - median(taken["nobody"])) < 0.010


USUAL = [
    (name, password)
    for name in ("admin", "root", "administrator", "test", "demo", "guest", "user", "jiheng", "sa", "office")
    for password in ("admin", "123456", "password", "admin123", "root", "12345678", "jiheng", "test", "demo", "guest",
                     "000000", "111111", "888888", "qwerty", "abc123", "Admin@123", "P@ssw0rd", "changeme", "jiheng123", "")
]  # fmt: skip


@pytest.mark.row("IS-04")
def test_a_fresh_installation_has_no_account() -> None:
    """IS-04: two hundred usual pairs open nothing, because there is nobody."""
    assert len(USUAL) == 200
    assert Person.objects.count() == 0
    asked = RequestFactory().get("/", REMOTE_ADDR="10.3.0.1")
    opened = [pair for pair in USUAL if NameOrMail().authenticate(asked, *pair)]
    assert opened == []
