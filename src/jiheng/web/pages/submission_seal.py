"""The sealed scan of the self-assessment comes back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.web.access.assessments import own_subject
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.evidence import add_evidence
from jiheng.web.actions.submission import seal
from jiheng.web.inputs.submission import SealForm
from jiheng.web.models import Role, Subject
from jiheng.web.pages.page import page
from jiheng.web.pages.self_assessment import crumbs
from jiheng.web.queries.self_assessment_overview import overview_of


@page("GET", "POST", roles=(Role.COUNTY, Role.LEADER))
def submission_seal(request: HttpRequest, subject: str) -> HttpResponse:
    """The sealed scan comes back and joins what was signed."""
    found = own_subject(request.viewer, subject, Role.COUNTY, Role.LEADER)
    if not overview_of(request.viewer, found).can_seal:
        raise Closed("负责人签字以后才能上传盖章件。")
    form = SealForm(request.POST, request.FILES) if request.method == "POST" else SealForm()
    if form.is_bound and form.is_valid() and _sealed(request, found, form=form):
        messages.success(request, "盖章件已收到。")
        return redirect("subject", found.pk)
    context = {"subject": found, "form": form, "crumbs": crumbs(found, ("上传盖章件", ""))}
    status = 422 if form.is_bound else 200
    return render(request, "self_assessment/seal.html", context, status=status)


def _sealed(request: HttpRequest, subject: Subject, *, form: SealForm) -> bool:
    """The file first, then what it is; why it was not taken stands in the form."""
    try:
        added = add_evidence(request.viewer, form.cleaned_data["scan"])
    except Closed as closed:
        form.add_error("scan", closed.words)
        return False
    seal(request.viewer, subject, evidence=added.evidence)
    return True


urlpatterns = [
    path("subjects/<str:subject>/submission/seal/", submission_seal, name="submission-seal"),
]
