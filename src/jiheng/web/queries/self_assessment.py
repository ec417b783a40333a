"""A self-assessment as its pages show it: the sections, and one of them clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from jiheng.forms.reported_words import Reported, ReportedWords
from jiheng.ledger.claims import ClaimLine
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target
from jiheng.score.asked import asked_of
from jiheng.score.live import Live, LiveClause, Progress
from jiheng.score.sections import Sum
from jiheng.values.inputs import Inputs
from jiheng.web.models import HandBack, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.inputs import inputs_of
from jiheng.web.queries.method import Method, method_of
from jiheng.web.queries.reporting import reporting_stage
from jiheng.web.queries.self_assessment_fields import (
    Beside,
    FieldShown,
    beside,
    claimed_field,
    fact_field,
    note_field,
)
from jiheng.web.queries.self_assessment_past import LastYear, last_year_of
from jiheng.web.queries.submission import live_from

BONUS, OTHER = "bonus", "other"
_BETWEEN = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Section:
    """One page of a self-assessment: a top-level indicator, the bonus, or what no clause asks."""

    id: str
    title: str
    points: Fraction | None
    leaves: tuple[Indicator, ...]
    loose: tuple[str, ...] = ()

    @property
    def is_bonus(self) -> bool:
        """Does it add to the base score?"""
        return self.id == BONUS


@dataclass(frozen=True, slots=True)
class SectionSum:
    """A section with what it comes to so far."""

    section: Section
    sum: Sum
    progress: Progress

    @property
    def is_complete(self) -> bool:
        """Is nothing left to answer?"""
        return self.progress.is_complete

    @property
    def left(self) -> int:
        """How many are left to answer."""
        return self.progress.asked - self.progress.answered


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """One clause: its live score, its fields, and what stands beside them.

    `group`: the heading above it where a new one begins; `elsewhere`: facts it reads that are asked
    under another clause, as (title, section, field); `others`: what others supply, in words; `claims`:
    the awards claimed under it, each as it was judged.
    """

    leaf: Indicator
    now: LiveClause
    group: str
    fields: tuple[FieldShown, ...]
    claimed: FieldShown | None
    note: FieldShown
    elsewhere: tuple[tuple[str, str, str], ...]
    others: tuple[str, ...]
    targets: tuple[str, ...]
    is_judged: bool
    last_score: str
    is_returned: bool
    takes_claims: bool
    claims: tuple[ClaimLine, ...]

    @property
    def number(self) -> str:
        """As the document numbers it."""
        return self.leaf.printed.number or self.leaf.id

    @property
    def state(self) -> str:
        """How its state is shown."""
        return self.now.cell.state

    @property
    def is_claimed_apart(self) -> bool:
        """Does the county's own score differ from what its figures come to?"""
        cell = self.now.cell
        return None not in (cell.claimed, cell.computed) and cell.claimed != cell.computed

    @property
    def has_last(self) -> bool:
        """Is there anything of last year to show?"""
        return bool(self.last_score) or any(one.last for one in self.fields)


def sections_of(method: Method) -> tuple[Section, ...]:
    """Every page of the self-assessment, in the order of the document."""
    scheme = method.scheme
    found = [
        Section(one.id, f"{one.printed.number or one.id} {one.title}", one.points, (*one.leaves(),))
        for one in scheme.indicators
    ]
    leaves = tuple(leaf for one in scheme.bonus.items for leaf in one.leaves())
    if leaves:
        found.append(Section(BONUS, scheme.bonus.title, scheme.bonus.cap, leaves))
    loose = asked_of(method.prepared).loose
    if loose:
        found.append(Section(OTHER, "其他填报项", None, (), loose))
    return tuple(found)


def section_of_clause(method: Method) -> Mapping[str, str]:
    """On which page each clause stands."""
    return {leaf.id: one.id for one in sections_of(method) for leaf in one.leaves}


def place_of_facts(method: Method) -> Mapping[str, tuple[str, str]]:
    """The (section, clause) under which each fact is asked of the subject: the first that reads it."""
    places: dict[str, tuple[str, str]] = {}
    clauses = asked_of(method.prepared).clauses
    for section in sections_of(method):
        for leaf in section.leaves:
            for name in clauses[leaf.id].own:
                places.setdefault(name, (section.id, leaf.id))
        for name in section.loose:
            places.setdefault(name, (section.id, ""))
    return places


def section_sums(method: Method, now: Live) -> list[SectionSum]:
    """Every section with its sum and progress."""
    return [section_sum(section, now) for section in sections_of(method)]


def section_sum(section: Section, now: Live) -> SectionSum:
    """One section with its sum and progress."""
    if section.is_bonus:
        return SectionSum(section, now.one.bonus, _progress(section, now))
    nothing = Sum(None, Fraction(0), None)
    return SectionSum(section, now.sums.get(section.id, nothing), _progress(section, now))


def _progress(section: Section, now: Live) -> Progress:
    below = [now.clauses[leaf.id] for leaf in section.leaves]
    asked = {*section.loose, *(name for one in below for name in one.asked)}
    return Progress(len(asked - {*now.unanswered}), len(asked))


@dataclass(frozen=True)
class Report:
    """One subject's report as it stands: read once, shown by section or by clause."""

    subject: Subject
    method: Method
    inputs: Inputs
    now: Live
    known: Beside
    claims_asked: bool
    returned: frozenset[str]

    @property
    def scheme(self) -> Scheme:
        """The method's scheme."""
        return self.method.scheme

    @cached_property
    def places(self) -> Mapping[str, tuple[str, str]]:
        """Where each fact is asked."""
        return place_of_facts(self.method)

    def sum(self, section: Section) -> SectionSum:
        """What a section comes to."""
        return section_sum(section, self.now)

    def clauses(self, section: Section) -> tuple[ClauseShown, ...]:
        """The clauses of one section."""
        groups = _groups(self.scheme, section)
        return tuple(self.clause(leaf, group=groups.get(leaf.id, "")) for leaf in section.leaves)

    def clause(self, leaf: Indicator, *, group: str = "") -> ClauseShown:
        """One clause with all its fields."""
        under = asked_of(self.method.prepared).clauses[leaf.id]
        here = [name for name in under.own if self.places[name][1] == leaf.id]
        facts = self.scheme.facts
        return ClauseShown(
            leaf=leaf,
            now=self.now.clauses[leaf.id],
            group=group,
            fields=tuple(self._field(leaf, name) for name in facts if name in here),
            claimed=claimed_field(self.known, leaf) if self.claims_asked else None,
            note=note_field(self.known, leaf.id),
            elsewhere=tuple(
                (facts[name].title, self.places[name][0], f"fact-{name}")
                for name in under.own
                if name not in here
            ),
            others=tuple(self._words.fact_line(name) for name in under.others),
            targets=tuple(one.text for one in self._targets(leaf) if one.fact not in here),
            is_judged=leaf.id in asked_of(self.method.prepared).judged,
            last_score=self.known.last.scores.get(leaf.id, ""),
            is_returned=leaf.id in self.returned,
            takes_claims=leaf.id in asked_of(self.method.prepared).awards,
            claims=tuple(one for one in self.now.lines if one.claim.indicator == leaf.id),
        )

    def loose(self, section: Section) -> tuple[FieldShown, ...]:
        """The fields of a section that stand under no clause."""
        return tuple(fact_field(self.known, name) for name in section.loose)

    @cached_property
    def _words(self) -> ReportedWords:
        facts = self.inputs.facts.get(self.subject.name, {})
        return ReportedWords(self.scheme, Reported(self.subject.name, facts))

    def _field(self, leaf: Indicator, name: str) -> FieldShown:
        """The field of one fact, with the target that was set for it."""
        shown = fact_field(self.known, name)
        told = [f"指标值：{one.text}" for one in self._targets(leaf) if one.fact == name]
        help_ = "；".join(one for one in (*told, shown.help) if one)
        return replace(shown, help=help_)

    def _targets(self, leaf: Indicator) -> Iterator[Target]:
        """Its targets for this subject, but for those that only say in words what the field asks."""
        own = {self.subject.name, self.subject.category}
        for target in leaf.targets:
            is_for = not target.for_ or own & set(target.for_)
            fact = self.scheme.facts.get(target.fact or "")
            if target.text and is_for and not (fact and fact.type == "yes-no"):
                yield target


def report_of(subject: Subject, *, with_last: bool = True) -> Report:
    """Read the subject's report; without last year it costs less."""
    method = method_of(subject.assessment.scheme)
    inputs = inputs_of(subject.assessment, [subject])
    stage = reporting_stage(subject)
    return Report(
        subject=subject,
        method=method,
        inputs=inputs,
        now=live_from(method, inputs, subject=subject.name),
        known=beside(subject, last=last_year_of(subject) if with_last else LastYear()),
        claims_asked=bool(stage and stage.claims),
        returned=returned_clauses(subject),
    )


def returned_clauses(subject: Subject) -> frozenset[str]:
    """The clauses for which it was handed back, while it is."""
    if subject.standing != Standing.RETURNED:
        return frozenset()
    latest = latest_hand_back(subject)
    return frozenset(_BETWEEN.split(latest.clauses)) - {""} if latest else frozenset()


def latest_hand_back(subject: Subject) -> HandBack | None:
    """The last time it was handed back."""
    return subject.hand_backs.select_related("by").order_by("-made_at", "key").first()


def _groups(scheme: Scheme, section: Section) -> Mapping[str, str]:
    """The headings between section and clause, each at the first clause below it."""
    above: dict[str, list[str]] = {}
    for top in (*scheme.indicators, *scheme.bonus.items):
        for node in top.walk():
            if node.children and (node is not top or section.is_bonus):
                first = next(node.leaves())
                above.setdefault(first.id, []).append(
                    f"{node.printed.number or node.id} {node.title}"
                )
    own = {leaf.id for leaf in section.leaves}
    return {leaf: " · ".join(titles) for leaf, titles in above.items() if leaf in own}
