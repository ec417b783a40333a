"""Which of the proofs that a clause asks for a file is, by its name; and which are still missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from jiheng.web.models import Record
from jiheng.web.queries.evidence_places import Place, clauses_of
from jiheng.web.queries.method import method_of
from jiheng.web.queries.records import reports_with

_SIGNS = re.compile(r"[\W_]+")
_OR = re.compile(r"[或、和与及/]")


def asked_at(place: Place) -> tuple[str, ...]:
    """The names of the proofs that are asked for at a place."""
    if place.record is not None:
        return _of_record(place.record)
    if place.subject is None:
        return ()
    if place.paper:
        return (place.paper,)
    clause = place.claim.indicator if place.claim else place.clause
    return next((one.evidence for one in clauses_of(place.subject) if one.id == clause), ())


def _of_record(record: Record) -> tuple[str, ...]:
    for report in reports_with(record.organisation, [record.year], kind=record.kind):
        return method_of(report.assessment.scheme).scheme.records[record.kind].evidence
    return ()


def kind_suggested(name: str, asked: Sequence[str]) -> str:
    """The one proof whose name (or one of its 或-halves) stands in the file's name; else the only one
    asked for; else none."""
    words = _plain(name.rpartition(".")[0] or name)
    found = [one for one in asked if any(_plain(part) in words for part in _parts(one))]
    if len(found) == 1:
        return found[0]
    return ""


def lacking(asked: Sequence[str], present: Sequence[str]) -> tuple[str, ...]:
    """The proofs asked for that nothing present is."""
    return tuple(one for one in asked if one not in present)


def _parts(asked: str) -> list[str]:
    return [asked, *(part for part in _OR.split(asked) if len(part) >= 2)]


def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).lower()
