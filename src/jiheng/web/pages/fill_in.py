"""The fill-in workbook: down filled with what is there, up with a preview of what would change."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.files.xlsx_write import write_workbook
from jiheng.web.access.assessments import own_subject
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.answers import Clashed
from jiheng.web.actions.workbook import take_workbook
from jiheng.web.inputs.fill_in import FillInForm, chosen_in, packed, read_back
from jiheng.web.models import Role, Subject
from jiheng.web.pages.download import XLSX, attachment
from jiheng.web.pages.page import page
from jiheng.web.pages.self_assessment import crumbs
from jiheng.web.queries.reporting import hindrance, reporting_window
from jiheng.web.queries.self_assessment import report_of
from jiheng.web.queries.self_assessment_workbook import amendments, fill_in_of

_COUNTY = (Role.COUNTY,)


@page("GET", "POST", roles=_COUNTY)
def fill_in(request: HttpRequest, subject: str) -> HttpResponse:
    """Where to get the workbook and where to bring it back; brought back, it is shown what it changes."""
    found = own_subject(request.viewer, subject)
    form = FillInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _preview(request, found, form=form)
    context = {
        "subject": found,
        "form": form,
        "hindered": hindrance(found, reporting_window(found)),
        "crumbs": crumbs(found, ("用Excel填报", "")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "self_assessment/fill_in.html", context, status=status)


def _preview(request: HttpRequest, subject: Subject, *, form: FillInForm) -> HttpResponse:
    report = report_of(subject, with_last=False)
    returned = read_back(report, form.cleaned_data["workbook"])
    found = amendments(report, returned.texts)
    context = {
        "subject": subject,
        "returned": returned,
        "hindered": hindrance(subject, reporting_window(subject)),
        "rows": [(one, packed(one)) for one in found],
        "crumbs": crumbs(subject, ("填报表有哪些不同", "")),
    }
    return render(request, "self_assessment/fill_in_preview.html", context)


@page("POST", roles=_COUNTY)
def fill_in_take(request: HttpRequest, subject: str) -> HttpResponse:
    """Write what was chosen in the preview."""
    found = own_subject(request.viewer, subject)
    fields = chosen_in(request.POST, report_of(found, with_last=False))
    if not fields:
        raise Closed("没有选择任何一处，什么也没有改。请返回预览选择要采用的各处。")
    name, digest = (request.POST.get(one, "")[:200] for one in ("name", "sha256"))
    try:
        count = take_workbook(request.viewer, found, fields, name=name, sha256=digest)
    except Clashed as clashed:
        context = {"subject": found, "changed": clashed.changed, "crumbs": crumbs(found)}
        return render(request, "self_assessment/fill_in_changed.html", context, status=409)
    messages.success(request, f"已从填报表采用{count}处。")
    return redirect("subject", found.pk)


@page("GET", roles=_COUNTY)
def fill_in_download(request: HttpRequest, subject: str) -> HttpResponse:
    """The workbook with what was typed so far."""
    found = own_subject(request.viewer, subject)
    book = fill_in_of(report_of(found, with_last=False))
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        file = Path(folder) / "fill-in.xlsx"
        write_workbook(book, file)
        name = f"{found.assessment.title}填报表（{found.name}）.xlsx"
        return attachment(file.read_bytes(), name, media_type=XLSX)


urlpatterns = [
    path("subjects/<str:subject>/fill-in/", fill_in, name="fill-in"),
    path("subjects/<str:subject>/fill-in/take/", fill_in_take, name="fill-in-take"),
    path("subjects/<str:subject>/fill-in/download/", fill_in_download, name="fill-in-download"),
]
