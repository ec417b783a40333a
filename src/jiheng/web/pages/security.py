"""Password and security: what protects the account, and where it is in use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from jiheng.web.pages.page import page
from jiheng.web.queries.security import security_of


@page("GET")
def security(request: HttpRequest) -> HttpResponse:
    """What protects the account."""
    return render(request, "account/security.html", {"security": security_of(request.user)})


urlpatterns = [path("account/", security, name="security")]
