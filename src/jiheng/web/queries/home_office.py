"""The first page of the office that runs assessments."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count

from jiheng.web.access.assessments import assessments_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Assessment, Objection, Receipt, SchemeVersion, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.home_stages import deadlines_in, line_that, lines_of
from jiheng.web.queries.home_tasks import WAITING, Task, Work, address, is_over
from jiheng.web.queries.stages import StageLine

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Run:
    """One assessment that the office runs, with what is counted in it."""

    assessment: Assessment
    lines: Sequence[StageLine]
    subjects: Sequence[Subject]
    objections: int
    unsigned: int

    @property
    def reporting(self) -> StageLine | None:
        """The stage in which subjects report."""
        return line_that(self.lines, "self-assessment")

    @property
    def link(self) -> str:
        """Where the assessment is shown."""
        return address("assessment-show", self.assessment.pk)

    @property
    def board(self) -> str:
        """Where its subjects are shown."""
        return address("assessment-board", self.assessment.pk)

    @property
    def reminders(self) -> str:
        """Where those who owe a report are reminded."""
        return address("reminder-list", self.assessment.pk)


def office_home(viewer: Viewer) -> Work:
    """Objections to answer, stages to arrange, who is late, drafts to issue."""
    work, runs = Work(), _runs(viewer)
    for run in runs:
        work.tasks += [*_objections(run), *_stages(run), *_reports(run), *_receipts(run)]
        work.deadlines += deadlines_in(run.lines, run.link)
    work.tasks += _drafts(viewer)
    if not runs:
        work.comes_next = "还没有考核。先上传或选用一份办法，印发以后建立考核。"
        work.looks_at = (address("assessment-list"), "去建立考核")
    else:
        work.comes_next = "现在没有等办公室办的事。各单位上报、提出异议以后会出现在这里。"
        work.looks_at = (runs[0].board, "看各单位进度")
    return work


def _runs(viewer: Viewer) -> list[Run]:
    assessments = list(assessments_of(viewer).order_by("-year", "title", "pk"))
    lines = lines_of(assessments)
    subjects: defaultdict[str, list[Subject]] = defaultdict(list)
    for one in Subject.objects.filter(assessment__in=assessments).order_by("name", "pk"):
        subjects[one.assessment_id].append(one)
    objections = _counted(Objection.objects.filter(answered_at=None), assessments)
    unsigned = _counted(Receipt.objects.filter(at=None), assessments)
    return [
        Run(one, lines.get(one.pk, []), subjects[one.pk], objections[one.pk], unsigned[one.pk])
        for one in assessments
    ]


def _counted(found, assessments: Sequence[Assessment]) -> Counter[str]:
    """How many belong to subjects of each assessment."""
    rows = found.filter(subject__assessment__in=assessments).values("subject__assessment")
    pairs = rows.order_by().annotate(many=Count("pk"))
    return Counter({one["subject__assessment"]: one["many"] for one in pairs})


def _objections(run: Run) -> Iterator[Task]:
    if run.objections:
        link = address("objection-list")
        yield Task(
            f"答复{run.objections}件异议",
            link,
            "pending",
            f"{run.assessment.title}：对办公室填数的异议。",
        )


def _stages(run: Run) -> Iterator[Task]:
    """The first stage that nobody gave a time to, once those before it have one."""
    for line in run.lines:
        if line.state == "planned" and line.stored.opens is None:
            words = f"{run.assessment.title}：定下开始和截止时间，到时会自动开启。"
            yield Task(f"安排“{line.noun.title}”的时间", run.link, "planned", words)
            return


def _reports(run: Run) -> Iterator[Task]:
    """Those who should have reported, those who still may, or that all have."""
    line = run.reporting
    if line is None or line.state == "planned" or not run.subjects:
        return
    owing = [one for one in run.subjects if one.standing != Standing.SIGNED]
    done = len(run.subjects) - len(owing)
    words = f"{run.assessment.title}：{len(run.subjects)}个单位中{done}个已签字上报。"
    late = [one for one in owing if is_over(one.until or line.ends)]
    if late:
        names = "、".join(one.name for one in late[:_NAMED]) + ("等" if late[_NAMED:] else "")
        title, told = f"催办逾期未报的{len(late)}个单位", f"{words}逾期的：{names}。"
        since = min(one.until or line.ends for one in late)
        yield Task(title, run.reminders, "overdue", told, since)
    if owing[len(late) :]:
        yield Task("各单位正在自评", run.board, WAITING, words, line.ends)
    if not owing:
        yield Task("自评已全部上报，可以查看", run.board, "complete", words)


def _receipts(run: Run) -> Iterator[Task]:
    if run.unsigned:
        words = f"{run.assessment.title}：通知发出后还没有签收。"
        yield Task(f"{run.unsigned}份通知等签收", run.link, WAITING, words)


def _drafts(viewer: Viewer) -> Iterator[Task]:
    found = SchemeVersion.objects.filter(organisation=viewer.organisation, issued_at=None)
    for one in found.order_by("made_at", "pk").only("pk", "title", "number", "organisation"):
        link = address("scheme-show", one.pk)
        words = f"第{one.number}版还是草稿，检查结果逐条决定以后才能印发。"
        yield Task(f"印发办法：{one.title}", link, "draft", words)
