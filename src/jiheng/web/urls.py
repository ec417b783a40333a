"""The router: every address of the site, by page file."""

from __future__ import annotations

from django.urls import include, path

from jiheng.web.pages import home, inbox

urlpatterns = [
    *home.urlpatterns,
    *inbox.urlpatterns,
    path("account/", include("allauth.urls")),
]
