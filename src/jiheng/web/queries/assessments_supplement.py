"""A newer version of the method for a running assessment: what changes, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.scheme.difference import Difference, differences
from jiheng.scheme.pairs import indicator_pairs
from jiheng.scheme.scheme import Scheme
from jiheng.score.answer_effect import AnswerEffect
from jiheng.score.effect import Effect, SubjectEffect, effect
from jiheng.web.models import Answer, Assessment, SchemeVersion, Subject
from jiheng.web.models.answer import Of
from jiheng.web.models.subject import Standing
from jiheng.web.queries.assessments import in_order
from jiheng.web.queries.inputs import inputs_of
from jiheng.web.queries.method import method_of
from jiheng.web.queries.reporting import lateness, reporting_window


def newer_versions(assessment: Assessment) -> list[SchemeVersion]:
    """Issued versions of the same method that are newer than the one in force, the newest first."""
    found = SchemeVersion.objects.filter(
        organisation=assessment.organiser_id,
        name=assessment.scheme.name,
        number__gt=assessment.scheme.number,
        issued_at__isnull=False,
    )
    return list(found.order_by("-number"))


@dataclass(frozen=True, slots=True)
class Again:
    """One answer that does not stand any more: whose, of which fact, what was written."""

    answer: Answer
    fact: str
    title: str

    @property
    def told(self) -> str:
        """The fact, and what was written."""
        return (
            f"“{self.title}”（原填“{self.answer.text}”）" if self.answer.text else f"“{self.title}”"
        )


@dataclass(frozen=True, slots=True)
class SubjectPlan:
    """What the new version does to one subject. `comes_back`: its signed or submitted report is handed
    back, because there is something to answer."""

    subject: Subject
    effect: SubjectEffect | None
    again: tuple[Again, ...]
    new: tuple[str, ...]
    comes_back: bool
    is_late: bool

    @property
    def words(self) -> str:
        """What the unit is told to do; "" where there is nothing."""
        told = []
        if self.again:
            told.append(f"请重新填报：{'、'.join(one.told for one in self.again)}")
        if self.new:
            told.append(f"请补报新增的：{'、'.join(f'“{one}”' for one in self.new)}")
        return "；".join(told)


@dataclass(frozen=True, slots=True)
class Supplement:
    """All of it. `refused`: why the version cannot be taken, as a sentence; "" if it can."""

    old: Scheme
    new: Scheme
    changes: tuple[Difference, ...]
    formal: tuple[Difference, ...]
    effect: Effect
    subjects: tuple[SubjectPlan, ...]
    refused: str

    @property
    def needs_until(self) -> bool:
        """Must somebody answer whose time is over?"""
        return any(one.words and one.is_late for one in self.subjects)

    def answers(self, fate: str) -> tuple[AnswerEffect, ...]:
        """The facts whose answers are `kept`, asked `again`, `new` or `gone`."""
        return self.effect.of_fate(fate)

    @property
    def told(self) -> list[tuple[str, tuple[AnswerEffect, ...]]]:
        """What becomes of the answers, what asks for work first; kept ones are counted elsewhere."""
        heads = (("again", "要重新填报"), ("new", "新增"), ("gone", "不再填报"))
        return [(title, self.answers(fate)) for fate, title in heads if self.answers(fate)]


def supplement_of(assessment: Assessment, version: SchemeVersion) -> Supplement:
    """What `version` would do to the assessment now."""
    old, new = method_of(assessment.scheme).scheme, method_of(version).scheme
    subjects = in_order(assessment, assessment.subjects.select_related("organisation"))
    for one in subjects:
        one.assessment = assessment
    found = differences(old, new)
    seen = effect(old, new, inputs=inputs_of(assessment, subjects))
    return Supplement(
        old,
        new,
        tuple(one for one in found if not _only_formal(one)),
        tuple(one for one in found if _only_formal(one)),
        seen,
        tuple(_plans(new, seen, subjects)),
        _refused(new, found, subjects=subjects),
    )


def _only_formal(one: Difference) -> bool:
    """Sources, reasons, and the names of facts in the text of the scheme: nothing to anybody who reports."""
    return one.is_formal or (one.part == "facts" and one.kind == "renumbered")


def _refused(new: Scheme, found: Sequence[Difference], *, subjects: Sequence[Subject]) -> str:
    if all(_only_formal(one) for one in found):
        return "这一版与现在执行的版本没有实质差别，不用发补充通知。"
    listed = {name for name, _ in new.subjects()}
    gone = [one.name for one in subjects if listed and one.name not in listed]
    added = sorted(listed - {one.name for one in subjects})
    if gone or added:
        names = "、".join([*gone, *added])
        return f"补充通知不能增减被考核单位，请先在办法里核对：{names}。"
    return ""


def _plans(new: Scheme, seen: Effect, subjects: Sequence[Subject]) -> Iterator[SubjectPlan]:
    effects = {one.name: one for one in seen.subjects}
    asked = tuple(
        new.facts[one.new].title
        for one in seen.of_fate("new")
        if one.new and new.facts[one.new].from_ == "subject"
    )
    again = {one.old: one for one in seen.of_fate("again")}
    for subject in subjects:
        stored = Answer.objects.filter(subject=subject, of=Of.FACT, about__in=list(again))
        lost = tuple(
            Again(one, about.new or "", new.facts[about.new or ""].title)
            for one in stored.order_by("about")
            if subject.name in (about := _effect_on(seen, one.about, subject.name)).subjects
        )
        handed_in = subject.standing in (Standing.SUBMITTED, Standing.SIGNED)
        late = bool(lateness(subject, reporting_window(subject)))
        yield SubjectPlan(
            subject,
            effects.get(subject.name),
            lost,
            asked,
            handed_in and bool(lost or asked),
            late and (handed_in or bool(lost or asked)),
        )


_NOT_AGAIN = AnswerEffect(None, None, "again", (), "")


def _effect_on(seen: Effect, fact: str, name: str) -> AnswerEffect:
    """The effect that asks this subject again for a fact."""
    found = (one for one in seen.of_fate("again") if one.old == fact and name in one.subjects)
    return next(found, _NOT_AGAIN)


def renamed_clauses(old: Scheme, new: Scheme) -> dict[str, str]:
    """Clauses with another id, old to new."""
    return {
        pair.old.id: pair.new.id
        for pair in indicator_pairs(old, new)
        if pair.old and pair.new and pair.old.id != pair.new.id
    }
