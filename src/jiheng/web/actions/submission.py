"""From the clerk's desk to the leader's signature, and back: submit, sign, seal, hand back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.messages import tell
from jiheng.web.clock import now
from jiheng.web.models import (
    Appointment,
    Evidence,
    HandBack,
    Organisation,
    Role,
    Subject,
    Submission,
)
from jiheng.web.models.subject import Standing
from jiheng.web.queries.reporting import OPEN_TO_CHANGE, lateness, reporting_window
from jiheng.web.queries.submission import content_of, digest_of, lacks_of

_MOVED = "在您打开之后，自评又有改动。请刷新页面，核对后再操作。"


@transaction.atomic
def submit(viewer: Viewer, subject: Subject, *, revision: int) -> Submission:
    """Freeze the report as it stood at `revision` and lay it before the leader.

    Closed while something is lacking, when it is not the time, or when it was changed since.
    """
    _own(viewer, subject, Role.COUNTY)
    _move(subject, OPEN_TO_CHANGE, to=Standing.SUBMITTED, revision=revision)
    _in_time(subject)
    if lacks := lacks_of(subject):
        raise Closed(f"还有{len(lacks)}处没有填好，先补齐或写明原因：{lacks[0].title}等。")
    content = content_of(subject)
    made = Submission.objects.create(
        subject=subject,
        number=subject.submissions.count() + 1,
        content=content,
        digest=digest_of(content),
        by=viewer.person,
    )
    title = f"{subject.name}自评已提交，等您签字上报"
    _tell(subject, made.pk, to=(subject.organisation, (Role.LEADER,)), title=title)
    record(viewer, "submitted", on=made, digest=made.digest, number=made.number)
    return made


@transaction.atomic
def sign(viewer: Viewer, subject: Subject, *, name: str, digest: str) -> Submission:
    """The leader signs what he was shown, by typing his name."""
    _own(viewer, subject, Role.LEADER)
    if "".join(name.split()) != "".join(viewer.person.name.split()):
        raise Closed(f"请输入您本人的姓名“{viewer.person.name}”作为签字。")
    _move(subject, (Standing.SUBMITTED,), to=Standing.SIGNED, revision=None)
    _in_time(subject)
    latest = latest_submission(subject)
    if latest is None or latest.digest != digest:
        raise Closed(_MOVED)
    latest.signed_by, latest.signed_name, latest.signed_at = viewer.person, name.strip(), now()
    latest.save(update_fields=["signed_by", "signed_name", "signed_at"])
    office = (subject.assessment.organiser, (Role.OFFICE,))
    _tell(subject, latest.pk, to=office, title=f"{subject.name}自评已签字上报")
    record(viewer, "signed", on=latest, digest=digest, name=latest.signed_name)
    return latest


@transaction.atomic
def send_back(viewer: Viewer, subject: Subject, *, words: str) -> HandBack:
    """The leader gives it back to his clerk, with words."""
    _own(viewer, subject, Role.LEADER)
    return _back(viewer, subject, HandBack(words=words), standings=(Standing.SUBMITTED,))


@transaction.atomic
def hand_back(
    viewer: Viewer,
    subject: Subject,
    *,
    words: str,
    clauses: str = "",
    until: datetime | None = None,
) -> HandBack:
    """The office hands it back, with words; `until` where the stage is over."""
    if not viewer.is_(Role.OFFICE) or subject.assessment.organiser_id != viewer.organisation.pk:
        raise NotThere
    if until is not None and until <= now():
        raise Closed("新的截止时间应在现在之后。")
    window = reporting_window(subject)
    if until is None and lateness(subject, window):
        raise Closed("自评阶段已经截止，退回时请给出新的截止时间，否则对方无法修改。")
    given = HandBack(words=words, clauses=clauses, until=until)
    return _back(viewer, subject, given, standings=(Standing.SUBMITTED, Standing.SIGNED))


@transaction.atomic
def seal(viewer: Viewer, subject: Subject, *, evidence: Evidence) -> Submission:
    """The scan of the sealed table joins what was signed."""
    viewer.must_be(Role.COUNTY, Role.LEADER)
    _own(viewer, subject, viewer.role)
    latest = latest_submission(subject)
    if subject.standing != Standing.SIGNED or latest is None:
        raise Closed("负责人签字以后才能上传盖章件。")
    if evidence.organisation_id != viewer.organisation.pk:
        raise NotThere
    latest.sealed, latest.sealed_at = evidence, now()
    latest.save(update_fields=["sealed", "sealed_at"])
    record(viewer, "sealed-copy-added", on=latest, sha256=evidence.sha256, name=evidence.name)
    return latest


def latest_submission(subject: Subject) -> Submission | None:
    """What was submitted last."""
    return subject.submissions.order_by("-number").first()


def _own(viewer: Viewer, subject: Subject, role: Role) -> None:
    if not viewer.is_(role) or subject.organisation_id != viewer.organisation.pk:
        raise NotThere


def _move(
    subject: Subject, standings: tuple[Standing, ...], *, to: Standing, revision: int | None
) -> None:
    """From one of the standings to another, if nobody was faster: the one UPDATE decides."""
    wanted = {} if revision is None else {"revision": revision}
    done = Subject.objects.filter(pk=subject.pk, standing__in=standings, **wanted).update(
        standing=to
    )
    if not done:
        raise Closed(_MOVED)
    subject.refresh_from_db(fields=["standing", "revision", "until"])


def _in_time(subject: Subject) -> None:
    if late := lateness(subject, reporting_window(subject)):
        raise Closed(late)


def _back(
    viewer: Viewer, subject: Subject, given: HandBack, *, standings: tuple[Standing, ...]
) -> HandBack:
    if not given.words.strip():
        raise Closed("退回要写明理由和要改的地方。")
    _move(subject, standings, to=Standing.RETURNED, revision=None)
    given.subject, given.by = subject, viewer.person
    given.save(force_insert=True)
    if given.until is not None:
        subject.until = given.until
        subject.save(update_fields=["until"])
    title, roles = f"{subject.name}自评被退回，请按意见修改", (Role.COUNTY, Role.LEADER)
    _tell(subject, given.pk, to=(subject.organisation, roles), title=title, words=given.words)
    record(
        viewer,
        "handed-back",
        on=given,
        reason=given.words,
        clauses=given.clauses,
        until=given.until.isoformat() if given.until else "",
    )
    return given


def _tell(
    subject: Subject,
    about: str,
    *,
    to: tuple[Organisation, tuple[Role, ...]],
    title: str,
    words: str = "",
) -> None:
    """A message to everybody who acts for the organisation in one of the roles."""
    organisation, roles = to
    in_force = Q(until=None) | Q(until__gt=now())
    found = Appointment.objects.filter(
        in_force, organisation=organisation, role__in=roles, person__is_active=True
    )
    link = reverse("subject", args=[subject.pk])
    tell(found, f"{subject.pk}:{about}", title=title, words=words, link=link)
