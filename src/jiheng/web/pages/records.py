"""The year's records (台账): the list, one of them, writing down, putting right, withdrawing, taking away."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from jiheng.files.docx import docx_of
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.record_list import record_list as printed_list
from jiheng.forms.record_list import record_workbook
from jiheng.web.access.assessments import subject_of
from jiheng.web.access.records import OWNERS, READERS, own_record, record_of, records_of
from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.actions import records as deeds
from jiheng.web.clock import today
from jiheng.web.inputs.records import RecordForm, WithdrawForm, begun_with
from jiheng.web.models import Record, Role
from jiheng.web.pages.download import DOCX, XLSX, attachment
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.history import history_of
from jiheng.web.queries.record_book import record_book
from jiheng.web.queries.records import (
    YearBook,
    book_of,
    book_seen,
    hindrance_of,
    line_of,
    records_listed,
    subject_book,
    verdicts_of,
    years_of,
)

_CRUMB = ("台账", "/records/")
_KEEPER = (Role.COUNTY,)
_YEARS = range(2000, 2100)


@page("GET", roles=OWNERS)
def record_list(request: HttpRequest) -> HttpResponse:
    """The own unit's records of a year."""
    return _list(request, _own_book(request), add=request.viewer.is_(Role.COUNTY))


@page("GET", roles=READERS)
def subject_record_list(request: HttpRequest, subject: str) -> HttpResponse:
    """The records that belong to a report that the viewer may read."""
    return _list(request, subject_book(subject_of(request.viewer, subject)), add=False)


@page("GET", roles=OWNERS)
def download(request: HttpRequest) -> HttpResponse:
    """The own unit's records on paper or as a workbook."""
    return _taken(request, _own_book(request))


@page("GET", roles=READERS)
def subject_download(request: HttpRequest, subject: str) -> HttpResponse:
    """The records of a report on paper or as a workbook."""
    return _taken(request, subject_book(subject_of(request.viewer, subject)))


@page("GET", roles=READERS)
def record_show(request: HttpRequest, record: str) -> HttpResponse:
    """One record: what it says, what counts it, its evidence, what became of it."""
    stored = record_of(request.viewer, record)
    book = book_seen(request.viewer, stored)
    line = line_of(book, stored, verdict=verdicts_of(book).get(stored.pk))
    hindered = hindrance_of(book)
    context = {
        "line": line,
        "book": book,
        "hindered": hindered,
        "may_change": _is_own(request.viewer, stored) and not hindered,
        "past": history_of(stored.pk),
        "crumbs": _crumbs(request.viewer, book, (stored.title, "")),
    }
    return render(request, "records/show.html", context)


@page("GET", "POST", roles=_KEEPER)
def record_add(request: HttpRequest) -> HttpResponse:
    """Write one down; with `then=next` the next of the same kind follows at once."""
    viewer, name = request.viewer, request.GET.get("kind", "")
    book = _own_book(request)
    if not name:
        context = {"book": book, "crumbs": [_CRUMB, ("登记", "")]}
        return render(request, "records/kinds.html", context)
    kind = book.kinds.get(name)
    if kind is None:
        raise NotThere
    form = RecordForm(request.POST or None, kind=kind)
    made: list[Record] = []
    if request.method == "POST" and done(
        form,
        lambda given: made.append(
            deeds.add_record(viewer, kind=name, on=given["on"], values=form.values)
        ),
    ):
        _say(request, made[0], said="已登记")
        again = request.POST.get("then") == "next"
        return redirect(request.get_full_path()) if again else redirect("record-show", made[0].pk)
    crumbs = [_CRUMB, ("登记", reverse("record-add")), (kind.title, "")]
    return form_page(
        request, "records/form.html", form=form, title=f"登记{kind.title}", kind=kind,
        hindered=hindrance_of(book), crumbs=crumbs,
    )  # fmt: skip


@page("GET", "POST", roles=_KEEPER)
def record_change(request: HttpRequest, record: str) -> HttpResponse:
    """Put one right."""
    viewer, stored = request.viewer, own_record(request.viewer, record)
    book = book_of(stored.organisation, stored.year)
    kind = book.kinds.get(stored.kind)
    if kind is None:
        raise NotThere
    initial = {"on": stored.on, "version": stored.version} | begun_with(json.loads(stored.values))
    form = RecordForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and done(
        form,
        lambda given: deeds.change_record(
            viewer, stored, version=given["version"] or 0, on=given["on"], values=form.values
        ),
    ):
        _say(request, stored, said="已保存")
        return redirect("record-show", stored.pk)
    crumbs = _crumbs(
        viewer, book, (stored.title, reverse("record-show", args=[stored.pk])), ("修改", "")
    )
    return form_page(
        request, "records/form.html", form=form, title=f"修改{kind.title}", kind=kind,
        stored=stored, hindered=hindrance_of(book), crumbs=crumbs,
    )  # fmt: skip


@page("GET", "POST", roles=_KEEPER)
def record_withdraw(request: HttpRequest, record: str) -> HttpResponse:
    """It counts no more; says why."""
    viewer, stored = request.viewer, own_record(request.viewer, record)
    book = book_of(stored.organisation, stored.year)
    form = WithdrawForm(request.POST or None, initial={"version": stored.version})
    if request.method == "POST" and done(
        form, lambda given: deeds.withdraw_record(viewer, stored, **given)
    ):
        messages.success(request, f"已撤回“{stored.title}”，不再计数。")
        return redirect("record-list")
    back = reverse("record-show", args=[stored.pk])
    crumbs = _crumbs(viewer, book, (stored.title, back), ("撤回", ""))
    return form_page(
        request, "records/withdraw.html", form=form, title=f"撤回“{stored.title}”",
        words="撤回以后不再计入任何条款；内容和理由仍然留存，可在“已撤回”中查看。",
        hindered=hindrance_of(book), back=back, crumbs=crumbs,
    )  # fmt: skip


def _list(request: HttpRequest, book: YearBook, *, add: bool) -> HttpResponse:
    shown, lines = records_listed(book, records_of(request.viewer), request.GET)
    hindered = hindrance_of(book)
    context = {
        "book": book,
        "found": shown,
        "lines": lines,
        "hindered": hindered,
        "may_add": add and not hindered,
        "filters": _filters(request, book),
        "taken": _download_address(request, book),
        "crumbs": _crumbs(request.viewer, book),
    }
    return render(request, "records/list.html", context)


def _filters(request: HttpRequest, book: YearBook) -> list[dict[str, Any]]:
    asked = request.GET
    kinds = [(name, kind.title) for name, kind in book.kinds.items()]
    filters = [
        {"name": "kind", "label": "种类", "value": asked.get("kind", ""), "options": kinds},
        {
            "name": "counted", "label": "计数", "value": asked.get("counted", ""),
            "options": [("yes", "已计入"), ("no", "未计入")],
        },
        {"name": "q", "label": "名称或内容", "value": asked.get("q", "")},
    ]  # fmt: skip
    if not request.viewer.is_(*OWNERS):
        return filters
    years = [(str(year), f"{year}年") for year in years_of(book.organisation, shown=book.year)]
    withdrawn = [("withdrawn", "已撤回")]
    return [
        {
            "name": "year",
            "label": "年度",
            "value": str(book.year),
            "options": years,
            "always": True,
        },
        *filters,
        {"name": "state", "label": "状态", "value": asked.get("state", ""), "options": withdrawn},
    ]


def _taken(request: HttpRequest, book: YearBook) -> HttpResponse:
    listed = record_book(book, records_of(request.viewer))
    if request.GET.get("as") != "xlsx":
        return attachment(docx_of(printed_list(listed)), f"{listed.title}.docx", media_type=DOCX)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.xlsx"
        write_workbook(record_workbook(listed), file)
        return attachment(file.read_bytes(), f"{listed.title}.xlsx", media_type=XLSX)


def _download_address(request: HttpRequest, book: YearBook) -> str:
    if request.viewer.is_(*OWNERS) and book.organisation.pk == request.viewer.organisation.pk:
        return f"{reverse('record-download')}?year={book.year}&as="
    return f"{reverse('subject-record-download', args=[book.subject.pk])}?as="


def _own_book(request: HttpRequest) -> YearBook:
    asked = request.GET.get("year", "")
    known = asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in _YEARS
    return book_of(request.viewer.organisation, int(asked) if known else today().year)


def _say(request: HttpRequest, stored: Record, *, said: str) -> None:
    """What was done, and at once what becomes of it."""
    verdict = verdicts_of(book_of(stored.organisation, stored.year)).get(stored.pk)
    told = verdict.words if verdict else "本年度考核开始以后按办法计数。"
    say = messages.success if verdict is None or verdict.counted else messages.warning
    say(request, f"{said}“{stored.title}”。{told}")


def _is_own(viewer: Viewer, stored: Record) -> bool:
    own = stored.organisation_id == viewer.organisation.pk
    return viewer.is_(Role.COUNTY) and own and stored.withdrawn_at is None


def _crumbs(viewer: Viewer, book: YearBook, *more: tuple[str, str]) -> list[tuple[str, str]]:
    if viewer.is_(*OWNERS) and book.organisation.pk == viewer.organisation.pk:
        return [(_CRUMB[0], f"{_CRUMB[1]}?year={book.year}"), *more]
    name = book.subject.name if book.subject else book.organisation.name
    if book.subject is None:
        return [(f"{name}台账", ""), *more]
    back = reverse("subject-record-list", args=[book.subject.pk])
    above = (f"{name}自评", reverse("subject", args=[book.subject.pk]))
    return [above, ("台账", back), *more]


urlpatterns = [
    path("records/", record_list, name="record-list"),
    path("records/add/", record_add, name="record-add"),
    path("records/download/", download, name="record-download"),
    path("records/<str:record>/", record_show, name="record-show"),
    path("records/<str:record>/change/", record_change, name="record-change"),
    path("records/<str:record>/withdraw/", record_withdraw, name="record-withdraw"),
    path("subjects/<str:subject>/records/", subject_record_list, name="subject-record-list"),
    path(
        "subjects/<str:subject>/records/download/",
        subject_download,
        name="subject-record-download",
    ),
]
