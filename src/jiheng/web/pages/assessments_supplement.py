"""A supplementary notice in mid-year: choose the version, see what it does, confirm with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.web.access.assessments import issued_version, run_by
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.assessments_supplement import Letter, pin_version
from jiheng.web.inputs.assessments_supplement import SupplementForm
from jiheng.web.models import Assessment, Role, SchemeVersion
from jiheng.web.pages.assessments import crumbs
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.assessments_supplement import newer_versions, supplement_of

_OFFICE = (Role.OFFICE,)


@page("GET", roles=_OFFICE)
def supplement(request: HttpRequest, assessment: str) -> HttpResponse:
    """Which newer version."""
    found = run_by(request.viewer, assessment)
    context = {
        "assessment": found,
        "versions": newer_versions(found),
        "crumbs": crumbs(found, ("补充通知", "")),
    }
    return render(request, "assessments/supplement.html", context)


@page("GET", "POST", roles=_OFFICE)
def supplement_confirm(request: HttpRequest, assessment: str, scheme: str) -> HttpResponse:
    """What it changes and what it does to the answers; then it takes force."""
    found = run_by(request.viewer, assessment)
    version = issued_version(request.viewer, scheme)
    if version not in newer_versions(found):
        raise Closed("只能改用同一个办法较新的版本。这一版不比现在执行的新，请另选。")
    form = SupplementForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and done(
        form, lambda given: _pin(request, found, new=version, given=given)
    ):
        messages.success(request, f"已改用第{version.number}版，补充通知已发给各单位。")
        return redirect("assessment-show", assessment=found.pk)
    way = f"/assessments/{found.pk}/supplement/"
    return form_page(
        request,
        "assessments/supplement_confirm.html",
        form=form,
        assessment=found,
        version=version,
        plan=supplement_of(found, version),
        crumbs=crumbs(found, ("补充通知", way), (f"第{version.number}版", "")),
    )


def _pin(
    request: HttpRequest, assessment: Assessment, *, new: SchemeVersion, given: dict[str, Any]
) -> None:
    letter = Letter(given["reason"], given["number"], given["back_by"], given["until"])
    pin_version(request.viewer, assessment, new, version=given["version"], letter=letter)


urlpatterns = [
    path("assessments/<str:assessment>/supplement/", supplement, name="supplement"),
    path(
        "assessments/<str:assessment>/supplement/<str:scheme>/",
        supplement_confirm,
        name="supplement-confirm",
    ),
]
