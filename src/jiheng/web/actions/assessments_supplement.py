"""A newer version of the method takes force in a running assessment: answers are kept under their new
names, those that do not stand are asked again, everybody is told, everything is logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction

from jiheng.values.exact import exact_text
from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.notices import sent_out
from jiheng.web.actions.versions import change
from jiheng.web.clock import now, today
from jiheng.web.models import (
    Answer,
    Assessment,
    AssessmentStage,
    Claim,
    EvidenceUse,
    HandBack,
    Notice,
    Pin,
    Role,
    SchemeVersion,
    Subject,
)
from jiheng.web.models.answer import Of
from jiheng.web.models.subject import Standing
from jiheng.web.queries.assessments_supplement import (
    SubjectPlan,
    Supplement,
    newer_versions,
    renamed_clauses,
    supplement_of,
)
from jiheng.web.queries.notices import content_now, notice_title

_APART = "~"  # before a name that is being given, so that two names can change places
_BEHIND = 1000  # stages move behind all others before they get their places


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out with it: why, under which number, receipts until when; `until` when those report
    who must answer although the stage is over."""

    reason: str
    number: str = ""
    back_by: date | None = None
    until: datetime | None = None


@transaction.atomic
def pin_version(
    viewer: Viewer, assessment: Assessment, new: SchemeVersion, *, version: int, letter: Letter
) -> Notice:
    """Put a newer issued version in force. Closed, with words, where it cannot be; Changed where the
    assessment was changed since the effects were read."""
    if not viewer.is_(Role.OFFICE) or assessment.organiser_id != viewer.organisation.pk:
        raise NotThere
    if new not in newer_versions(assessment):
        raise NotThere
    list(Subject.objects.select_for_update().filter(assessment=assessment).order_by("pk"))
    plan, old = supplement_of(assessment, new), assessment.scheme
    _possible(plan, letter)
    change(assessment, version, scheme=new)
    Pin.objects.create(
        assessment=assessment, scheme=new, reason=letter.reason.strip(), by=viewer.person
    )
    _carry_answers(plan)
    _carry_clauses(assessment, renamed_clauses(plan.old, plan.new))
    _carry_stages(assessment, [one.id for one in plan.new.procedure])
    _carry_subjects(plan)
    for one in plan.subjects:
        if one.words:
            _ask_again(viewer, one, number=new.number, until=letter.until)
    record(
        viewer,
        "scheme-pinned",
        on=assessment,
        before={"digest": old.digest, "number": old.number},
        after={"digest": new.digest, "number": new.number},
        reason=letter.reason.strip(),
    )
    return _tell(viewer, assessment, plan, letter=letter, numbers=(old.number, new.number))


def _possible(plan: Supplement, letter: Letter) -> None:
    if plan.refused:
        raise Closed(plan.refused)
    if not letter.reason.strip():
        raise Closed("年中改用新版本要写明原因。")
    if letter.back_by is not None and letter.back_by < today():
        raise Closed("返回回执的日期应在今天或以后。")
    if letter.until is not None and letter.until <= now():
        raise Closed("补报的截止时间应在现在之后。")
    if plan.needs_until and letter.until is None:
        raise Closed("有单位的自评时间已过而又有要补报的内容，请给出补报的截止时间。")


def _carry_answers(plan: Supplement) -> None:
    """Answers that stand go by the new name of their fact, with the value that they have under it."""
    by_name = {one.subject.name: one.subject for one in plan.subjects}
    for one in plan.answers("kept"):
        if one.old is None or one.new is None:
            continue
        for name in one.subjects:
            entry = plan.effect.inputs.facts.get(name, {}).get(one.new)
            value = "" if entry is None or entry.value is None else exact_text(entry.value)
            own = {"subject": by_name[name], "of": Of.FACT, "about": one.old, "state": "known"}
            stored = Answer.objects.filter(**own)
            stored.exclude(value=value).update(value=value)
            if one.old != one.new:
                answers = Answer.objects.filter(subject=by_name[name], of=Of.FACT, about=one.old)
                answers.update(about=f"{_APART}{one.new}")
    apart = Answer.objects.filter(
        subject__in=list(by_name.values()), of=Of.FACT, about__startswith=_APART
    )
    for answer in apart:
        about = answer.about.removeprefix(_APART)
        Answer.objects.filter(subject=answer.subject_id, of=Of.FACT, about=about).delete()
        Answer.objects.filter(pk=answer.pk).update(about=about)


def _carry_clauses(assessment: Assessment, renamed: Mapping[str, str]) -> None:
    """What is about a clause goes by its new id."""
    own = {"subject__assessment": assessment}
    answers = Answer.objects.filter(**own).exclude(of=Of.FACT)
    _rename(answers, "about", renamed=renamed)
    _rename(Claim.objects.filter(**own), "indicator", renamed=renamed)
    for use in EvidenceUse.objects.filter(**own, clause__in=list(renamed)).order_by("pk"):
        use.clause = renamed[use.clause]
        use.about = f"{_APART}{use.told()}"
        models.Model.save(use)
    for use in EvidenceUse.objects.filter(**own, about__startswith=_APART):
        use.save()


def _rename(
    found: models.QuerySet[models.Model], column: str, *, renamed: Mapping[str, str]
) -> None:
    for old, new in renamed.items():
        found.filter(**{column: old}).update(**{column: f"{_APART}{new}"})
    for new in renamed.values():
        found.filter(**{column: f"{_APART}{new}"}).update(**{column: new})


def _carry_stages(assessment: Assessment, stages: list[str]) -> None:
    """Stages stand in the order of the new procedure, new ones without times; those that are gone stay
    stored and are not shown."""
    stored = AssessmentStage.objects.filter(assessment=assessment)
    if list(stored.values_list("stage", flat=True)) == stages:
        return
    stored.update(position=models.F("position") + _BEHIND)
    for position, stage in enumerate(stages):
        if not stored.filter(stage=stage).update(position=position):
            AssessmentStage.objects.create(assessment=assessment, stage=stage, position=position)


def _carry_subjects(plan: Supplement) -> None:
    """Every report counts as changed, so that nobody submits what he has read under the old version."""
    categories = dict(plan.new.subjects())
    for one in plan.subjects:
        Subject.objects.filter(pk=one.subject.pk).update(
            revision=models.F("revision") + 1,
            category=categories.get(one.subject.name, one.subject.category),
        )


def _ask_again(viewer: Viewer, plan: SubjectPlan, *, number: int, until: datetime | None) -> None:
    """Clear what does not stand, hand back what was handed in, and say what to do."""
    subject = plan.subject
    before = {one.answer.about: one.answer.text for one in plan.again}
    for one in plan.again:
        Answer.objects.filter(subject=subject, of=Of.FACT, about=one.fact).exclude(
            pk=one.answer.pk
        ).delete()
        Answer.objects.filter(pk=one.answer.pk).update(
            about=one.fact, text="", value="", state="missing", reason="",
            version=models.F("version") + 1, by=viewer.person, at=now(),
        )  # fmt: skip
    given = HandBack.objects.create(
        subject=subject,
        words=f"办法改为第{number}版，{plan.words}。",
        by=viewer.person,
        until=until if plan.is_late else None,
    )
    changes = {"until": until} if plan.is_late else {}
    if plan.comes_back:
        changes["standing"] = Standing.RETURNED
    if changes:
        Subject.objects.filter(pk=subject.pk).update(**changes)
    record(
        viewer, "handed-back", on=given, before=before, reason=given.words,
        until=until.isoformat() if until and plan.is_late else "",
    )  # fmt: skip


def _tell(
    viewer: Viewer,
    assessment: Assessment,
    plan: Supplement,
    *,
    letter: Letter,
    numbers: tuple[int, int],
) -> Notice:
    changes = [one.sentence for one in plan.changes]
    content = content_now(assessment, back_by=letter.back_by, changes=changes, versions=numbers)
    made = Notice(
        assessment=assessment,
        title=notice_title(assessment, is_supplement=True),
        number=letter.number,
        words=letter.reason.strip(),
    )
    return sent_out(viewer, made, content)
