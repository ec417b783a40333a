"""The router: every address of the site, by page file."""

from __future__ import annotations

from django.conf import settings

from jiheng.web.pages import (
    assessments,
    assessments_making,
    assessments_stages,
    board,
    claims,
    evidence,
    evidence_changes,
    evidence_missing,
    fill_in,
    health,
    home,
    inbox,
    jobs,
    log_in,
    log_in_oidc,
    notices,
    organisations,
    people,
    people_accounts,
    people_appointments,
    people_workbook,
    records,
    reminders,
    security,
    self_assessment,
    submission,
    submission_seal,
)

urlpatterns = [
    *home.urlpatterns,
    *health.urlpatterns,
    *inbox.urlpatterns,
    *jobs.urlpatterns,
    *log_in.urlpatterns,
    *security.urlpatterns,
    *organisations.urlpatterns,
    *people.urlpatterns,
    *people_accounts.urlpatterns,
    *people_appointments.urlpatterns,
    *self_assessment.urlpatterns,
    *submission.urlpatterns,
    *submission_seal.urlpatterns,
    *fill_in.urlpatterns,
    *people_workbook.urlpatterns,
    *reminders.urlpatterns,
    *assessments_making.urlpatterns,
    *assessments.urlpatterns,
    *assessments_stages.urlpatterns,
    *board.urlpatterns,
    *notices.urlpatterns,
    *records.urlpatterns,
    *claims.urlpatterns,
    *evidence_changes.urlpatterns,
    *evidence.urlpatterns,
    *evidence_missing.urlpatterns,
]
if settings.HAS_OIDC:
    urlpatterns += log_in_oidc.urlpatterns
