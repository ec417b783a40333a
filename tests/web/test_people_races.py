"""Two administrators at once, and a rush at the door, on both databases."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client

from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.appointments import appoint as appoint_to
from jiheng.web.actions.appointments import hand_over
from jiheng.web.models import Appointment, Entry, Organisation, Role
from tests.platform.databases import both_databases
from tests.web.world import PASSWORD, appoint, make_world

pytestmark = pytest.mark.slow


def together(deeds: Sequence[Callable[[], object]]) -> Counter[str]:
    """Every deed in a thread of its own, begun at the same moment; how often each ended how."""
    gate, ended = threading.Barrier(len(deeds)), Counter()

    def run(deed: Callable[[], object]) -> None:
        gate.wait()
        try:
            deed()
            ended["done"] += 1
        except (Closed, NotThere) as refused:
            ended[type(refused).__name__] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


@pytest.mark.row("OP-07")
@both_databases(transaction=True)
def test_two_halves_of_what_must_stay_apart_are_not_given_at_once(engine: str) -> None:
    world = make_world()
    keeper, city = world.viewers["administrator"], world.organiser
    for number in range(4):
        stored = appoint(f"race-{number}", "body", organisation=city).person
        Appointment.objects.filter(person=stored).delete()
        ended = together(
            [
                lambda role=role, stored=stored: appoint_to(
                    keeper, stored, organisation=city.pk, role=role
                )
                for role in (Role.AUDITOR, Role.OFFICE)
            ]
        )
        assert ended == {"done": 1, "Closed": 1}
        assert stored.appointments.count() == 1


@both_databases(transaction=True)
def test_an_appointment_is_handed_over_once(engine: str) -> None:
    world = make_world()
    keeper, leaving = world.viewers["administrator"], world.viewers["county"]
    followers = [
        appoint(f"follower-{number}", "leader", organisation=leaving.organisation).person
        for number in range(3)
    ]
    ended = together(
        [lambda one=one: hand_over(keeper, leaving.appointment.pk, to=one) for one in followers]
    )
    assert ended["done"] == 1
    held = Appointment.objects.filter(organisation=leaving.organisation, role="county", until=None)
    assert held.filter(person__in=followers).count() == 1
    assert Entry.objects.filter(deed="handed-over").count() == 1


@both_databases(transaction=True)
def test_a_rush_at_the_door(engine: str) -> None:
    """Guesses at one account from all sides at once are counted, every one that was read; the others
    come in all the same."""
    world = make_world()
    city = Organisation.objects.get(pk=world.organiser.pk)
    people = [appoint(f"rush-{number}", "office", organisation=city).person for number in range(6)]
    for person in people:
        person.set_password(PASSWORD)
        person.save()
    answers: Counter[int] = Counter()

    def come(login: str, password: str, address: str) -> None:
        answer = Client().post(
            "/account/log-in/", {"login": login, "password": password}, REMOTE_ADDR=address
        )
        answers[answer.status_code] += 1

    guesses = [
        lambda number=number: come("county", "wrong", f"10.5.0.{number}") for number in range(6)
    ]
    right = [
        lambda number=number: come(f"rush-{number}", PASSWORD, f"10.6.0.{number}")
        for number in range(6)
    ]
    assert together([*guesses, *right]) == {"done": 12}
    assert answers[302] == 6
    assert answers[200] + answers[429] == 6
    read = Entry.objects.filter(deed="log-in-refused").count()
    assert read == sum(AccessAttempt.objects.values_list("failures_since_start", flat=True))
    assert Entry.objects.filter(deed="logged-in").count() == 6
