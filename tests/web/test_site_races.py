"""CC-01, CC-03 to CC-05 and DU-01 through the served site: many at one field, a form sent twice, a busy
database, workers killed in the middle; on both databases, with processes of their own."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.platform.databases import Databases, each_database
from tests.reliability import site_savers
from tests.reliability.site_savers import Saver

pytestmark = pytest.mark.slow
SEED = 20171120
FIELD = "towns"


@pytest.fixture
def blocker(django_db_blocker: Any) -> Any:
    return django_db_blocker


@contextmanager
def served(
    kind: str, databases: Databases, folder: Path, blocker: Any, **more: Any
) -> Iterator[Any]:
    from tests.web.served_world import served_world_on

    with served_world_on(databases.site(kind), folder, blocker=blocker, **more) as world:
        yield world


def address_of(world: Any) -> str:
    return f"/subjects/{world.world.subject.pk}/answers/"


def crowd(world: Any, *, people: int, saves: int) -> list[dict[str, Any]]:
    """So many processes at once, half of them one person and half his colleague."""
    sessions = [world.session(who) for who in ("county", "colleague")]
    started = [
        subprocess.Popen(
            [
                sys.executable, site_savers.__file__, world.site.address, sessions[n % 2],
                address_of(world), FIELD, str(saves), str(1_000 * (n + 1)),
            ],
            stdout=subprocess.PIPE,
        )
        for n in range(people)
    ]  # fmt: skip
    return [json.loads(one.communicate(timeout=300)[0]) for one in started]


def stored(world: Any) -> tuple[str, int, int, int]:
    """The field's text and version, its entries in the log, the report's revision."""
    from jiheng.web.models import Answer, Entry, Subject

    with world.inside():
        answer = Answer.objects.get(subject=world.world.subject, about=FIELD, of="fact")
        logged = Entry.objects.filter(deed="answer-saved", clause=FIELD).count()
        revision = Subject.objects.get(pk=world.world.subject.pk).revision
        return answer.text, answer.version, logged, revision


@each_database
def test_nothing_is_overwritten_unseen(
    kind: str,
    databases: Databases,
    tmp_path: Path,
    blocker: Any,
    record_property: pytest.RecordProperty,
) -> None:
    people, saves = 8, 3
    with served(kind, databases, tmp_path, blocker, workers=2) as world:
        told = crowd(world, people=people, saves=saves)
        text, version, logged, revision = stored(world)
    _held(told, people=people, saves=saves)
    accepted = [one for each in told for one in each["accepted"]]
    record_property("row", "CC-01")
    record_property("volume", f"{kind}: {len(accepted)} saves by {people} processes")
    assert sorted(number for _, number in accepted) == list(range(1, people * saves + 1))
    assert (version, logged, revision) == (len(accepted),) * 3
    assert text == max(accepted, key=lambda one: one[1])[0]


@pytest.mark.prove
@each_database
def test_nothing_is_overwritten_unseen_in_full(
    kind: str,
    databases: Databases,
    tmp_path: Path,
    blocker: Any,
    record_property: pytest.RecordProperty,
) -> None:
    with served(kind, databases, tmp_path, blocker, workers=2) as world:
        told = crowd(world, people=8, saves=25)
        _, version, logged, _ = stored(world)
    _held(told, people=8, saves=25)
    record_property("row", "CC-01")
    record_property(
        "volume", f"{kind}: 200 saves by 8 processes, {sum(t['tries'] for t in told)} tries"
    )
    assert (version, logged) == (200, 200)


def _held(told: list[dict[str, Any]], *, people: int, saves: int) -> None:
    assert [len(one["accepted"]) for one in told] == [saves] * people
    assert {status for one in told for status in one["seen"]} <= {200, 409}


@contextmanager
def held(kind: str, url: str, *, seconds: float) -> Iterator[None]:
    """Somebody else writes to the database for so long."""
    ready = threading.Event()
    hold = {"sqlite": _hold_sqlite, "postgres": _hold_postgres}[kind]
    thread = threading.Thread(target=hold, args=(url, seconds, ready))
    thread.start()
    ready.wait(10)
    yield
    thread.join()


def _hold_sqlite(url: str, seconds: float, ready: threading.Event) -> None:
    one = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    one.execute("BEGIN IMMEDIATE")
    ready.set()
    time.sleep(seconds)
    one.execute("ROLLBACK")
    one.close()


def _hold_postgres(url: str, seconds: float, ready: threading.Event) -> None:
    with psycopg.connect(url) as one:
        one.execute("SELECT * FROM web_subject FOR UPDATE")
        ready.set()
        time.sleep(seconds)
        one.rollback()


@each_database
def test_a_busy_database_is_waited_for_and_then_said(
    kind: str,
    databases: Databases,
    tmp_path: Path,
    blocker: Any,
    record_property: pytest.RecordProperty,
) -> None:
    told = []
    with served(kind, databases, tmp_path, blocker) as world:
        saver = Saver(world.site.address, world.session("county"), address_of(world))
        assert saver.save(FIELD, "1")[0] == 200
        for seconds in (0.5, 3, 8):
            with held(kind, world.url, seconds=seconds):
                begun = time.monotonic()
                status, content = saver.save(FIELD, str(int(seconds * 10)))
                told.append((status, time.monotonic() - begun < 7, "Traceback" in content.decode()))
        assert saver.save(FIELD, "99")[0] == 200
        log = world.site.process.log.read_text("utf-8", "replace")
    record_property("row", "CC-04")
    record_property("volume", f"{kind}: the write lock held 0.5, 3 and 8 s")
    assert told == [(200, True, False), (200, True, False), (503, True, False)]
    assert "Traceback" not in log


@each_database
def test_a_form_sent_again_has_one_effect(
    kind: str,
    databases: Databases,
    tmp_path: Path,
    blocker: Any,
    record_property: pytest.RecordProperty,
) -> None:
    """The office's words, sent by eight lines at once and again after a restart."""
    from jiheng.web.models import HandBack, Subject

    with served(kind, databases, tmp_path, blocker, workers=2) as world:
        with world.inside():
            Subject.objects.filter(pk=world.world.subject.pk).update(standing="signed")
        sender = Saver(world.site.address, world.session("office"), "")
        path = f"/subjects/{world.world.subject.pk}/hand-back/"
        form = {"words": "请补充", "once": "one-form-one-key"}
        told = [one for _ in range(3) for one in at_once(sender, path, form)]
        other = post(sender, path, {**form, "words": "别的话"})
        with world.inside():
            count = HandBack.objects.filter(subject=world.world.subject).count()
    record_property("row", "CC-03")
    record_property("volume", f"{kind}: {len(told)} replays of one form")
    assert set(told) == {302}
    assert (other, count) == (409, 1)


def at_once(sender: Saver, path: str, form: dict[str, str]) -> list[int]:
    told: list[int] = []
    lines = [
        threading.Thread(target=lambda: told.append(post(sender, path, form))) for _ in range(8)
    ]
    for one in lines:
        one.start()
    for one in lines:
        one.join()
    return told


def post(sender: Saver, path: str, form: dict[str, str]) -> int:
    import http.client
    from urllib.parse import urlencode

    line = http.client.HTTPConnection(sender.host, sender.port, timeout=30)
    line.request("POST", path, urlencode(form), sender._headers())
    status = line.getresponse().status
    line.close()
    return status


def killed(world: Any, *, after: int, answered: dict[str, str], fields: list[str]) -> None:
    """Save, and kill the site once so many saves were answered, in the middle of others."""
    done = threading.Semaphore(0)
    sessions = [world.session(who) for who in ("county", "colleague")]
    over = threading.Event()

    def type_on(session: str, own: list[str]) -> None:
        saver, number = Saver(world.site.address, session, address_of(world)), 0
        while not over.is_set():
            about, number = own[number % len(own)], number + 1
            saver.version, text = VERSIONS.get(about, 0), str(int(answered.get(about, "0")) + 1)
            status, _ = saver.save(about, text)
            if status in (200, 409):
                VERSIONS[about] = saver.version
            if status == 200:
                answered[about] = text
                done.release()

    typists = [
        threading.Thread(target=type_on, args=(session, fields[n::2]))
        for n, session in enumerate(sessions)
    ]
    for one in typists:
        one.start()
    for _ in range(after):
        done.acquire(timeout=20)
    world.site.kill()
    over.set()
    for one in typists:
        one.join()


VERSIONS: dict[str, int] = {}


def breaches(world: Any, answered: dict[str, str]) -> list[str]:
    """What was answered and is not there, and whatever is there by half."""
    from jiheng.web.models import Answer, Entry, JournalHead, Subject

    with world.inside():
        there = {one.about: one for one in Answer.objects.filter(subject=world.world.subject)}
        entries = list(Entry.objects.order_by("number"))
        head = JournalHead.objects.first()
        revision = Subject.objects.get(pk=world.world.subject.pk).revision
    lost = [
        f"lost: {about} {text}"
        for about, text in answered.items()
        if about not in there or int(there[about].text) < int(text)
    ]
    versions = sum(one.version for one in there.values())
    saves = [one for one in entries if one.deed == "answer-saved"]
    if len({versions, len(saves), revision}) != 1:
        lost.append(f"half: versions {versions}, log {len(saves)}, revision {revision}")
    if entries and (head is None or head.hash != entries[-1].hash):
        lost.append("half: the log and its head")
    return lost


def kill_again_and_again(
    kind: str, databases: Databases, folder: Path, blocker: Any, *, times: int
) -> tuple[int, list[str]]:
    from tests.platform.service import Start
    from tests.web.served_world import ServedWorld
    from tests.web.world import NOW

    url, draw, answered = databases.site(kind), random.Random(SEED), dict[str, str]()
    VERSIONS.clear()
    found: list[str] = []
    with served_once(url, folder, blocker) as world:
        fields = asked_fields(world)
        for _ in range(times):
            start = Start(folder)
            try:
                site = start.site(url, workers=2, at=NOW)
                now = ServedWorld(world.world, site, url, blocker)
                killed(now, after=draw.randrange(1, 9), answered=answered, fields=fields)
            finally:
                start.end()
            found += breaches(world, answered)
    return sum(VERSIONS.values()), found


@contextmanager
def served_once(url: str, folder: Path, blocker: Any) -> Iterator[Any]:
    """The world written; nobody serves it yet."""
    from tests.platform.databases import talking_to
    from tests.web.served_world import ServedWorld
    from tests.web.world import make_world

    with blocker.unblock(), talking_to(url):
        world = make_world()
    yield ServedWorld(world, None, url, blocker)  # type: ignore[arg-type]


def asked_fields(world: Any) -> list[str]:
    from tests.web.world import issued

    facts = issued("yueyang-2017").scheme.facts
    return [
        n for n, f in facts.items() if f.from_ == "subject" and f.is_asked and f.type == "count"
    ][:6]


@each_database
def test_what_was_answered_outlives_kill_9(
    kind: str,
    databases: Databases,
    tmp_path: Path,
    blocker: Any,
    record_property: pytest.RecordProperty,
) -> None:
    saves, found = kill_again_and_again(kind, databases, tmp_path, blocker, times=4)
    record_property("row", "DU-01")
    record_property("volume", f"{kind}: 4 kills of all web workers in {saves} saves")
    assert found == []
    assert saves >= 8


@pytest.mark.prove
@each_database
def test_what_was_answered_outlives_kill_9_in_full(
    kind: str,
    databases: Databases,
    tmp_path: Path,
    blocker: Any,
    record_property: pytest.RecordProperty,
) -> None:
    saves, found = kill_again_and_again(kind, databases, tmp_path, blocker, times=100)
    record_property("row", "DU-01")
    record_property("volume", f"{kind}: 100 kills of all web workers in {saves} saves")
    assert found == []
    assert saves >= 1_000
