"""What was found in a method, and the decisions taken there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.scheme.printed import Decision
from jiheng.scheme.readings import Reading
from jiheng.web.access.schemes import KEEPERS, draft_of, kept_scheme
from jiheng.web.actions.schemes_decisions import choose_reading, decide_finding
from jiheng.web.inputs.schemes import DecisionForm, ReadingForm
from jiheng.web.models import Role, SchemeVersion
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import UNPROCESSABLE, done
from jiheng.web.pages.schemes import shown_with
from jiheng.web.queries.schemes_findings import SHOWN, FindingLine, QuestionLine, findings_of
from jiheng.web.queries.schemes_text import loaded


@page("GET", roles=KEEPERS)
def scheme_findings(request: HttpRequest, scheme: str) -> HttpResponse:
    """Findings by clause and the open questions, each with its form where it may be decided."""
    version = kept_scheme(request.viewer, scheme)
    return render(request, "schemes/findings.html", _context(request, version))


@page("POST", roles=(Role.OFFICE,))
def finding_decide(request: HttpRequest, scheme: str) -> HttpResponse:
    """How one finding is settled, with words."""
    viewer, draft = request.viewer, draft_of(request.viewer, scheme)
    form = DecisionForm(request.POST)

    def decide(values: dict[str, Any]) -> None:
        words = {name: values[name] for name in ("check", "decision", "because")}
        decision = Decision(about=values["where"], by="office", **words)
        decide_finding(viewer, draft.pk, decision, version=values["version"])

    return _answer(request, draft, form, deed=decide, told="决定已写入正文。")


@page("POST", roles=(Role.OFFICE,))
def reading_choose(request: HttpRequest, scheme: str) -> HttpResponse:
    """Which option answers one question, with words."""
    viewer, draft = request.viewer, draft_of(request.viewer, scheme)
    form = ReadingForm(request.POST, question=request.POST.get("question", ""))

    def choose(values: dict[str, Any]) -> None:
        reading = Reading(chosen=values["chosen"], by="office", because=values["because"])
        choose_reading(
            viewer, draft.pk, question=values["question"], reading=reading, version=values["version"]
        )  # fmt: skip

    return _answer(request, draft, form, deed=choose, told="口径已写入正文。")


def _answer(
    request: HttpRequest, draft: SchemeVersion, form: Any, *, deed: Any, told: str
) -> HttpResponse:
    """Back to the findings; with the refused form in its place where it was refused."""
    if done(form, deed):
        messages.success(request, told)
        return redirect("scheme-findings", scheme=draft.pk)
    draft.refresh_from_db()
    context = _context(request, draft, refused=form)
    return render(request, "schemes/findings.html", context, status=UNPROCESSABLE)


def _context(
    request: HttpRequest, version: SchemeVersion, *, refused: Any = None
) -> dict[str, Any]:
    found = findings_of(loaded(version), show=request.GET.get("show", ""))
    context = shown_with(request, version, "检查结果")
    open_to = context["changes"] and not version.is_issued
    return context | {
        "found": found,
        "refused": refused,
        "open_to": open_to,
        "settled": sum(not one.is_open for one in found.questions),
        "questions": [(one, _reading_form(version, one, refused)) for one in found.questions],
        "places": [
            (place.title, [(one, _decision_form(version, one, refused)) for one in place.findings])
            for place in found.places
        ],
        "filters": [
            {"name": "show", "label": "看哪些", "options": SHOWN, "value": request.GET.get("show", "")}
        ],
    }  # fmt: skip


def _decision_form(version: SchemeVersion, one: FindingLine, refused: Any) -> DecisionForm:
    if (
        isinstance(refused, DecisionForm)
        and f"{refused['check'].value()}-{refused['where'].value()}" == one.key
    ):
        return _named(refused, one.key)
    decided = one.finding.decided
    words = {"decision": decided.decision, "because": decided.because} if decided else {}
    asked = {"check": one.finding.check, "where": one.finding.where, "version": version.version}
    return _named(DecisionForm(initial={**asked, **words}), one.key)


def _reading_form(version: SchemeVersion, one: QuestionLine, refused: Any) -> ReadingForm:
    if isinstance(refused, ReadingForm) and refused["question"].value() == one.name:
        return _named(refused, one.name)
    chosen = "" if one.is_open else one.in_force
    because = "" if one.is_open else one.reading.because
    initial = {"question": one.name, "chosen": chosen, "because": because}
    form = ReadingForm(question=one.name, initial={**initial, "version": version.version})
    return _named(form, one.name)


def _named(form: Any, key: str) -> Any:
    """The form under a name of its own: there are many on the page."""
    form.auto_id = f"{key}-%s"
    return form


urlpatterns = [
    path("schemes/<str:scheme>/findings/", scheme_findings, name="scheme-findings"),
    path("schemes/<str:scheme>/findings/decide/", finding_decide, name="finding-decide"),
    path("schemes/<str:scheme>/findings/choose/", reading_choose, name="reading-choose"),
]
