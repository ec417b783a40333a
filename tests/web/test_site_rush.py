"""CC-02, CC-05: everybody saves at once before the deadline: nobody is refused, nothing is lost, nobody
waits long for anybody else."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

import psycopg
import pytest

from bench.site_pages import saving
from bench.site_world import Large, make_large
from bench.sites import asked
from tests.platform.databases import Databases, each_database, talking_to
from tests.platform.service import Site, Start

pytestmark = pytest.mark.slow


@dataclass(slots=True)
class Rushed:
    """A served large world."""

    kind: str
    url: str
    site: Site
    large: Large
    blocker: Any
    waits: list[float] = field(default_factory=list)
    deadlocks: int = 0

    def clerks(self, count: int) -> list[dict[str, Any]]:
        """So many clerks; two of one unit have fields of their own, so that no save is a conflict."""
        clerks = [one for one in self.large.desks if one.role == "county"][:count]
        turns: dict[str, int] = {}
        made = []
        for one in clerks:
            turn = turns[one.subject] = turns.get(one.subject, -1) + 1
            made.append(saving(one, self.large.fields[turn::4][:4], every=0))
        return made

    def stored(self) -> tuple[int, int]:
        """How many saves are stored, and how many are in the log."""
        from django.db.models import F, Sum

        from jiheng.web.models import Answer, Entry

        with self.blocker.unblock(), talking_to(self.url):
            more = Answer.objects.aggregate(saves=Sum(F("version") - 1))["saves"]
            return more, Entry.objects.filter(deed="answer-saved").count()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look again and again who waits for whom."""
        if self.kind != "postgres":
            yield
            return
        over = threading.Event()
        looking = threading.Thread(target=self._look, args=(over,))
        looking.start()
        yield
        over.set()
        looking.join()

    def _look(self, over: threading.Event) -> None:
        with psycopg.connect(self.url, autocommit=True) as one:
            while not over.wait(0.1):
                found = one.execute(
                    "SELECT extract(epoch FROM clock_timestamp() - query_start) FROM "
                    "pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
                )
                self.waits += [float(wait) for (wait,) in found]
            row = one.execute(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            ).fetchone()
            self.deadlocks = int(row[0]) if row else -1


@contextmanager
def rushed(
    kind: str, databases: Databases, folder: Path, blocker: Any, *, units: int
) -> Iterator[Rushed]:
    url = databases.site(kind)
    with blocker.unblock(), talking_to(url):
        large = make_large(units, units * 5)
    start = Start(folder)
    try:
        yield Rushed(kind, url, start.site(url, workers=2), large, blocker)
    finally:
        start.end()


def rush_of(world: Rushed, *, clients: int, seconds: float) -> dict[str, Any]:
    """What they saw, checked: everyone answered, each answered save stored once and logged once."""
    with world.watched():
        seen = asked(world.site, world.clerks(clients), seconds=seconds)
    done = seen["statuses"].get("200", 0)
    assert seen["statuses"] == {"200": done}
    assert world.stored() == (done, done)
    assert max(world.waits, default=0) < 5
    assert world.deadlocks == 0
    return seen


@each_database
def test_a_rush_is_answered_and_stored(
    kind: str,
    databases: Databases,
    tmp_path: Path,
    django_db_blocker: Any,
    record_property: pytest.RecordProperty,
) -> None:
    with rushed(kind, databases, tmp_path, django_db_blocker, units=10) as world:
        seen = rush_of(world, clients=40, seconds=4)
    record_property("row", "CC-02, CC-05")
    record_property("volume", told(kind, seen, clients=40))
    assert seen["statuses"]["200"] >= 20


@pytest.mark.prove
@each_database
def test_a_rush_of_200_is_answered_and_stored(
    kind: str,
    databases: Databases,
    tmp_path: Path,
    django_db_blocker: Any,
    record_property: pytest.RecordProperty,
) -> None:
    with rushed(kind, databases, tmp_path, django_db_blocker, units=200) as world:
        seen = rush_of(world, clients=200, seconds=60)
    record_property("row", "CC-02, CC-05")
    record_property("volume", told(kind, seen, clients=200))
    assert seen["statuses"]["200"] >= 2_000


def told(kind: str, seen: dict[str, Any], *, clients: int) -> str:
    count, cuts = len(seen["times"]), quantiles(seen["times"], n=100)
    rate = count / seen["seconds"]
    return (
        f"{kind}: {clients} clients as fast as they can, {count} saves, {rate:.0f} a second, "
        f"p99 {cuts[98]:.0f} ms"
    )


def test_a_refused_save_is_seen(tmp_path: Path) -> None:
    """The client counts what is not answered well."""
    site = Site("http://127.0.0.1:9", None)  # type: ignore[arg-type]
    begun = time.monotonic()
    seen = asked(site, [{"session": "x", "every": 0.2, "asks": [["GET", "/", ""]]}], seconds=0.5)
    assert set(seen["statuses"]) == {"0"}
    assert time.monotonic() - begun < 20
    assert json.loads(json.dumps(seen))["times"]
