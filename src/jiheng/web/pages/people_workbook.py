"""Organisations and people by workbook: down empty or filled, up with a preview of what changes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.people_words import ROLES
from jiheng.forms.people_workbook import TITLE, people_workbook
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.people import first_password, reset_password
from jiheng.web.actions.people_workbook import load_people
from jiheng.web.clock import today
from jiheng.web.inputs.people_workbook import PeopleWorkbookForm, read_people, sealed, unsealed
from jiheng.web.models import Person, Role
from jiheng.web.pages.download import XLSX, attachment
from jiheng.web.pages.page import page
from jiheng.web.pages.people import CRUMB
from jiheng.web.pages.refused import UNPROCESSABLE
from jiheng.web.queries.people_workbook import people_listed, plan_of, units_listed

_KEEPER = (Role.ADMINISTRATOR,)
_CRUMBS = [CRUMB, ("用工作簿导入", "")]
_SEEDS = "first_passwords"


@page("GET", "POST", roles=_KEEPER)
def workbook(request: HttpRequest) -> HttpResponse:
    """Take it down, bring it back; first passwords of a load just done are shown this once."""
    form = PeopleWorkbookForm(request.POST or None, request.FILES or None)
    context = {"form": form, "crumbs": _CRUMBS, "passwords": _passwords(request)}
    if request.method != "POST":
        return render(request, "people/workbook.html", context)
    if not form.is_valid():
        return render(request, "people/workbook.html", context, status=UNPROCESSABLE)
    listed = read_people(request.viewer, form.cleaned_data["workbook"])
    plan = plan_of(request.viewer, listed.units, listed.people)
    context |= {
        "plan": plan,
        "appointments": [(row, ROLES[row.role]) for row in plan.appointments],
        "problems": [*listed.problems, *plan.problems],
        "unread": listed.unread,
    }
    context["sealed"] = "" if context["problems"] else sealed(request.viewer, listed)
    return render(request, "people/preview.html", context)


@page("POST", roles=_KEEPER)
def apply_workbook(request: HttpRequest) -> HttpResponse:
    """Do what was previewed. Sent twice, the second time finds nothing to do."""
    rows = unsealed(request.viewer, request.POST.get("sealed", ""))
    if rows is None:
        raise Closed("预览已过一小时，或不是您现在这个身份看过的。请重新上传工作簿。")
    new = load_people(request.viewer, *rows)
    seeds = {one.pk: reset_password(request.viewer, one) for one in new}
    if seeds:
        request.session[_SEEDS] = seeds
    messages.success(request, f"已按工作簿更新，新增 {len(new)} 人。")
    return redirect("people-workbook")


@page("GET", roles=_KEEPER)
def download(request: HttpRequest) -> HttpResponse:
    """The workbook, with what stands there now or (`?empty=1`) empty."""
    viewer = request.viewer
    rows = ((), ()) if request.GET.get("empty") else (units_listed(viewer), people_listed(viewer))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.xlsx"
        write_workbook(people_workbook(*rows, day=today()), file)
        return attachment(file.read_bytes(), f"{TITLE}.xlsx", media_type=XLSX)


def _passwords(request: HttpRequest) -> list[tuple[Person, str]]:
    if request.method != "GET":
        return []
    seeds = request.session.pop(_SEEDS, {})
    found = Person.objects.filter(pk__in=seeds).order_by("name", "pk") if seeds else ()
    return [(one, first_password(seeds[one.pk], one.pk)) for one in found]


urlpatterns = [
    path("people-workbook/", workbook, name="people-workbook"),
    path("people-workbook/apply/", apply_workbook, name="people-workbook-apply"),
    path("people-workbook/download/", download, name="people-workbook-download"),
]
