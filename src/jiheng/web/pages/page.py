"""What makes a function a page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.models import Once, Role

View = Callable[..., HttpResponse]
_FOUND = 302
_ANOTHER = (
    "这张表单是以另一个身份打开的，没有保存。请在页面右上角换回打开时的身份，再返回上一页提交；"
    "刚才填写的内容还在上一页。"
)


def page(*methods: str, roles: tuple[Role, ...] = ()) -> Callable[[View], View]:
    """A page for logged-in people who act as something; `roles` narrows it to these.

    Another method is 405 for everybody, whatever the address names; nobody logged in goes to the
    log-in page; whoever acts in another role finds nothing there (404). A form that carries a key
    (`{% once %}`) has one effect however often it is sent, and only as whom it was opened.
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
            if (
                request.POST.get("acting", request.viewer.appointment.pk)
                != request.viewer.appointment.pk
            ):
                raise Closed(_ANOTHER)
            if roles and request.viewer.role not in roles:
                raise NotThere
            if request.method == "POST" and request.POST.get("once"):
                return _once(request, lambda: view(request, *arguments, **named))
            return view(request, *arguments, **named)

        return seen

    return made


def _once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The first time the deed and its key are written in one transaction; after that only the place
    that the first one led to is told. A form that did not succeed leaves its key unused."""
    key = request.POST["once"][:40]
    sent = sorted(
        (name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"
    )
    body = hashlib.sha256(repr((request.path, sent)).encode()).hexdigest()
    try:
        with transaction.atomic():
            kept = Once.objects.create(person=request.user, key=key, body=body, location="")
            response = answer()
            if response.status_code != _FOUND:
                raise _NotDoneError(response)
            Once.objects.filter(pk=kept.pk).update(location=response["Location"])
            return response
    except _NotDoneError as given:
        return given.response
    except IntegrityError:
        before = Once.objects.filter(person=request.user, key=key).first()
        if before is None:
            raise
        if before.body != body:
            return render(request, "409.html", {"words": "这张表单已经提交过，内容与这次不同。请刷新页面后再填。"}, status=409)  # fmt: skip
        return redirect(before.location)


class _NotDoneError(Exception):
    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        super().__init__()
