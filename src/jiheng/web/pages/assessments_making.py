"""A new assessment: choose the method, say who its subjects are and when its stages open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.scheme.scheme import Scheme
from jiheng.web.access.assessments import (
    assessable,
    assessments_of,
    issued_version,
    issued_versions,
    run_by,
)
from jiheng.web.access.viewer import Viewer
from jiheng.web.actions import assessments as deeds
from jiheng.web.inputs.assessments_making import AssessmentForm, NewAssessmentForm
from jiheng.web.models import Assessment, Role
from jiheng.web.pages.assessments import CRUMB, crumbs
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.assessments_making import listed_subjects, suggested_windows
from jiheng.web.queries.method import method_of

_OFFICE = (Role.OFFICE,)


@page("GET", roles=_OFFICE)
def assessment_add(request: HttpRequest) -> HttpResponse:
    """Which issued method it follows."""
    context = {
        "versions": issued_versions(request.viewer),
        "crumbs": [CRUMB, ("建立考核", "")],
    }
    return render(request, "assessments/add.html", context)


@page("GET", "POST", roles=_OFFICE)
def assessment_make(request: HttpRequest, scheme: str) -> HttpResponse:
    """Its title, its subjects, the windows of its stages."""
    viewer, version = request.viewer, issued_version(request.viewer, scheme)
    method = method_of(version).scheme
    units = list(assessable(viewer))
    form = NewAssessmentForm(
        request.POST or None,
        listed=listed_subjects(method, units),
        windows=suggested_windows(method),
        units=units,
        earlier=_earlier(viewer, method.period.year),
        initial={"title": method.title},
    )
    made: list[Assessment] = []
    if request.method == "POST" and done(
        form,
        lambda _: made.append(deeds.make_assessment(viewer, version, form.plan(_only(method)))),
    ):
        return redirect("assessment-show", assessment=made[0].pk)
    return form_page(
        request,
        "assessments/make.html",
        form=form,
        version=version,
        crumbs=[CRUMB, ("建立考核", "/assessments/add/"), (version.title, "")],
    )


@page("GET", "POST", roles=_OFFICE)
def assessment_change(request: HttpRequest, assessment: str) -> HttpResponse:
    """Another title, another assessment before it."""
    viewer, found = request.viewer, run_by(request.viewer, assessment)
    form = AssessmentForm(
        request.POST or None,
        earlier=_earlier(viewer, found.year),
        initial={
            "title": found.title,
            "previous": found.previous_id or "",
            "version": found.version,
        },
    )
    if request.method == "POST" and done(
        form,
        lambda values: deeds.change_assessment(
            viewer, found, **{**values, "version": values["version"] or 0}
        ),
    ):
        return redirect("assessment-show", assessment=found.pk)
    return form_page(
        request, "assessments/form.html", form=form, title="修改考核", back=found,
        crumbs=crumbs(found, ("修改", "")),
    )  # fmt: skip


def _only(scheme: Scheme) -> str:
    """The one category of a method that lists nobody."""
    return scheme.categories[0].id if len(scheme.categories) == 1 else ""


def _earlier(viewer: Viewer, year: int) -> list[tuple[str, str]]:
    found = assessments_of(viewer).filter(year__lt=year).order_by("-year", "title", "pk")
    return [(one.pk, f"{one.year}年度 {one.title}") for one in found]


urlpatterns = [
    path("assessments/add/", assessment_add, name="assessment-add"),
    path("assessments/add/<str:scheme>/", assessment_make, name="assessment-make"),
    path("assessments/<str:assessment>/change/", assessment_change, name="assessment-change"),
]
