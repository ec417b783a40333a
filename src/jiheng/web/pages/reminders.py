"""Who still owes a report: the list, its print, and reminding all of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from jiheng.files.docx import docx_of
from jiheng.web.access.assessments import run_by
from jiheng.web.actions.figures import refresh_figures
from jiheng.web.actions.reminders import remind_all
from jiheng.web.clock import today
from jiheng.web.models import Role
from jiheng.web.pages.download import DOCX, attachment
from jiheng.web.pages.page import page
from jiheng.web.queries.reminders import document_of, dues_of
from jiheng.web.tasks.jobs import run_job

_OFFICE = (Role.OFFICE,)


@page("GET", roles=_OFFICE)
def reminder_list(request: HttpRequest, assessment: str) -> HttpResponse:
    """Everybody who has not reported yet."""
    found = run_by(request.viewer, assessment)
    refresh_figures(found, list(found.subjects.all()))
    rows = [(due, due.days_left(today())) for due in dues_of(found)]
    crumbs = [(found.title, reverse("assessment-show", args=[found.pk])), ("催报", "")]
    context = {"assessment": found, "rows": rows, "crumbs": crumbs}
    return render(request, "reminders/list.html", context)


@page("GET", roles=_OFFICE)
def reminder_list_print(request: HttpRequest, assessment: str) -> HttpResponse:
    """The list for the telephone, as Word."""
    found = run_by(request.viewer, assessment)
    refresh_figures(found, list(found.subjects.all()))
    document = document_of(found)
    return attachment(docx_of(document), f"{document.name}.docx", media_type=DOCX)


@page("POST", roles=_OFFICE)
def remind(request: HttpRequest, assessment: str) -> HttpResponse:
    """A message to everybody who has to act; in the background."""
    job = remind_all(request.viewer, run_by(request.viewer, assessment))
    run_job.enqueue(job.pk)
    return redirect("job", job.pk)


urlpatterns = [
    path("assessments/<str:assessment>/reminders/", reminder_list, name="reminder-list"),
    path(
        "assessments/<str:assessment>/reminders/print/",
        reminder_list_print,
        name="reminder-list-print",
    ),
    path("assessments/<str:assessment>/reminders/send/", remind, name="remind"),
]
