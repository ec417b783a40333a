"""Claims for bonus points (加分申报): a subject's, all of an assessment, making and changing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from jiheng.web.access.assessments import (
    assessments_of,
    own_subject,
    subject_of,
    subjects_of,
    whole_assessment,
)
from jiheng.web.access.claims import READERS, claim_of, own_claim
from jiheng.web.actions import claims as deeds
from jiheng.web.inputs.claims import ClaimForm, begun_with
from jiheng.web.inputs.records import WithdrawForm
from jiheng.web.models import Assessment, Claim, Role, Subject
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.assessments import in_order
from jiheng.web.queries.claims import (
    assessment_claims,
    claim_shown,
    clause_titles,
    judged_with,
    subject_claims,
    sums_of,
    tariffs_of,
    verdict_words,
)
from jiheng.web.queries.history import history_of
from jiheng.web.queries.method import method_of
from jiheng.web.queries.records import book_hindrance

_KEEPER = (Role.COUNTY,)
_WHOLE = (Role.OFFICE, Role.AUDITOR)


@page("GET", roles=READERS)
def claim_start(request: HttpRequest) -> HttpResponse:
    """Where the claims are: the only report or assessment at once, else which one."""
    viewer = request.viewer
    if viewer.is_(*_WHOLE):
        found = list(assessments_of(viewer).order_by("-year", "-made_at", "pk"))
        places = [(one.title, reverse("assessment-claim-list", args=[one.pk])) for one in found]
    else:
        subjects = subjects_of(viewer).order_by("-assessment__year", "name", "pk")
        places = [
            (f"{one.name} · {one.assessment.title}", reverse("claim-list", args=[one.pk]))
            for one in subjects
        ]
    if len(places) == 1:
        return redirect(places[0][1])
    return render(request, "claims/start.html", {"places": places})


@page("GET", roles=_WHOLE)
def assessment_claim_list(request: HttpRequest, assessment: str) -> HttpResponse:
    """Every claim in an assessment, with who else claims the same."""
    whole = whole_assessment(request.viewer, assessment)
    found, lines = assessment_claims(request.viewer, whole, request.GET)
    context = {
        "assessment": whole,
        "found": found,
        "lines": lines,
        "filters": _filters(request, whole),
        "crumbs": [("加分申报", reverse("claim-start")), (whole.title, "")],
    }
    return render(request, "claims/all.html", context)


@page("GET", roles=READERS)
def claim_list(request: HttpRequest, subject: str) -> HttpResponse:
    """The claims of one subject, what each comes to, and the sums."""
    found = subject_of(request.viewer, subject)
    lines = subject_claims(request.viewer, found)
    scheme = method_of(found.assessment.scheme).scheme
    hindered = book_hindrance(found)
    context = {
        "subject": found,
        "lines": lines,
        "sums": sums_of(scheme, [one.line for one in lines if one.line]),
        "bonus_cap": scheme.bonus.cap if scheme.bonus else None,
        "hindered": hindered,
        "may_add": _is_own(request, found) and not hindered and bool(tariffs_of(scheme)),
        "counts_awards": bool(tariffs_of(scheme)),
        "crumbs": _crumbs(found),
    }
    return render(request, "claims/list.html", context)


@page("GET", roles=READERS)
def claim_show(request: HttpRequest, claim: str) -> HttpResponse:
    """One claim: what it says, what it comes to, its evidence, what became of it."""
    stored = claim_of(request.viewer, claim)
    hindered = book_hindrance(stored.subject)
    own = _is_own(request, stored.subject) and stored.withdrawn_at is None
    context = {
        "shown": claim_shown(request.viewer, stored),
        "hindered": hindered,
        "may_change": own and not hindered,
        "past": history_of(stored.pk),
        "crumbs": _crumbs(stored.subject, (stored.award, "")),
    }
    return render(request, "claims/show.html", context)


@page("GET", "POST", roles=_KEEPER)
def claim_add(request: HttpRequest, subject: str) -> HttpResponse:
    """Claim an award; with `then=next` the next follows at once."""
    viewer, found = request.viewer, own_subject(request.viewer, subject)
    form = _form(request, found, initial={"year": found.assessment.year, "persons": 1})
    made: list[Claim] = []
    if request.method == "POST" and done(
        form, lambda _: made.append(deeds.add_claim(viewer, found, values=form.values))
    ):
        _say(request, made[0], said="已申报")
        again = request.POST.get("then") == "next"
        return redirect("claim-add", found.pk) if again else redirect("claim-show", made[0].pk)
    return form_page(
        request, "claims/form.html", form=form, title="申报加分", subject=found,
        hindered=book_hindrance(found), back=reverse("claim-list", args=[found.pk]),
        crumbs=_crumbs(found, ("申报", "")),
    )  # fmt: skip


@page("GET", "POST", roles=_KEEPER)
def claim_change(request: HttpRequest, claim: str) -> HttpResponse:
    """Put one right."""
    viewer, stored = request.viewer, own_claim(request.viewer, claim)
    form = _form(request, stored.subject, initial=begun_with(stored))
    if request.method == "POST" and done(
        form,
        lambda given: deeds.change_claim(
            viewer, stored, version=given["version"] or 0, values=form.values
        ),
    ):
        _say(request, stored, said="已保存")
        return redirect("claim-show", stored.pk)
    back = reverse("claim-show", args=[stored.pk])
    return form_page(
        request, "claims/form.html", form=form, title="修改加分申报", subject=stored.subject,
        stored=stored, hindered=book_hindrance(stored.subject), back=back,
        crumbs=_crumbs(stored.subject, (stored.award, back), ("修改", "")),
    )  # fmt: skip


@page("GET", "POST", roles=_KEEPER)
def claim_withdraw(request: HttpRequest, claim: str) -> HttpResponse:
    """It counts no more; says why."""
    viewer, stored = request.viewer, own_claim(request.viewer, claim)
    form = WithdrawForm(request.POST or None, initial={"version": stored.version})
    if request.method == "POST" and done(
        form, lambda given: deeds.withdraw_claim(viewer, stored, **given)
    ):
        messages.success(request, f"已撤回“{stored.award}”，不再计分。")
        return redirect("claim-list", stored.subject.pk)
    back = reverse("claim-show", args=[stored.pk])
    return form_page(
        request, "records/withdraw.html", form=form, title=f"撤回“{stored.award}”",
        words="撤回以后不再计分；内容和理由仍然留存。以后可以重新申报。",
        hindered=book_hindrance(stored.subject), back=back,
        crumbs=_crumbs(stored.subject, (stored.award, back), ("撤回", "")),
    )  # fmt: skip


@page("POST", roles=_KEEPER)
def claim_judge(request: HttpRequest, subject: str) -> HttpResponse:
    """What the form would come to if it were saved now; nothing while it is not complete."""
    found = own_subject(request.viewer, subject)
    form = ClaimForm(request.POST, scheme=method_of(found.assessment.scheme).scheme)
    line = None
    if form.is_valid():
        stored = request.GET.get("claim", "")
        key = own_claim(request.viewer, stored).pk if stored else ""
        line = judged_with(found, Claim(key=key, subject=found, **form.values))
    context = {"line": line, "words": verdict_words(line) if line else ""}
    return render(request, "claims/_judged.html", context)


def _form(request: HttpRequest, subject: Subject, *, initial: dict[str, Any]) -> ClaimForm:
    scheme = method_of(subject.assessment.scheme).scheme
    return ClaimForm(request.POST or None, scheme=scheme, initial=initial)


def _say(request: HttpRequest, stored: Claim, *, said: str) -> None:
    """What was done, and at once what becomes of it."""
    shown = claim_shown(request.viewer, stored)
    say = messages.success if shown.line and shown.line.accepted else messages.warning
    say(request, f"{said}“{stored.award}”。{shown.words}")


def _is_own(request: HttpRequest, subject: Subject) -> bool:
    viewer = request.viewer
    return viewer.is_(Role.COUNTY) and subject.organisation_id == viewer.organisation.pk


def _crumbs(subject: Subject, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (f"{subject.name}自评", reverse("subject", args=[subject.pk])),
        ("加分申报", reverse("claim-list", args=[subject.pk])),
        *more,
    ]


def _filters(request: HttpRequest, whole: Assessment) -> list[dict[str, Any]]:
    asked = request.GET
    subjects = in_order(whole, subjects_of(request.viewer).filter(assessment=whole))
    scheme = method_of(whole.scheme).scheme
    titles = clause_titles(scheme)
    clauses = sorted({one[0] for _, found in tariffs_of(scheme) for _, _, one in found})
    return [
        {
            "name": "subject", "label": "单位", "value": asked.get("subject", ""),
            "options": [(one.pk, one.name) for one in subjects],
        },
        {
            "name": "clause", "label": "条款", "value": asked.get("clause", ""),
            "options": [(one, titles[one]) for one in clauses],
        },
        {
            "name": "counted", "label": "计分", "value": asked.get("counted", ""),
            "options": [("yes", "计分"), ("no", "不计分")],
        },
        {"name": "q", "label": "奖项、文号或姓名", "value": asked.get("q", "")},
    ]  # fmt: skip


urlpatterns = [
    path("claims/", claim_start, name="claim-start"),
    path(
        "assessments/<str:assessment>/claims/", assessment_claim_list, name="assessment-claim-list"
    ),
    path("subjects/<str:subject>/claims/", claim_list, name="claim-list"),
    path("subjects/<str:subject>/claims/add/", claim_add, name="claim-add"),
    path("subjects/<str:subject>/claims/judge/", claim_judge, name="claim-judge"),
    path("claims/<str:claim>/", claim_show, name="claim-show"),
    path("claims/<str:claim>/change/", claim_change, name="claim-change"),
    path("claims/<str:claim>/withdraw/", claim_withdraw, name="claim-withdraw"),
]
