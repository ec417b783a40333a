"""Many records at once: from a workbook or the clipboard, with a preview of what would be written down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.records import add_records
from jiheng.web.clock import today
from jiheng.web.inputs.records_sheet import read_records, sealed, unsealed
from jiheng.web.inputs.table_rows import TableForm
from jiheng.web.models import Role
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import form_page
from jiheng.web.queries.records import book_of, hindrance_of, is_there

_KEEPER = (Role.COUNTY,)
_CRUMBS = [("台账", "/records/"), ("从表格登记", "")]


@page("GET", "POST", roles=_KEEPER)
def read(request: HttpRequest) -> HttpResponse:
    """Choose a kind, paste or upload, look at what would be written down."""
    viewer = request.viewer
    book = book_of(viewer.organisation, today().year)
    name = request.GET.get("kind", "") or next(iter(book.kinds), "")
    kind = book.kinds.get(name)
    if kind is None and name:
        raise NotThere
    form = TableForm(request.POST or None, request.FILES or None)
    context = {"book": book, "name": name, "kind": kind, "crumbs": _CRUMBS}
    if kind is None or request.method != "POST" or not form.is_valid():
        context |= {"form": form, "hindered": hindrance_of(book)}
        return form_page(request, "records/read.html", **context)
    found = read_records(kind, given=form.cleaned_data)
    lines = [
        (one, is_there(viewer.organisation, name, on=one.on, title=one.title))
        for one in found.records
    ]
    new = sum(not there for _, there in lines)
    context |= {"lines": lines, "new": new, "problems": found.problems}
    context["sealed"] = sealed(viewer, name, read=found) if new else ""
    return render(request, "records/preview.html", context)


@page("POST", roles=_KEEPER)
def apply(request: HttpRequest) -> HttpResponse:
    """Do what was previewed. Sent twice, the second time finds nothing to do."""
    found = unsealed(request.viewer, request.POST.get("sealed", ""))
    if found is None:
        raise Closed("预览已过一小时，或不是您现在这个身份看过的。请重新粘贴或上传。")
    added = add_records(request.viewer, *found)
    messages.success(request, f"已登记{added}条；各条计入哪些条款见下表。")
    return redirect(f"{reverse('record-list')}?kind={found[0]}")


urlpatterns = [
    path("records/read/", read, name="record-read"),
    path("records/read/apply/", apply, name="record-read-apply"),
]
