"""What is done by the clock, and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from jiheng.web.actions.housekeeping import tidy as tidy_up
from jiheng.web.actions.messages import messages_to_mail
from jiheng.web.clock import now
from jiheng.web.tasks.evidence import scan, sweep
from jiheng.web.tasks.jobs import jobs_left, run_jobs
from jiheng.web.tasks.mail import send_mails
from jiheng.web.tasks.reminders import remind


@task()
def tidy() -> None:
    """Let go of what is over."""
    tidy_up()


@dataclass(frozen=True, slots=True)
class Regular:
    """A task and how often it is done; `wanted` says whether there is anything to do at all."""

    task: Any
    every: timedelta
    wanted: Callable[[], Any] = lambda: True


SCHEDULE = (
    Regular(send_mails, timedelta(minutes=1), messages_to_mail),
    Regular(run_jobs, timedelta(minutes=1), jobs_left),
    Regular(remind, timedelta(hours=1)),
    Regular(sweep, timedelta(days=1)),
    Regular(scan, timedelta(days=1)),
    Regular(tidy, timedelta(days=1)),
)


def enqueue_due() -> list[str]:
    """Put aside what is due, and say what. Two workers that do so at the same moment put it aside twice;
    every task may run twice."""
    put = []
    for one in SCHEDULE:
        with transaction.atomic():
            if _is_due(one) and one.wanted():
                one.task.enqueue()
                put.append(one.task.name)
    return put


def _is_due(one: Regular) -> bool:
    before = DBTaskResult.objects.filter(task_path=one.task.module_path)
    last = before.aggregate(last=Max("enqueued_at"))["last"]
    return last is None or last <= now() - one.every
