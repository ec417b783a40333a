"""Assessments as lists and pages show them: where each stands, and what there is to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from jiheng.web.access.assessments import assessments_of, countable
from jiheng.web.access.viewer import Viewer
from jiheng.web.clock import now
from jiheng.web.models import Assessment, Pin, Role, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.method import method_of
from jiheng.web.queries.stages import StageLine, StageShown, stage_lines, stages_shown


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment in a list: the stages that are open, and the next deadline."""

    assessment: Assessment
    open: tuple[StageLine, ...]
    next: StageLine | None

    @property
    def is_over(self) -> bool:
        """Is nothing open, and nothing to come?"""
        return not self.open and self.next is None


def assessment_lines(found: Iterable[Assessment]) -> list[AssessmentLine]:
    """Each with its stages; `found` has them prefetched."""
    return [_line(one) for one in found]


def _line(assessment: Assessment) -> AssessmentLine:
    lines = stage_lines(assessment)
    coming = [one for one in lines if one.state == "planned"]
    return AssessmentLine(
        assessment,
        tuple(one for one in lines if one.state == "open"),
        coming[0] if coming else None,
    )


@dataclass(frozen=True, slots=True)
class AssessmentShown:
    """The page of one assessment, for one viewer. `subjects`: those that he may count."""

    assessment: Assessment
    stages: Sequence[StageShown]
    subjects: Sequence[Subject]
    pins: Sequence[Pin]
    overdue: int
    is_run: bool
    sees_all: bool

    @property
    def own(self) -> Subject | None:
        """The one subject that a county sees."""
        return self.subjects[0] if not self.sees_all and len(self.subjects) == 1 else None

    def count(self, standing: Standing) -> int:
        """How many stand there."""
        return sum(one.standing == standing for one in self.subjects)

    @property
    def begun(self) -> int:
        """How many have entered anything, or are further."""
        return sum(one.revision > 0 or one.standing != Standing.FILLING for one in self.subjects)


def assessment_shown(viewer: Viewer, assessment: Assessment) -> AssessmentShown:
    """Read it as the viewer may."""
    subjects = in_order(assessment, countable(viewer, assessment))
    stages = stages_shown(assessment, subjects)
    window = next((one for one in stages if one.line.noun.does == "self-assessment"), None)
    return AssessmentShown(
        assessment,
        stages,
        subjects,
        list(assessment.pins.select_related("scheme", "by").order_by("pk")),
        sum(is_overdue(one, window.line if window else None) for one in subjects),
        viewer.is_(Role.OFFICE) and assessment.organiser_id == viewer.organisation.pk,
        viewer.is_(Role.OFFICE, Role.AUDITOR),
    )


def is_overdue(subject: Subject, window: StageLine | None) -> bool:
    """Is the time over in which it should have reported?"""
    if subject.standing == Standing.SIGNED or window is None:
        return False
    if subject.until is not None:
        return subject.until <= now()
    return window.state == "closed"


def due_of(subject: Subject, window: StageLine | None) -> datetime | None:
    """Until when it may report; None where nothing is set."""
    return subject.until or (window.ends if window else None)


def is_due_soon(subject: Subject, window: StageLine | None) -> bool:
    """Is it not through, and are the days of the reminder begun?"""
    due = due_of(subject, window)
    if subject.standing == Standing.SIGNED or window is None or due is None:
        return False
    if window.state == "planned" and subject.until is None:
        return False
    return now() < due <= now() + timedelta(days=window.stored.remind_days)


def window_of(assessment: Assessment) -> StageLine | None:
    """The stage of self-assessment, if the method has one."""
    lines = stage_lines(assessment)
    return next((one for one in lines if one.noun.does == "self-assessment"), None)


def seen_with_stages(viewer: Viewer) -> QuerySet[Assessment]:
    """Every assessment of the viewer, its stages and version at hand."""
    return assessments_of(viewer).prefetch_related("stages")


def category_titles(assessment: Assessment) -> dict[str, str]:
    """The titles of the method's categories by id."""
    return {one.id: one.title for one in method_of(assessment.scheme).scheme.categories}


def in_order(assessment: Assessment, subjects: Iterable[Subject]) -> list[Subject]:
    """The subjects in the order of the method; those that it does not list come last."""
    listed = [name for name, _ in method_of(assessment.scheme).scheme.subjects()]
    place = {name: at for at, name in enumerate(listed)}
    return sorted(subjects, key=lambda one: (place.get(one.name, len(place)), one.name, one.pk))
