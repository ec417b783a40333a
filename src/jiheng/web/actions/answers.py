"""Saving one field of a self-assessment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, models, transaction

from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.versions import Changed, Clash
from jiheng.web.clock import now
from jiheng.web.models import Answer, Role, Subject
from jiheng.web.models.answer import Of
from jiheng.web.queries.fields import Field, FieldText, read_field
from jiheng.web.queries.method import method_of
from jiheng.web.queries.reporting import OPEN_TO_CHANGE, hindrance, reporting_window

LONGEST = 4_000  # characters of one field


class Clashed(Exception):
    """Several fields of one form were changed by somebody else; nothing of the form was written."""

    def __init__(self, changed: tuple[tuple[Field, Changed], ...]) -> None:
        self.changed = changed
        self.names = frozenset(field.name for field, _ in changed)
        super().__init__(", ".join(field.about for field, _ in changed))


def save_answer(viewer: Viewer, subject: Subject, field: Field) -> Answer:
    """Write one field of the viewer's own subject and its log entry; returns it as it stands now.

    The same text again changes nothing. Raises NotThere for a field that the method does not ask
    from the subject, Closed (with words) when nothing may be changed now, Changed with both sides
    when the stored version is not the one that was read.
    """
    try:
        return save_answers(viewer, subject, (field,))[0]
    except Clashed as clashed:
        raise clashed.changed[0][1] from None


def save_answers(
    viewer: Viewer, subject: Subject, fields: Sequence[Field], *, source: str = ""
) -> list[Answer]:
    """Write several fields, all of them or none; as `save_answer`, but raises Clashed. `source` says
    in the log where they came from, if nobody typed them on the page."""
    if not viewer.is_(Role.COUNTY) or subject.organisation_id != viewer.organisation.pk:
        raise NotThere
    read = [_read(subject, field) for field in fields]
    with transaction.atomic():
        touch(subject)
        written, clashed = [], []
        for field, one in zip(fields, read, strict=True):
            try:
                written.append((field, *write_answer(viewer, subject, field, read=one)))
            except Changed as changed:
                clashed.append((field, changed))
        if clashed:
            raise Clashed(tuple(clashed))
        told = [_told(viewer, one, source=source) for one in written]
        if not any(told):
            transaction.set_rollback(True)  # nothing was changed: the revision stays as it is
    return [answer for _, _, answer in written]


def _told(
    viewer: Viewer, written: tuple[Field, tuple[str, str] | None, Answer], *, source: str
) -> bool:
    """Log what was written; False where nothing was changed."""
    field, before, answer = written
    if before == (answer.text, answer.reason):
        return False
    after = {"text": answer.text} | ({"reason": answer.reason} if answer.reason else {})
    more = {"source": source} if source else {}
    if field.of != Of.FACT:
        more["field"] = str(Of(field.of).label)  # the clause alone does not say which of its fields
    told = before[0] if before else None
    record(viewer, "answer-saved", on=answer, clause=field.about, before=told, after=after, **more)
    return True


def touch(subject: Subject) -> None:
    """Count a change of what the subject reports, if it may change it now; else Closed.

    The one UPDATE locks the row, so that a deed that submits or closes comes wholly before or after.
    """
    done = Subject.objects.filter(pk=subject.pk, standing__in=OPEN_TO_CHANGE).update(
        revision=models.F("revision") + 1
    )
    subject.refresh_from_db(fields=["standing", "until", "revision"])
    hindered = hindrance(subject, reporting_window(subject))
    if hindered or not done:
        raise Closed(hindered)


def write_answer(
    viewer: Viewer, subject: Subject, field: Field, *, read: FieldText
) -> tuple[tuple[str, str] | None, Answer]:
    """Write the field if it still has the version that was read: (text, reason) before, the row now.

    No log entry, no check of the stage: for deeds that do both.
    """
    own = {"subject": subject, "of": field.of, "about": field.about}
    stored = Answer.objects.filter(**own).select_related("by").first()
    if stored is None and field.version == 0:
        return None, _added(viewer, own, field, read=read)
    if stored is None:
        raise NotThere
    before = (stored.text, stored.reason)
    if before == (read.text, field.reason):
        return before, stored
    stored.subject = subject  # it is at hand: nobody has to ask for it again
    written = _columns(viewer, read, reason=field.reason)
    done = Answer.objects.filter(pk=stored.pk, version=field.version).update(
        **written, version=field.version + 1
    )
    if not done:
        stored.refresh_from_db()
        raise Changed(stored, (Clash("text", "填报", read.text, stored.text),))
    for name, value in written.items():
        setattr(stored, name, value)
    stored.version = field.version + 1
    return before, stored


def _columns(viewer: Viewer, read: FieldText, *, reason: str) -> dict[str, Any]:
    return {
        "text": read.text,
        "value": read.value,
        "state": read.state,
        "reason": reason,
        "by": viewer.person,
        "at": now(),
    }


def _added(viewer: Viewer, own: dict[str, object], field: Field, *, read: FieldText) -> Answer:
    try:
        with transaction.atomic():
            return Answer.objects.create(**own, **_columns(viewer, read, reason=field.reason))
    except IntegrityError:  # somebody else added it between our look and our insert
        stored = Answer.objects.select_related("by").get(**own)
        raise Changed(stored, (Clash("text", "填报", read.text, stored.text),)) from None


def _read(subject: Subject, field: Field) -> FieldText:
    scheme = method_of(subject.assessment.scheme).scheme
    if len(field.text) > LONGEST or len(field.reason) > LONGEST:
        raise Closed(f"一项最多{LONGEST}字，请压缩后再保存。")
    fact = scheme.facts.get(field.about)
    if field.of == Of.FACT and (fact is None or fact.from_ != "subject" or not fact.is_asked):
        raise NotThere
    try:
        return read_field(scheme, field.of, field.about, text=field.text)
    except KeyError:
        raise NotThere from None
