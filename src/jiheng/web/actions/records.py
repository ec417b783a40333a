"""Keeping the year's records: adding, changing and withdrawing one, while its report is open."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models, transaction

from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.versions import change
from jiheng.web.clock import now, today
from jiheng.web.models import Organisation, Record, Role, Subject
from jiheng.web.queries.records import (
    YearBook,
    book_hindrance,
    book_of,
    is_there,
    reports_with,
    title_of,
)
from jiheng.web.queries.reporting import OPEN_TO_CHANGE

_EARLIEST = 2000


@transaction.atomic
def add_record(viewer: Viewer, *, kind: str, on: date, values: Mapping[str, str]) -> Record:
    """Write down what happened, for the viewer's own unit and the year of the day.

    Closed while a report that counts the record is out of the unit's hands; NotThere for a kind that
    the method does not have.
    """
    book = _own_book(viewer, on, kind=kind)
    touch_reports(viewer.organisation, {on.year}, kind=kind)
    title = _title(book, kind, values)
    _not_twice(viewer.organisation, kind, on=on, title=title)
    made = Record.objects.create(
        organisation=viewer.organisation,
        year=on.year,
        kind=kind,
        on=on,
        title=title,
        values=_text(values),
        by=viewer.person,
    )
    record(viewer, "record-added", on=made, subject=book.subject, after=_told(made, book))
    return made


@transaction.atomic
def add_records(viewer: Viewer, kind: str, rows: Sequence[tuple[date, Mapping[str, str]]]) -> int:
    """Write down many of one kind, all or none; those that are there already are passed over, so that
    the same table sent twice adds nothing. Says how many were added."""
    added = 0
    for on, values in rows:
        book = _own_book(viewer, on, kind=kind)
        if not is_there(viewer.organisation, kind, on=on, title=_title(book, kind, values)):
            add_record(viewer, kind=kind, on=on, values=values)
            added += 1
    return added


@transaction.atomic
def change_record(
    viewer: Viewer, stored: Record, *, version: int, on: date, values: Mapping[str, str]
) -> None:
    """Put it right. The same again changes nothing."""
    _must_own(viewer, stored)
    book = _own_book(viewer, on, kind=stored.kind)
    title = _title(book, stored.kind, values)
    before = _told(stored, book)
    after = _in_words(book, stored.kind, on=on, title=title, values=values)
    if before == after and version == stored.version:
        return
    touch_reports(viewer.organisation, {stored.year, on.year}, kind=stored.kind)
    _not_twice(viewer.organisation, stored.kind, on=on, title=title, but=stored.pk)
    written = {"year": on.year, "on": on, "title": title, "values": _text(values)}
    change(stored, version, **written)
    record(viewer, "record-changed", on=stored, subject=book.subject, before=before, after=after)


@transaction.atomic
def withdraw_record(viewer: Viewer, stored: Record, *, version: int, reason: str) -> None:
    """It counts no more, and stays readable with the reason."""
    _must_own(viewer, stored)
    if not reason.strip():
        raise Closed("撤回要写明理由。")
    touch_reports(viewer.organisation, {stored.year}, kind=stored.kind)
    change(stored, version, withdrawn_at=now())
    book = book_of(viewer.organisation, stored.year)
    record(
        viewer, "record-withdrawn", on=stored, subject=book.subject,
        before=_told(stored, book), reason=reason.strip(),
    )  # fmt: skip


def touch_reports(organisation: Organisation, years: set[int], *, kind: str) -> None:
    """Count a change in every report that records of this kind belong to; Closed where one is out of
    the unit's hands, so that what was handed in never changes."""
    for subject in reports_with(organisation, years, kind=kind):
        touch_book(subject)


def touch_book(subject: Subject) -> None:
    """Count a change of the records or claims of a report. The one UPDATE locks the row, so that a deed
    that submits or closes comes wholly before or after."""
    done = Subject.objects.filter(pk=subject.pk, standing__in=OPEN_TO_CHANGE).update(
        revision=models.F("revision") + 1
    )
    subject.refresh_from_db(fields=["standing", "until", "revision"])
    hindered = book_hindrance(subject)
    if hindered or not done:
        raise Closed(hindered)


def _own_book(viewer: Viewer, on: date, *, kind: str) -> YearBook:
    if not viewer.is_(Role.COUNTY):
        raise NotThere
    if not date(_EARLIEST, 1, 1) <= on <= today():
        raise Closed("台账记已经发生的事：请核对日期，不能晚于今天。")
    book = book_of(viewer.organisation, on.year)
    if kind not in book.kinds:
        raise NotThere
    return book


def _must_own(viewer: Viewer, stored: Record) -> None:
    own = stored.organisation_id == viewer.organisation.pk
    if not viewer.is_(Role.COUNTY) or not own or stored.withdrawn_at is not None:
        raise NotThere


def _title(book: YearBook, kind: str, values: Mapping[str, str]) -> str:
    return title_of(book.kinds[kind], values)


def _not_twice(
    organisation: Organisation, kind: str, *, on: date, title: str, but: str = ""
) -> None:
    """Two colleagues write down the same thing: the second is told."""
    if is_there(organisation, kind, on=on, title=title, but=but):
        raise Closed(
            f"{on.year}年{on.month}月{on.day}日的“{title}”已经登记过。确是另一件事的，请在名称里写明区别。"
        )


def _text(values: Mapping[str, str]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


def _told(stored: Record, book: YearBook) -> dict[str, Any]:
    values = json.loads(stored.values)
    return _in_words(book, stored.kind, on=stored.on, title=stored.title, values=values)


def _in_words(
    book: YearBook, kind: str, *, on: date, title: str, values: Mapping[str, str]
) -> dict[str, Any]:
    """For the log: fields by their titles, because the log is read when the method may be another."""
    fields = book.kinds[kind].fields if kind in book.kinds else {}
    told = {fields[name].title if name in fields else name: text for name, text in values.items()}
    return {"on": on.isoformat(), "title": title, "values": told}
