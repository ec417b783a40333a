"""The log of deeds: a list that narrows, and its export."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path

from jiheng.web.access.journal import READERS
from jiheng.web.journal import DEEDS
from jiheng.web.pages.download import guarded
from jiheng.web.pages.page import page
from jiheng.web.queries.journal import chosen_entries, exported, journal_of


@page("GET", roles=READERS)
def journal(request: HttpRequest) -> HttpResponse:
    """Who did what."""
    shown = journal_of(request.viewer, request.GET)
    chosen = shown.found.chosen
    filters = [
        {"name": "person", "label": "谁", "value": chosen["person"], "options": shown.people},
        {"name": "deed", "label": "做什么", "value": chosen["deed"], "options": DEEDS.items()},
        {"name": "clause", "label": "条款或填报项", "value": chosen["clause"]},
        {"name": "since", "label": "从（如2017-11-20）", "value": chosen["since"]},
        {"name": "until", "label": "到", "value": chosen["until"]},
    ]
    return render(request, "journal/list.html", {"shown": shown, "filters": filters})


@page("GET", roles=READERS)
def journal_export(request: HttpRequest) -> HttpResponse:
    """The same entries as JSON lines."""
    lines = exported(chosen_entries(request.viewer, request.GET))
    response = StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    return guarded(response, "操作日志.jsonl")


urlpatterns = [
    path("journal/", journal, name="journal"),
    path("journal/export/", journal_export, name="journal-export"),
]
