"""The way in and out: the few routes of allauth that the site uses, each in the site's look."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from jiheng.web.access.viewer import Closed


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End this session on the server."""
    logout(request)
    return redirect("account_login")


@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password; who has none (he comes in through the provider) has nothing to change."""
    if not request.user.has_usable_password():
        raise Closed("这个账号通过统一身份认证登录，没有本系统的密码。请到统一身份平台修改密码。")
    return account.password_change(request)


urlpatterns = [
    path(
        "account/log-in/",
        account.LoginView.as_view(
            extra_context={"oidc": settings.OIDC["name"] if settings.HAS_OIDC else ""}
        ),
        name="account_login",
    ),
    path("account/log-out/", log_out, name="log-out"),
    path("account/password/", change_password, name="account_change_password"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path(
        "account/second-factor/",
        RedirectView.as_view(url=reverse_lazy("security")),
        name="mfa_index",
    ),
    path("account/second-factor/log-in/", second_factor.authenticate, name="mfa_authenticate"),
    path("account/second-factor/again/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/totp/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/totp/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "account/second-factor/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "account/second-factor/codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("account/second-factor/keys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-factor/keys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(
        "account/second-factor/keys/again/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "account/second-factor/keys/<int:pk>/remove/",
        webauthn.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path(
        "account/second-factor/keys/<int:pk>/name/",
        webauthn.edit_webauthn,
        name="mfa_edit_webauthn",
    ),
]
