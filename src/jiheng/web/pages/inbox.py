"""The inbox: what the site told this appointment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from jiheng.web.actions.messages import read_all_messages, read_message
from jiheng.web.pages.page import page
from jiheng.web.queries.messages import STATES, inbox_of


@page("GET")
def inbox(request: HttpRequest) -> HttpResponse:
    """Messages, newest first."""
    found = inbox_of(request.viewer, request.GET)
    filters = [
        {"name": "q", "label": "标题、内容", "value": found.q},
        {"name": "state", "label": "状态", "value": found.chosen["state"], "options": STATES},
    ]
    return render(request, "inbox/list.html", {"found": found, "filters": filters})


@page("GET")
def message(request: HttpRequest, message: str) -> HttpResponse:
    """One message; whoever opens it has read it."""
    found = read_message(request.viewer, message)
    crumbs = [("消息", reverse("inbox")), (found.title, "")]
    return render(request, "inbox/message.html", {"message": found, "crumbs": crumbs})


@page("POST")
def messages_read(request: HttpRequest) -> HttpResponse:
    """Everything counts as read."""
    read_all_messages(request.viewer)
    return redirect("inbox")


urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/read/", messages_read, name="messages-read"),
    path("inbox/<str:message>/", message, name="message"),
]
