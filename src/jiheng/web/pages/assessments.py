"""Assessments: the list, and one of them with its stage line."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from jiheng.web.access.assessments import assessment_of
from jiheng.web.models import Assessment, Role
from jiheng.web.models.subject import Standing
from jiheng.web.pages.page import page
from jiheng.web.queries.assessments import (
    AssessmentShown,
    assessment_lines,
    assessment_shown,
    seen_with_stages,
)
from jiheng.web.queries.listing import by_field, listing

READERS = (
    Role.OFFICE, Role.AUDITOR, Role.COUNTY, Role.LEADER, Role.REVIEWER, Role.BODY,
)  # fmt: skip
CRUMB = ("考核", "/assessments/")


@page("GET", roles=READERS)
def assessment_list(request: HttpRequest) -> HttpResponse:
    """Every assessment that the viewer may know of, with what is open now."""
    found = seen_with_stages(request.viewer)
    years = sorted(set(found.order_by().values_list("year", flat=True)), reverse=True)
    rows = listing(
        found,
        request.GET,
        sorts={"year": ("-year", "title"), "title": ("title",)},
        search=("title",),
        filters={"year": by_year},
    )
    filters = [
        {"name": "q", "label": "名称", "value": rows.q},
        {
            "name": "year",
            "label": "年度",
            "value": rows.chosen["year"],
            "options": [(str(year), f"{year}年") for year in years],
        },
    ]
    context = {"listing": rows, "lines": assessment_lines(rows), "filters": filters}
    return render(request, "assessments/list.html", context)


def by_year(found: QuerySet[Assessment], value: str) -> QuerySet[Assessment]:
    """Narrow to one year; what is no year narrows to nothing."""
    return by_field("year")(found, value) if value.isdecimal() else found.none()


@page("GET", roles=READERS)
def assessment_show(request: HttpRequest, assessment: str) -> HttpResponse:
    """One assessment: where everything stands, and the way on."""
    found = assessment_of(request.viewer, assessment)
    shown = assessment_shown(request.viewer, found)
    context = {
        "shown": shown,
        "figures": _figures(shown) if shown.sees_all else [],
        "crumbs": crumbs(found),
    }
    return render(request, "assessments/show.html", context)


def crumbs(assessment: Assessment, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below an assessment."""
    link = f"/assessments/{assessment.pk}/" if more else ""
    return [CRUMB, (assessment.title, link), *more]


def _figures(shown: AssessmentShown) -> list[dict[str, object]]:
    board = f"/assessments/{shown.assessment.pk}/board/"
    whole = f"共 {len(shown.subjects)} 个"
    return [
        {
            "label": "已开始填报",
            "value": shown.begun,
            "unit": "个单位",
            "note": whole,
            "url": board,
        },
        {
            "label": "待负责人签字",
            "value": shown.count(Standing.SUBMITTED),
            "unit": "个单位",
            "url": f"{board}?state=submitted",
        },
        {
            "label": "已签字上报",
            "value": shown.count(Standing.SIGNED),
            "unit": "个单位",
            "url": f"{board}?state=signed",
        },
        {
            "label": "已逾期",
            "value": shown.overdue,
            "unit": "个单位",
            "url": f"{board}?state=overdue",
        },
    ]


urlpatterns = [
    path("assessments/", assessment_list, name="assessment-list"),
    path("assessments/<str:assessment>/", assessment_show, name="assessment-show"),
]
