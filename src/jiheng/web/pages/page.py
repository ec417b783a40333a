"""What makes a function a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from jiheng.web.access.viewer import NotThere
from jiheng.web.models import Role

View = Callable[..., HttpResponse]


def page(*methods: str, roles: tuple[Role, ...] = ()) -> Callable[[View], View]:
    """A page for logged-in people who act as something; `roles` narrows it to these.

    Another method is 405 for everybody, whatever the address names; nobody logged in goes to the
    log-in page; whoever acts in another role finds nothing there (404).
    """
    allowed = tuple(methods) + (("HEAD",) if "GET" in methods else ())

    def made(view: View) -> View:
        @wraps(view)
        def seen(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.viewer is None:
                return render(request, "no_appointment.html", status=403)
            if roles and request.viewer.role not in roles:
                raise NotThere
            return view(request, *arguments, **named)

        return seen

    return made
