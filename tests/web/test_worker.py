"""AV-01: with the worker down everything else works; killed in the middle of work it loses and doubles
nothing."""

from __future__ import annotations

import random
import time
from datetime import timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from jiheng.web.actions.housekeeping import tidy
from jiheng.web.clock import moved_to, now
from jiheng.web.models import Entry, Job, Message, Once
from jiheng.web.tasks.schedule import SCHEDULE, enqueue_due
from jiheng.web.tasks.worker import NAME, take_up_again
from tests.platform.databases import Databases, each_database, talking_to
from tests.platform.service import Start
from tests.web.world import NOW, make_world


@pytest.mark.django_db
def test_the_clock_puts_aside_what_is_due_and_not_twice() -> None:
    assert len(enqueue_due()) == 4  # no mail, no job: nothing to do for these two
    assert enqueue_due() == []
    with moved_to(now() + timedelta(minutes=61)):
        assert enqueue_due() == ["remind"]
    with moved_to(now() + timedelta(hours=25)):
        assert len(enqueue_due()) == 4
    assert len(SCHEDULE) == 6


@pytest.mark.row("AV-01")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("worker", "is_taken"),
    [
        (NAME, False),
        (f"{NAME.partition(':')[0]}:4194305:aaaa", True),
        (f"{NAME.partition(':')[0]}:1:aaaa", False),
        ("another-machine:77:aaaa", False),
    ],
    ids=["itself", "dead", "alive", "elsewhere"],
)
def test_only_what_a_dead_worker_left_is_taken_up_again(worker: str, is_taken: bool) -> None:
    enqueue_due()
    one = DBTaskResult.objects.order_by("pk").first()
    assert one is not None
    one.claim(worker)
    assert take_up_again() == int(is_taken)
    with moved_to(now() + timedelta(hours=2)):
        assert take_up_again() == int(worker.startswith("another"))


@pytest.mark.django_db
def test_what_is_over_is_let_go() -> None:
    world = make_world()
    person = world.viewers["county"].person
    Once.objects.create(
        person=person, key="old", body="", location="", at=now() - timedelta(days=31)
    )
    Once.objects.create(person=person, key="new", body="", location="")
    tidy()
    assert list(Once.objects.values_list("key", flat=True)) == ["new"]


def jobs_of(office: Any, assessment: Any, *, many: int) -> None:
    from jiheng.web.actions.jobs import begin_job
    from jiheng.web.tasks.jobs import run_job

    for number in range(many):
        day = NOW + timedelta(days=number)
        with moved_to(day):
            about = f"{assessment.pk} {number}"
            made = begin_job(
                office, "remind", about=about, of=assessment.subjects.count(), link="/"
            )
        run_job.enqueue(made.pk)


KILLS, TASKS = 6, 20


@pytest.mark.row("AV-01")
@pytest.mark.slow
@each_database
def test_killed_in_the_middle_nothing_is_lost_or_doubled(
    databases: Databases, start: Start, kind: str, django_db_blocker: Any
) -> None:
    rush(databases, start, kind, blocker=django_db_blocker, volume=(KILLS, TASKS))


@pytest.mark.row("AV-01")
@pytest.mark.prove
@each_database
def test_killed_fifty_times_among_a_thousand(
    databases: Databases, start: Start, kind: str, django_db_blocker: Any
) -> None:
    rush(databases, start, kind, blocker=django_db_blocker, volume=(50, 1_000))


def rush(
    databases: Databases, start: Start, kind: str, *, blocker: Any, volume: tuple[int, int]
) -> None:
    """Many jobs of ten steps each, and workers that are killed again and again while they do them."""
    kills, many = volume
    url, chance = databases.site(kind), random.Random(7)
    with blocker.unblock(), talking_to(url):
        world = make_world()
        jobs_of(world.viewers["office"], world.assessment, many=many)
        assert Job.objects.filter(state="waiting").count() == many
    killed = 0
    for _ in range(kills):
        worker = start.worker(url)
        with blocker.unblock(), talking_to(url):
            begun = Entry.objects.count()
            until = time.monotonic() + 30
            while Entry.objects.count() == begun and time.monotonic() < until and left():
                time.sleep(0.01)
            time.sleep(chance.random() / 10)
        worker.kill()
        killed += 1
    worker = start.worker(url)
    with blocker.unblock(), talking_to(url):
        until = time.monotonic() + 60 + many / 5
        while left() and time.monotonic() < until:
            time.sleep(0.1)
        assert (killed, left()) == (kills, 0)
        assert set(Job.objects.values_list("state", "done", "of")) == {("done", 10, 10)}
        # two units have staff: each is reminded once for every job's day
        assert Entry.objects.filter(deed="reminded").count() == 2 * many
        assert Message.objects.count() == 3 * many
    worker.end()


def left() -> int:
    return Job.objects.filter(ended_at=None).count()
