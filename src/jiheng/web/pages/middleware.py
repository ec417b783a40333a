"""Around every page: who is looking, and what becomes of what goes wrong."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiheng.web.access.viewer import Closed, NotThere, viewer_of
from jiheng.web.actions.versions import Changed

Answer = Callable[[HttpRequest], HttpResponse]


def viewer(answer: Answer) -> Answer:
    """Puts the `Viewer` at `request.viewer` (None when logged out or without an appointment)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.viewer = None
        if request.user.is_authenticated:
            request.viewer = viewer_of(request.user, request.session.get("appointment", ""))
        return answer(request)

    return middleware


class troubles:  # noqa: N801 - Django names middleware by its path
    """Situations that every page may meet, each with its own page."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """404 for what a viewer may not know of, 409 for what is closed, 503 for a busy database."""
        if isinstance(trouble, NotThere):
            return render(request, "404.html", status=404)
        if isinstance(trouble, Closed):
            return render(request, "409.html", {"words": trouble.words}, status=409)
        if isinstance(trouble, Changed):
            words = "在您打开之后，别人改过这一项。下面是两个人填的，请核对后再保存。"
            context = {"words": words, "clashes": trouble.clashes}
            return render(request, "409.html", context, status=409)
        if isinstance(trouble, OperationalError):
            return render(request, "503.html", status=503)
        return None
