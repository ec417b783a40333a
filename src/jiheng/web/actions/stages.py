"""Opening and closing stages, moving their deadlines, and opening one subject again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from jiheng.web.access.assessments import reporters_of
from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.messages import tell
from jiheng.web.actions.submission import hand_back
from jiheng.web.actions.versions import change
from jiheng.web.clock import now
from jiheng.web.models import AssessmentStage, HandBack, Role, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.reporting import reporting_window
from jiheng.web.queries.stages import StageLine, Times, moment_words, stage_lines, state_of


@transaction.atomic
def open_stage(viewer: Viewer, stage: AssessmentStage, *, version: int) -> None:
    """The office opens it now. Closed where it has begun, is over, or would be over at once."""
    _runs(viewer, stage)
    state = state_of(stage)
    if state == "open":
        raise Closed("这个阶段已经开始。")
    if state == "closed":
        raise Closed(
            "这个阶段已经结束。要整体延长请改截止时间并写明原因；只为一个单位请用“重新开放”。"
        )
    if stage.closes is not None and stage.closes <= now():
        raise Closed("截止时间已过，请先改截止时间再开启。")
    change(stage, version, opened_at=now())
    record(viewer, "stage-opened", on=stage, stage=stage.stage)


@transaction.atomic
def close_stage(viewer: Viewer, stage: AssessmentStage, *, version: int) -> None:
    """The office closes it now. Closed where it is not open."""
    _runs(viewer, stage)
    if state_of(stage) != "open":
        raise Closed("这个阶段现在不在进行中，不用关闭。")
    change(stage, version, closed_at=now())
    record(viewer, "stage-closed", on=stage, stage=stage.stage)


@transaction.atomic
def change_stage(
    viewer: Viewer, stage: AssessmentStage, *, version: int, times: Times, reason: str
) -> None:
    """Another window. Once it was announced it takes a reason, and those assessed are told; a stage that
    was over is open again when its new end is still to come."""
    _runs(viewer, stage)
    _possible(stage, times)
    announced = is_announced(stage)
    moved = (stage.opens, stage.closes) != (times.opens, times.closes)
    if announced and moved and not reason.strip():
        raise Closed("这个时间已经通知各单位，修改要写明原因。")
    before = _told(stage)
    closed_at = stage.closed_at
    if closed_at is not None and times.closes is not None and times.closes > now():
        closed_at = None
    change(stage, version, **asdict(times), closed_at=closed_at)
    if announced and moved:
        _tell(stage, reason=reason.strip())
    record(
        viewer, "stage-changed", on=stage, before=before, after=_told(stage), reason=reason.strip()
    )


def is_announced(stage: AssessmentStage) -> bool:
    """Do those assessed know the window? When it has begun, or a notice with it went out."""
    return state_of(stage) != "planned" or stage.assessment.notices.exists()


@transaction.atomic
def reopen_subject(viewer: Viewer, subject: Subject, *, until: datetime, reason: str) -> HandBack:
    """One subject may report until its own deadline, whatever the stage; with a reason.

    What it had submitted or signed is handed back.
    """
    if not viewer.is_(Role.OFFICE) or subject.assessment.organiser_id != viewer.organisation.pk:
        raise NotThere
    if not reason.strip():
        raise Closed("为一个单位重新开放要写明原因。")
    if until <= now():
        raise Closed("新的截止时间应在现在之后。")
    window = reporting_window(subject)
    if window is None or state_of(window) == "planned":
        raise Closed("自评还没有开始，开始后各单位都能填报，不用单独开放。")
    stored = Subject.objects.select_for_update().get(pk=subject.pk)
    if stored.standing in (Standing.SUBMITTED, Standing.SIGNED):
        return hand_back(viewer, subject, words=reason, until=until)
    before = stored.until
    Subject.objects.filter(pk=stored.pk).update(until=until)
    given = HandBack.objects.create(
        subject=subject, words=reason.strip(), by=viewer.person, until=until
    )
    people = reporters_of([subject.organisation_id])
    words = f"{reason.strip()}\n可以填报到{moment_words(until)}。"
    tell(people, f"reopened:{given.pk}", title="自评重新开放", words=words, link=f"/subjects/{subject.pk}/")  # fmt: skip
    record(
        viewer,
        "subject-reopened",
        on=given,
        before=before.isoformat() if before else "",
        after=until.isoformat(),
        reason=reason.strip(),
    )
    return given


def _runs(viewer: Viewer, stage: AssessmentStage) -> None:
    if not viewer.is_(Role.OFFICE) or stage.assessment.organiser_id != viewer.organisation.pk:
        raise NotThere


def _possible(stage: AssessmentStage, times: Times) -> None:
    """Closed for a window that cannot be."""
    if times.opens and times.closes and times.opens >= times.closes:
        raise Closed("截止时间应在开始时间之后。")
    begun = state_of(stage) != "planned"
    if begun and stage.opens is not None and times.opens != stage.opens:
        raise Closed("阶段已经开始，开始时间不能再改；可以改截止时间。")
    if begun and times.closes is not None and times.closes <= now() and times.closes != stage.closes:  # fmt: skip
        raise Closed("新的截止时间已经过去；要现在结束，请用“关闭阶段”。")


def _tell(stage: AssessmentStage, *, reason: str) -> None:
    lines: list[StageLine] = stage_lines(stage.assessment)
    title = next((one.noun.title for one in lines if one.stored.pk == stage.pk), stage.stage)
    units = stage.assessment.subjects.values_list("organisation", flat=True)
    words = f"“{title}”现在{_window(stage)}。原因：{reason}"
    tell(
        reporters_of(units),
        f"stage:{stage.pk}:{stage.version}",
        title=f"{title}的时间改了",
        words=words,
        link=f"/assessments/{stage.assessment_id}/",
    )


def _window(stage: AssessmentStage) -> str:
    begins = f"{moment_words(stage.opens)}开始" if stage.opens else ""
    ends = f"{moment_words(stage.closes)}截止" if stage.closes else "不设截止时间"
    return "，".join(one for one in (begins, ends) if one)


def _told(stage: AssessmentStage) -> dict[str, str]:
    return {
        "opens": stage.opens.isoformat() if stage.opens else "",
        "closes": stage.closes.isoformat() if stage.closes else "",
        "remind_days": str(stage.remind_days),
    }
