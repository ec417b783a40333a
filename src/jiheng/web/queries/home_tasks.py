"""What a first page is made of: tasks, deadlines, and the words for days that are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from jiheng.web.clock import now, today
from jiheng.web.models import Message

WAITING = "waiting"
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, or (`state` waiting) one that somebody else has to do first.

    `state` is a key of `look.STATES`; `due` the moment after which it is late, if there is one;
    `quoted` the words of somebody else that belong to it.
    """

    title: str
    link: str
    state: str
    words: str = ""
    due: datetime | None = None
    quoted: str = ""

    @property
    def waits(self) -> bool:
        """Has somebody else to act first?"""
        return self.state == WAITING

    @property
    def is_late(self) -> bool:
        """Should it have been done already?"""
        return is_over(self.due)

    @property
    def left(self) -> str:
        """How long there is, in words; "" without a deadline."""
        return "" if self.due is None else time_left(self.due)

    @property
    def order(self) -> tuple[bool, datetime, bool, str]:
        """Late first, then by deadline, what was returned before the rest."""
        return (not self.is_late, self.due or _NEVER, self.state != "returned", self.title)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One moment that is near: when, what begins or ends then, and where it is told."""

    at: datetime
    title: str
    words: str
    link: str

    @property
    def left(self) -> str:
        """How long until then, in words."""
        return time_left(self.at)


@dataclass(slots=True)
class Work:
    """What one role's page is made from. `comes_next` says what will be asked when nothing is due,
    `looks_at` (address, title) where one can look meanwhile."""

    tasks: list[Task] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    comes_next: str = ""
    looks_at: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Home:
    """One first page, in the order in which it is shown."""

    tasks: Sequence[Task]
    waiting: Sequence[Task]
    news: Sequence[Message]
    deadlines: Sequence[Deadline]
    comes_next: str
    looks_at: tuple[str, str]


def is_over(due: datetime | None) -> bool:
    """Is the moment past?"""
    return due is not None and due <= now()


def time_left(due: datetime) -> str:
    """Days until then as people count them; what is over is overdue by whole days."""
    days = (localdate(due) - today()).days
    if due <= now():
        return f"已逾期{-days}天" if days < 0 else "今天已到期"
    if days == 0:
        return "今天截止"
    return "明天截止" if days == 1 else f"还有{days}天"


def address(route: str, *keys: str) -> str:
    """Where a task is done."""
    return reverse(route, args=keys)
