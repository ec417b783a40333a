"""Taking what a returned fill-in workbook says, as far as it was chosen: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from jiheng.web.access.viewer import Viewer
from jiheng.web.actions.answers import Field, save_answers
from jiheng.web.actions.journal import record
from jiheng.web.models import Subject


@transaction.atomic
def take_workbook(
    viewer: Viewer, subject: Subject, fields: Sequence[Field], *, name: str, sha256: str
) -> int:
    """Write the chosen fields; returns how many were changed. Raises as `save_answers`."""
    before = subject.revision
    save_answers(viewer, subject, fields, source="填报表")
    subject.refresh_from_db(fields=["revision"])
    if subject.revision != before:
        record(viewer, "workbook-taken", on=subject, name=name, sha256=sha256, fields=len(fields))
    return len(fields)
