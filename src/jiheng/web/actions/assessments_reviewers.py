"""Who looks at which subject: assigned by hand, never one's own unit."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from jiheng.web.access.organisations import below
from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.messages import tell
from jiheng.web.clock import now
from jiheng.web.models import Appointment, Assignment, Organisation, Person, Role, Subject


@transaction.atomic
def assign_reviewer(viewer: Viewer, subject: Subject, *, person: str) -> Assignment:
    """One reviewer more for a subject. Closed, with the reason, where he belongs to the unit, to one
    below it or to one above it (the organiser itself is above them all and does not count)."""
    _runs(viewer, subject)
    appointment = reviewers_for(subject).filter(person=person).first()
    if appointment is None:
        raise NotThere
    if tied := tie(appointment.person, subject):
        raise Closed(tied)
    Subject.objects.select_for_update().get(pk=subject.pk)
    if subject.assignments.filter(person=person).exists():
        raise Closed(f"{appointment.person.name}已经分派给{subject.name}。")
    made = Assignment.objects.create(subject=subject, person_id=person, by=viewer.person)
    tell(
        [appointment],
        f"assigned:{made.pk}",
        title=f"请评估{subject.name}",
        words=f"“{subject.assessment.title}”分派您评估{subject.name}。",
        link=f"/assessments/{subject.assessment_id}/",
    )
    record(viewer, "reviewer-assigned", on=made, after=appointment.person.name)
    return made


@transaction.atomic
def withdraw_reviewer(viewer: Viewer, subject: Subject, *, person: str) -> None:
    """He no longer looks at this subject."""
    _runs(viewer, subject)
    Subject.objects.select_for_update().get(pk=subject.pk)
    found = subject.assignments.select_related("person").filter(person=person).first()
    if found is None:
        raise Closed("这位成员没有分派到这个单位，可能刚被取消。")
    name = found.person.name
    found.delete()
    record(viewer, "reviewer-withdrawn", on=subject, before=name)


def reviewers_for(subject: Subject) -> QuerySet[Appointment]:
    """Appointments of reviewers at the organiser or below it that are in force."""
    in_force = Q(until=None) | Q(until__gt=now())
    return (
        Appointment.objects.filter(
            in_force,
            role=Role.REVIEWER,
            organisation__in=below(subject.assessment.organiser),
            person__is_active=True,
        )
        .select_related("person", "organisation")
        .order_by("person__name", "key")
    )


def tie(person: Person, subject: Subject) -> str:
    """Why a person may not look at the subject, as a sentence; "" where nothing ties them."""
    unit = subject.organisation
    near = {**dict.fromkeys(below(unit), "下属单位"), **_above(subject), unit.pk: "本单位"}
    in_force = Q(until=None) | Q(until__gt=now())
    held = Appointment.objects.filter(in_force, person=person, organisation__in=near)
    first = held.select_related("organisation").order_by("key").first()
    if first is None:
        return ""
    return (
        f"{person.name}在{first.organisation.name}任{first.role_title}，"
        f"那是{unit.name}的{near[first.organisation_id]}，应当回避，请另选一位。".replace(
            f"那是{unit.name}的本单位", "与被评单位是同一单位"
        )
    )


def _above(subject: Subject) -> dict[str, str]:
    """Units between the subject's and the organiser."""
    found: dict[str, str] = {}
    one: Organisation | None = subject.organisation.parent
    while one is not None and one.pk != subject.assessment.organiser_id and one.pk not in found:
        found[one.pk] = "上级单位"
        one = one.parent
    return found if one is not None else {}


def _runs(viewer: Viewer, subject: Subject) -> None:
    if not viewer.is_(Role.OFFICE) or subject.assessment.organiser_id != viewer.organisation.pk:
        raise NotThere
