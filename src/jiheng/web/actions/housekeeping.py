"""Letting go of what has served its time: sessions, keys of forms, finished tasks."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jiheng.web.clock import now
from jiheng.web.models import Job, Once

_FORMS, _TASKS = timedelta(days=30), timedelta(days=14)


def tidy() -> None:
    """Remove what is over. Nothing here is anybody's work, so nothing goes into the log of deeds."""
    Session.objects.filter(expire_date__lt=now()).delete()
    Once.objects.filter(at__lt=now() - _FORMS).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=now() - _TASKS).delete()
    Job.objects.filter(ended_at__lt=now() - _TASKS).delete()


def put_aside_again(result: DBTaskResult) -> None:
    """A task whose worker is gone waits for another one."""
    DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )
