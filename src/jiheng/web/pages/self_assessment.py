"""Self-assessment: a subject's overview, one page a section, and saving as one types."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse

from jiheng.web.access.assessments import own_subject, subject_of
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.answers import Clashed, save_answer, save_answers
from jiheng.web.actions.versions import Changed
from jiheng.web.inputs.self_assessment import field_in, fields_in, whole
from jiheng.web.models import Role, Subject
from jiheng.web.pages.page import page
from jiheng.web.queries.self_assessment import report_of
from jiheng.web.queries.self_assessment_news import news_of
from jiheng.web.queries.self_assessment_overview import overview_of, papers_shown
from jiheng.web.queries.self_assessment_pages import (
    Typed,
    saved_field,
    section_page,
    section_with,
    unsaved_fields,
)

READERS = (Role.OFFICE, Role.COUNTY, Role.LEADER, Role.REVIEWER, Role.AUDITOR)


@page("GET", "POST", roles=READERS)
def overview(request: HttpRequest, subject: str) -> HttpResponse:
    """Where a self-assessment stands: sections, what is lacking, papers, hand-backs.

    Why a whole-year paper is not there can be said here; the rest is filled in by section.
    """
    if request.method == "POST":
        return _explained(request, own_subject(request.viewer, subject))
    return _overview(request, subject_of(request.viewer, subject))


def _overview(
    request: HttpRequest, subject: Subject, *, typed: Typed | None = None, closed: str = ""
) -> HttpResponse:
    shown = overview_of(request.viewer, subject, typed=typed)
    context = {"shown": shown, "closed": closed, "crumbs": crumbs(subject)}
    status = 200 if typed is None else 409
    return render(request, "self_assessment/overview.html", context, status=status)


def _explained(request: HttpRequest, subject: Subject) -> HttpResponse:
    papers = papers_shown(report_of(subject, with_last=False))
    fields = fields_in(request.POST.dict(), [paper.note for paper in papers])
    try:
        if fields:
            save_answers(request.viewer, subject, fields)
    except Clashed as clashed:
        typed = unsaved_fields(subject, fields, clashing=clashed.names)
        return _overview(request, subject, typed=typed)
    except Closed as closed:
        typed = unsaved_fields(subject, fields)
        return _overview(request, subject, typed=typed, closed=closed.words)
    return redirect("subject", subject.pk)


@page("GET", "POST", roles=READERS)
def section(request: HttpRequest, subject: str, section: str) -> HttpResponse:
    """One section, clause by clause; without script it is sent as a whole."""
    if request.method == "POST":
        return _sent(request, own_subject(request.viewer, subject), section=section)
    return _shown(request, subject_of(request.viewer, subject), section=section)


def _shown(
    request: HttpRequest,
    subject: Subject,
    *,
    section: str,
    typed: Typed | None = None,
    closed: str = "",
) -> HttpResponse:
    shown = section_page(request.viewer, subject, section=section, typed=typed, closed=closed)
    context = {"shown": shown, "crumbs": crumbs(subject, (shown.section.title, ""))}
    status = 200 if typed is None else 409
    return render(request, "self_assessment/section.html", context, status=status)


def _sent(request: HttpRequest, subject: Subject, *, section: str) -> HttpResponse:
    asked = section_with(report_of(subject, with_last=False), section)
    fields = fields_in(request.POST.dict(), asked.fields)
    try:
        if fields:
            save_answers(request.viewer, subject, fields)
    except Clashed as clashed:
        typed = unsaved_fields(subject, fields, clashing=clashed.names)
        return _shown(request, subject, section=section, typed=typed)
    except Closed as closed:
        typed = unsaved_fields(subject, fields)
        return _shown(request, subject, section=section, typed=typed, closed=closed.words)
    if fields:
        messages.success(request, f"已保存{len(fields)}处。")
    onward = asked.following if request.POST.get("then") == "next" else None
    return redirect("section", subject.pk, onward.id if onward else section)


@page("POST", roles=(Role.COUNTY,))
def answer(request: HttpRequest, subject: str) -> HttpResponse:
    """Save one field; the answer is its state and the scores that depend on it."""
    found, field = own_subject(request.viewer, subject), field_in(request.POST)
    try:
        saved = save_answer(request.viewer, found, field)
    except Changed:
        typed = unsaved_fields(found, [field], clashing=frozenset({field.name}))
        return _piece({"field": typed[field.name], "is_editable": True}, status=409)
    except Closed as closed:
        shown = unsaved_fields(found, [field])[field.name]
        return _piece({"field": shown, "closed": closed.words, "is_editable": True}, status=409)
    told = saved_field(found, saved, section=request.POST.get("section", ""))
    return _piece({"saved": told, "field": told.field, "is_editable": True})


@page("GET", roles=(Role.COUNTY,))
def news(request: HttpRequest, subject: str, section: str) -> HttpResponse:
    """What others changed in this section since the page last asked; nothing (204) where nothing did."""
    found = own_subject(request.viewer, subject)
    told = news_of(
        request.viewer, found, section=section, since=whole(request.GET.get("since", ""))
    )
    return HttpResponse(status=204) if told is None else JsonResponse(told)


def _piece(context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """A piece alone: nothing around it has to be read from the database."""
    return HttpResponse(render_to_string("self_assessment/_saved.html", context), status=status)


def crumbs(subject: Subject, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where a page of a subject lies."""
    return [
        ("待办", reverse("home")),
        (f"{subject.name}自评", reverse("subject", args=[subject.pk])),
        *more,
    ]


urlpatterns = [
    path("subjects/<str:subject>/", overview, name="subject"),
    path("subjects/<str:subject>/sections/<str:section>/", section, name="section"),
    path("subjects/<str:subject>/sections/<str:section>/news/", news, name="section-news"),
    path("subjects/<str:subject>/answers/", answer, name="answer-save"),
]
