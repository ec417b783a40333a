"""Claims for bonus points: what each comes to by the method, and the sums under each clause."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.ledger.claims import ClaimLine, award_rules, judged_claims
from jiheng.rules.wording import points_text
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Claim as ClaimedAward
from jiheng.web.access.assessments import subjects_of
from jiheng.web.access.claims import claims_of as claims_seen
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Assessment, Claim, Role, Subject
from jiheng.web.queries.inputs import award_of, claims_of, used_by
from jiheng.web.queries.listing import Listing, by_field, listing
from jiheng.web.queries.method import method_of

Tariff = tuple[str, str, str]
"""Clause, kind and level: what an award is counted by."""
_BACK = 2  # years back in which the office looks for the same award


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim with its verdict (None: withdrawn), and where else the same award is claimed."""

    claim: Claim
    clause: str
    line: ClaimLine | None
    elsewhere: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Why it counts, or why not, as a sentence."""
        return verdict_words(self.line)


@dataclass(frozen=True, slots=True)
class ClauseSum:
    """What the accepted claims under one clause come to, and what of it the cap leaves."""

    clause: str
    title: str
    points: Fraction
    score: Fraction
    cap: Fraction | None


def verdict_words(line: ClaimLine | None) -> str:
    """Why a claim counts, or why not, as a sentence."""
    if line is None:
        return "已撤回，不计分。"
    if line.accepted:
        return f"计{points_text(line.points)}：{line.reason}。"
    return f"不计分：{line.reason}。"


def judged(assessment: Assessment, subjects: Sequence[Subject]) -> Mapping[str, ClaimLine]:
    """The verdict on every claim of these subjects, by its key."""
    scheme = method_of(assessment.scheme).scheme
    lines = judged_claims(scheme, claims_of(subjects), used=used_by(assessment, subjects))
    return {line.claim.place: line for line in lines}


def judged_with(subject: Subject, unsaved: Claim) -> ClaimLine:
    """What an unsaved claim would come to beside those that are there; it takes the place of the one
    with its key."""
    scheme = method_of(subject.assessment.scheme).scheme
    given = award_of(unsaved, subject.name)
    there = list(claims_of([subject]))
    places = [one.place for one in there]
    beside: list[ClaimedAward] = (
        [given if one.place == given.place else one for one in there]
        if given.place in places
        else [*there, given]
    )
    lines = judged_claims(scheme, beside, used=used_by(subject.assessment, [subject]))
    return next(line for line in lines if line.claim.place == given.place)


def subject_claims(viewer: Viewer, subject: Subject) -> list[ClaimShown]:
    """The claims of one subject in the order in which they were made; withdrawn ones last."""
    lines = judged(subject.assessment, [subject])
    found = claims_seen(viewer).filter(subject=subject).order_by("made_at", "key")
    rows = sorted(found, key=lambda one: one.withdrawn_at is not None)
    return _shown(viewer, rows, lines=lines, assessment=subject.assessment)


def claim_shown(viewer: Viewer, claim: Claim) -> ClaimShown:
    """One claim."""
    subject = claim.subject
    lines = judged(subject.assessment, [subject])
    return _shown(viewer, [claim], lines=lines, assessment=subject.assessment)[0]


def assessment_claims(
    viewer: Viewer, assessment: Assessment, asked: Mapping[str, str]
) -> tuple[Listing, list[ClaimShown]]:
    """The page of all claims in an assessment that was asked for."""
    subjects = list(subjects_of(viewer).filter(assessment=assessment).order_by("made_at", "key"))
    lines = judged(assessment, subjects)
    counting = [key for key, line in lines.items() if line.accepted]
    counted = {
        "yes": lambda rows: rows.filter(pk__in=counting),
        "no": lambda rows: rows.exclude(pk__in=counting),
    }
    found = claims_seen(viewer).filter(subject__in=subjects, withdrawn_at=None)
    shown = listing(
        found,
        asked,
        sorts={
            "subject": ("subject__name", "made_at"),
            "clause": ("indicator", "subject__name", "made_at"),
            "newest": ("-made_at",),
            "award": ("award",),
        },
        search=("award", "work", "number", "names"),
        filters={
            "subject": by_field("subject"),
            "clause": by_field("indicator"),
            "counted": lambda rows, wanted: counted.get(wanted, lambda same: same)(rows),
        },
    )
    return shown, _shown(viewer, list(shown), lines=lines, assessment=assessment)


def sums_of(scheme: Scheme, lines: Iterable[ClaimLine]) -> list[ClauseSum]:
    """What is accepted under each clause that counts awards."""
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for line in lines:
        totals[line.claim.indicator] += line.counted
    titles = clause_titles(scheme)
    return [
        ClauseSum(
            clause, titles[clause], totals[clause],
            totals[clause] if rule.cap is None else min(totals[clause], rule.cap), rule.cap,
        )
        for clause, rule in award_rules(scheme).items()
    ]  # fmt: skip


def tariffs_of(scheme: Scheme) -> list[tuple[str, list[tuple[str, str, Tariff]]]]:
    """What may be claimed, clause by clause: (clause's title, [(key, words, tariff)])."""
    titles = clause_titles(scheme)
    return [
        (
            titles[clause],
            [
                _tariff(clause, kind.kind, level, points=points, of=kind.of)
                for kind in rule.kinds
                for level, points in (kind.levels.items() or [("", kind.points)])
            ],
        )
        for clause, rule in award_rules(scheme).items()
    ]


def is_per_person(scheme: Scheme, tariff: Tariff) -> bool:
    """Is the award counted for each person named?"""
    clause, kind, _ = tariff
    return any(one.kind == kind and one.of == "person" for one in award_rules(scheme)[clause].kinds)


def clause_titles(scheme: Scheme) -> Mapping[str, str]:
    """How each clause is called in lists."""
    return {leaf.id: f"{leaf.id} {leaf.title}" for leaf in scheme.leaves()}


def same_award(one: Claim) -> tuple[str, ...]:
    """What makes two claims of different units suspect: the document number, else award and year."""
    number = _plain(one.number)
    return ("number", number) if number else ("award", _plain(one.award), str(one.year))


def _tariff(
    clause: str, kind: str, level: str, *, points: Fraction | None, of: str
) -> tuple[str, str, Tariff]:
    told = points_text(points or Fraction(0))
    each = "每人次" if of == "person" else ""
    name = f"{kind} · {level}" if level else kind
    return "|".join((clause, kind, level)), f"{name}（{each}{told}）", (clause, kind, level)


def _shown(
    viewer: Viewer,
    claims: Sequence[Claim],
    *,
    lines: Mapping[str, ClaimLine],
    assessment: Assessment,
) -> list[ClaimShown]:
    titles = clause_titles(method_of(assessment.scheme).scheme)
    elsewhere = _elsewhere(viewer, claims, year=assessment.year)
    return [
        ClaimShown(
            one, titles.get(one.indicator, one.indicator), lines.get(one.pk),
            elsewhere.get(one.pk, ()),
        )
        for one in claims
    ]  # fmt: skip


def _elsewhere(
    viewer: Viewer, claims: Sequence[Claim], *, year: int
) -> Mapping[str, tuple[str, ...]]:
    """By the key of a claim, who else claims the same award or has: for the office and the auditor
    only, because it tells of other units."""
    if not viewer.is_(Role.OFFICE, Role.AUDITOR) or not claims:
        return {}
    years = (year - _BACK, year)
    known: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for one in claims_seen(viewer).filter(
        withdrawn_at=None, subject__assessment__year__range=years
    ).order_by("made_at", "key"):  # fmt: skip
        known[same_award(one)].append(one)
    return {
        one.pk: tuple(
            f"{other.subject.name}（{other.subject.assessment.year}年度，{other.indicator}）"
            for other in known[same_award(one)]
            if other.subject.organisation_id != one.subject.organisation_id
        )
        for one in claims
    }


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
