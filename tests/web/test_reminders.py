"""Reminders, mail and jobs: everybody who is due is told once, however often the work runs."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail

from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.jobs import do_steps
from jiheng.web.actions.messages import messages_to_mail, tell
from jiheng.web.actions.reminders import remind_all, reminders_of
from jiheng.web.clock import moved_to
from jiheng.web.models import Entry, Job, Message
from jiheng.web.models.subject import Standing
from jiheng.web.tasks.jobs import run_job, run_jobs
from jiheng.web.tasks.mail import send_mails
from jiheng.web.tasks.reminders import remind
from tests.web.world import NOW, OTHER, OWN, World, make_world

pytestmark = pytest.mark.django_db


def reminded(world: World, days: int) -> tuple[int, list[str]]:
    """How many subjects the task reminds so many days before the deadline, and who has mail by then."""
    with moved_to(world.stage("self-assessment").closes - timedelta(days=days, hours=1)):
        told = remind.call()
    found = Message.objects.order_by("to__person__username", "made_at")
    return told, list(found.values_list("to__person__username", flat=True))


def test_reminded_some_days_before_and_on_the_day_once_each() -> None:
    world = make_world()
    assert reminded(world, 4) == (0, [])
    both = ["colleague", "county", "other_county"]
    assert reminded(world, 3) == (2, both)
    assert reminded(world, 2) == (0, both)
    assert reminded(world, 0) == (2, sorted(both * 2))
    assert reminded(world, 0)[0] == 0
    assert Entry.objects.filter(deed="reminded").count() == 4


def test_who_has_reported_is_left_alone_and_who_must_sign_is_told() -> None:
    world = make_world()
    world.subjects[OWN].standing = Standing.SUBMITTED
    world.subjects[OWN].save()
    world.subjects[OTHER].standing = Standing.SIGNED
    world.subjects[OTHER].save()
    assert reminded(world, 1) == (1, ["leader"])
    world.subjects[OTHER].standing = Standing.RETURNED
    world.subjects[OTHER].until = NOW + timedelta(days=90)
    world.subjects[OTHER].save()
    assert reminded(world, 1)[0] == 0
    with moved_to(NOW + timedelta(days=89)):
        assert remind.call() == 1


def test_nobody_is_reminded_of_what_is_over_or_not_begun() -> None:
    make_world()
    with moved_to(NOW + timedelta(days=30)):
        assert remind.call() == 0
    with moved_to(NOW - timedelta(days=30)):
        assert remind.call() == 0


def test_the_office_reminds_all_in_the_background_each_once() -> None:
    world = make_world()
    office = world.viewers["office"]
    with moved_to(NOW):
        job = remind_all(office, world.assessment)
        with pytest.raises(Closed):
            remind_all(office, world.assessment)
        steps = list(reminders_of(office, job))
        do_steps(job, iter(steps[:4]))  # ended by its own count: what follows finds it ended
        assert run_job.call(job.pk) == "ended"
        Job.objects.filter(pk=job.pk).update(ended_at=None, done=4)
        for _ in range(2):
            run_jobs.call()
    job.refresh_from_db()
    assert (job.state, job.done, job.of) == ("done", 10, 10)
    assert Entry.objects.filter(deed="reminded").count() == 2
    assert Message.objects.count() == 3


@pytest.mark.row("OP-05")
def test_a_job_stops_when_who_asked_may_no_longer() -> None:
    world = make_world()
    with moved_to(NOW):
        job = remind_all(world.viewers["office"], world.assessment)
        held = world.viewers["office"].appointment
        held.until = NOW
        held.save()
        run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, Message.objects.count()) == ("failed", 0, 0)


@pytest.mark.parametrize("who", ["county", "auditor", "administrator", "other_office"])
def test_only_the_office_that_runs_it_reminds(who: str) -> None:
    world = make_world()
    with pytest.raises(NotThere):
        remind_all(world.viewers[who], world.assessment)
    link = f"/assessments/{world.assessment.pk}/reminders/"
    for address in (link, f"{link}print/"):
        assert world.client(who).get(address).status_code == 404
    assert world.client(who).post(f"{link}send/").status_code == 404


def test_the_page_lists_who_owes_and_shows_how_far_the_job_is() -> None:
    world = make_world()
    office = world.client("office")
    link = f"/assessments/{world.assessment.pk}/reminders/"
    with moved_to(NOW):
        page = office.get(link)
        assert [due.subject for due, _ in page.context["rows"]] == sorted(world.subjects)
        assert office.get(f"{link}print/").content[:2] == b"PK"
        answer = office.post(f"{link}send/")
        job = Job.objects.get()
        assert answer["Location"] == f"/jobs/{job.pk}/"
        assert 'hx-trigger="every 2s"' in office.get(f"/jobs/{job.pk}/").content.decode()
        run_job.call(job.pk)
        assert "hx-trigger" not in office.get(f"/jobs/{job.pk}/state/").content.decode()
    for who in ("county", "other_office", "auditor"):
        assert world.client(who).get(f"/jobs/{job.pk}/").status_code == 404


def test_each_message_is_mailed_once_and_late_ones_never() -> None:
    world = make_world()
    county, nobody = world.viewers["county"], world.viewers["colleague"]
    nobody.person.email = ""
    nobody.person.save()
    with moved_to(NOW):
        tell(
            [county.appointment, nobody.appointment],
            "a",
            title="请签收\n通知",
            words="见附件",
            link="/x/",
        )
        assert [send_mails.call() for _ in range(3)] == [1, 0, 0]
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["county@example.org"], "请签收 通知")
    assert "办理：http://127.0.0.1:8000/x/" in letter.body
    with moved_to(NOW):
        tell([county.appointment], "b", title="又一件")
    with moved_to(NOW + timedelta(days=3)):
        assert messages_to_mail() == []


def test_a_dead_mail_server_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()

    def dead(*_: Any, **__: Any) -> int:
        raise SMTPServerDisconnected("canary")

    with moved_to(NOW):
        tell([world.viewers["county"].appointment], "a", title="x")
        with monkeypatch.context() as patched:
            patched.setattr("django.core.mail.EmailMessage.send", dead)
            assert send_mails.call() == 0
        assert send_mails.call() == 1
