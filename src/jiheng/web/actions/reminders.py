"""Reminding those who have not reported: some days before the deadline and on the day, or by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from jiheng.web.access.assessments import run_by
from jiheng.web.access.viewer import Closed, Viewer
from jiheng.web.actions.jobs import begin_job
from jiheng.web.actions.journal import record
from jiheng.web.actions.messages import tell
from jiheng.web.clock import now, today
from jiheng.web.models import Appointment, Assessment, Job, Message, Role, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.reporting import deadline_of, lateness, reporting_window

OWING = (Standing.FILLING, Standing.RETURNED, Standing.SUBMITTED)
_RUNNING = timedelta(days=400)


def subjects_to_remind() -> Iterator[Subject]:
    """Every subject that has not reported and whose stage is open."""
    found = Subject.objects.filter(
        standing__in=OWING, assessment__stages__closes__gt=now() - _RUNNING
    )
    chosen = found.select_related("assessment__scheme", "organisation").distinct().order_by("pk")
    yield from chosen


def remind_in_time(subject: Subject) -> bool:
    """Tell whoever has to act, if the deadline is as near as the stage's `remind_days`, or is today.
    Once for each of the two, however often it runs; True where somebody was told."""
    window = reporting_window(subject)
    due = deadline_of(subject, window)
    if window is None or due is None or lateness(subject, window):
        return False
    days = (localdate(due) - today()).days
    if days > window.remind_days:
        return False
    which = "day" if days == 0 else "ahead"
    about = f"remind {subject.pk} {localdate(due).isoformat()} {which}"
    return _remind(None, subject, due, about=about)


def remind_all(viewer: Viewer, assessment: Assessment) -> Job:
    """The office reminds everybody who has not reported yet, today; in the background."""
    run_by(viewer, assessment.pk)
    if not assessment.subjects.filter(standing__in=OWING).exists():
        raise Closed("各单位都已上报，不用提醒。")
    about = f"{assessment.pk} {today().isoformat()}"
    link = reverse("assessment-board", args=[assessment.pk])
    return begin_job(viewer, "remind", about=about, of=assessment.subjects.count(), link=link)


def reminders_of(viewer: Viewer, job: Job) -> Iterator[Callable[[], None]]:
    """The steps of such a job: one subject each, always all of them in the same order, so that a step
    has the same number when the work is taken up again."""
    assessment = run_by(viewer, job.about.split()[0])
    day = localdate(job.made_at).isoformat()
    for subject in assessment.subjects.select_related("assessment__scheme").order_by("pk"):
        yield partial(_remind_by_hand, viewer, subject, day=day)


def _remind_by_hand(viewer: Viewer, subject: Subject, *, day: str) -> None:
    due = deadline_of(subject, reporting_window(subject))
    _remind(viewer, subject, due, about=f"remind {subject.pk} {day} hand")


@transaction.atomic
def _remind(viewer: Viewer | None, subject: Subject, due: datetime | None, *, about: str) -> bool:
    """The subject's row is locked, so that two workers do not both find that nobody was told."""
    subject = Subject.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=subject.pk)  # fmt: skip
    to = list(_who_acts(subject))
    told = Message.objects.filter(to__in=to, about=about).exists()
    if told or not to or subject.standing not in OWING:
        return False
    until = _until(due)
    tell(
        to,
        about,
        title=f"请及时上报自评：{until}",
        words=f"{subject.name}，{subject.assessment.title}。{_what(subject)}",
        link=reverse("subject", args=[subject.pk]),
    )
    record(viewer, "reminded", on=subject, until=until, people=len(to))
    return True


def _until(due: datetime | None) -> str:
    if due is None:
        return "还没有上报"
    day = localdate(due)
    return f"{day.year}年{day.month}月{day.day}日截止"


def _what(subject: Subject) -> str:
    return {
        Standing.FILLING: "自评还没有提交。",
        Standing.RETURNED: "自评被退回，修改后要重新提交。",
        Standing.SUBMITTED: "自评已提交，等负责人签字。",
    }[Standing(subject.standing)]


def _who_acts(subject: Subject) -> Iterator[Appointment]:
    """The leader once it lies before him, else county staff."""
    role = Role.LEADER if subject.standing == Standing.SUBMITTED else Role.COUNTY
    in_force = Q(until=None) | Q(until__gt=now())
    yield from Appointment.objects.filter(
        in_force, organisation=subject.organisation_id, role=role, since__lte=now()
    ).select_related("person")
