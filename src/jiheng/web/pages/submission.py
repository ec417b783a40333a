"""From the clerk's desk to the leader's signature and back: submit, read again, sign, print, seal."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.files.docx import docx_of
from jiheng.files.pdf import NotRendered, convert
from jiheng.web.access.assessments import own_subject, subject_of
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.submission import (
    hand_back,
    latest_submission,
    send_back,
    sign,
    submit,
)
from jiheng.web.inputs.self_assessment import whole
from jiheng.web.inputs.submission import HandBackForm, SignForm, WordsForm
from jiheng.web.models import Role, Subject
from jiheng.web.pages.download import DOCX, PDF, attachment
from jiheng.web.pages.page import page
from jiheng.web.pages.self_assessment import READERS, crumbs
from jiheng.web.queries.self_assessment_overview import overview_of
from jiheng.web.queries.self_assessment_reported import (
    Content,
    content_in,
    content_now,
    table_of,
)


@page("POST", roles=(Role.COUNTY,))
def submit_subject(request: HttpRequest, subject: str) -> HttpResponse:
    """Lay the report before the leader."""
    found = own_subject(request.viewer, subject)
    submit(request.viewer, found, revision=whole(request.POST.get("revision", "")))
    messages.success(request, "已提交，请负责人登录后签字。签字以前，负责人可以退回修改。")
    return redirect("subject", found.pk)


@page("GET", roles=READERS)
def submission(request: HttpRequest, subject: str) -> HttpResponse:
    """What was submitted (or would be), in full, before it is signed."""
    return _read(request, subject_of(request.viewer, subject))


def _read(request: HttpRequest, subject: Subject, **refused: object) -> HttpResponse:
    content = _content(subject)
    digest = content.submission.digest if content.submission else ""
    context = {
        "shown": overview_of(request.viewer, subject),
        "content": content,
        "sign_form": SignForm(initial={"digest": digest}),
        "words_form": WordsForm(),
        "crumbs": crumbs(subject, ("上报内容", "")),
    }
    status = 422 if refused else 200
    return render(request, "self_assessment/submission.html", context | refused, status=status)


@page("POST", roles=(Role.LEADER,))
def submission_sign(request: HttpRequest, subject: str) -> HttpResponse:
    """The leader signs what he was shown."""
    found, form = own_subject(request.viewer, subject, Role.LEADER), SignForm(request.POST)
    if not form.is_valid():
        return _read(request, found, sign_form=form)
    given = form.cleaned_data
    try:
        sign(request.viewer, found, name=given["name"], digest=given["digest"])
    except Closed as closed:
        form.add_error(None, closed.words)
        return _read(request, found, sign_form=form)
    messages.success(request, "已签字上报。可打印自评表盖章，再把盖章件传回来。")
    return redirect("subject", found.pk)


@page("POST", roles=(Role.LEADER,))
def submission_send_back(request: HttpRequest, subject: str) -> HttpResponse:
    """The leader gives it back to his clerk."""
    found, form = own_subject(request.viewer, subject, Role.LEADER), WordsForm(request.POST)
    if not form.is_valid():
        return _read(request, found, words_form=form)
    send_back(request.viewer, found, words=form.cleaned_data["words"])
    messages.success(request, "已退回填报人修改。")
    return redirect("subject", found.pk)


@page("GET", "POST", roles=(Role.OFFICE,))
def subject_hand_back(request: HttpRequest, subject: str) -> HttpResponse:
    """The office hands a report back, with words and clauses."""
    found = subject_of(request.viewer, subject)
    shown = overview_of(request.viewer, found)
    if not shown.can_hand_back:
        raise Closed("这份自评现在不在待签字或已上报的状态，不用退回。")
    leaves = [(leaf.id, f"{leaf.id} {leaf.title}") for leaf in shown.report.scheme.leaves()]
    form = HandBackForm(request.POST or None, clauses=leaves, late=shown.late)
    if request.method == "GET" or not form.is_valid():
        context = {"shown": shown, "form": form, "crumbs": crumbs(found, ("退回", ""))}
        status = 200 if request.method == "GET" else 422
        return render(request, "self_assessment/hand_back.html", context, status=status)
    given = form.cleaned_data
    clauses = " ".join(given["clauses"])
    hand_back(request.viewer, found, words=given["words"], clauses=clauses, until=given["until"])
    messages.success(request, f"已退回{found.name}。")
    return redirect("subject", found.pk)


@page("GET", roles=READERS)
def self_assessment_table(request: HttpRequest, subject: str) -> HttpResponse:
    """The filled table for the seal, as Word or (`?as=pdf`) as PDF."""
    found = subject_of(request.viewer, subject)
    document = table_of(_content(found))
    word = docx_of(document)
    if request.GET.get("as") != "pdf":
        return attachment(word, f"{document.name}.docx", media_type=DOCX)
    try:
        return attachment(_as_pdf(word), f"{document.name}.pdf", media_type=PDF)
    except NotRendered as trouble:
        raise Closed(str(trouble)) from None


def _as_pdf(word: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(word)
        return convert(source, to=source.with_suffix(".pdf")).path.read_bytes()


def _content(subject: Subject) -> Content:
    """What was submitted; while it is being filled in, what would be."""
    latest = latest_submission(subject)
    if latest is None or subject.standing in ("filling", "returned"):
        return content_now(subject)
    return content_in(latest, of=subject)


urlpatterns = [
    path("subjects/<str:subject>/submit/", submit_subject, name="subject-submit"),
    path("subjects/<str:subject>/submission/", submission, name="submission"),
    path("subjects/<str:subject>/submission/sign/", submission_sign, name="submission-sign"),
    path(
        "subjects/<str:subject>/submission/send-back/",
        submission_send_back,
        name="submission-send-back",
    ),
    path("subjects/<str:subject>/hand-back/", subject_hand_back, name="subject-hand-back"),
    path("subjects/<str:subject>/table/", self_assessment_table, name="self-assessment-table"),
]
