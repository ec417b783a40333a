"""Who is looking: a person acting through one appointment."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jiheng.web.clock import now
from jiheng.web.models import Appointment, Organisation, Person, Role


class NotThere(Exception):
    """The viewer may not know of it: answered exactly as if it had never been (404)."""


class Closed(Exception):
    """Seen, but not open to this deed now (409); carries the words that say why and what to do."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person in one role in one organisation."""

    person: Person
    appointment: Appointment

    @property
    def role(self) -> Role:
        """The role acted in."""
        return Role(self.appointment.role)

    @property
    def organisation(self) -> Organisation:
        """The organisation acted for."""
        return self.appointment.organisation

    @property
    def role_title(self) -> str:
        """The role as people call it."""
        return self.role.label

    def is_(self, *roles: Role) -> bool:
        """Does the viewer act in one of these roles?"""
        return self.role in roles

    def must_be(self, *roles: Role) -> None:
        """NotThere unless the viewer acts in one of these roles."""
        if self.role not in roles:
            raise NotThere


def appointments_of(person: Person) -> QuerySet[Appointment]:
    """Every appointment of a person that is in force, in a steady order."""
    in_force = Q(until=None) | Q(until__gt=now())
    return (
        Appointment.objects.filter(in_force, person=person, since__lte=now())
        .select_related("organisation", "person")
        .order_by("role", "organisation__name", "key")
    )


def viewer_of(person: Person, chosen: str = "") -> Viewer | None:
    """The person acting through the chosen appointment, or through his first; None without any."""
    found = list(appointments_of(person)) if person.is_active else []
    if not found:
        return None
    appointment = next((one for one in found if one.key == chosen), found[0])
    return Viewer(person, appointment)
