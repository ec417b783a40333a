"""Last year by workbook: down empty or filled, up with a preview, applied once."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.past_year_workbook import past_year_workbook
from jiheng.web.access.assessments import run_by
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.past_year import load_past_year
from jiheng.web.clock import today
from jiheng.web.inputs.past_year import PastYearForm, read_past_year, sealed, unsealed
from jiheng.web.models import Role
from jiheng.web.pages.assessments import crumbs
from jiheng.web.pages.download import XLSX, attachment
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import UNPROCESSABLE
from jiheng.web.queries.method import method_of
from jiheng.web.queries.past_year import (
    past_stored,
    plan_of,
    rows_read,
    rows_stored,
    subjects_in_order,
)

_OFFICE = (Role.OFFICE,)


@page("GET", "POST", roles=_OFFICE)
def past_year(request: HttpRequest, assessment: str) -> HttpResponse:
    """Take it down, bring it back; what would change is shown first."""
    found = run_by(request.viewer, assessment)
    form = PastYearForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "assessment": found,
        "year": found.year - 1,
        "crumbs": crumbs(found, ("上一年度资料", "")),
    }
    if request.method != "POST" or not form.is_valid():
        context["stored"] = rows_stored(found)
        status = UNPROCESSABLE if request.method == "POST" else None
        return render(request, "past_year/workbook.html", context, status=status)
    past = read_past_year(found, form.cleaned_data["workbook"])
    context |= {"problems": past.problems, "notes": past.notes, "unread": past.unread}
    if not past.problems:
        rows = rows_read(found, past)
        context |= {
            "rows": rows,
            "plan": plan_of(found, rows),
            "sealed": sealed(request.viewer, found, rows),
        }
    return render(request, "past_year/preview.html", context)


@page("POST", roles=_OFFICE)
def past_year_apply(request: HttpRequest, assessment: str) -> HttpResponse:
    """Write what was previewed. Sent twice, the second time finds nothing to do."""
    found = run_by(request.viewer, assessment)
    rows = unsealed(request.viewer, found, request.POST.get("sealed", ""))
    if rows is None:
        raise Closed("预览已过一小时，或不是您现在这个身份看过的。请重新上传工作簿。")
    plan = load_past_year(request.viewer, found, rows)
    told = f"已写入：新增 {plan.new} 处，改动 {len(plan.changed)} 处。"
    messages.success(request, "工作簿与系统里一样，没有改动。" if plan.is_empty else told)
    return redirect("past-year", assessment=found.pk)


@page("GET", roles=_OFFICE)
def past_year_download(request: HttpRequest, assessment: str) -> HttpResponse:
    """The workbook with what stands stored."""
    found = run_by(request.viewer, assessment)
    scheme = method_of(found.scheme).scheme
    names = [one.name for one in subjects_in_order(found)]
    laid_out = past_year_workbook(scheme, names, day=today(), past=past_stored(found))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "past-year.xlsx"
        write_workbook(laid_out, file)
        name = f"{found.title}{found.year - 1}年度资料.xlsx"
        return attachment(file.read_bytes(), name, media_type=XLSX)


urlpatterns = [
    path("assessments/<str:assessment>/past-year/", past_year, name="past-year"),
    path("assessments/<str:assessment>/past-year/apply/", past_year_apply, name="past-year-apply"),
    path(
        "assessments/<str:assessment>/past-year/download/",
        past_year_download,
        name="past-year-download",
    ),
]
