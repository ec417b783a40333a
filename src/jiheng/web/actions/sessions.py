"""Coming in, going out, and ending what is open elsewhere."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from jiheng.web.access.viewer import NotThere, Viewer, appointments_of, viewer_of
from jiheng.web.actions.journal import record
from jiheng.web.models import Person

ELSEWHERE = "elsewhere"
"""Where a session keeps the address of another one that was opened for the same account."""


@transaction.atomic
def came_in(person: Person, session: str, *, address: str) -> int:
    """Write down that somebody came in, tell his other live sessions, and return how many there are."""
    others = [one for one in _live(person) if one.session_key != session]
    for other in others:
        store = SessionStore(other.session_key)
        store[ELSEWHERE] = address
        store.save(must_create=False)
    record(viewer_of(person), "logged-in", on=person, address=address, others=len(others))
    return len(others)


@transaction.atomic
def switched(person: Person, chosen: str) -> str:
    """Write down as what somebody acts from now on; NotThere unless the appointment is his and in force."""
    appointment = appointments_of(person).filter(pk=chosen).first()
    if appointment is None:
        raise NotThere
    record(Viewer(person, appointment), "switched", on=appointment)
    return appointment.pk


@transaction.atomic
def went_out(person: Person, session: str) -> None:
    """Write down that somebody went out; the session is gone from the server."""
    UserSession.objects.filter(session_key=session).delete()
    record(viewer_of(person), "logged-out", on=person)


@transaction.atomic
def password_changed(person: Person) -> None:
    """He chose it himself: nothing more to change at the door. Django's session hash ends the others."""
    Person.objects.filter(pk=person.pk).update(must_change_password=False)
    person.must_change_password = False
    end_sessions(person)
    record(viewer_of(person), "password-changed", on=person)


@transaction.atomic
def second_factor_changed(person: Person, *, what: str) -> None:
    """Write down that a second factor came or went; `what` says which, in words."""
    record(viewer_of(person), "second-factor-changed", on=person, after=what)


def end_sessions(person: Person, *, but: str = "") -> None:
    """End every session of a person on the server, but this one."""
    for one in UserSession.objects.filter(user=person).exclude(session_key=but):
        one.end()


def _live(person: Person) -> list[UserSession]:
    return UserSession.objects.purge_and_list(person)
