"""Stages of an assessment: opened, closed, moved; one subject opened again; reviewers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from jiheng.web.access.assessments import stage_of, subject_run_by
from jiheng.web.access.viewer import Closed
from jiheng.web.actions import assessments_reviewers as reviewers
from jiheng.web.actions import stages as deeds
from jiheng.web.inputs.assessments import (
    ReopenForm,
    ReviewerForm,
    StageForm,
    same_minute,
    shown_moment,
)
from jiheng.web.models import AssessmentStage, Role, Subject
from jiheng.web.pages.assessments import crumbs
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.stages import stage_lines
from jiheng.web.queries.standing import standing_of

_OFFICE = (Role.OFFICE,)


@page("POST", roles=_OFFICE)
def stage_open(request: HttpRequest, stage: str) -> HttpResponse:
    """Open it now."""
    found = stage_of(request.viewer, stage)
    deeds.open_stage(request.viewer, found, version=_version(request))
    messages.success(request, f"已开启“{_title(found)}”。")
    return redirect("assessment-show", assessment=found.assessment_id)


@page("POST", roles=_OFFICE)
def stage_close(request: HttpRequest, stage: str) -> HttpResponse:
    """Close it now."""
    found = stage_of(request.viewer, stage)
    deeds.close_stage(request.viewer, found, version=_version(request))
    messages.success(request, f"已关闭“{_title(found)}”。")
    return redirect("assessment-show", assessment=found.assessment_id)


@page("GET", "POST", roles=_OFFICE)
def stage_change(request: HttpRequest, stage: str) -> HttpResponse:
    """Another window; with words where it was announced."""
    found = stage_of(request.viewer, stage)
    begin = {
        "opens": shown_moment(found.opens),
        "closes": shown_moment(found.closes),
        "remind_days": found.remind_days,
        "version": found.version,
    }
    form = StageForm(request.POST or None, initial=begin)
    if request.method == "POST" and done(form, lambda values: _change(request, found, values)):
        messages.success(request, f"“{_title(found)}”的时间已修改。")
        return redirect("assessment-show", assessment=found.assessment_id)
    return form_page(
        request, "assessments/form.html", form=form, title=f"{_title(found)}的时间",
        back=found.assessment, crumbs=crumbs(found.assessment, ("改时间", "")),
    )  # fmt: skip


def _change(request: HttpRequest, stage: AssessmentStage, values: dict[str, Any]) -> None:
    times = deeds.Times(
        same_minute(values["opens"], stage.opens),
        same_minute(values["closes"], stage.closes),
        values["remind_days"],
    )
    deeds.change_stage(
        request.viewer, stage, version=values["version"], times=times, reason=values["reason"]
    )


@page("GET", "POST", roles=_OFFICE)
def subject_reopen(request: HttpRequest, subject: str) -> HttpResponse:
    """Let one subject report until a deadline of its own."""
    found = subject_run_by(request.viewer, subject)
    if request.method == "GET" and not standing_of(request.viewer, found).can_reopen:
        raise Closed("现在不用为这个单位重新开放：自评还没有开始，或者已经提交（请用“退回修改”）。")
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda values: deeds.reopen_subject(request.viewer, found, **values)
    ):
        messages.success(request, f"已为{found.name}重新开放。")
        return redirect("subject-standing", subject=found.pk)
    return _subject_page(request, found, form=form, title=f"为{found.name}重新开放")


@page("GET", "POST", roles=_OFFICE)
def reviewer_assign(request: HttpRequest, subject: str) -> HttpResponse:
    """One reviewer more."""
    found = subject_run_by(request.viewer, subject)
    people = {one.person_id: one.person.name for one in reviewers.reviewers_for(found)}
    form = ReviewerForm(request.POST or None, people=people.items())
    if request.method == "POST" and done(
        form, lambda values: reviewers.assign_reviewer(request.viewer, found, **values)
    ):
        return redirect("subject-standing", subject=found.pk)
    return _subject_page(request, found, form=form, title=f"分派{found.name}的评估组成员")


@page("POST", roles=_OFFICE)
def reviewer_withdraw(request: HttpRequest, subject: str) -> HttpResponse:
    """One reviewer less."""
    found = subject_run_by(request.viewer, subject)
    reviewers.withdraw_reviewer(request.viewer, found, person=request.POST.get("person", ""))
    return redirect("subject-standing", subject=found.pk)


def _subject_page(request: HttpRequest, subject: Subject, **context: Any) -> HttpResponse:
    way = crumbs(
        subject.assessment,
        (subject.name, f"/subjects/{subject.pk}/standing/"),
        (context["title"], ""),
    )
    return form_page(request, "assessments/form.html", subject=subject, crumbs=way, **context)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _title(stage: AssessmentStage) -> str:
    lines = stage_lines(stage.assessment)
    return next((one.noun.title for one in lines if one.stored.pk == stage.pk), stage.stage)


urlpatterns = [
    path("stages/<str:stage>/open/", stage_open, name="stage-open"),
    path("stages/<str:stage>/close/", stage_close, name="stage-close"),
    path("stages/<str:stage>/change/", stage_change, name="stage-change"),
    path("subjects/<str:subject>/reopen/", subject_reopen, name="subject-reopen"),
    path("subjects/<str:subject>/reviewers/", reviewer_assign, name="reviewer-assign"),
    path("subjects/<str:subject>/reviewers/withdraw/", reviewer_withdraw, name="reviewer-withdraw"),
]
