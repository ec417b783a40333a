"""The first page: what is due for one viewer, what waits for others, what is new, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Message, Role
from jiheng.web.queries.home_office import office_home
from jiheng.web.queries.home_others import (
    administrator_home,
    auditor_home,
    body_home,
    reviewer_home,
)
from jiheng.web.queries.home_reporting import county_home, leader_home
from jiheng.web.queries.home_tasks import Home, Work

NEWS = 5
HOMES: dict[Role, Callable[[Viewer], Work]] = {
    Role.OFFICE: office_home,
    Role.COUNTY: county_home,
    Role.LEADER: leader_home,
    Role.REVIEWER: reviewer_home,
    Role.BODY: body_home,
    Role.AUDITOR: auditor_home,
    Role.ADMINISTRATOR: administrator_home,
}
"""What each role has to do is found in its own way."""


def home_of(viewer: Viewer) -> Home:
    """Everything on the viewer's first page, what is most pressing first."""
    work = HOMES[viewer.role](viewer)
    return Home(
        tasks=sorted((one for one in work.tasks if not one.waits), key=lambda one: one.order),
        waiting=sorted((one for one in work.tasks if one.waits), key=lambda one: one.order),
        news=unread_of(viewer),
        deadlines=sorted(work.deadlines, key=lambda one: one.at),
        comes_next=work.comes_next,
        looks_at=work.looks_at,
    )


def unread_of(viewer: Viewer) -> Sequence[Message]:
    """The newest messages that were not read yet: what changed since the last visit."""
    found = Message.objects.filter(to=viewer.appointment, read_at=None)
    return list(found.order_by("-made_at", "pk")[:NEWS])
