"""Entering the facts that the office holds for all subjects."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction

from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.answers import LONGEST, Clashed, write_answer
from jiheng.web.actions.journal import record
from jiheng.web.actions.versions import Changed
from jiheng.web.models import Answer, Assessment, Role, Subject
from jiheng.web.models.answer import Of
from jiheng.web.queries.fields import Field, read_field
from jiheng.web.queries.method import method_of
from jiheng.web.queries.office_facts import Entered, office_facts_of, office_hindrance


@transaction.atomic
def enter_office_facts(viewer: Viewer, assessment: Assessment, entered: Sequence[Entered]) -> int:
    """Write these values, all or none; says how many were changed.

    Closed when it is too late or a text cannot be read; Clashed where somebody was faster.
    """
    must_enter(viewer, assessment)
    written, clashed = 0, []
    for one in sorted(entered, key=lambda each: (each.subject.pk, each.fact)):
        if one.subject.assessment_id != assessment.pk:
            raise NotThere
        try:
            written += enter(viewer, one)
        except Changed as changed:
            field = Field(Of.FACT.value, one.fact, one.text, one.version)
            clashed.append((field, changed))
    if clashed:
        raise Clashed(tuple(clashed))
    return written


def must_enter(viewer: Viewer, assessment: Assessment) -> None:
    """NotThere for anybody but the office that runs the assessment; Closed when it is too late."""
    if not viewer.is_(Role.OFFICE) or assessment.organiser_id != viewer.organisation.pk:
        raise NotThere
    if hindered := office_hindrance(assessment):
        raise Closed(hindered)


def enter(viewer: Viewer, one: Entered) -> bool:
    """Write one value with its log entry, inside a deed's transaction; False where nothing changes.

    What the subject reported stays as it is, whatever its standing; its figures count anew.
    """
    method = method_of(one.subject.assessment.scheme)
    if one.fact not in {known.name for known in office_facts_of(method)}:
        raise NotThere
    read = read_field(method.scheme, Of.FACT, one.fact, text=one.text[:LONGEST])
    if read.problem:
        raise Closed(f"{one.subject.name}：{read.problem}。")
    if read.text and not one.source.strip():
        raise Closed(f"{method.scheme.facts[one.fact].title}：请写明来源，例如哪个部门哪天的函。")
    Subject.objects.filter(pk=one.subject.pk).update(revision=models.F("revision") + 1)
    field = Field(Of.FACT.value, one.fact, one.text, one.version, reason=one.source.strip())
    before, answer = write_answer(viewer, one.subject, field, read=read)
    if before == (answer.text, answer.reason):
        return False
    _tell(viewer, answer, before=before)
    return True


def _tell(viewer: Viewer, answer: Answer, *, before: tuple[str, str] | None) -> None:
    after = {"text": answer.text, "source": answer.reason}
    told = {"text": before[0], "source": before[1]} if before else None
    record(viewer, "office-fact-entered", on=answer, clause=answer.about, before=told, after=after)
