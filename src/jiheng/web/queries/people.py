"""The list of people, and one person with everything he is or was appointed to."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from jiheng.web.access.organisations import below
from jiheng.web.access.people import people_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.clock import now
from jiheng.web.models import Appointment, Person
from jiheng.web.queries.listing import Listing, listing

STATES = (("active", "可以登录"), ("disabled", "已停用"), ("idle", "没有任职"))


def people_listed(viewer: Viewer, asked: Mapping[str, str]) -> Listing:
    """People of the viewer's directory; each has `held`, his appointments there that are in force."""
    own = below(viewer.organisation)
    held = Prefetch(
        "appointments",
        queryset=_in_force().filter(organisation__in=own).select_related("organisation").order_by("role", "pk"),
        to_attr="held",
    )  # fmt: skip
    return listing(
        people_of(viewer).prefetch_related(held),
        asked,
        sorts={"name": ("name",), "username": ("username",), "last": ("-last_login",)},
        search=("name", "username", "email", "phone"),
        filters={
            "organisation": lambda found, key: found.filter(_holds(organisation=key)),
            "role": lambda found, role: found.filter(_holds(role=role)),
            "state": _in_state,
        },
    )


def appointments_shown(
    viewer: Viewer, person: Person
) -> tuple[list[Appointment], list[Appointment]]:
    """What he is appointed to in the viewer's directory: in force, and over."""
    own = Appointment.objects.filter(
        person=person, organisation__in=below(viewer.organisation)
    ).select_related("organisation")
    held = list(own.filter(Q(until=None) | Q(until__gt=now())).order_by("role", "since", "pk"))
    over = list(own.filter(until__lte=now()).order_by("-until", "pk"))
    return held, over


def follower_choices(viewer: Viewer, *, but: Person) -> list[tuple[str, str]]:
    """Who may follow somebody: everybody of the directory who can log in."""
    found = people_of(viewer).filter(is_active=True).exclude(pk=but.pk).order_by("name", "pk")
    return [(one.pk, f"{one.name}（{one.username}）") for one in found]


def _in_force() -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(until=None) | Q(until__gt=now()), since__lte=now())


def _holds(**what: str) -> Exists:
    return Exists(_in_force().filter(person=OuterRef("pk"), **what))


def _in_state(found: QuerySet[Person], state: str) -> QuerySet[Person]:
    narrowed = {
        "active": found.filter(is_active=True),
        "disabled": found.filter(is_active=False),
        "idle": found.exclude(_holds()),
    }
    return narrowed.get(state, found)
