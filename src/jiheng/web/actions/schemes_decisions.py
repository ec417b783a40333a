"""What the linter finds is decided, and what the text leaves open is answered, in the draft's own text."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from jiheng.files.scheme_entry import with_decision, with_reading
from jiheng.scheme.open_questions import relevant_questions
from jiheng.scheme.printed import Decision
from jiheng.scheme.readings import QUESTIONS, Reading
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Refused
from jiheng.web.access.schemes import draft_of
from jiheng.web.access.viewer import Closed, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.schemes import write_text
from jiheng.web.models import SchemeVersion
from jiheng.web.queries.schemes_findings import is_finding
from jiheng.web.queries.schemes_text import loaded, written


def decide_finding(viewer: Viewer, key: str, decision: Decision, *, version: int) -> SchemeVersion:
    """Write a decision into a draft; Closed where nothing of the kind was found there."""
    draft = draft_of(viewer, key)
    scheme = loaded(draft)
    if not is_finding(scheme, decision.check, where=decision.about):
        raise Closed("这一处现在没有这样的检查结果，可能已经改正。请刷新页面再看。")
    same = (
        one
        for one in scheme.decisions
        if (one.about, one.check) == (decision.about, decision.check)
    )
    before = next((_words(one.decision, one.because) for one in same), None)
    changed = _written(lambda: with_decision(draft.text, decision))
    with transaction.atomic():
        stored = write_text(viewer, key, version=version, scheme=changed[0], text=changed[1])
        record(
            viewer, "finding-decided", on=stored, clause=decision.about, check=decision.check,
            before=before, after=_words(decision.decision, decision.because),
        )  # fmt: skip
    return stored


def choose_reading(
    viewer: Viewer, key: str, *, question: str, reading: Reading, version: int
) -> SchemeVersion:
    """Write the answer to a question into a draft; Closed where the method does not raise it."""
    draft = draft_of(viewer, key)
    scheme = loaded(draft)
    if (
        question not in relevant_questions(scheme)
        or reading.chosen not in QUESTIONS[question].options
    ):
        raise Closed("这份办法没有这个问题，或没有这个选项。请刷新页面再看。")
    old = scheme.readings.get(question)
    before = _words(old.chosen, old.because) if old and old.chosen else None
    changed = _written(lambda: with_reading(draft.text, reading, question=question))
    with transaction.atomic():
        stored = write_text(viewer, key, version=version, scheme=changed[0], text=changed[1])
        record(
            viewer, "reading-chosen", on=stored, clause=question,
            before=before, after=_words(reading.chosen, reading.because),
        )  # fmt: skip
    return stored


def _written(edit: Callable[[], str]) -> tuple[Scheme, str]:
    """The text after an edit, and the method that it says."""
    try:
        text = edit()
    except Refused as refused:
        raise Closed(str(refused)) from refused
    read = written(text)
    if read.scheme is None or read.troubles:
        raise Closed("；".join(one.message for one in read.troubles))
    return read.scheme, text


def _words(chosen: str | None, because: str) -> dict[str, str]:
    return {"decision": chosen or "", "because": because}
