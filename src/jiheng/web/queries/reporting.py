"""May a subject report now? The stage of self-assessment, its deadline, and what stands in the way."""

from __future__ import annotations

from datetime import datetime

from jiheng.scheme.procedure import Stage
from jiheng.web.clock import now
from jiheng.web.models import AssessmentStage, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.method import method_of
from jiheng.web.queries.stages import state_of

OPEN_TO_CHANGE = (Standing.FILLING, Standing.RETURNED)


def reporting_stage(subject: Subject) -> Stage | None:
    """The stage in which subjects report, as the method has it; None where it has none."""
    procedure = method_of(subject.assessment.scheme).scheme.procedure
    return next((one for one in procedure if one.does == "self-assessment"), None)


def reporting_window(subject: Subject) -> AssessmentStage | None:
    """That stage as it is stored, freshly read."""
    stage = reporting_stage(subject)
    if stage is None:
        return None
    return AssessmentStage.objects.filter(assessment=subject.assessment_id, stage=stage.id).first()


def deadline_of(subject: Subject, window: AssessmentStage | None) -> datetime | None:
    """Until when this subject may report: its own extension, else the stage's end."""
    if subject.until is not None:
        return subject.until
    return window.closes if window else None


def hindrance(subject: Subject, window: AssessmentStage | None) -> str:
    """Why the subject may not change its report now, as a sentence with the way out; "" if it may."""
    if subject.standing not in OPEN_TO_CHANGE:
        return f"自评{Standing(subject.standing).label}，不能再改；如需更正，请联系考核办公室退回。"
    return lateness(subject, window)


def lateness(subject: Subject, window: AssessmentStage | None) -> str:
    """Why it is not the time to report, whatever stands in the report; "" if it is."""
    if window is None:
        return "本办法没有自评阶段。"
    if subject.until is not None:
        if subject.until > now():
            return ""
        return "为本单位另定的时限已过；如需补报，请联系考核办公室重新开放。"
    return {
        "open": "",
        "planned": "自评还没有开始，开始后即可填报。",
        "closed": "自评已经截止；如需补报，请联系考核办公室为本单位重新开放。",
    }[state_of(window)]
