"""What every page shows around its content: who acts as what, where one can go, what is unread."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jiheng.web.access.evidence import READERS
from jiheng.web.access.journal import READERS as JOURNAL_READERS
from jiheng.web.access.organisations import DIRECTORY
from jiheng.web.access.schemes import KEEPERS
from jiheng.web.access.viewer import Viewer, appointments_of
from jiheng.web.models import Message, Role

_ALL = frozenset(Role)
_WORK = _ALL - {Role.ADMINISTRATOR}
_DIRECTORY = frozenset(DIRECTORY)

NAVIGATION: tuple[tuple[str, str, str, frozenset[Role]], ...] = (
    ("待办", "home", "checklist", _ALL),
    ("台账", "record-list", "clipboard-list", frozenset({Role.COUNTY, Role.LEADER})),
    ("加分申报", "claim-start", "award", frozenset(READERS)),
    ("统一填数", "office-fact-start", "table", frozenset(READERS)),
    ("异议", "objection-list", "message", frozenset(READERS) - {Role.REVIEWER}),
    ("佐证材料", "evidence-list", "paperclip", frozenset(READERS)),
    ("考核", "assessment-list", "calendar", _WORK),
    ("办法", "scheme-list", "book", frozenset(KEEPERS)),
    ("单位", "organisation-list", "sitemap", _DIRECTORY),
    ("人员", "person-list", "users", _DIRECTORY),
    ("操作日志", "journal", "history", frozenset(JOURNAL_READERS)),
)
"""Title, route, icon, and who sees it."""


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The context that `base.html` reads; see `docs/decisions/0006-look.md`."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return {"acting": None, "appointments": [], "nav": [], "unread": 0}
    return {
        "acting": viewer,
        "appointments": list(appointments_of(viewer.person)),
        "nav": [_link(request, one) for one in NAVIGATION if viewer.role in one[3]],
        "unread": Message.objects.filter(to=viewer.appointment, read_at=None).count(),
    }


def _link(request: HttpRequest, entry: tuple[str, str, str, frozenset[Role]]) -> dict[str, Any]:
    title, route, icon, _ = entry
    url = reverse(route)
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return {"title": title, "url": url, "icon": icon, "current": here}
