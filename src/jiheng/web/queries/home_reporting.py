"""The first page of those who report: county staff and their leader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from jiheng.web.access.assessments import subjects_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import HandBack, Receipt, Subject, Submission
from jiheng.web.models.subject import Standing
from jiheng.web.queries.figures import figures_of
from jiheng.web.queries.home_stages import begins, deadlines_in, line_that, lines_of
from jiheng.web.queries.home_tasks import WAITING, Task, Work, address, is_over
from jiheng.web.queries.stages import StageLine

ToDo = Callable[["Reporting"], "Task | None"]


class Reporting:
    """One subject, its stage of self-assessment, and the latest words and papers about it."""

    def __init__(self, subject: Subject, line: StageLine | None) -> None:
        self.subject, self.line = subject, line
        self.returned: HandBack | None = None
        self.latest: Submission | None = None
        self.about = f"{subject.assessment.title}：{subject.name}"
        self.link = address("subject", subject.pk)
        self.submission = address("submission", subject.pk)

    @property
    def due(self) -> datetime | None:
        """Until when it may report."""
        if self.subject.until is not None or self.line is None:
            return self.subject.until
        return self.line.ends

    @property
    def begun(self) -> bool:
        """Has its stage begun, or was it opened for this subject alone?"""
        return (self.line is not None and self.line.state != "planned") or bool(self.subject.until)

    @property
    def progress(self) -> str:
        """How much is answered, where that is known."""
        kept = figures_of(self.subject)
        if not kept:
            return "还没有开始填报。"
        if kept["answered"] == kept["asked"]:
            return f"{kept['asked']}项已全部填写。"
        return f"已填{kept['answered']}项，还差{kept['asked'] - kept['answered']}项。"


def county_home(viewer: Viewer) -> Work:
    """Notices to receive, a report to write or to mend, a sealed copy to bring back."""
    return _home(viewer, _clerks_task, _receipts(viewer))


def leader_home(viewer: Viewer) -> Work:
    """What lies before the leader to be signed."""
    return _home(viewer, _leaders_task, [])


def _home(viewer: Viewer, task: ToDo, tasks: list[Task]) -> Work:
    reports = _reports(viewer)
    work = Work(tasks=tasks + [one for one in map(task, reports) if one is not None])
    for one in reports:
        owes = one.subject.standing in (Standing.FILLING, Standing.RETURNED)
        if one.line is not None and owes and one.subject.until is None:
            work.deadlines += deadlines_in([one.line], one.link)
    _say_what_comes_next(work, reports)
    return work


def _reports(viewer: Viewer) -> list[Reporting]:
    subjects = list(subjects_of(viewer).order_by("-assessment__year", "name", "pk"))
    lines = lines_of([one.assessment for one in subjects])
    reports = [
        Reporting(one, line_that(lines.get(one.assessment_id, ()), "self-assessment"))
        for one in subjects
    ]
    _read_latest({one.subject.pk: one for one in reports})
    return reports


def _read_latest(reports: Mapping[str, Reporting]) -> None:
    """The newest hand-back and submission of each subject: two queries for all."""
    for back in HandBack.objects.filter(subject__in=reports).order_by("made_at", "pk"):
        reports[back.subject_id].returned = back
    submitted = Submission.objects.filter(subject__in=reports).defer("content")
    for one in submitted.order_by("number", "pk"):
        reports[one.subject_id].latest = one


def _receipts(viewer: Viewer) -> list[Task]:
    """Notices that nobody of the unit has acknowledged yet."""
    found = Receipt.objects.filter(subject__in=subjects_of(viewer), at=None)
    return [
        Task(
            f"签收通知：{one.notice.title}",
            address("receipt", one.pk),
            "unread",
            f"{one.subject.name}，看过以后点“签收”。",
        )
        for one in found.select_related("notice", "subject").order_by("made_at", "pk")
    ]


def _clerks_task(one: Reporting) -> Task | None:
    standing = one.subject.standing
    if standing == Standing.SUBMITTED:
        return Task(f"等负责人签字：{one.about}", one.submission, WAITING, "已提交。", one.due)
    if standing == Standing.SIGNED:
        return _sealing(one)
    if not one.begun:
        return None
    if standing == Standing.RETURNED:
        return _mending(one)
    title = f"填报自评：{one.about}"
    if is_over(one.due):
        words = f"{one.progress}自评已经截止，如需补报，请联系考核办公室重新开放。"
        return Task(title, one.link, "overdue", words, one.due)
    return Task(title, one.link, "filling", one.progress, one.due)


def _mending(one: Reporting) -> Task:
    """What was handed back, with the words; once its time is over, who can give more."""
    words = one.returned.words if one.returned else ""
    title = f"修改被退回的自评：{one.about}"
    if is_over(one.due):
        told = f"{one.progress}修改的时限已过，请联系考核办公室重新开放。"
        return Task(title, one.link, "overdue", told, one.due, words)
    return Task(title, one.link, "returned", one.progress, one.due, words)


def _sealing(one: Reporting) -> Task | None:
    if one.latest is None or one.latest.sealed_id is not None:
        return None
    words = "自评表打印盖章以后，把扫描件传上来。"
    return Task(f"上传盖章件：{one.about}", one.link, "signed", words)


def _leaders_task(one: Reporting) -> Task | None:
    standing = one.subject.standing
    if standing == Standing.SUBMITTED:
        return Task(
            f"审阅并签字：{one.about}", one.submission, "submitted", "填报人已提交。", one.due
        )
    if standing == Standing.SIGNED or not one.begun:
        return None
    if standing == Standing.RETURNED:
        words = one.returned.words if one.returned else ""
        return Task(f"等填报人修改：{one.about}", one.link, WAITING, one.progress, one.due, words)
    return Task(f"等填报人提交：{one.about}", one.link, WAITING, one.progress, one.due)


def _say_what_comes_next(work: Work, reports: list[Reporting]) -> None:
    if not reports:
        work.comes_next = "本单位还没有参加考核。考核建立以后，这里会出现要办的事。"
        return
    first = reports[0]
    work.looks_at = (first.link, "查看自评")
    if first.subject.standing == Standing.SIGNED:
        work.comes_next = "自评已上报。复核结果和有关通知会出现在这里。"
    elif first.begun:
        work.comes_next = "现在没有等您办的事，有变化会出现在这里。"
    else:
        work.looks_at = (first.link, "先看看要填什么")
        work.comes_next = f"{first.subject.assessment.title}的自评{begins(first.line)}；平时的活动、获奖可以先登记台账。"
