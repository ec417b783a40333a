"""Objecting to a fact that the office entered, and answering an objection."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.messages import tell
from jiheng.web.actions.office_facts import enter, must_enter
from jiheng.web.clock import now
from jiheng.web.models import Appointment, Objection, Organisation, Role, Subject
from jiheng.web.queries.method import method_of
from jiheng.web.queries.office_facts import Entered, office_hindrance, own_fact

_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Ruling:
    """The office's answer: upheld or not, with words; upheld, the value becomes `text` over `version`."""

    upheld: bool
    words: str
    text: str
    version: int


@transaction.atomic
def object_to(viewer: Viewer, subject: Subject, *, fact: str, words: str) -> Objection:
    """Object to the value that the viewer's own subject sees now; the office is told.

    Closed without words, without a value, while one objection is open, and when it is too late.
    """
    if not viewer.is_(Role.COUNTY) or subject.organisation_id != viewer.organisation.pk:
        raise NotThere
    Subject.objects.select_for_update().get(pk=subject.pk)
    seen = own_fact(subject, fact)
    if seen is None:
        raise NotThere
    if hindered := office_hindrance(subject.assessment):
        raise Closed(hindered)
    if not seen.may_object:
        raise Closed(
            "上一次异议还没有答复，请等答复后再提。" if seen.cell.text else "这一项还没有填数。"
        )
    made = Objection.objects.create(
        subject=subject,
        fact=fact,
        shown=seen.cell.text[:200],
        words=_said(words, "请写明理由和依据。"),
        by=viewer.person,
    )
    title = f"{subject.name}对“{seen.fact.fact.title}”提出异议"
    _tell(made, subject.assessment.organiser, roles=(Role.OFFICE,), title=title, words=made.words)
    record(viewer, "objected", on=made, clause=fact, shown=made.shown, reason=made.words)
    return made


@transaction.atomic
def answer_objection(viewer: Viewer, objection: Objection, ruling: Ruling) -> None:
    """Uphold it (the value changes) or refuse it, with words; the unit is told.

    Closed where it was answered before, and where upholding changes nothing; Changed where the value
    was changed since it was read.
    """
    subject = objection.subject
    must_enter(viewer, subject.assessment)
    said = _said(ruling.words, "请写明答复的理由。")
    Subject.objects.select_for_update().get(pk=subject.pk)
    _close(viewer, objection, upheld=ruling.upheld, said=said)
    if ruling.upheld:
        source = f"采纳{subject.name}的异议：{said}"
        one = Entered(subject, objection.fact, ruling.text, ruling.version, source)
        if ruling.text.strip() == objection.shown or not enter(viewer, one):
            raise Closed("采纳异议时要填更正后的数；数不变的，请选“不采纳”并说明理由。")
    title = f"异议已答复：{'采纳' if ruling.upheld else '不采纳'}（{_title(objection)}）"
    roles = (Role.COUNTY, Role.LEADER)
    _tell(objection, subject.organisation, roles=roles, title=title, words=said)
    record(
        viewer, "objection-answered", on=objection, clause=objection.fact, upheld=ruling.upheld,
        before=objection.shown, after=ruling.text if ruling.upheld else objection.shown, reason=said,
    )  # fmt: skip


def _close(viewer: Viewer, objection: Objection, *, upheld: bool, said: str) -> None:
    """The one UPDATE decides who answers."""
    done = Objection.objects.filter(pk=objection.pk, answered_at=None).update(
        answer=said, upheld=upheld, answered_by=viewer.person, answered_at=now()
    )
    if not done:
        raise Closed("这条异议已经答复过，请刷新页面查看。")
    objection.answered_at = now()


def _title(objection: Objection) -> str:
    facts = method_of(objection.subject.assessment.scheme).scheme.facts
    return facts[objection.fact].title if objection.fact in facts else objection.fact


def _said(words: str, wanted: str) -> str:
    said = words.strip()
    if not said:
        raise Closed(wanted)
    if len(said) > _LONGEST:
        raise Closed(f"最多{_LONGEST}字，请压缩后再提交。")
    return said


def _tell(
    objection: Objection,
    organisation: Organisation,
    *,
    roles: tuple[Role, ...],
    title: str,
    words: str,
) -> None:
    """A message to everybody who acts there in one of the roles."""
    moment = now()
    to = Appointment.objects.filter(
        Q(until=None) | Q(until__gt=moment),
        since__lte=moment,
        organisation=organisation,
        role__in=roles,
        person__is_active=True,
    )
    step = "answered" if objection.answered_at else "made"
    about, link = f"objection {objection.pk} {step}", f"/objections/{objection.pk}/"
    tell(to, about, title=title, words=words, link=link)
