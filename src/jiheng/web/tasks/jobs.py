"""Doing the jobs that people asked for; each kind names the steps that it consists of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog
from django_tasks import task

from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.jobs import Steps, do_steps, fail_job, viewer_of_job
from jiheng.web.actions.reminders import reminders_of
from jiheng.web.models import Job

log = structlog.get_logger("jiheng.task")
KINDS: Mapping[str, Callable[[Viewer, Job], Steps]] = {"remind": reminders_of}
_GONE = "提出任务的人已经不能办理这件事，任务停止。"


@task()
def run_job(key: str) -> str:
    """Do what is left of one job; a job that ended is left alone."""
    job = Job.objects.select_related("by__person", "by__organisation").filter(pk=key).first()
    if job is None or job.ended_at is not None:
        return "ended"
    try:
        do_steps(job, KINDS[job.kind](viewer_of_job(job), job))
    except NotThere:
        fail_job(job, _GONE)
    except Closed as closed:
        fail_job(job, closed.words)
    return "done"


@task()
def run_jobs() -> int:
    """Take up every job that has not ended: one that nobody put aside, or that died with its worker."""
    left = list(
        Job.objects.filter(ended_at=None).order_by("made_at", "pk").values_list("pk", flat=True)
    )
    for key in left:
        run_job.call(key)
    return len(left)


def jobs_left() -> bool:
    """Is there any?"""
    return Job.objects.filter(ended_at=None).exists()
