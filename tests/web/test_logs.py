"""The program's own log and the figures: what somebody typed is in neither (PR-03)."""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from jiheng.web.access.log_in import NameOrMail
from jiheng.web.actions.answers import Field, save_answer
from jiheng.web.clock import moved_to
from jiheng.web.logs import logging_of
from jiheng.web.models import Appointment, Message, Person
from jiheng.web.tasks.mail import send_mails
from tests.web.world import NOW, World, make_world

CANARY = "canary-7f3e9c"


@pytest.fixture
def told() -> Any:
    """Everything that the program's log says during a test, as a server would write it."""
    stream = io.StringIO()
    made = logging_of(terminal=False)
    formatter = made["formatters"]["line"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        formatter["()"](**{key: one for key, one in formatter.items() if key != "()"})
    )
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.django_db
def test_one_line_a_request_by_route_and_person(told: io.StringIO) -> None:
    world = make_world()
    client = world.client("county")
    client.get(f"/?q={CANARY}")
    client.get(f"/nowhere/{CANARY}/")
    found = [one for one in lines(told) if one["event"] == "request"]
    assert [(one["route"], one["status"], one["role"]) for one in found] == [
        ("home", 200, "county"),
        ("none", 404, "county"),
    ]
    assert set(found[0]) == {
        "event", "route", "method", "status", "milliseconds", "person", "role", "request", "level",
        "timestamp",
    }  # fmt: skip
    assert found[0]["person"] == world.viewers["county"].person.pk
    assert CANARY not in told.getvalue()


@pytest.mark.row("PR-03")
@pytest.mark.django_db(transaction=True)
def test_one_line_a_deed_without_its_words(told: io.StringIO) -> None:
    world = make_world()
    with moved_to(NOW):
        save_answer(world.viewers["county"], world.subject, Field("note", paper(world), CANARY, 0))
    (deed,) = [one for one in lines(told) if one["event"] == "deed"]
    assert (deed["deed"], deed["number"], deed["what"]) == ("answer-saved", 1, "answer")
    assert CANARY not in told.getvalue()


def paper(world: World) -> str:
    from jiheng.web.queries.fields import papers_of
    from tests.web.world import issued

    return papers_of(issued(world.scheme.name).scheme)[0]


@pytest.mark.row("PR-03")
@pytest.mark.django_db
def test_canaries_through_every_door_are_in_no_log(
    told: io.StringIO, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    world = make_world()
    person = world.viewers["county"].person
    person.set_password(f"{CANARY}-password")
    person.phone = CANARY
    person.save()
    stranger = Client()
    for password in (f"{CANARY}-wrong", f"{CANARY}-password"):
        stranger.post("/account/log-in/", {"login": person.username, "password": password})
    stranger.post("/account/log-in/", {"login": CANARY, "password": CANARY})
    client = world.client("county")
    subject = world.subject.pk
    with moved_to(NOW):
        fields = {"of": "note", "about": paper(world), "text": CANARY, "version": "0"}
        client.post(f"/subjects/{subject}/answers/", fields, headers={"X-Canary": CANARY})
    client.get(f"/{CANARY}/", headers={"Authorization": f"Bearer {CANARY}", "Cookie": CANARY})
    client.post(f"/subjects/{CANARY}/answers/", {"text": CANARY})
    client.post("/switch", {"appointment": CANARY})
    force_errors(world, monkeypatch)
    Message.objects.create(to=world.viewers["county"].appointment, about="x", title="x", words="y")
    send_mails.call()
    assert CANARY not in told.getvalue()
    assert CANARY not in "".join(capfd.readouterr())


def force_errors(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors whose own words hold the canary: told as 500, logged by kind and place."""
    client = world.client("county")
    client.raise_request_exception = False
    for trouble in (ValueError(CANARY), OperationalError(CANARY), KeyError(CANARY)):
        with monkeypatch.context() as patched:

            def broken(*_: Any, _trouble: Exception = trouble, **__: Any) -> None:
                raise _trouble

            patched.setattr("jiheng.web.pages.home.home_of", broken)
            answer = client.get(f"/?q={CANARY}")
            assert answer.status_code in (500, 503)
            assert CANARY not in answer.content.decode()


@pytest.mark.row("PR-03")
def test_an_error_is_told_by_kind_and_place(told: io.StringIO) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        structlog.get_logger("jiheng.test").exception("broken")
        logging.getLogger("a.library").warning("lost %s", CANARY, exc_info=sys.exc_info())
    ours, theirs = lines(told)
    assert (ours["error"], theirs["error"]) == ("builtins.ValueError", "builtins.ValueError")
    assert (theirs["event"], theirs["logger"]) == ("lost %s", "a.library")
    assert ours["way"][0].endswith("test_an_error_is_told_by_kind_and_place")
    assert CANARY not in told.getvalue()


def test_on_a_terminal_a_person_reads_it() -> None:
    made = logging_of(terminal=True)["formatters"]["line"]
    assert type(made["processors"][-1]) is structlog.dev.ConsoleRenderer


@pytest.mark.django_db
def test_figures_for_this_machine_or_for_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    make_world()
    text = Client().get("/metrics").content.decode()
    for line in (
        "jiheng_requests_total",
        "jiheng_journal_entries 0.0",
        "jiheng_request_seconds_count",
    ):
        assert line in text
    assert Client().get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 404
    assert Client().get("/metrics", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 404
    monkeypatch.setattr(settings, "METRICS_TOKEN", "t" * 20)
    assert Client().get("/metrics").status_code == 404
    given = {"Authorization": f"Bearer {'t' * 20}"}
    assert Client().get("/metrics", headers=given, REMOTE_ADDR="10.0.0.9").status_code == 200


@pytest.mark.row("IS-04")
@pytest.mark.django_db
def test_no_account_comes_with_an_installation() -> None:
    """IS-04: nobody is there, so no usual name and password can open anything."""
    assert (Person.objects.count(), Appointment.objects.count()) == (0, 0)
    for name, word in (("admin", "admin"), ("root", "123456"), ("office", "jiheng-demo-only")):
        assert NameOrMail().authenticate(None, username=name, password=word) is None
    assert settings.DEBUG is False
