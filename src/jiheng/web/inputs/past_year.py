"""An uploaded workbook of last year, read behind the fence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.core import signing

from jiheng.forms.past_year_workbook import PastYear, past_year_of
from jiheng.values.problems import Problem, Unreadable
from jiheng.web.access.viewer import Viewer
from jiheng.web.inputs.uploaded_workbook import WorkbookField, sheets_in
from jiheng.web.models import Assessment
from jiheng.web.queries.method import method_of
from jiheng.web.queries.past_year import PastRows, subjects_in_order

_SALT = "jiheng.past-year"
_GOOD_FOR = 3600


class PastYearForm(forms.Form):
    """The workbook."""

    workbook = WorkbookField(
        label="填好的工作簿",
        help_text="只收 xlsx，不超过 5 MB；本系统导出的上一年度结果表也可以。先显示有哪些变化，确认以后才写入。",
    )


def read_past_year(assessment: Assessment, given: Any) -> PastYear:
    """What the workbook says, with every problem by sheet and cell."""
    try:
        sheets = sheets_in(given.read())
    except Unreadable as trouble:
        wrong = Problem(Path(given.name).name, trouble.problem.message)
        return PastYear(problems=[wrong])
    names = [one.name for one in subjects_in_order(assessment)]
    return past_year_of(method_of(assessment.scheme).scheme, sheets, subjects=names)


def sealed(viewer: Viewer, assessment: Assessment, rows: PastRows) -> str:
    """What was previewed, as text that comes back with the confirmation and cannot be altered."""
    content = [viewer.appointment.pk, assessment.pk, rows.results, rows.answers, rows.used]
    return signing.dumps(content, salt=_SALT, compress=True)


def unsealed(viewer: Viewer, assessment: Assessment, text: str) -> PastRows | None:
    """The rows that this appointment was shown for this assessment within the last hour, or None."""
    try:
        shown_to, shown_of, *kinds = signing.loads(text, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        return None
    if (shown_to, shown_of) != (viewer.appointment.pk, assessment.pk):
        return None
    return PastRows(*(tuple(tuple(row) for row in rows) for rows in kinds))
