"""Appointing, dismissing, handing over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from jiheng.web.access.people import kept_appointment, kept_person
from jiheng.web.actions import appointments as deeds
from jiheng.web.actions.people import hand_over_to_new, reset_password
from jiheng.web.inputs.people import NEW, AppointmentForm, HandOverForm
from jiheng.web.models import Appointment, Role
from jiheng.web.pages.page import page
from jiheng.web.pages.people import CRUMB, FIRST, shown_with
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.organisations import choices_for
from jiheng.web.queries.people import follower_choices

_KEEPER = (Role.ADMINISTRATOR,)


@page("POST", roles=_KEEPER)
def person_appoint(request: HttpRequest, person: str) -> HttpResponse:
    """One more role for a person."""
    viewer, stored = request.viewer, kept_person(request.viewer, person)
    form = AppointmentForm(request.POST, organisations=choices_for(viewer))
    if done(form, lambda values: deeds.appoint(viewer, stored, **values)):
        messages.success(request, "任职已登记，本人下一次打开页面时生效。")
        return redirect("person-show", person=person)
    return form_page(request, "people/show.html", **shown_with(request, stored, form=form))


@page("POST", roles=_KEEPER)
def appointment_end(request: HttpRequest, appointment: str) -> HttpResponse:
    """End an appointment now."""
    ended = deeds.dismiss(request.viewer, appointment)
    messages.success(
        request, f"{ended.person.name}不再是{ended.organisation.name}的{ended.role_title}。"
    )
    return redirect("person-show", person=ended.person_id)


@page("GET", "POST", roles=_KEEPER)
def appointment_hand_over(request: HttpRequest, appointment: str) -> HttpResponse:
    """From one person to the next, in one act."""
    viewer, leaving = request.viewer, kept_appointment(request.viewer, appointment)
    people = follower_choices(viewer, but=leaving.person)
    form = HandOverForm(request.POST or None, people=people)
    follows: list[Appointment] = []

    def over(values: dict[str, Any]) -> None:
        follows.append(_handed_over(request, leaving, values=values))

    if request.method == "POST" and done(form, over):
        return redirect("person-show", person=follows[0].person_id)
    crumbs = [CRUMB, (leaving.person.name, f"/people/{leaving.person_id}/"), ("交接", "")]
    return form_page(request, "people/hand_over.html", form=form, leaving=leaving, crumbs=crumbs)


def _handed_over(
    request: HttpRequest, leaving: Appointment, *, values: dict[str, Any]
) -> Appointment:
    viewer = request.viewer
    if values["follower"] != NEW:
        follower = kept_person(viewer, values["follower"])
        return deeds.hand_over(viewer, leaving.pk, to=follower)
    made = hand_over_to_new(viewer, leaving.pk, values=values)
    seed = reset_password(viewer, made.person)
    request.session[FIRST] = {"person": made.person_id, "seed": seed}
    return made


urlpatterns = [
    path("people/<str:person>/appoint/", person_appoint, name="person-appoint"),
    path("appointments/<str:appointment>/end/", appointment_end, name="appointment-end"),
    path(
        "appointments/<str:appointment>/hand-over/",
        appointment_hand_over,
        name="appointment-hand-over",
    ),
]
