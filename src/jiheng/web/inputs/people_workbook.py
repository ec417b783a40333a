"""An uploaded workbook of organisations and people, read behind the fence."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django import forms
from django.core import signing

from jiheng.forms.people_words import ListedPerson, ListedUnit
from jiheng.forms.people_workbook import ReadPeople, people_of
from jiheng.values.problems import Problem, Unreadable
from jiheng.web.access.viewer import Viewer
from jiheng.web.inputs.uploaded_workbook import WorkbookField, sheets_in
from jiheng.web.queries.people_workbook import roles_held, units_listed

_SALT = "jiheng.people-workbook"
_GOOD_FOR = 3600


class PeopleWorkbookForm(forms.Form):
    """The workbook."""

    workbook = WorkbookField(
        label="填好的工作簿",
        help_text="只收 xlsx，不超过 5 MB。先显示有哪些变化，确认以后才改动。",
    )


def read_people(viewer: Viewer, given: Any) -> ReadPeople:
    """What the workbook says, with every problem by sheet and cell."""
    try:
        sheets = sheets_in(given.read())
    except Unreadable as trouble:
        wrong = Problem(Path(given.name).name, trouble.problem.message)
        return ReadPeople(problems=[wrong])
    known = {one.name for one in units_listed(viewer)}
    listed = people_of(sheets, known_units=known)
    known -= {old for one in listed.units for old in one.former}  # renamed by this workbook
    held = roles_held({one.login.lower() for one in listed.people})
    return people_of(sheets, known_units=sorted(known), held=held)


def sealed(viewer: Viewer, listed: ReadPeople) -> str:
    """What was previewed, as text that comes back with the confirmation and cannot be altered."""
    rows = [[asdict(one) for one in rows] for rows in (listed.units, listed.people)]
    return signing.dumps([viewer.appointment.pk, *rows], salt=_SALT, compress=True)


def unsealed(viewer: Viewer, text: str) -> tuple[list[ListedUnit], list[ListedPerson]] | None:
    """The rows that this appointment was shown within the last hour; None for anything else."""
    try:
        shown_to, units, people = signing.loads(text, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        return None
    if shown_to != viewer.appointment.pk:
        return None
    rows = [ListedUnit(**{**row, "former": tuple(row["former"])}) for row in units]
    return rows, [ListedPerson(**row) for row in people]
