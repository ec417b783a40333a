"""The router: every address of the site, by page file."""

from __future__ import annotations

from django.conf import settings

from jiheng.web.pages import (
    assessments,
    assessments_making,
    assessments_stages,
    board,
    evidence,
    evidence_changes,
    evidence_missing,
    fill_in,
    health,
    home,
    inbox,
    log_in,
    log_in_oidc,
    organisations,
    people,
    people_accounts,
    people_appointments,
    people_workbook,
    records,
    security,
    self_assessment,
    submission,
    submission_seal,
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
    *submission_seal.urlpatterns,
    *fill_in.urlpatterns,
    *people_workbook.urlpatterns,
    *assessments_making.urlpatterns,
    *assessments.urlpatterns,
    *assessments_stages.urlpatterns,
    *board.urlpatterns,
    *records.urlpatterns,
    *evidence_changes.urlpatterns,
    *evidence.urlpatterns,
    *evidence_missing.urlpatterns,
]
if settings.HAS_OIDC:
    urlpatterns += log_in_oidc.urlpatterns
