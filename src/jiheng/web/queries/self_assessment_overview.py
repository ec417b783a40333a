"""A self-assessment at a glance: sections, what is lacking, papers, and what became of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Evidence, EvidenceUse, HandBack, Role, Subject, Submission
from jiheng.web.models.subject import Standing
from jiheng.web.queries.fields import papers_of
from jiheng.web.queries.reporting import deadline_of, hindrance, lateness, reporting_window
from jiheng.web.queries.self_assessment import (
    OTHER,
    Report,
    SectionSum,
    report_of,
    section_of_clause,
    section_sums,
)
from jiheng.web.queries.self_assessment_fields import FieldShown, note_field
from jiheng.web.queries.self_assessment_pages import Typed, reports_for
from jiheng.web.queries.submission import Lack, lacks_of


@dataclass(frozen=True, slots=True)
class LackShown:
    """One thing that is still wanted, with the section and the place in it where it is mended."""

    lack: Lack
    section: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PaperShown:
    """One whole-year paper: the files that are there, or the words why there is none."""

    title: str
    files: tuple[Evidence, ...]
    note: FieldShown


@dataclass(frozen=True, slots=True)
class Step:
    """One step of its history: when, who, what, and the words given with it."""

    at: datetime
    who: str
    words: str
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the overview shows to one viewer."""

    report: Report
    sums: Sequence[SectionSum]
    lacks: Sequence[LackShown]
    papers: Sequence[PaperShown]
    hand_backs: Sequence[HandBack]
    submissions: Sequence[Submission]
    deadline: datetime | None
    hindered: str
    late: str
    viewer: Viewer

    @property
    def subject(self) -> Subject:
        """Whose it is."""
        return self.report.subject

    @property
    def latest(self) -> Submission | None:
        """What was submitted last."""
        return self.submissions[0] if self.submissions else None

    @property
    def steps(self) -> list[Step]:
        """What became of it so far, newest first."""
        found = []
        for one in reversed(self.submissions):
            found.append(Step(one.made_at, one.by.name, f"提交（第{one.number}次）"))
            if one.signed_at is not None:
                found.append(Step(one.signed_at, one.signed_name, "签字上报"))
            if one.sealed_at is not None:
                found.append(Step(one.sealed_at, "", f"传回盖章件“{one.sealed.name}”"))
        found += [Step(one.made_at, one.by.name, "退回", one.words) for one in self.hand_backs]
        return sorted(found, key=lambda one: one.at)[::-1]

    @property
    def returned(self) -> HandBack | None:
        """The words with which it was handed back, while it is."""
        is_returned = self.subject.standing == Standing.RETURNED
        return self.hand_backs[0] if is_returned and self.hand_backs else None

    @property
    def returned_places(self) -> list[tuple[str, str]]:
        """The clauses that were named with them, each with its section."""
        sections = section_of_clause(self.report.method)
        return [(sections[one], one) for one in sections if one in self.report.returned]

    @property
    def is_own(self) -> bool:
        """Is the viewer county staff of this very unit?"""
        return reports_for(self.viewer, self.subject)

    @property
    def is_leader(self) -> bool:
        """Is the viewer its leader?"""
        own = self.subject.organisation_id == self.viewer.organisation.pk
        return own and self.viewer.is_(Role.LEADER)

    @property
    def is_editable(self) -> bool:
        """May the viewer change it now?"""
        return self.is_own and not self.hindered

    @property
    def can_submit(self) -> bool:
        """May the viewer lay it before the leader now?"""
        return self.is_editable and not self.lacks

    @property
    def can_sign(self) -> bool:
        """May the viewer sign it now?"""
        return self.is_leader and self.subject.standing == Standing.SUBMITTED and not self.late

    @property
    def can_send_back(self) -> bool:
        """May the viewer, its leader, give it back to the clerk?"""
        return self.is_leader and self.subject.standing == Standing.SUBMITTED

    @property
    def can_seal(self) -> bool:
        """May the viewer add the sealed copy?"""
        signed = self.subject.standing == Standing.SIGNED
        return signed and (self.is_own or self.is_leader)

    @property
    def can_hand_back(self) -> bool:
        """May the viewer, the office, hand it back?"""
        submitted = self.subject.standing in (Standing.SUBMITTED, Standing.SIGNED)
        runs = self.subject.assessment.organiser_id == self.viewer.organisation.pk
        return submitted and runs and self.viewer.is_(Role.OFFICE)


def overview_of(viewer: Viewer, subject: Subject, *, typed: Typed | None = None) -> Overview:
    """Read the overview of one subject; `typed` are words about papers that could not be saved."""
    report, window = report_of(subject, with_last=False), reporting_window(subject)
    return Overview(
        report=report,
        sums=section_sums(report.method, report.now),
        lacks=lacks_shown(report),
        papers=papers_shown(report, typed or {}),
        hand_backs=[*subject.hand_backs.select_related("by").order_by("-made_at", "key")],
        submissions=[
            *subject.submissions.select_related("by", "signed_by", "sealed").order_by("-number")
        ],
        deadline=deadline_of(subject, window),
        hindered=hindrance(subject, window),
        late=lateness(subject, window),
        viewer=viewer,
    )


def lacks_shown(report: Report) -> list[LackShown]:
    """What is still wanted, each with its place."""
    sections = section_of_clause(report.method)
    found = []
    for lack in lacks_of(report.subject, report.now):
        section, clause = report.places.get(lack.about, ("", lack.clause))
        anchor = f"field-fact-{lack.about}"
        if not section and clause in sections:
            section, anchor = sections[clause], f"field-claimed-{clause}"
        elif not section and lack.about not in papers_of(report.scheme):
            section = OTHER
        found.append(LackShown(lack, section, anchor))
    return found


def papers_shown(report: Report, typed: Typed | None = None) -> list[PaperShown]:
    """Every whole-year paper that the method wants."""
    uses = (
        EvidenceUse.objects.filter(subject=report.subject, evidence__withdrawn_at=None)
        .exclude(paper="")
        .select_related("evidence")
        .order_by("at", "pk")
    )
    files = [(use.paper, use.evidence) for use in uses]
    notes = {
        title: note_field(report.known, title, title=f"没有{title}的原因")
        for title in papers_of(report.scheme)
    }
    return [
        PaperShown(
            title,
            tuple(one for paper, one in files if paper == title),
            (typed or {}).get(note.name, note),
        )
        for title, note in notes.items()
    ]
