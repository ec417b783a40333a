"""The router: every address of the site, by page file."""

from __future__ import annotations

from jiheng.web.pages import (
    health,
    home,
    inbox,
    log_in,
    organisations,
    people,
    people_accounts,
    people_appointments,
    people_workbook,
    security,
    self_assessment,
    submission,
)

urlpatterns = [
    *home.urlpatterns,
    *health.urlpatterns,
    *inbox.urlpatterns,
    *log_in.urlpatterns,
    *security.urlpatterns,
    *organisations.urlpatterns,
    *people.urlpatterns,
    *people_accounts.urlpatterns,
    *people_appointments.urlpatterns,
    *self_assessment.urlpatterns,
    *submission.urlpatterns,
    *people_workbook.urlpatterns,
]
