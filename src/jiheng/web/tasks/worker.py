"""The process that does what was put aside: tasks, the clock, and what a dead worker left behind."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import time
from datetime import timedelta
from typing import Any

import structlog
from django.db import DatabaseError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from jiheng.web.actions.housekeeping import put_aside_again
from jiheng.web.clock import now
from jiheng.web.tasks.schedule import enqueue_due

log = structlog.get_logger("jiheng.task")
ROUND = 20
"""Tasks after which the clock is looked at again."""
LEASE = timedelta(hours=1)
"""How long a worker on another machine may be silent before its task is done by somebody else."""
_DEAF = 5.0  # seconds to wait when the database does not answer


def work(*, interval: float = 1.0) -> None:
    """Work until SIGTERM or SIGINT; a task that was begun is ended first. The database may go and come
    back meanwhile."""
    stopping = _Stopping()
    while not stopping.asked:
        try:
            take_up_again()
            enqueue_due()
            done = _do_some(stopping)
        except DatabaseError as trouble:
            log.warning("database-silent", error=type(trouble).__name__)
            close_old_connections()
            stopping.wait(_DEAF)
            continue
        if not done:
            stopping.wait(interval)


class _Stopping:
    """Was the worker asked to end?"""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)

    def _hear(self, *_: Any) -> None:
        self.asked = True

    def wait(self, seconds: float) -> None:
        """Sleep, but not past being asked: a signal ends `sleep` only with an exception."""
        until = time.monotonic() + seconds
        while not self.asked and time.monotonic() < until:
            time.sleep(min(0.1, seconds))


class _Round(Worker):
    """Django's worker for one round; its own name says on which machine and in which process it runs."""

    def __init__(self, stopping: _Stopping) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=ROUND,
            worker_id=NAME,
            excluded_queue_names=[],
        )
        self._stopping = stopping

    def run_task(self, db_task_result: Any) -> None:
        """One task, and a line about it."""
        begun = time.monotonic_ns()
        super().run_task(db_task_result)
        log.info(
            "task",
            task=db_task_result.task_path,
            status=str(db_task_result.status),
            error=db_task_result.exception_class_path,
            milliseconds=(time.monotonic_ns() - begun) // 1_000_000,
        )
        if self._stopping.asked:
            self.running = False


def _do_some(stopping: _Stopping) -> int:
    one = _Round(stopping)
    one.run()
    return one._run_tasks


def _name() -> str:
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


NAME = _name()


def take_up_again() -> int:
    """Put aside again what a worker was doing when it was killed; how many there were."""
    running = DBTaskResult.objects.running()
    left = [one for one in running.only("pk", "worker_ids", "started_at") if _is_orphan(one)]
    for one in left:
        put_aside_again(one)
        log.warning("task-taken-up-again", key=str(one.pk))
    return len(left)


def _is_orphan(one: DBTaskResult) -> bool:
    """Is whoever took it gone? On this machine that is known; elsewhere the lease decides."""
    worker = one.worker_ids[-1] if one.worker_ids else ""
    host, _, rest = worker.partition(":")
    pid = rest.partition(":")[0]
    if worker == NAME:
        return False
    if host == NAME.partition(":")[0] and pid.isdecimal():
        return int(pid) == os.getpid() or not _lives(int(pid))
    return one.started_at is None or one.started_at < now() - LEASE


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
