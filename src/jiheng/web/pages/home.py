"""The first page of each role: what is due."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.web.access.assessments import subjects_of
from jiheng.web.actions.figures import refresh_figures
from jiheng.web.actions.sessions import switched
from jiheng.web.models import Role
from jiheng.web.pages.page import page
from jiheng.web.queries.home import home_of


@page("GET")
def home(request: HttpRequest) -> HttpResponse:
    """What the viewer has to do."""
    if request.viewer.is_(Role.COUNTY, Role.LEADER):
        for one in subjects_of(request.viewer):
            refresh_figures(one.assessment, [one])
    return render(request, "home.html", {"home": home_of(request.viewer)})


@page("POST")
def switch_appointment(request: HttpRequest) -> HttpResponse:
    """Act as something else."""
    request.session["appointment"] = switched(request.user, request.POST.get("appointment", ""))
    return redirect("home")


urlpatterns = [
    path("", home, name="home"),
    path("switch", switch_appointment, name="switch-appointment"),
]
