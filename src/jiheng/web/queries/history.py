"""What became of one stored object, from the log: who did what, when and why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from jiheng.web.journal import DEEDS
from jiheng.web.models import Entry, Person


@dataclass(frozen=True, slots=True)
class Past:
    """One deed on it."""

    at: datetime
    person: str
    deed: str
    reason: str


def history_of(key: str) -> list[Past]:
    """Every deed on the object with this key, oldest first. The caller has been through its door."""
    entries = list(Entry.objects.filter(key=key).order_by("number"))
    people = Person.objects.in_bulk({one.person for one in entries if one.person})
    return [
        Past(
            datetime.fromisoformat(one.at),
            people[one.person].name if one.person in people else "系统",
            DEEDS.get(one.deed, one.deed),
            _reason(one.words),
        )
        for one in entries
    ]


def _reason(words: str) -> str:
    """The reason given; "" where there was none, or where the words have been erased."""
    return str(json.loads(words).get("reason", "")) if words else ""
