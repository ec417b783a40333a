"""Facts that the office holds for all (统一填数): the table, and what one subject sees of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from jiheng.web.access.assessments import (
    assessments_of,
    run_by,
    subject_of,
    subjects_of,
    whole_assessment,
)
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.answers import Clashed
from jiheng.web.actions.office_facts import enter_office_facts
from jiheng.web.inputs.office_facts import SentTable, sent_table
from jiheng.web.models import Assessment, Role
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import UNPROCESSABLE
from jiheng.web.queries.office_facts import office_hindrance, office_table, own_facts, with_typed

READERS = (Role.OFFICE, Role.COUNTY, Role.LEADER, Role.AUDITOR, Role.REVIEWER)
_WHOLE = (Role.OFFICE, Role.AUDITOR)
_CONFLICT = 409


@page("GET", roles=READERS)
def start(request: HttpRequest) -> HttpResponse:
    """Where the office facts are: the only assessment or report at once, else which one."""
    viewer = request.viewer
    if viewer.is_(*_WHOLE):
        found = assessments_of(viewer).order_by("-year", "-made_at", "pk")
        places = [(one.title, reverse("office-fact-table", args=[one.pk])) for one in found]
    else:
        subjects = subjects_of(viewer).order_by("-assessment__year", "name", "pk")
        places = [
            (f"{one.name} · {one.assessment.title}", reverse("subject-office-facts", args=[one.pk]))
            for one in subjects
        ]
    if len(places) == 1:
        return redirect(places[0][1])
    return render(request, "office_facts/start.html", {"places": places})


@page("GET", "POST", roles=_WHOLE)
def table(request: HttpRequest, assessment: str) -> HttpResponse:
    """The whole table; the office changes it."""
    if request.method == "POST":
        return _sent(request, run_by(request.viewer, assessment))
    return _shown(request, whole_assessment(request.viewer, assessment))


@page("GET", roles=READERS)
def of_subject(request: HttpRequest, subject: str) -> HttpResponse:
    """What the office entered for one subject; the subject may object."""
    found = subject_of(request.viewer, subject)
    hindered = office_hindrance(found.assessment)
    own = found.organisation_id == request.viewer.organisation.pk
    context = {
        "subject": found,
        "facts": own_facts(found),
        "hindered": hindered,
        "may_object": request.viewer.is_(Role.COUNTY) and own and not hindered,
        "crumbs": [(f"{found.name}自评", reverse("subject", args=[found.pk])), ("统一填数", "")],
    }
    return render(request, "office_facts/of_subject.html", context)


def _sent(request: HttpRequest, whole: Assessment) -> HttpResponse:
    shown = office_table(request.viewer, whole, fact=request.GET.get("fact", ""))
    sent = sent_table(whole, shown, sent=request.POST.dict())
    if sent.problems:
        return _shown(request, whole, sent=sent, problems=sent.problems)
    try:
        written = enter_office_facts(request.viewer, whole, sent.entered)
    except Closed as closed:
        return _shown(request, whole, sent=sent, refused=closed.words)
    except Clashed as clashed:
        return _shown(request, whole, sent=sent, problems=_clashes(clashed))
    messages.success(request, f"已保存{written}处。" if written else "没有变化。")
    return redirect(request.get_full_path())


def _shown(
    request: HttpRequest,
    whole: Assessment,
    *,
    sent: SentTable | None = None,
    problems: dict[str, str] | Any = None,
    refused: str = "",
) -> HttpResponse:
    """The table; with what was sent where it was refused."""
    shown = office_table(request.viewer, whole, fact=request.GET.get("fact", ""))
    if sent is not None:
        shown = with_typed(shown, sent.typed, problems=problems or {}, sources=sent.sources)
    hindered = office_hindrance(whole)
    context = {
        "assessment": whole,
        "table": shown,
        "fact": request.GET.get("fact", ""),
        "hindered": hindered,
        "refused": refused,
        "problems": len(problems or {}),
        "may_change": request.viewer.is_(Role.OFFICE) and not hindered,
        "crumbs": [("统一填数", reverse("office-fact-start")), (whole.title, "")],
    }
    status = 200 if sent is None else (_CONFLICT if refused else UNPROCESSABLE)
    return render(request, "office_facts/table.html", context, status=status)


def _clashes(clashed: Clashed) -> dict[str, str]:
    """Beside each cell what stands there now; the version on the page is the new one by then."""
    return {
        f"{field.about}:{changed.stored.subject_id}": (
            f"在您打开之后，{changed.stored.by.name}已改为“{changed.stored.text or '空'}”。"
            "仍要用您填的，请再保存一次。"
        )
        for field, changed in clashed.changed
    }


urlpatterns = [
    path("office-facts/", start, name="office-fact-start"),
    path("assessments/<str:assessment>/office-facts/", table, name="office-fact-table"),
    path("subjects/<str:subject>/office-facts/", of_subject, name="subject-office-facts"),
]
