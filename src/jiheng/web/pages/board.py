"""The board of an assessment: subjects by sections, clauses by subjects, charts."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from jiheng.web.access.assessments import countable, subject_of, whole_assessment
from jiheng.web.actions.figures import refresh_figures
from jiheng.web.models import Assessment, Role, Subject
from jiheng.web.pages.assessments import crumbs
from jiheng.web.pages.page import page
from jiheng.web.queries.assessments import category_titles, in_order
from jiheng.web.queries.board import (
    Board,
    BoardRow,
    board_of,
    clause_rows,
    places_of,
    sorted_rows,
)
from jiheng.web.queries.board_charts import lost_chart, profile_chart, progress_chart
from jiheng.web.queries.method import method_of
from jiheng.web.queries.standing import standing_of

_WHOLE = (Role.OFFICE, Role.AUDITOR)
_OWN = (*_WHOLE, Role.COUNTY, Role.LEADER)
_ROWS, _COLUMNS = 50, 12
STATES = (
    ("planned", "未开始"), ("filling", "填报中"), ("submitted", "待负责人签字"),
    ("signed", "已签字上报"), ("returned", "已退回"), ("due", "即将到期"), ("overdue", "已逾期"),
)  # fmt: skip


@page("GET", roles=_WHOLE)
def board(request: HttpRequest, assessment: str) -> HttpResponse:
    """Subjects by sections, or with `?by=clauses` clauses by subjects."""
    found = whole_assessment(request.viewer, assessment)
    subjects = in_order(found, countable(request.viewer, found))
    refresh_figures(found, subjects)
    whole = board_of(found, subjects)
    rows = _chosen(request, whole)
    by_clauses = request.GET.get("by") == "clauses"
    pages = Paginator(rows, _COLUMNS if by_clauses else _ROWS)
    shown = pages.get_page(request.GET.get("page", "1"))
    context: dict[str, Any] = {
        "assessment": found,
        "board": whole,
        "page": shown,
        "filters": _filters(request, found),
        "by_clauses": by_clauses,
        "crumbs": crumbs(found, ("进度和得分", "")),
    }
    if by_clauses:
        method = method_of(found.scheme)
        lines = clause_rows(method.scheme, [one.subject for one in shown])
        scores = [score for line in lines for score, _ in line.scores]
        context |= {"clauses": lines, "places": places_of(scores)}
        return render(request, "assessments/board_clauses.html", context)
    cells = [cell for row in rows for cell in (row.whole, *row.cells)]
    context["places"] = places_of([text for one in cells for text in (one.known, one.at_most)])
    chosen = Board(whole.sections, tuple(rows))
    context["charts"] = [progress_chart(chosen), lost_chart(chosen, "lost")] if rows else []
    return render(request, "assessments/board.html", context)


@page("GET", roles=_OWN)
def subject_standing(request: HttpRequest, subject: str) -> HttpResponse:
    """One subject: where it stands, its profile; for the office what can be done about it."""
    viewer = request.viewer
    found = subject_of(viewer, subject)
    sees_all = viewer.is_(*_WHOLE)
    alike = _alike(found) if sees_all else [found]
    refresh_figures(found.assessment, alike)
    whole = board_of(found.assessment, alike)
    charts = [profile_chart(whole, found)] if sees_all else []
    charts.append(lost_chart(Board(whole.sections, (_row(whole, found),)), "lost"))
    context = {
        "subject": found,
        "row": _row(whole, found),
        "sections": list(zip(whole.sections, _row(whole, found).cells, strict=True)),
        "standing": standing_of(viewer, found),
        "charts": charts,
        "crumbs": crumbs(found.assessment, (found.name, "")),
    }
    return render(request, "assessments/standing.html", context)


def _alike(subject: Subject) -> list[Subject]:
    found = Subject.objects.filter(assessment=subject.assessment_id, category=subject.category)
    return in_order(subject.assessment, found.select_related("organisation"))


def _row(whole: Board, subject: Subject) -> BoardRow:
    return next(one for one in whole.rows if one.subject.pk == subject.pk)


def _chosen(request: HttpRequest, whole: Board) -> list[BoardRow]:
    asked = request.GET
    q, category, state = (asked.get(name, "").strip() for name in ("q", "category", "state"))
    rows = [
        one
        for one in whole.rows
        if (not q or q in one.subject.name)
        and (not category or one.subject.category == category)
        and (not state or one.state == state)
    ]
    return sorted_rows(rows, asked.get("sort", ""))


def _filters(request: HttpRequest, assessment: Assessment) -> list[dict[str, Any]]:
    asked = request.GET
    found: list[dict[str, Any]] = [{"name": "q", "label": "单位", "value": asked.get("q", "")}]
    categories = list(category_titles(assessment).items())
    if len(categories) > 1:
        chosen = asked.get("category", "")
        found.append({"name": "category", "label": "类别", "value": chosen, "options": categories})
    state = asked.get("state", "")
    found.append({"name": "state", "label": "状态", "value": state, "options": STATES})
    return found


urlpatterns = [
    path("assessments/<str:assessment>/board/", board, name="assessment-board"),
    path("subjects/<str:subject>/standing/", subject_standing, name="subject-standing"),
]
