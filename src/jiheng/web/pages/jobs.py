"""Background work that somebody asked for: how far it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from jiheng.web.access.jobs import job_of
from jiheng.web.pages.page import page

TITLES = {"remind": "发出提醒"}


@page("GET")
def job(request: HttpRequest, job: str) -> HttpResponse:
    """One job; the page asks again by itself until it has ended."""
    found = job_of(request.viewer, job)
    return render(request, "jobs/show.html", {"job": found, "title": TITLES[found.kind]})


@page("GET")
def job_state(request: HttpRequest, job: str) -> HttpResponse:
    """The piece that changes."""
    return render(request, "jobs/_state.html", {"job": job_of(request.viewer, job)})


urlpatterns = [
    path("jobs/<str:job>/", job, name="job"),
    path("jobs/<str:job>/state/", job_state, name="job-state"),
]
