"""What an administrator does to an account: shut out, let in, give a first password."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from jiheng.web.access.people import kept_account
from jiheng.web.actions import people as deeds
from jiheng.web.models import Role
from jiheng.web.pages.page import page
from jiheng.web.pages.people import FIRST

_KEEPER = (Role.ADMINISTRATOR,)


@page("POST", roles=_KEEPER)
def person_disable(request: HttpRequest, person: str) -> HttpResponse:
    """Shut somebody out."""
    stored = kept_account(request.viewer, person)
    deeds.disable_person(request.viewer, stored, version=_version(request))
    messages.success(request, f"{stored.name}的账号已停用，正在使用的登录都已退出。")
    return redirect("person-show", person=person)


@page("POST", roles=_KEEPER)
def person_enable(request: HttpRequest, person: str) -> HttpResponse:
    """Let somebody in again."""
    stored = kept_account(request.viewer, person)
    deeds.enable_person(request.viewer, stored, version=_version(request))
    messages.success(request, f"{stored.name}的账号已重新启用。")
    return redirect("person-show", person=person)


@page("POST", roles=_KEEPER)
def password_reset(request: HttpRequest, person: str) -> HttpResponse:
    """Give somebody a first password; his page shows it once."""
    stored = kept_account(request.viewer, person)
    seed = deeds.reset_password(request.viewer, stored)
    request.session[FIRST] = {"person": stored.pk, "seed": seed}
    return redirect("person-show", person=person)


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


urlpatterns = [
    path("people/<str:person>/disable/", person_disable, name="person-disable"),
    path("people/<str:person>/enable/", person_enable, name="person-enable"),
    path("people/<str:person>/reset-password/", password_reset, name="password-reset"),
]
