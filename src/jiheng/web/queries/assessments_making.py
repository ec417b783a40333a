"""What a new assessment begins with: who each listed subject is, and windows from the method's words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from jiheng.scheme.procedure import Stage
from jiheng.scheme.scheme import Scheme
from jiheng.web.models import Organisation
from jiheng.web.queries.stages import Times

_BEGINS, _ENDS = time(8, 0), time(18, 0)
_THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "底": (21, 31)}
_SPOKEN = {"年初": "1月", "年中": "6月", "年底": "12月", "年末": "12月"}
_MONTH = re.compile(
    r"(次年|翌年|下一年|第二年)?(?:\d{4}年)?(\d{1,2})月(?:份)?(?:(\d{1,2})日|(上旬|中旬|下旬|初|底))?"
)


@dataclass(frozen=True, slots=True)
class NewSubject:
    """One subject: its name in the method, its category, and the key of its organisation."""

    name: str
    category: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new assessment is made of; `windows` by the id of the stage."""

    title: str
    subjects: tuple[NewSubject, ...]
    windows: Mapping[str, Times]
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One subject of the method, and the organisation that it seems to be; `why` says how it was found
    ("" where it was not)."""

    name: str
    category: str
    title: str
    found: Organisation | None
    why: str


def listed_subjects(scheme: Scheme, organisations: Sequence[Organisation]) -> list[Listed]:
    """Every subject that the method lists, matched by name in the method, name, former name, or by the
    only name that begins like it."""
    titles = {one.id: one.title for one in scheme.categories}
    return [
        Listed(name, category, titles.get(category, ""), *_match(name, organisations))
        for name, category in scheme.subjects()
    ]


def _match(name: str, organisations: Sequence[Organisation]) -> tuple[Organisation | None, str]:
    for told, fits in _WAYS:
        found = [one for one in organisations if fits(one, name)]
        if len(found) == 1:
            return found[0], told
    return None, ""


_WAYS: tuple[tuple[str, Callable[[Organisation, str], bool]], ...] = (
    ("办法中的名称一致", lambda one, name: one.subject_name == name),
    ("单位名称一致", lambda one, name: one.name == name),
    ("曾用名一致", lambda one, name: name in {old.name for old in one.former_names.all()}),
    ("名称相近，请核对", lambda one, name: one.name.startswith(name)),
)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A stage and the window that its words suggest; None where they say nothing."""

    stage: Stage
    opens: datetime | None = None
    closes: datetime | None = None
    words: str = field(default="")


def suggested_windows(scheme: Scheme) -> list[Suggested]:
    """A window for every stage from its printed words; a stage of self-assessment that has no end ends
    the evening before the next stage begins."""
    year, stages = scheme.period.until or scheme.period.year, scheme.procedure
    spans = [_span(one, year) for one in stages]
    return [
        _suggested(one, spans[at], after=_next_begin(spans[at + 1 :]))
        for at, one in enumerate(stages)
    ]


def _suggested(
    stage: Stage, span: tuple[date | None, date | None], *, after: date | None
) -> Suggested:
    begins, ends = span
    if ends is None and stage.does == "self-assessment" and after is not None:
        ends = after - timedelta(days=1)
    words = "至".join(one for one in (stage.starts, stage.ends) if one)
    return Suggested(stage, _at(begins, _BEGINS), _at(ends, _ENDS), words)


def _at(day: date | None, clock: time) -> datetime | None:
    return make_aware(datetime.combine(day, clock)) if day else None


def _next_begin(spans: Iterable[tuple[date | None, date | None]]) -> date | None:
    return next((begins for begins, _ in spans if begins is not None), None)


def _span(stage: Stage, year: int) -> tuple[date | None, date | None]:
    """From the first day that the words of its start may mean to the last of its end (or its start)."""
    start, end = _days(stage.starts, year), _days(stage.ends, year)
    begins = start[0] if start else None
    ends = end[1] if end else start[1] if start else None
    return begins, ends


def _days(words: str, year: int) -> tuple[date, date] | None:
    """The first and the last day that words like 12月中旬 may mean; None where they name no month."""
    spoken = words
    for told, month in _SPOKEN.items():
        spoken = spoken.replace(told, month)
    found = _MONTH.search(spoken)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    year, month = year + (found[1] is not None), int(found[2])
    last = calendar.monthrange(year, month)[1]
    if found[3]:
        day = min(max(int(found[3]), 1), last)
        return date(year, month, day), date(year, month, day)
    first, until = _THIRDS.get(found[4] or "", (1, 31))
    return date(year, month, first), date(year, month, min(until, last))
