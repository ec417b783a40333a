"""One subject as its office sees it: until when, what was handed back, who looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Assignment, HandBack, Role, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.assessments import due_of, is_overdue, window_of


@dataclass(frozen=True, slots=True)
class StandingShown:
    """What the page of one subject says beside its figures; reviewers for its office and the auditor."""

    due: datetime | None
    is_overdue: bool
    hand_backs: Sequence[HandBack]
    assignments: Sequence[Assignment]
    is_run: bool
    sees_all: bool
    can_hand_back: bool
    can_reopen: bool


def standing_of(viewer: Viewer, subject: Subject) -> StandingShown:
    """Read it for one viewer."""
    window = window_of(subject.assessment)
    runs = viewer.is_(Role.OFFICE) and subject.assessment.organiser_id == viewer.organisation.pk
    sees_all = viewer.is_(Role.OFFICE, Role.AUDITOR)
    submitted = subject.standing in (Standing.SUBMITTED, Standing.SIGNED)
    begun = window is not None and window.state != "planned"
    assignments = subject.assignments.select_related("person").order_by("person__name", "pk")
    return StandingShown(
        due=due_of(subject, window),
        is_overdue=is_overdue(subject, window),
        hand_backs=[*subject.hand_backs.select_related("by").order_by("-made_at", "key")],
        assignments=[*assignments] if sees_all else [],
        is_run=runs,
        sees_all=sees_all,
        can_hand_back=runs and submitted,
        can_reopen=runs and not submitted and begun,
    )
