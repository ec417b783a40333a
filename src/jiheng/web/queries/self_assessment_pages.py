"""What the pages of a self-assessment hold, for somebody who looks at it: overview, section, answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from jiheng.score.asked import asked_of
from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.models import Answer, Role, Subject
from jiheng.web.models.answer import Of
from jiheng.web.queries.reporting import deadline_of, hindrance, reporting_window
from jiheng.web.queries.self_assessment import (
    ClauseShown,
    Report,
    Section,
    SectionSum,
    report_of,
    section_sum,
    sections_of,
)
from jiheng.web.queries.self_assessment_fields import (
    FieldShown,
    claimed_field,
    fact_field,
    note_field,
)


@dataclass(frozen=True, slots=True)
class SectionAsked:
    """A section with everything that is asked in it, and its neighbours."""

    section: Section
    clauses: tuple[ClauseShown, ...]
    loose: tuple[FieldShown, ...]
    before: Section | None
    following: Section | None

    @property
    def fields(self) -> list[FieldShown]:
        """Every field of the page."""
        found = list(self.loose)
        for clause in self.clauses:
            found += [*clause.fields, *([clause.claimed] if clause.claimed else []), clause.note]
        return found


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section for one viewer. `closed`: why nothing can be changed (for those who could)."""

    report: Report
    asked: SectionAsked
    sums: Sequence[SectionSum]
    is_editable: bool
    is_own: bool
    closed: str
    deadline: datetime | None

    @property
    def section(self) -> Section:
        """The section itself."""
        return self.asked.section

    @property
    def subject(self) -> Subject:
        """Whose it is."""
        return self.report.subject

    @property
    def sum(self) -> SectionSum:
        """What it comes to."""
        return next(one for one in self.sums if one.section.id == self.section.id)

    @property
    def unsaved(self) -> list[FieldShown]:
        """What was sent and not saved."""
        return [one for one in self.asked.fields if one.typed is not None]


Typed = Mapping[str, FieldShown]


def section_with(report: Report, section: str) -> SectionAsked:
    """One section of the report by its id, or NotThere."""
    sections = sections_of(report.method)
    at = next((at for at, one in enumerate(sections) if one.id == section), None)
    if at is None:
        raise NotThere
    found = sections[at]
    return SectionAsked(
        section=found,
        clauses=report.clauses(found),
        loose=report.loose(found),
        before=sections[at - 1] if at else None,
        following=sections[at + 1] if at + 1 < len(sections) else None,
    )


def section_page(
    viewer: Viewer, subject: Subject, *, section: str, typed: Typed | None = None, closed: str = ""
) -> SectionPage:
    """One section as this viewer sees it; `typed` are fields that were sent and could not be saved."""
    report = report_of(subject)
    asked = section_with(report, section)
    window = reporting_window(subject)
    is_own = reports_for(viewer, subject)
    hindered = closed or hindrance(subject, window)
    return SectionPage(
        report=report,
        asked=_retyped(asked, typed or {}),
        sums=[section_sum(one, report.now) for one in sections_of(report.method)],
        is_editable=is_own and not hindered,
        is_own=is_own,
        closed=hindered if is_own else "",
        deadline=deadline_of(subject, window),
    )


def reports_for(viewer: Viewer, subject: Subject) -> bool:
    """Is the viewer county staff of this very unit?"""
    return viewer.is_(Role.COUNTY) and subject.organisation_id == viewer.organisation.pk


def _retyped(asked: SectionAsked, typed: Typed) -> SectionAsked:
    """The section with what was typed in its boxes."""

    def now(one: FieldShown) -> FieldShown:
        sent = typed.get(one.name)
        if sent is None:
            return one
        return replace(sent, last=one.last, tally=one.tally, apart=one.apart)

    clauses = tuple(
        replace(
            clause,
            fields=tuple(map(now, clause.fields)),
            claimed=now(clause.claimed) if clause.claimed else None,
            note=now(clause.note),
        )
        for clause in asked.clauses
    )
    return replace(asked, clauses=clauses, loose=tuple(map(now, asked.loose)))


@dataclass(frozen=True, slots=True)
class Saved:
    """What changes in a page when one field was saved: the field, the clauses that read it, sums."""

    subject: Subject
    field: FieldShown
    clauses: tuple[ClauseShown, ...] = ()
    sum: SectionSum | None = None
    report: Report | None = None


def saved_field(subject: Subject, answer: Answer, *, section: str) -> Saved:
    """After a save: the field as it stands, and what depends on it in this section."""
    report = report_of(subject, with_last=False)
    found = next((one for one in sections_of(report.method) if one.id == section), None)
    field = _as_saved(field_of(report, answer.of, about=answer.about), answer)
    if found is None:
        return Saved(subject, field)
    clauses = tuple(
        report.clause(leaf) for leaf in found.leaves if _reads(report, leaf.id, answer=answer)
    )
    return Saved(subject, field, clauses, report.sum(found), report)


def _as_saved(field: FieldShown, answer: Answer) -> FieldShown:
    """The field as this save left it: a version that somebody wrote since is not his who saved, or his
    next save would overwrite what he has not seen."""
    if field.version == answer.version:
        return field
    return replace(
        field,
        text=answer.text,
        reason=answer.reason,
        version=answer.version,
        by=answer.by.name,
        at=answer.at,
        problem="",
    )


def _reads(report: Report, clause: str, *, answer: Answer) -> bool:
    if answer.of != Of.FACT:
        return clause == answer.about
    return answer.about in asked_of(report.method.prepared).clauses[clause].own


def field_of(report: Report, of: str, *, about: str) -> FieldShown:
    """One field of the report as it stands."""
    if of == Of.FACT:
        return fact_field(report.known, about)
    leaf = next((one for one in report.scheme.leaves() if one.id == about), None)
    if of == Of.CLAIMED and leaf is not None:
        return claimed_field(report.known, leaf)
    return note_field(report.known, about)


def unsaved_fields(
    subject: Subject, sent: Iterable[Any], *, clashing: frozenset[str] = frozenset()
) -> Typed:
    """What was sent and not saved, over what is stored now; a clash names the stored version, so that
    sending again is a choice."""
    report = report_of(subject, with_last=False)
    found: dict[str, FieldShown] = {}
    for one in sent:
        shown = field_of(report, one.of, about=one.about)
        is_clash = shown.name in clashing
        version = shown.version if is_clash else one.version
        found[shown.name] = replace(
            shown, typed=(one.text, one.reason), clash=is_clash, version=version
        )
    return found
