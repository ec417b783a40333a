"""Who still owes a report: for the page, and for the printed list (催报清单)."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q
from django.utils.timezone import localdate

from jiheng.forms.page import Document
from jiheng.forms.reminder_list import Due, reminder_list
from jiheng.web.clock import now, today
from jiheng.web.models import Appointment, Assessment, Role
from jiheng.web.models.subject import Standing
from jiheng.web.queries.figures import figures_of
from jiheng.web.queries.home_stages import line_that, lines_of

_WHAT = {
    Standing.FILLING: "填报并提交自评",
    Standing.RETURNED: "修改退回的自评，重新提交",
    Standing.SUBMITTED: "负责人签字",
}


def dues_of(assessment: Assessment) -> list[Due]:
    """Every subject that has not reported, what it owes, and who has to act; the earliest first."""
    line = line_that(lines_of([assessment]).get(assessment.pk, ()), "self-assessment")
    owing = list(
        assessment.subjects.exclude(standing=Standing.SIGNED).select_related("organisation")
    )
    people = _people([one.organisation_id for one in owing])
    found = []
    for one in owing:
        until = one.until or (line.ends if line is not None else None)
        if line is None or until is None:
            continue
        role = Role.LEADER if one.standing == Standing.SUBMITTED else Role.COUNTY
        who = "、".join(people[one.organisation_id, role])
        found.append(
            Due(
                one.name, line.noun.title, _WHAT[Standing(one.standing)], localdate(until),
                who=who, lacking=_lacking(one),
            )
        )  # fmt: skip
    return sorted(found, key=lambda due: (due.due, due.subject))


def document_of(assessment: Assessment) -> Document:
    """The printed list as it stands today."""
    return reminder_list(
        dues_of(assessment),
        title=assessment.title,
        office=assessment.organiser.name,
        today=today(),
    )


def _people(organisations: list[str]) -> defaultdict[tuple[str, str], list[str]]:
    names: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    held = Appointment.objects.filter(
        Q(until=None) | Q(until__gt=now()), organisation__in=organisations
    )
    for one in held.select_related("person").order_by("person__name", "pk"):
        told = f"{one.person.name} {one.person.phone}".strip()
        names[one.organisation_id, one.role].append(told)
    return names


def _lacking(subject) -> str:
    kept = figures_of(subject)
    if not kept or subject.standing == Standing.SUBMITTED:
        return ""
    left = kept["asked"] - kept["answered"]
    return f"还差{left}项" if left else ""
