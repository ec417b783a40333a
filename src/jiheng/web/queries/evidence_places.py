"""What a file may be used for: a clause, a whole-year paper, a record, a claim, or nothing yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from jiheng.scheme.indicator import Indicator
from jiheng.web.access.assessments import own_subject, subjects_of
from jiheng.web.access.claims import own_claim
from jiheng.web.access.records import own_record
from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.models import Claim, EvidenceUse, Record, Role, Subject
from jiheng.web.queries.fields import papers_of
from jiheng.web.queries.method import method_of
from jiheng.web.queries.records import book_hindrance, reports_with
from jiheng.web.queries.reporting import hindrance, reporting_window


@dataclass(frozen=True, slots=True)
class Place:
    """One use of a file; all empty: it is not assigned yet."""

    subject: Subject | None = None
    clause: str = ""
    paper: str = ""
    record: Record | None = None
    claim: Claim | None = None

    def __bool__(self) -> bool:
        return self.subject is not None or self.record is not None

    @property
    def asked(self) -> dict[str, str]:
        """As the fields of a form or an address name it."""
        keys = {
            "subject": self.subject.pk if self.subject else "",
            "clause": self.clause,
            "paper": self.paper,
            "record": self.record.pk if self.record else "",
            "claim": self.claim.pk if self.claim else "",
        }
        return {name: value for name, value in keys.items() if value}

    @property
    def query(self) -> str:
        """The same as the end of an address, with its question mark."""
        return f"?{urlencode(self.asked)}" if self else ""

    @property
    def title(self) -> str:
        """As people call it."""
        if self.record is not None:
            return f"台账“{self.record.title}”"
        if self.claim is not None:
            return f"加分申报“{self.claim.award}”"
        if self.subject is None:
            return "暂不归类"
        return self.paper or clause_title(self.subject, self.clause)


NOWHERE = Place()


def place_of(use: EvidenceUse) -> Place:
    """The place that a use names."""
    return Place(use.subject, use.clause, use.paper, use.record, use.claim)


def year_of(use: EvidenceUse) -> int:
    """The year of the report or the record that a use names."""
    return use.record.year if use.record is not None else use.subject.assessment.year


def place_asked(viewer: Viewer, asked: Mapping[str, str]) -> Place:
    """The place that a form or an address names, in the viewer's own unit; NotThere for any other."""
    if key := asked.get("record", ""):
        return Place(record=own_record(viewer, key))
    if key := asked.get("claim", ""):
        claim = own_claim(viewer, key)
        return Place(subject=claim.subject, claim=claim)
    if not asked.get("subject", ""):
        return NOWHERE
    subject = own_subject(viewer, asked["subject"], Role.COUNTY, Role.LEADER)
    return _part(subject, clause=asked.get("clause", ""), paper=asked.get("paper", ""))


def place_hindrance(place: Place) -> str:
    """Why nothing may be changed at a place now, as a sentence with the way out; "" if it may.

    Clauses and papers follow the stage; records and claims are kept all through the year.
    """
    if place.record is not None:
        one = place.record
        reports = reports_with(one.organisation, [one.year], kind=one.kind)
        return next((words for report in reports if (words := book_hindrance(report))), "")
    if place.subject is None:
        return ""
    if place.claim is not None:
        return book_hindrance(place.subject)
    return hindrance(place.subject, reporting_window(place.subject))


def clauses_of(subject: Subject) -> tuple[Indicator, ...]:
    """Every clause of the subject's method, in the order of the document."""
    return tuple(method_of(subject.assessment.scheme).scheme.leaves())


def clause_title(subject: Subject, clause: str) -> str:
    """A clause's number and title; its id where the method has none such any more."""
    leaf = next((one for one in clauses_of(subject) if one.id == clause), None)
    return f"{leaf.printed.number or leaf.id} {leaf.title}" if leaf else clause


def current_subject(viewer: Viewer) -> Subject | None:
    """The newest report of the viewer's unit."""
    found = subjects_of(viewer).order_by("-assessment__year", "-made_at", "pk")
    return next(iter(found), None) if viewer.is_(Role.COUNTY, Role.LEADER) else None


def open_subject(viewer: Viewer) -> Subject | None:
    """The same, if it may change now."""
    subject = current_subject(viewer)
    if subject is None or hindrance(subject, reporting_window(subject)):
        return None
    return subject


def _part(subject: Subject, *, clause: str, paper: str) -> Place:
    known = clause in {one.id for one in clauses_of(subject)}
    wanted = paper in papers_of(method_of(subject.assessment.scheme).scheme)
    if bool(clause) == bool(paper) or not (known if clause else wanted):
        raise NotThere
    return Place(subject=subject, clause=clause, paper=paper)
