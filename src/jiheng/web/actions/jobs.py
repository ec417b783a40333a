"""Background work that somebody asked for: a `Job` with steps, each done exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import IntegrityError, transaction

from jiheng.web.access.viewer import Closed, NotThere, Viewer, appointments_of
from jiheng.web.clock import now
from jiheng.web.models import Job

Steps = Iterator[Callable[[], None]]
STATES = ("waiting", "running", "done", "failed")


def begin_job(viewer: Viewer, kind: str, *, about: str, of: int, link: str) -> Job:
    """Note the work; Closed while the same is still going on. A task then does its steps."""
    try:
        with transaction.atomic():
            return Job.objects.create(
                by=viewer.appointment, kind=kind, about=about, of=of, link=link
            )
    except IntegrityError:
        raise Closed("同样的任务正在进行，请等它完成。") from None


def viewer_of_job(job: Job) -> Viewer:
    """Whoever asked for it, if he may still act so; else NotThere, and the work stops."""
    held = appointments_of(job.by.person).filter(pk=job.by_id).first()
    if held is None or not job.by.person.is_active:
        raise NotThere
    return Viewer(held.person, held)


def do_steps(job: Job, steps: Steps) -> None:
    """Do what is left of a job. A step and its count are one transaction, so that a worker may be
    killed anywhere, and two may run at once: every step is done exactly once."""
    for position, step in enumerate(steps):
        if position >= job.done:
            _do(job, position, step)
    _end(job, "done", "")


def fail_job(job: Job, words: str) -> None:
    """It cannot go on; `words` say why."""
    _end(job, "failed", words)


@transaction.atomic
def _do(job: Job, position: int, step: Callable[[], None]) -> None:
    taken = Job.objects.filter(pk=job.pk, done=position, ended_at=None).update(
        done=position + 1, state="running"
    )
    if taken:
        step()


def _end(job: Job, state: str, words: str) -> None:
    Job.objects.filter(pk=job.pk, ended_at=None).update(state=state, words=words, ended_at=now())
