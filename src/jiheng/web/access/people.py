"""The doors to people and their appointments, and which roles do not go together."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from jiheng.web.access.organisations import DIRECTORY, below
from jiheng.web.access.viewer import Closed, NotThere, Viewer, appointments_of
from jiheng.web.clock import now
from jiheng.web.models import Appointment, Person, Role
from jiheng.web.models.person import APART


def people_of(viewer: Viewer) -> QuerySet[Person]:
    """Everybody who has or had an appointment in the viewer's directory."""
    if not viewer.is_(*DIRECTORY):
        return Person.objects.none()
    appointed = Appointment.objects.filter(organisation__in=below(viewer.organisation))
    return Person.objects.filter(pk__in=appointed.values("person"))


def person_of(viewer: Viewer, key: str) -> Person:
    """One person of the viewer's directory, or NotThere."""
    found = people_of(viewer).filter(pk=key).first()
    if found is None:
        raise NotThere
    return found


def kept_person(viewer: Viewer, key: str) -> Person:
    """One person whose appointments the viewer administers, or NotThere."""
    viewer.must_be(Role.ADMINISTRATOR)
    return person_of(viewer, key)


def kept_account(viewer: Viewer, key: str) -> Person:
    """One person whose account (name, password, way in) the viewer administers.

    Closed where the person also acts outside the viewer's directory: else an administrator could
    take over, with a new password, what that person may do elsewhere.
    """
    person = kept_person(viewer, key)
    own = below(viewer.organisation)
    if any(one.organisation_id not in own for one in appointments_of(person)):
        raise Closed(
            f"{person.name}还在管理范围以外的单位任职，账号由上一级系统管理员办理；"
            "本单位的任职仍可在这里登记和解除。"
        )
    return person


def kept_appointment(viewer: Viewer, key: str) -> Appointment:
    """One appointment in force that the viewer administers, or NotThere."""
    viewer.must_be(Role.ADMINISTRATOR)
    found = (
        Appointment.objects.filter(pk=key, organisation__in=below(viewer.organisation))
        .select_related("person", "organisation")
        .first()
    )
    if found is None or not appointments_of(found.person).filter(pk=found.pk).exists():
        raise NotThere
    return found


def held_apart(role: Role, others: Iterable[Role]) -> Role | None:
    """A role among `others` that nobody may hold together with `role`; None if there is none."""
    for other in others:
        if other != role and {role, other} & APART:
            return other
    return None


def roles_of(person: Person, *, but: Appointment | None = None) -> list[Role]:
    """The roles that a person holds now or will hold, except one appointment."""
    held = Appointment.objects.filter(Q(until=None) | Q(until__gt=now()), person=person)
    if but is not None:
        held = held.exclude(pk=but.pk)
    return [Role(role) for role in held.values_list("role", flat=True)]
