"""Notices of an assessment, and their receipts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.files.docx import docx_of
from jiheng.forms.receipt import in_groups
from jiheng.web.access.assessments import assessment_of, notice_of, receipt_of, receipts_of, run_by
from jiheng.web.actions import notices as deeds
from jiheng.web.inputs.notices import NoticeForm
from jiheng.web.models import Assessment, Role
from jiheng.web.pages.assessments import crumbs
from jiheng.web.pages.download import DOCX, attachment
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.notices import notice_title, notices_shown, open_first, paper_of

_UNITS = (Role.COUNTY, Role.LEADER)
_READERS = (Role.OFFICE, Role.AUDITOR, *_UNITS)


@page("GET", roles=_READERS)
def notice_list(request: HttpRequest, assessment: str) -> HttpResponse:
    """What went out, newest first; a unit sees its own receipts."""
    found = assessment_of(request.viewer, assessment)
    receipts = list(receipts_of(request.viewer).filter(notice__assessment=found))
    notices = found.notices.select_related("scheme").order_by("-made_at", "key")
    runs = request.viewer.is_(Role.OFFICE)
    context = {
        "assessment": found,
        "notices": notices_shown(receipts, notices),
        "sees_all": request.viewer.is_(Role.OFFICE, Role.AUDITOR),
        "can_send": runs and not any(one.scheme_id == found.scheme_id for one in notices),
        "crumbs": crumbs(found, ("通知和回执", "")),
    }
    return render(request, "notices/list.html", context)


@page("GET", "POST", roles=(Role.OFFICE,))
def notice_send(request: HttpRequest, assessment: str) -> HttpResponse:
    """Send the method and each unit's targets out."""
    viewer, found = request.viewer, run_by(request.viewer, assessment)
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda values: deeds.send_notice(viewer, found, **values)
    ):
        messages.success(request, "通知已发给各单位。")
        return redirect("notice-list", assessment=found.pk)
    return form_page(
        request,
        "notices/send.html",
        form=form,
        assessment=found,
        title=notice_title(found, is_supplement=False),
        subjects=found.subjects.count(),
        crumbs=_crumbs(found, "发出通知"),
    )


@page("GET", roles=(Role.OFFICE, Role.AUDITOR))
def notice_show(request: HttpRequest, notice: str) -> HttpResponse:
    """One notice: who has signed, and who has not."""
    found = notice_of(request.viewer, notice)
    receipts = open_first(found, list(receipts_of(request.viewer).filter(notice=found)))
    shown = notices_shown(receipts, [found])[0]
    context = {"shown": shown, "crumbs": _crumbs(found.assessment, found.title)}
    return render(request, "notices/show.html", context)


@page("GET", roles=_READERS)
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """One unit's receipt: the paper, and its signature."""
    found = receipt_of(request.viewer, receipt)
    own = found.subject.organisation_id == request.viewer.organisation.pk
    context = {
        "receipt": found,
        "shown": notices_shown([found], [found.notice])[0],
        "head": in_groups(found.head),
        "digest": in_groups(found.notice.scheme.digest),
        "can_sign": own and request.viewer.is_(*_UNITS) and found.at is None,
        "crumbs": _crumbs(found.notice.assessment, found.notice.title),
    }
    return render(request, "notices/receipt.html", context)


@page("POST", roles=_UNITS)
def receipt_sign(request: HttpRequest, receipt: str) -> HttpResponse:
    """We have it."""
    found = receipt_of(request.viewer, receipt)
    deeds.sign_receipt(request.viewer, found)
    messages.success(request, "已签收。")
    return redirect("receipt", receipt=found.pk)


@page("GET", roles=_READERS)
def receipt_document(request: HttpRequest, receipt: str) -> HttpResponse:
    """The notice to this unit as a Word document."""
    found = receipt_of(request.viewer, receipt)
    name = f"{found.notice.title}（{found.subject.name}）.docx"
    return attachment(docx_of(paper_of(found)), name, media_type=DOCX)


def _crumbs(assessment: Assessment, last: str) -> list[tuple[str, str]]:
    way = f"/assessments/{assessment.pk}/notices/"
    return crumbs(assessment, ("通知和回执", way), (last, ""))


urlpatterns = [
    path("assessments/<str:assessment>/notices/", notice_list, name="notice-list"),
    path("assessments/<str:assessment>/notices/send/", notice_send, name="notice-send"),
    path("notices/<str:notice>/", notice_show, name="notice-show"),
    path("receipts/<str:receipt>/", receipt, name="receipt"),
    path("receipts/<str:receipt>/sign/", receipt_sign, name="receipt-sign"),
    path("receipts/<str:receipt>/document/", receipt_document, name="receipt-document"),
]
