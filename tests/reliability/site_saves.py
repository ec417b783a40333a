"""Recorded: the site's own deed of saving a field, over and over, on its own settings of SQLite.

As a script it makes the world's database (`prepare`); and with the shim before it, it saves fields
(`record`), or lets each deed on the disk fail in turn during one save (`fail`). `breaches` looks at what
is left without Django: rows, log and counters belong together.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "jiheng.sqlite3"


def breaches(path: Path, answered: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong in a database: answered saves that are missing, and halves of saves."""
    one = sqlite3.connect(path)
    try:
        return list(_breaches(one, answered))
    except sqlite3.DatabaseError as broken:
        return [f"corrupt: {broken}"]
    finally:
        one.close()


def _breaches(one: sqlite3.Connection, answered: frozenset[str]) -> Iterator[str]:
    (verdict,) = one.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        yield f"corrupt: {verdict}"
    versions = dict(one.execute("SELECT about, version FROM web_answer"))
    for about, version in map(str.split, answered):
        if versions.get(about, 0) < int(version):
            yield f"lost: {about} {version}"
    saved = "SELECT clause, count(*) FROM web_entry WHERE deed = 'answer-saved' GROUP BY clause"
    if dict(one.execute(saved)) != versions:
        yield "torn: answers and log differ"
    (revisions,) = one.execute("SELECT sum(revision) FROM web_subject").fetchone()
    if revisions != sum(versions.values()):
        yield "torn: answers and the subject's counter differ"
    entries = one.execute("SELECT number, previous, hash FROM web_entry ORDER BY number").fetchall()
    heads = one.execute("SELECT number, hash FROM web_journalhead").fetchall()
    if [number for number, _, _ in entries] != list(range(1, len(entries) + 1)):
        yield "torn: a gap in the log"
    if entries and heads != [(entries[-1][0], entries[-1][2])]:
        yield "torn: the log and its head differ"
    if any(after[1] != before[2] for before, after in pairwise(entries)):
        yield "torn: the chain of the log"


class Saves:
    """Saves fields of the county's subject, the next version each time."""

    def __init__(self) -> None:
        from jiheng.web.access.viewer import Viewer
        from jiheng.web.models import Appointment, Subject
        from tests.web.world import OWN, issued, sample_facts

        appointment = Appointment.objects.select_related("person", "organisation").get(
            person__username="county"
        )
        self.viewer = Viewer(appointment.person, appointment)
        self.subject = Subject.objects.get(name=OWN)
        scheme = issued("yueyang-2017").scheme
        self.texts = {
            name: entry.text
            for name, entry in sample_facts("yueyang-2017")[OWN].items()
            if scheme.facts[name].from_ == "subject" and scheme.facts[name].is_asked and entry.text
        }
        self.names = sorted(self.texts)
        self.versions = dict.fromkeys(self.names, 0)

    def save(self, number: int) -> str:
        """Save one field with the sample's text or with nothing in turn; gives what was answered."""
        from jiheng.web.actions.answers import Field, save_answer

        about = self.names[number % len(self.names)]
        text = self.texts[about] if number // len(self.names) % 2 == 0 else ""
        field = Field("fact", about, text, self.versions[about])
        self.versions[about] = save_answer(self.viewer, self.subject, field).version
        return f"{about} {self.versions[about]}"


def prepare(folder: str, rest: str) -> None:
    """The world, in a database of its own."""
    from django.core.management import call_command
    from django.db import connection

    from tests.web.world import make_world

    call_command("migrate", verbosity=0, interactive=False)
    make_world()
    connection.close()


def record(folder: str, book: str, synchronous: str, count: str) -> None:
    """Save so many fields, each answered in the book."""
    from django.db import connection

    from tests.reliability.powercut.recording import write_answer

    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA wal_autocheckpoint=200"
        )  # so that checkpoints happen within the recording
        if synchronous:
            cursor.execute(f"PRAGMA synchronous={synchronous}")
    saves = Saves()
    for number in range(int(count)):
        write_answer(Path(book), saves.save(number))
    connection.close()


def fail(folder: str, model: str, care: str, step: str) -> None:
    """Let each deed of one save fail; without care the save's transaction is taken from it."""
    from django.db import DatabaseError, connection

    from tests.reliability.powercut.failing import BROKEN, DONE, tries

    path, saves, told = Path(folder) / NAME, Saves(), []

    saves.save(0)  # the method is read once, not in each try
    saves.versions[saves.names[0]] = 0

    def start_over() -> None:
        connection.close()
        for old in Path(folder).glob(f"{NAME}*"):
            old.unlink()
        shutil.copy(model, path)

    def flow() -> None:
        if care == "careless":
            _without_transactions()
        saves.save(0)

    for one in tries(flow, (DatabaseError, OSError), prepare=start_over, step=int(step)):
        answered = frozenset([f"{saves.names[0]} 1"]) if one.told == DONE else frozenset()
        found = breaches(path, answered)
        told.append(f"{one}: {found}" if found or one.told == BROKEN else "")
    json.dump({"tries": len(told), "breaches": list(filter(None, told))}, sys.stdout)


def _without_transactions() -> None:
    """Take the guard away: every statement is committed by itself."""
    from django.db import connection, transaction

    transaction.atomic = lambda *_, **__: nullcontext()
    connection.ensure_connection()
    connection.in_atomic_block = True  # what the log asks before it writes


MODES = {"prepare": prepare, "record": record, "fail": fail}


def main(folder: str, rest: str, mode: str, *arguments: str) -> None:
    from tests.platform.service import environment_of

    os.environ.update(environment_of("", Path(folder)))
    import django

    django.setup()
    from jiheng.web.clock import moved_to
    from tests.web.world import NOW

    with moved_to(NOW):
        MODES[mode](folder, rest, *arguments)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(*sys.argv[1:])
