"""A fault at any statement of a deed leaves the state before it or the state after it (DU-05)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import OperationalError, connection

from jiheng.web.actions.answers import Field, save_answer
from jiheng.web.actions.submission import hand_back, latest_submission, send_back, sign, submit
from jiheng.web.actions.workbook import take_workbook
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, Entry, HandBack, JournalHead, Message, Subject, Submission
from jiheng.web.queries.fields import papers_of
from tests.platform.databases import both_databases
from tests.web.world import NOW, World, fill, issued, make_world

MOST = 60  # statements of the longest deed; it fails if one takes more


class BrokenOffError(OperationalError):
    """The fault that is put in."""


def breaking_at(nth: int) -> AbstractContextManager[None]:
    """The database answers until the nth statement, which fails."""
    count = 0

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        if count == nth:
            raise BrokenOffError(sql)
        return run(sql, params, many, context)

    return connection.execute_wrapper(execute)


def state() -> tuple[object, ...]:
    """All that these deeds may change."""
    return (
        [*Answer.objects.order_by("pk").values_list("of", "about", "text", "version", "by")],
        [*Subject.objects.order_by("pk").values_list("standing", "revision", "until")],
        [*Submission.objects.order_by("number").values_list("digest", "signed_name", "sealed")],
        HandBack.objects.count(),
        Message.objects.count(),
        [*Entry.objects.order_by("number").values_list("deed", flat=True)],
        [*JournalHead.objects.values_list("number", flat=True)],
    )


def fresh(world: World) -> Subject:
    return Subject.objects.select_related("assessment__scheme").get(pk=world.subject.pk)


def save(world: World) -> None:
    save_answer(world.viewers["county"], fresh(world), Field("fact", "trainings", "7", 1))


def add(world: World) -> None:
    save_answer(world.viewers["county"], fresh(world), Field("claimed", "1.1", "1", 0))


def take(world: World) -> None:
    fields = [Field("fact", "trainings", "7", 1), Field("fact", "exchanges", "9", 1)]
    take_workbook(world.viewers["county"], fresh(world), fields, name="a.xlsx", sha256="0" * 64)


def hand_in(world: World) -> None:
    subject = fresh(world)
    submit(world.viewers["county"], subject, revision=subject.revision)


def put_name(world: World) -> None:
    subject, leader = fresh(world), world.viewers["leader"]
    latest = latest_submission(subject)
    assert latest is not None
    sign(leader, subject, name=leader.person.name, digest=latest.digest)


def send(world: World) -> None:
    send_back(world.viewers["leader"], fresh(world), words="请核对1.1")


def hand(world: World) -> None:
    hand_back(world.viewers["office"], fresh(world), words="请核对1.1", clauses="1.1")


Deed = Callable[[World], None]


@pytest.mark.row("DU-05")
@both_databases()
@pytest.mark.parametrize(
    ("before", "deed"),
    [
        ((), save),
        ((), add),
        ((), take),
        ((), hand_in),
        ((hand_in,), put_name),
        ((hand_in,), send),
        ((hand_in, put_name), hand),
    ],
)
def test_every_statement_may_fail(engine: str, before: tuple[Deed, ...], deed: Deed) -> None:
    with moved_to(NOW):
        world = make_world()
        fill(world)
        for paper in papers_of(issued("yueyang-2017").scheme):
            field = Field("note", paper, "另行报送", 0)
            save_answer(world.viewers["county"], fresh(world), field)
        for step in before:
            step(world)
        untouched = state()
        done = next(nth for nth in range(1, MOST) if not breaks_off(world, deed, nth=nth))
    assert done > 5
    assert state() != untouched


def breaks_off(world: World, deed: Deed, *, nth: int) -> bool:
    """Does the deed meet the fault at its nth statement? Then nothing of it may be left."""
    untouched = state()
    try:
        with breaking_at(nth):
            deed(world)
    except BrokenOffError:
        assert state() == untouched, f"statement {nth}"
        return True
    return False
