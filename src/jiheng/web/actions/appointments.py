"""Appointing, dismissing, and handing a unit over from one person to the next in one act."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jiheng.web.access.organisations import kept_organisation
from jiheng.web.access.people import held_apart, kept_appointment, roles_of
from jiheng.web.access.viewer import Closed, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.clock import now
from jiheng.web.keys import new_key
from jiheng.web.models import Appointment, Assignment, Message, Person, Role


@transaction.atomic
def appoint(
    viewer: Viewer,
    person: Person,
    *,
    organisation: str,
    role: Role,
    until: datetime | None = None,
) -> Appointment:
    """Give a person a role in an organisation. Closed with words if he holds it already, or if the
    role may not be held together with another one of his."""
    place = kept_organisation(viewer, organisation)
    if place.merged_into_id:
        raise Closed(f"{place.name}已并入别的单位，请选合并后的单位。")
    _must_be_free_for(person, role)
    held = Appointment.objects.filter(person=person, organisation=place, role=role, until=None)
    if held.exists():
        raise Closed(f"{person.name}已经是{place.name}的{role.label}。")
    made = Appointment.objects.create(
        person=person, organisation=place, role=role, since=now(), until=until
    )
    record(viewer, "appointed", on=made, after=_told(made))
    return made


@transaction.atomic
def dismiss(viewer: Viewer, key: str) -> Appointment:
    """End an appointment now; it acts no more from the next request on."""
    held = _held(viewer, key)
    held.until = now()
    held.save(update_fields=["until"])
    record(viewer, "dismissed", on=held, before=_told(held))
    return held


@transaction.atomic
def hand_over(viewer: Viewer, key: str, *, to: Person) -> Appointment:
    """One leaves and the other follows at the same moment: appointment, unread messages and assigned
    subjects go along; the follower finds a message that says what is open."""
    leaving = _held(viewer, key)
    if leaving.person_id == to.pk:
        raise Closed("接任的人与离任的人是同一个人，请另选。")
    role, place = Role(leaving.role), leaving.organisation
    _must_be_free_for(to, role)
    leaving.until = now()
    leaving.save(update_fields=["until"])
    follows = Appointment.objects.filter(
        person=to, organisation=place, role=role, until=None
    ).first() or Appointment.objects.create(
        person=to, organisation=place, role=role, since=leaving.until
    )
    messages, subjects = _pass_messages(leaving, follows), _pass_subjects(leaving, follows)
    _tell(follows, leaving.person, messages=messages, subjects=subjects)
    record(
        viewer, "handed-over", on=leaving, before=_told(leaving), after=_told(follows),
        messages=messages, subjects=subjects,
    )  # fmt: skip
    return follows


def _held(viewer: Viewer, key: str) -> Appointment:
    """The appointment, locked, and still in force once the lock is had: two may want to end it."""
    if key == viewer.appointment.pk:
        raise Closed("不能解除或交接自己现在的任职。请由另一位系统管理员办理。")
    Appointment.objects.select_for_update().filter(pk=key).first()
    return kept_appointment(viewer, key)


def _must_be_free_for(person: Person, role: Role) -> None:
    """The person's row is locked first, so that two administrators do not give him two halves."""
    Person.objects.select_for_update().get(pk=person.pk)
    other = held_apart(role, roles_of(person))
    if other is not None:
        raise Closed(
            f"{person.name}现在是{other.label}，不能同时任{role.label}：系统管理员、审计与其他角色"
            "要分开由不同的人担任。请先解除原来的任职，或另选一人。"
        )


def _pass_messages(leaving: Appointment, follows: Appointment) -> int:
    known = list(follows.messages.values_list("about", flat=True))
    return leaving.messages.filter(read_at=None).exclude(about__in=known).update(to=follows)


def _pass_subjects(leaving: Appointment, follows: Appointment) -> int:
    """Only a reviewer has subjects assigned to his person; nobody gets his own organisation's."""
    if leaving.role != Role.REVIEWER:
        return 0
    own = Appointment.objects.filter(person=follows.person, until=None).values("organisation")
    given = Assignment.objects.filter(
        person=leaving.person, subject__assessment__organiser=leaving.organisation
    ).exclude(subject__organisation__in=own)
    taken = Assignment.objects.filter(person=follows.person).values("subject")
    return given.exclude(subject__in=taken).update(person=follows.person)


def _tell(follows: Appointment, before: Person, *, messages: int, subjects: int) -> None:
    parts = [f"未读消息 {messages} 条"] if messages else []
    parts += [f"分派的单位 {subjects} 个"] if subjects else []
    open_now = f"移交给您的有：{'，'.join(parts)}。" if parts else ""
    Message.objects.create(
        to=follows,
        about=f"handed-over {new_key()}",
        title=f"您接任{follows.organisation.name}的{follows.role_title}",
        words=f"{before.name}的工作由您接任。{open_now}要办的事都在首页“待办”中。",
        link="/",
    )


def _told(held: Appointment) -> dict[str, str]:
    return {
        "person": held.person.name,
        "organisation": held.organisation.name,
        "role": held.role_title,
    }
