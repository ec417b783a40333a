"""What is changed about evidence: its particulars, its uses, its place in the unit's files."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.web.access.evidence import own_evidence
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.evidence_changes import (
    FIELDS,
    change_evidence,
    replace_evidence,
    withdraw_evidence,
)
from jiheng.web.actions.evidence_uses import attach, detach, move
from jiheng.web.inputs.evidence import EvidenceForm, UseForm, WithdrawForm
from jiheng.web.inputs.self_assessment import whole
from jiheng.web.inputs.uploads import refusal_of
from jiheng.web.models import Role
from jiheng.web.pages.evidence import PARCEL
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.evidence_pages import kinds_asked, place_choices, suggested, to_sort
from jiheng.web.queries.evidence_places import place_asked
from jiheng.web.tasks.evidence import preview_later

_COUNTY = (Role.COUNTY,)
_CRUMB = ("佐证材料", "/evidence/")


@page("GET", "POST", roles=_COUNTY)
def evidence_change(request: HttpRequest, evidence: str) -> HttpResponse:
    """Name, kind, date, level, document number, pages."""
    viewer, stored = request.viewer, own_evidence(request.viewer, evidence)
    begin = {name: getattr(stored, name) for name in (*FIELDS, "version")}
    form = EvidenceForm(
        request.POST or None,
        kinds=kinds_asked(viewer, stored),
        extension=stored.extension,
        initial=begin | suggested(stored),
    )
    if request.method == "POST" and done(
        form,
        lambda values: change_evidence(viewer, stored, version=values["version"], values=values),
    ):
        messages.success(request, "已保存。")
        return redirect("evidence-show", stored.pk)
    crumbs = [_CRUMB, (stored.name, f"/evidence/{stored.pk}/"), ("修改", "")]
    found = sorted(suggested(stored))
    return form_page(
        request, "evidence/change.html", form=form, stored=stored, found=found, crumbs=crumbs
    )


@page("POST", roles=_COUNTY)
def evidence_attach(request: HttpRequest, evidence: str) -> HttpResponse:
    """Use it at another place too."""
    viewer, stored = request.viewer, own_evidence(request.viewer, evidence)
    form = UseForm(request.POST, places=place_choices(viewer))
    if not form.is_valid():
        raise Closed("还没有选条款。请返回上一页，选好再保存。")
    place = place_asked(viewer, form.asked)
    attach(viewer, stored, place)
    messages.success(request, f"“{stored.name}”已用于{place.title}。")
    return redirect("evidence-show", stored.pk)


@page("POST", roles=_COUNTY)
def evidence_detach(request: HttpRequest, evidence: str) -> HttpResponse:
    """Use it at a place no longer."""
    viewer, stored = request.viewer, own_evidence(request.viewer, evidence)
    place = place_asked(viewer, request.POST)
    detach(viewer, stored, place)
    messages.success(request, f"“{stored.name}”不再用于{place.title}，文件仍保留在本单位。")
    return redirect("evidence-show", stored.pk)


@page("POST", roles=_COUNTY)
def evidence_withdraw(request: HttpRequest, evidence: str) -> HttpResponse:
    """Take it back, with a reason."""
    viewer, stored = request.viewer, own_evidence(request.viewer, evidence)
    form = WithdrawForm(request.POST)
    if done(form, lambda values: withdraw_evidence(viewer, stored, **values)):
        messages.success(request, f"“{stored.name}”已撤回，记录仍可在“已撤回”里查到。")
        return redirect("evidence-list")
    crumbs = [_CRUMB, (stored.name, f"/evidence/{stored.pk}/"), ("撤回", "")]
    return form_page(request, "evidence/withdraw.html", form=form, stored=stored, crumbs=crumbs)


@page("POST", roles=_COUNTY)
def evidence_replace(request: HttpRequest, evidence: str) -> HttpResponse:
    """Another file in its place; the old one is kept as history."""
    viewer, stored = request.viewer, own_evidence(request.viewer, evidence)
    upload = request.FILES.get("file")
    if upload is None:
        raise Closed(refusal_of(request) or "还没有选文件。请返回上一页，选好改过的文件再提交。")
    version = whole(request.POST.get("version", ""))
    added = replace_evidence(viewer, stored, upload, version=version)
    preview_later(added.evidence.pk)
    messages.success(request, f"已换成“{added.evidence.name}”，原来的文件留作历史。")
    return redirect("evidence-show", added.evidence.pk)


@page("GET", "POST", roles=_COUNTY)
def evidence_sort(request: HttpRequest) -> HttpResponse:
    """What came in a ZIP and what has no place yet, each with the place it belongs to."""
    viewer, kept = request.viewer, request.session.get(PARCEL) or {}
    if request.method == "POST":
        moved, refused = _moved(request)
        for words in refused:
            messages.error(request, words)
        if refused:
            return redirect("evidence-sort")
        request.session.pop(PARCEL, None)
        messages.success(request, f"已归类 {moved} 个文件。" if moved else "没有要改的归类。")
        return redirect("evidence-list")
    lines = to_sort(viewer, kept.get("added", ()))
    context = {
        "lines": lines, "places": place_choices(viewer), "left_out": kept.get("left_out", ()),
        "crumbs": [_CRUMB, ("归类", "")],
    }  # fmt: skip
    return render(request, "evidence/sort.html", context)


def _moved(request: HttpRequest) -> tuple[int, list[str]]:
    viewer, moved, refused = request.viewer, 0, []
    places = dict(place_choices(viewer))
    for name, chosen in request.POST.items():
        key = name.removeprefix("place-")
        before = request.POST.get(f"was-{key}", "")
        if key == name or chosen == before or chosen not in {"", *places}:
            continue
        stored = own_evidence(viewer, key)
        try:
            move(viewer, stored, before=_place(viewer, before), after=_place(viewer, chosen))
            moved += 1
        except Closed as closed:
            refused.append(closed.words)
    return moved, refused


def _place(viewer, told: str):
    return place_asked(viewer, dict(parse_qsl(told)))


urlpatterns = [
    path("evidence/sort/", evidence_sort, name="evidence-sort"),
    path("evidence/<str:evidence>/change/", evidence_change, name="evidence-change"),
    path("evidence/<str:evidence>/attach/", evidence_attach, name="evidence-attach"),
    path("evidence/<str:evidence>/detach/", evidence_detach, name="evidence-detach"),
    path("evidence/<str:evidence>/withdraw/", evidence_withdraw, name="evidence-withdraw"),
    path("evidence/<str:evidence>/replace/", evidence_replace, name="evidence-replace"),
]
