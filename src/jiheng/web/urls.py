"""The router: every address of the site, by page file."""

from __future__ import annotations

from jiheng.web.pages import home, inbox, log_in, security

urlpatterns = [
    *home.urlpatterns,
    *inbox.urlpatterns,
    *log_in.urlpatterns,
    *security.urlpatterns,
]
