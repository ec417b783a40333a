"""The site's only clock; tests move it with `moved_to`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """This moment, with its time zone."""
    return _moved.get() or timezone.now()


def today() -> date:
    """The day on the office's wall."""
    return timezone.localdate(now())


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Everything inside happens at this moment."""
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)
