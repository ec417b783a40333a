"""What evidence a report still lacks, clause by clause."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from jiheng.web.access.assessments import subject_of
from jiheng.web.access.evidence import READERS
from jiheng.web.pages.page import page
from jiheng.web.queries.evidence_missing import missing_of


@page("GET", roles=READERS)
def evidence_missing(request: HttpRequest, subject: str) -> HttpResponse:
    """The proofs asked for beside those that are there."""
    missing = missing_of(request.viewer, subject_of(request.viewer, subject))
    crumbs = [("佐证材料", "/evidence/"), (f"{missing.subject.name}的佐证", "")]
    return render(request, "evidence/missing.html", {"missing": missing, "crumbs": crumbs})


urlpatterns = [
    path("subjects/<str:subject>/evidence/", evidence_missing, name="evidence-missing"),
]
