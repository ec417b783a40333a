"""Log-in through an OpenID provider; routed only where one is set (`JIHENG_OIDC_URL`)."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST
from requests import RequestException


@require_POST
def log_in(request: HttpRequest) -> HttpResponse:
    """On to the provider, who is asked first where his door is."""
    try:
        return views.login(request, settings.OIDC["provider_id"])
    except RequestException:
        words = f"{settings.OIDC['name']}现在连不上。请稍后再试，或用登录名和密码登录。"
        messages.error(request, words)
        return redirect("account_login")


urlpatterns = [
    path("account/oidc/", log_in, name="oidc-log-in"),
    path("account/oidc/<str:provider_id>/back/", views.callback, name="openid_connect_callback"),
]
