"""People: the list, one person, entering and changing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.web.access.organisations import DIRECTORY
from jiheng.web.access.people import kept_account, person_of
from jiheng.web.actions import people as deeds
from jiheng.web.inputs.people import AppointmentForm, NewPersonForm, PersonForm
from jiheng.web.models import Person, Role
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.organisations import choices_for
from jiheng.web.queries.people import STATES, appointments_shown, people_listed

_KEEPER = (Role.ADMINISTRATOR,)
CRUMB = ("人员", "/people/")
FIRST = "first_password"
"""Where the session keeps, until it is shown, whose first password was made and from what."""


@page("GET", roles=DIRECTORY)
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody, by organisation, role and state."""
    found = people_listed(request.viewer, request.GET)
    kinds = (
        ("organisation", "单位", choices_for(request.viewer)),
        ("role", "角色", Role.choices),
        ("state", "状态", STATES),
    )
    filters: list[dict[str, Any]] = [{"name": "q", "label": "姓名、登录名、电话", "value": found.q}]
    filters += [
        {"name": name, "label": label, "options": options, "value": found.chosen[name]}
        for name, label, options in kinds
    ]
    return render(request, "people/list.html", {"found": found, "filters": filters})


@page("GET", roles=DIRECTORY)
def person_show(request: HttpRequest, person: str) -> HttpResponse:
    """One person; a first password that was just made is shown this once."""
    stored = person_of(request.viewer, person)
    return render(request, "people/show.html", shown_with(request, stored))


def shown_with(
    request: HttpRequest, stored: Person, *, form: AppointmentForm | None = None
) -> dict[str, Any]:
    """What the page of one person shows; `form` is a refused appointment."""
    held, over = appointments_shown(request.viewer, stored)
    if form is None:
        form = AppointmentForm(organisations=choices_for(request.viewer))
    first = request.session.get(FIRST) or {}
    password = ""
    if first.get("person") == stored.pk:
        password = deeds.first_password(request.session.pop(FIRST)["seed"], stored.pk)
    return {
        "person": stored, "held": held, "over": over, "form": form, "password": password,
        "keeps": request.viewer.is_(*_KEEPER), "crumbs": [CRUMB, (stored.name, "")],
    }  # fmt: skip


@page("GET", "POST", roles=_KEEPER)
def person_add(request: HttpRequest) -> HttpResponse:
    """A new person with his first appointment and his first password."""
    viewer = request.viewer
    form = NewPersonForm(
        request.POST or None,
        organisations=choices_for(viewer),
        initial={"organisation": request.GET.get("organisation", "")},
    )
    entered: list[Person] = []

    def enter(values: dict[str, Any]) -> None:
        first = {name: values[name] for name in ("organisation", "role")}
        entered.append(deeds.add_person(viewer, values=values, **first))

    if request.method == "POST" and done(form, enter):
        seed = deeds.reset_password(viewer, entered[0])
        request.session[FIRST] = {"person": entered[0].pk, "seed": seed}
        return redirect("person-show", person=entered[0].pk)
    return form_page(
        request, "people/form.html", form=form, title="新增人员", crumbs=[CRUMB, ("新增", "")]
    )


@page("GET", "POST", roles=_KEEPER)
def person_change(request: HttpRequest, person: str) -> HttpResponse:
    """Another name, log-in name or way to reach him."""
    viewer, stored = request.viewer, kept_account(request.viewer, person)
    begin = {name: getattr(stored, name) for name in (*deeds.FIELDS, "version")}
    form = PersonForm(request.POST or None, stored=stored, initial=begin)
    if request.method == "POST" and done(
        form,
        lambda values: deeds.change_person(
            viewer, stored, version=values["version"] or 0, values=values
        ),
    ):
        return redirect("person-show", person=stored.pk)
    crumbs = [CRUMB, (stored.name, f"/people/{stored.pk}/"), ("修改", "")]
    return form_page(
        request, "people/form.html", form=form, title=f"修改：{stored.name}", crumbs=crumbs
    )


urlpatterns = [
    path("people/", person_list, name="person-list"),
    path("people/add/", person_add, name="person-add"),
    path("people/<str:person>/", person_show, name="person-show"),
    path("people/<str:person>/change/", person_change, name="person-change"),
]
