"""The first page of each role: what is due."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.web.access.viewer import NotThere, appointments_of
from jiheng.web.pages.page import page


@page("GET")
def home(request: HttpRequest) -> HttpResponse:
    """What the viewer has to do."""
    return render(request, "home.html")


@page("POST")
def switch_appointment(request: HttpRequest) -> HttpResponse:
    """Act as something else."""
    chosen = request.POST.get("appointment", "")
    if not appointments_of(request.user).filter(key=chosen).exists():
        raise NotThere
    request.session["appointment"] = chosen
    return redirect("home")


urlpatterns = [
    path("", home, name="home"),
    path("switch", switch_appointment, name="switch-appointment"),
]
