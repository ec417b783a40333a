"""Sending a notice, once for each version of the method, and signing for it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from jiheng.web.access.assessments import reporters_of
from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.messages import tell
from jiheng.web.clock import now, today
from jiheng.web.models import Assessment, Notice, Receipt, Role
from jiheng.web.queries.notices import Content, content_now, notice_title


@transaction.atomic
def send_notice(
    viewer: Viewer, assessment: Assessment, *, number: str, back_by: date | None
) -> Notice:
    """Send the method and each subject's targets out. Closed where it went out already."""
    if not viewer.is_(Role.OFFICE) or assessment.organiser_id != viewer.organisation.pk:
        raise NotThere
    if back_by is not None and back_by < today():
        raise Closed("返回回执的日期应在今天或以后。")
    locked = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if locked.notices.filter(scheme=locked.scheme_id).exists():
        raise Closed("这一版办法的通知已经发出，不用再发；没有签收的单位请催办。")
    content = content_now(assessment, back_by=back_by)
    title = notice_title(assessment, is_supplement=False)
    return sent_out(viewer, Notice(assessment=assessment, title=title, number=number), content)


def sent_out(viewer: Viewer, made: Notice, content: Content) -> Notice:
    """Write a notice, a receipt for every subject, the messages and the entry; inside a transaction."""
    assessment = made.assessment
    made.scheme_id, made.by, made.content = assessment.scheme_id, viewer.person, content.text
    made.save(force_insert=True)
    subjects = list(assessment.subjects.order_by("made_at", "key"))
    for one in subjects:
        receipt = Receipt.objects.create(notice=made, subject=one)
        tell(
            reporters_of([one.organisation_id]),
            f"notice:{made.pk}",
            title=made.title,
            words=made.words or "请下载通知，核对本单位的指标值，并在系统中签收。",
            link=f"/receipts/{receipt.pk}/",
        )
    record(
        viewer,
        "notice-sent",
        on=made,
        title=made.title,
        number=made.number,
        digest=made.scheme.digest,
        to=[one.name for one in subjects],
    )
    return made


@transaction.atomic
def sign_receipt(viewer: Viewer, receipt: Receipt) -> Receipt:
    """The unit says that it has the notice; once. The head of the log then stands on the receipt."""
    own = receipt.subject.organisation_id == viewer.organisation.pk
    if not own or not viewer.is_(Role.COUNTY, Role.LEADER):
        raise NotThere
    done = Receipt.objects.filter(pk=receipt.pk, at=None).update(at=now(), by=viewer.person)
    receipt.refresh_from_db()
    if not done:
        raise Closed("这份通知已经签收，不用重复签收。")
    entry = record(
        viewer, "receipt-signed", on=receipt, subject=receipt.subject, title=receipt.notice.title
    )
    Receipt.objects.filter(pk=receipt.pk).update(head=entry.hash)
    receipt.head = entry.hash
    return receipt
