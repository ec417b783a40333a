"""The inbox of one appointment."""

from __future__ import annotations

from collections.abc import Mapping

from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Message
from jiheng.web.queries.listing import Listing, listing

STATES = (("unread", "未读"), ("read", "已读"))


def inbox_of(viewer: Viewer, asked: Mapping[str, str]) -> Listing:
    """Messages to the viewer's appointment, newest first; `state` and `q` narrow."""
    return listing(
        Message.objects.filter(to=viewer.appointment),
        asked,
        sorts={"newest": ("-made_at",), "title": ("title",)},
        search=("title", "words"),
        filters={"state": lambda found, state: found.filter(read_at__isnull=state != "read")},
    )
