"""The inbox: what the site told this appointment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from jiheng.web.models import Message
from jiheng.web.pages.page import page


@page("GET")
def inbox(request: HttpRequest) -> HttpResponse:
    """Messages, newest first."""
    found = Message.objects.filter(to=request.viewer.appointment).order_by("-made_at", "key")
    return render(request, "inbox.html", {"found": found})


urlpatterns = [path("inbox/", inbox, name="inbox")]
