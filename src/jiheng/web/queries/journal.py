"""The log as people read it: who did what to which clause, from what to what, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from jiheng.web.access.journal import entries_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.journal import COLUMNS, DEEDS
from jiheng.web.models import Assessment, Entry, JournalHead, Organisation, Person, Role, Subject
from jiheng.web.queries.journal_words import said, told_of
from jiheng.web.queries.listing import Listing, by_field, listing
from jiheng.web.queries.method import method_of

EXPORTED = (*COLUMNS, "hash", "salt", "words")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words; `before`, `after` and `reason` are empty where there is nothing to tell."""

    entry: Entry
    at: datetime
    who: str
    place: str
    deed: str
    what: str
    before: str
    after: str
    reason: str
    more: str

    @property
    def is_erased(self) -> bool:
        """Were its words removed on purpose?"""
        return not self.entry.words and not self.entry.salt


@dataclass(frozen=True, slots=True)
class Journal:
    """One page of the log, and where its chain stands now."""

    found: Listing
    lines: list[Line]
    people: list[tuple[str, str]]
    head: str
    number: int


def journal_of(viewer: Viewer, asked: Mapping[str, str]) -> Journal:
    """The page that was asked for. `person`, `deed`, `clause`, `since`, `until` narrow."""
    seen = entries_of(viewer)
    found = listing(
        seen,
        asked,
        sorts={"newest": ("-number",), "oldest": ("number",)},
        filters={
            "person": by_field("person"),
            "deed": by_field("deed"),
            "clause": by_field("clause"),
            "since": lambda all_, day: _by_day(all_, day, "at__gte"),
            "until": lambda all_, day: _by_day(all_, day, "at__lt", later=1),
        },
    )
    last = JournalHead.objects.filter(pk=1).first()
    return Journal(
        found,
        lines_of(list(found)),
        _people_in(seen),
        last.hash if last else "",
        last.number if last else 0,
    )


def chosen_entries(viewer: Viewer, asked: Mapping[str, str]) -> QuerySet[Entry]:
    """All entries that the same filters leave, oldest first."""
    found = entries_of(viewer)
    for name in ("person", "deed", "clause"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("since"):
        found = _by_day(found, asked["since"], "at__gte")
    if asked.get("until"):
        found = _by_day(found, asked["until"], "at__lt", later=1)
    return found.order_by("number")


def exported(entries: QuerySet[Entry]) -> Iterator[str]:
    """Entries as JSON lines, as `check/jiheng_audit.py` reads them; ASCII, so that nothing that was
    typed can look like a line, a bracket or another entry in any viewer."""
    for one in entries.iterator(chunk_size=500):
        yield json.dumps({name: getattr(one, name) for name in EXPORTED}) + "\n"


def lines_of(entries: list[Entry]) -> list[Line]:
    """Entries in words; names are read in a handful of queries, however many entries there are."""
    names = Names(entries)
    return [names.line(one) for one in entries]


class Names:
    """What the keys of some entries are called."""

    def __init__(self, entries: list[Entry]) -> None:
        self.people = _named(Person, {one.person for one in entries})
        self.people |= _named(Person, {one.key for one in entries if one.what == "person"})
        self.organisations = _named(Organisation, {one.organisation for one in entries})
        self.subjects = _named(Subject, {one.subject for one in entries})
        wanted = {one.assessment for one in entries if one.clause}
        found = Assessment.objects.filter(pk__in=wanted).select_related("scheme")
        self.schemes = {one.pk: method_of(one.scheme).scheme for one in found}

    def line(self, entry: Entry) -> Line:
        """One entry in words."""
        words: dict[str, Any] = json.loads(entry.words) if entry.words else {}
        before, after = words.pop("before", None), words.pop("after", None)
        reason = words.pop("reason", "")
        place = self.organisations.get(entry.organisation, "")
        if entry.role:
            place = f"{place} {Role(entry.role).label}".strip()
        return Line(
            entry,
            datetime.fromisoformat(entry.at),
            self.people.get(entry.person, "系统"),
            place,
            DEEDS.get(entry.deed, entry.deed),
            self._what(entry),
            said(before),
            said(after),
            said(reason),
            told_of(words),
        )

    def _what(self, entry: Entry) -> str:
        parts = [self.subjects.get(entry.subject, ""), self._clause(entry)]
        if entry.what == "person":
            parts.append(self.people.get(entry.key, ""))
        return " ".join(part for part in parts if part)

    def _clause(self, entry: Entry) -> str:
        scheme = self.schemes.get(entry.assessment)
        if not entry.clause or scheme is None:
            return entry.clause
        if entry.clause in scheme.facts:
            return f"“{scheme.facts[entry.clause].title}”"
        leaf = next((one for one in scheme.leaves() if one.id == entry.clause), None)
        return f"{leaf.id} {leaf.title}" if leaf is not None else entry.clause


def _named(kind: Any, keys: set[str]) -> dict[str, str]:
    found = kind.objects.filter(pk__in=keys - {""}).values_list("pk", "name")
    return dict(found)


def _people_in(seen: QuerySet[Entry]) -> list[tuple[str, str]]:
    keys = set(seen.order_by().values_list("person", flat=True).distinct())
    names = _named(Person, keys)
    return sorted(names.items(), key=lambda one: (one[1], one[0]))


def _by_day(found: QuerySet[Entry], day: str, field: str, *, later: int = 0) -> QuerySet[Entry]:
    """Entries from (or before) midnight of a day on the office's clock; nonsense is read as nothing."""
    try:
        wanted = date.fromisoformat(day) + timedelta(days=later)
    except ValueError:
        return found
    begins = timezone.make_aware(datetime.combine(wanted, time.min))
    at = begins.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="milliseconds")
    return found.filter(**{field: at})
