"""Objections (异议): a subject objects to an office fact, the office answers, both read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from jiheng.web.access.assessments import own_subject
from jiheng.web.access.objections import READERS, objection_of, objections_of
from jiheng.web.access.viewer import NotThere
from jiheng.web.actions.objections import Ruling, answer_objection, object_to
from jiheng.web.inputs.office_facts import ObjectionAnswerForm, ObjectionForm
from jiheng.web.models import Objection, Role
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.listing import listing
from jiheng.web.queries.method import method_of
from jiheng.web.queries.office_facts import office_hindrance, own_fact

_CRUMB = ("异议", "/objections/")
_STATES: Mapping[str, Any] = {
    "open": lambda found: found.filter(answered_at=None),
    "upheld": lambda found: found.filter(upheld=True),
    "refused": lambda found: found.filter(upheld=False),
}
_STATE_WORDS = (("open", "待答复"), ("upheld", "已采纳"), ("refused", "未采纳"))


@page("GET", roles=READERS)
def objection_list(request: HttpRequest) -> HttpResponse:
    """Every objection that the viewer may read, those to be answered first."""
    found = listing(
        objections_of(request.viewer),
        request.GET,
        sorts={"open": ("-answered_at", "-made_at"), "newest": ("-made_at",), "subject": ("subject__name", "-made_at")},
        search=("words", "answer", "subject__name"),
        filters={"state": lambda rows, wanted: _STATES.get(wanted, lambda same: same)(rows)},
    )  # fmt: skip
    state, q = request.GET.get("state", ""), request.GET.get("q", "")
    filters = [
        {"name": "state", "label": "状态", "value": state, "options": _STATE_WORDS},
        {"name": "q", "label": "单位或内容", "value": q},
    ]
    lines = [(one, _title(one)) for one in found]
    return render(
        request, "objections/list.html", {"found": found, "lines": lines, "filters": filters}
    )


@page("GET", "POST", roles=(Role.COUNTY,))
def objection_add(request: HttpRequest, subject: str) -> HttpResponse:
    """Object to one value of the own subject."""
    viewer, found = request.viewer, own_subject(request.viewer, subject)
    if "fact" not in request.GET:
        return redirect("subject-office-facts", found.pk)  # one chooses there
    seen = own_fact(found, request.GET["fact"])
    if seen is None:
        raise NotThere
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda given: object_to(viewer, found, fact=seen.fact.name, words=given["words"])
    ):
        messages.success(request, "异议已提交，考核办公室已收到提醒；答复后会通知您。")
        return redirect("subject-office-facts", found.pk)
    back = reverse("subject-office-facts", args=[found.pk])
    return form_page(
        request, "objections/form.html", form=form, seen=seen, subject=found, back=back,
        hindered=office_hindrance(found.assessment),
        crumbs=[(f"{found.name}自评", reverse("subject", args=[found.pk])), ("统一填数", back), ("异议", "")],
    )  # fmt: skip


@page("GET", "POST", roles=READERS)
def objection_show(request: HttpRequest, objection: str) -> HttpResponse:
    """One objection; the office answers it here."""
    viewer, stored = request.viewer, objection_of(request.viewer, objection)
    if request.method == "POST":
        viewer.must_be(Role.OFFICE)
    seen = own_fact(stored.subject, stored.fact)
    begun = {"version": seen.cell.version if seen else 0}
    form = ObjectionAnswerForm(request.POST or None, initial=begun)
    if request.method == "POST" and done(
        form, lambda given: answer_objection(viewer, stored, Ruling(**given))
    ):
        messages.success(request, f"已答复，{stored.subject.name}会收到通知。")
        return redirect("objection-show", stored.pk)
    hindered = office_hindrance(stored.subject.assessment)
    is_open = stored.answered_at is None and not hindered
    return form_page(
        request, "objections/show.html", form=form, objection=stored, title=_title(stored),
        seen=seen, hindered=hindered, may_answer=is_open and viewer.is_(Role.OFFICE) and seen is not None,
        crumbs=[_CRUMB, (_title(stored), "")],
    )  # fmt: skip


def _title(objection: Objection) -> str:
    facts = method_of(objection.subject.assessment.scheme).scheme.facts
    return facts[objection.fact].title if objection.fact in facts else objection.fact


urlpatterns = [
    path("objections/", objection_list, name="objection-list"),
    path("objections/<str:objection>/", objection_show, name="objection-show"),
    path("subjects/<str:subject>/objections/add/", objection_add, name="objection-add"),
]
