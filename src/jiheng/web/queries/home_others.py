"""The first pages of reviewers, approving bodies, auditors and administrators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from jiheng.web.access.assessments import assessments_of, subjects_of
from jiheng.web.access.organisations import below, organisations_of
from jiheng.web.access.people import people_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.clock import now
from jiheng.web.models import Appointment, Role
from jiheng.web.models.organisation import Kind
from jiheng.web.models.subject import Standing
from jiheng.web.queries.home_stages import begins, deadlines_in, line_that, lines_of
from jiheng.web.queries.home_tasks import WAITING, Task, Work, address

_SOON = timedelta(days=14)
_NAMED = 3


def reviewer_home(viewer: Viewer) -> Work:
    """The assigned units: those that have reported can be read, the others are waited for."""
    subjects = list(subjects_of(viewer).order_by("-assessment__year", "name", "pk"))
    lines = lines_of([one.assessment for one in subjects])
    work = Work(comes_next="还没有分派给您的单位。考核办公室分派以后会出现在这里。")
    for one in subjects:
        visit = line_that(lines.get(one.assessment_id, ()), "on-site")
        due = visit.ends if visit is not None else None
        link, about = address("subject", one.pk), f"{one.name}（{one.assessment.title}）"
        if one.standing == Standing.SIGNED:
            task = Task(f"查看自评和佐证材料：{about}", link, "signed", "已签字上报。", due)
        else:
            words = "上报以后才能定稿，现在可以先看填到哪里。"
            task = Task(f"等上报：{about}", link, WAITING, words)
        work.tasks.append(task)
        work.comes_next = "分派给您的单位还没有上报，上报以后会出现在这里。"
    for key, found in lines.items():
        work.deadlines += deadlines_in(found, address("assessment-show", key))
    return work


def body_home(viewer: Viewer) -> Work:
    """What is laid before the body; before that, when it will be."""
    work = Work(comes_next="还没有要审议的考核。")
    assessments = list(assessments_of(viewer).order_by("-year", "title", "pk"))
    lines = lines_of(assessments)
    for one in assessments:
        link = address("assessment-show", one.pk)
        approving = line_that(lines.get(one.pk, ()), "approval")
        work.deadlines += deadlines_in(lines.get(one.pk, ()), link)
        work.looks_at = work.looks_at if work.looks_at[0] else (link, "看考核进行到哪里")
        if approving is None:
            continue
        if approving.state == "open":
            title = f"{approving.noun.title}：{one.title}"
            work.tasks.append(Task(title, link, "open", due=approving.ends))
        elif approving.state == "planned":
            work.comes_next = f"{one.title}的“{approving.noun.title}”{begins(approving)}。"
    return work


def auditor_home(viewer: Viewer) -> Work:
    """The log to look through, and what is going on."""
    work = Work()
    assessments = list(assessments_of(viewer).order_by("-year", "title", "pk"))
    lines = lines_of(assessments)
    for one in assessments:
        work.deadlines += deadlines_in(lines.get(one.pk, ()), address("assessment-show", one.pk))
    words = "看谁在什么时候改了什么；在站外保存一份链头，日后可以核对日志有没有被改写。"
    work.tasks.append(Task("查看操作日志", address("journal"), "open", words))
    return work


def administrator_home(viewer: Viewer) -> Work:
    """Units for which nobody acts, appointments that end, people who never logged in."""
    tasks = [*_without_people(viewer), *_ending(viewer), *_never_came(viewer)]
    return Work(
        tasks=tasks,
        comes_next="人员和单位都安排好了。有人任职到期、单位没有填报人时会出现在这里。",
        looks_at=(address("person-list"), "看全部人员"),
    )


def _without_people(viewer: Viewer) -> Iterator[Task]:
    acting = Appointment.objects.filter(
        Q(until=None) | Q(until__gt=now()), organisation=OuterRef("pk"), role=Role.COUNTY
    )
    units = organisations_of(viewer).filter(kind=Kind.COUNTY, merged_into=None)
    names = list(units.filter(~Exists(acting)).order_by("name").values_list("name", flat=True))
    if names:
        told = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
        link = address("organisation-list")
        yield Task(
            f"{len(names)}个单位还没有填报人",
            link,
            "missing",
            f"{told}：登记人员并任职，才能填报。",
        )


def _ending(viewer: Viewer) -> Iterator[Task]:
    ending = Appointment.objects.filter(
        organisation__in=below(viewer.organisation), until__gt=now(), until__lte=now() + _SOON
    )
    for one in ending.select_related("person", "organisation").order_by("until", "pk"):
        words = (
            f"{one.organisation.name}的{one.role_title}，到期后不能再操作；需要的话办理工作交接。"
        )
        link = address("person-show", one.person_id)
        yield Task(f"{one.person.name}的任职快到期", link, "due", words, one.until)


def _never_came(viewer: Viewer) -> Iterator[Task]:
    many = people_of(viewer).filter(is_active=True, last_login=None).count()
    if many:
        words = "把登录名和初始密码当面或用可靠的办法告诉他们。"
        link = f"{address('person-list')}?sort=last"
        yield Task(f"{many}个人还没有登录过", link, WAITING, words)
