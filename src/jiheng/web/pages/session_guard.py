"""Around every page of somebody logged in: how long a session lives, and what comes before all else."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jiheng.web.access.devices import remember_device
from jiheng.web.actions.sessions import ELSEWHERE
from jiheng.web.pages.log_in_events import SEEN, SINCE

Answer = Callable[[HttpRequest], HttpResponse]
_READING, _REFUSED = ("GET", "HEAD"), 400
_NOTED_EVERY = 300
"""Seconds between two notes of "seen": not every page writes to the database."""


class sessions(SessionMiddleware):  # noqa: N801 - Django names middleware by its path
    """Sessions in the database; where it cannot be written just now, pages can still be read."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """A page stands, and a refusal that keeps what was typed, though nobody could note that somebody
        was seen; what was to change is told to be sent again."""
        try:
            return super().process_response(request, response)
        except SessionInterrupted as interrupted:
            if not _is_unwritten(interrupted):
                raise
        if request.method in _READING or response.status_code >= _REFUSED:
            return response
        return render(request, "503.html", status=503)


def _is_unwritten(interrupted: BaseException) -> bool:
    """Was it the database, busy or full, and not somebody who logged out elsewhere meanwhile?"""
    cause = interrupted.__context__
    return cause is not None and (isinstance(cause, OperationalError) or _is_unwritten(cause))


def session_guard(answer: Answer) -> Answer:
    """Ends what is too old, tells of a second log-in, sends whoever must to the new password."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = (request.user.is_authenticated and _before(request)) or answer(request)
        if person := getattr(request, "came_in", ""):
            remember_device(request, response, person)
        return response

    return middleware


def _before(request: HttpRequest) -> HttpResponse | None:
    if _is_over(request):
        logout(request)
        messages.info(request, "很久没有操作，为安全起见已经退出。请重新登录，已保存的内容都在。")
        return None
    if address := request.session.pop(ELSEWHERE, ""):
        words = f"这个账号刚才在另一处（{address}）登录。不是您本人的，请在“密码与安全”中退出其他登录并修改密码。"
        messages.warning(request, words)
    if request.user.must_change_password and not _is_at_the_door(request):
        messages.info(request, "这是初始密码，请先换成自己的密码，再开始办事。")
        return redirect("account_change_password")
    return None


def _is_over(request: HttpRequest) -> bool:
    at = timezone.now().timestamp()
    since, seen = request.session.get(SINCE, 0), request.session.get(SEEN, 0)
    if at - seen > _NOTED_EVERY:
        request.session[SEEN] = at
    whole, idle = settings.SESSION_WHOLE.total_seconds(), settings.SESSION_IDLE.total_seconds()
    return at - since > whole or at - seen > idle


def _is_at_the_door(request: HttpRequest) -> bool:
    return request.path in {reverse("account_change_password"), reverse("log-out")}
