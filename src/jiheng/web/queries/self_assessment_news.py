"""What others changed while one fills in: asked for every few seconds, so it costs next to nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import localtime

from jiheng.web.access.viewer import Viewer
from jiheng.web.clock import now
from jiheng.web.models import Answer, Subject
from jiheng.web.queries.self_assessment import report_of
from jiheng.web.queries.self_assessment_pages import section_with

LATELY = timedelta(minutes=2)


def news_of(viewer: Viewer, subject: Subject, *, section: str, since: int) -> dict[str, Any] | None:
    """The saved fields of a section with their versions, and who else has saved anything lately, as
    plain data; None while the subject's revision is still `since`."""
    if subject.revision == since:
        return None
    asked = section_with(report_of(subject, with_last=False), section)
    own = viewer.person.pk
    lately = Answer.objects.filter(subject=subject, at__gte=now() - LATELY).exclude(by=own)
    return {
        "revision": subject.revision,
        "here": sorted(set(lately.values_list("by__name", flat=True))),
        "fields": [
            {
                "id": one.id,
                "version": one.version,
                "text": one.text,
                "reason": one.reason,
                "by": one.by,
                "at": f"{localtime(one.at):%H:%M}" if one.at else "",
            }
            for one in asked.fields
            if one.is_saved
        ],
    }
