"""Facts that the office holds for all (统一填数): the table, and what one subject sees of it."""

from __future__ import annotations

from collections.abc import Mapping
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
from jiheng.web.access.objections import READERS as READERS_OF_OBJECTIONS
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.answers import Clashed
from jiheng.web.actions.office_facts import enter_office_facts
from jiheng.web.inputs.office_facts import SentTable, sent_table
from jiheng.web.inputs.office_facts_sheet import read_table
from jiheng.web.inputs.table_rows import TableForm
from jiheng.web.models import Assessment, Role
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import UNPROCESSABLE, form_page
from jiheng.web.queries.method import method_of
from jiheng.web.queries.office_facts import (
    OfficeTable,
    office_facts_of,
    office_hindrance,
    office_table,
    own_facts,
    problems_in,
    with_typed,
)

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


@page("GET", "POST", roles=(Role.OFFICE,))
def read(request: HttpRequest, assessment: str) -> HttpResponse:
    """Upload or paste a table; what it says stands in the page's own table, to be looked at and saved."""
    whole = run_by(request.viewer, assessment)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        crumbs = [*_crumbs(whole, last=False), ("从表格读入", "")]
        return form_page(
            request, "office_facts/read.html", form=form, assessment=whole,
            hindered=office_hindrance(whole), crumbs=crumbs,
            facts=office_facts_of(method_of(whole.scheme)),
        )  # fmt: skip
    stored = office_table(request.viewer, whole, all_facts=True)
    found = read_table(stored, given=form.cleaned_data)
    problems = problems_in(whole, stored, found.typed)
    shown = with_typed(stored, found.typed, problems=problems, sources={})
    context = _context(request, whole, shown)
    context |= {"read": found, "changed": shown.changed, "problems": len(problems)}
    return render(request, "office_facts/table.html", context)


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
        "reads_objections": request.viewer.role in READERS_OF_OBJECTIONS,
        "crumbs": [(f"{found.name}自评", reverse("subject", args=[found.pk])), ("统一填数", "")],
    }
    return render(request, "office_facts/of_subject.html", context)


def _sent(request: HttpRequest, whole: Assessment) -> HttpResponse:
    shown = _asked(request, whole)
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
    if "all" in request.GET:
        return redirect("office-fact-table", whole.pk)
    return redirect(request.get_full_path())


def _shown(
    request: HttpRequest,
    whole: Assessment,
    *,
    sent: SentTable | None = None,
    problems: Mapping[str, str] | None = None,
    refused: str = "",
) -> HttpResponse:
    """The table; with what was sent where it was refused."""
    shown = _asked(request, whole)
    if sent is not None:
        shown = with_typed(shown, sent.typed, problems=problems or {}, sources=sent.sources)
    status = 200 if sent is None else (_CONFLICT if refused else UNPROCESSABLE)
    context = _context(request, whole, shown) | {
        "refused": refused,
        "problems": len(problems or {}),
    }
    return render(request, "office_facts/table.html", context, status=status)


def _asked(request: HttpRequest, whole: Assessment) -> OfficeTable:
    """The table with the facts that the address asks for."""
    fact, whole_table = request.GET.get("fact", ""), "all" in request.GET
    return office_table(request.viewer, whole, fact=fact, all_facts=whole_table)


def _context(request: HttpRequest, whole: Assessment, shown: OfficeTable) -> dict[str, Any]:
    hindered = office_hindrance(whole)
    return {
        "assessment": whole,
        "table": shown,
        "fact": request.GET.get("fact", ""),
        "hindered": hindered,
        "may_change": request.viewer.is_(Role.OFFICE) and not hindered,
        "crumbs": _crumbs(whole),
    }


def _crumbs(whole: Assessment, *, last: bool = True) -> list[tuple[str, str]]:
    here = "" if last else reverse("office-fact-table", args=[whole.pk])
    return [("统一填数", reverse("office-fact-start")), (whole.title, here)]


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
    path("assessments/<str:assessment>/office-facts/read/", read, name="office-fact-read"),
    path("subjects/<str:subject>/office-facts/", of_subject, name="subject-office-facts"),
]
