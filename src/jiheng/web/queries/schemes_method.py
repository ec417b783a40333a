"""A method for people who are judged by it: sections, clauses, rules in words, what is asked of whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiheng.forms.clause_words import FROM
from jiheng.forms.outcome_words import number_of
from jiheng.forms.set_targets import SetTarget, set_targets
from jiheng.rules.grade.grading import Grade, SectionFloor
from jiheng.rules.veto.veto import Veto
from jiheng.rules.wording import number_text
from jiheng.scheme.difference_words import VALUES
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.open_questions import relevant_questions
from jiheng.scheme.readings import QUESTIONS, Reading
from jiheng.scheme.rule_words import MethodWords, method_words, rule_words
from jiheng.scheme.scheme import Scheme
from jiheng.score.sections import points_of

_TYPES = VALUES["Fact.type"]
_BY = VALUES["by"]
_PLAIN = ("count", "number", "percent", "money")
"""Types of which the unit says enough."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact that a clause reads: what it is called, and how and by whom it is supplied."""

    title: str
    words: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause: as printed, its rule in pieces, what it reads, what is to be reached."""

    noun: Indicator
    number: str
    under: str
    rule: tuple[str, ...]
    facts: tuple[FactLine, ...]
    targets: tuple[SetTarget, ...]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section with its clauses; `points` is None for the bonus."""

    title: str
    points: Fraction | None
    clauses: tuple[ClauseLine, ...]
    is_bonus: bool = False


@dataclass(frozen=True, slots=True)
class MethodPage:
    """Everything that a page of a method shows; `subject`: whose targets stand at the clauses."""

    scheme: Scheme
    subject: str
    sections: tuple[SectionLine, ...]
    vetoes: tuple[str, ...]
    grades: tuple[str, ...]
    readings: tuple[tuple[str, str, str, str], ...]

    @property
    def points(self) -> Fraction:
        """What can be had without the bonus."""
        return sum((one.points for one in self.sections if one.points is not None), Fraction(0))

    @property
    def has_targets(self) -> bool:
        """Does the method set anything for the subject shown?"""
        return any(clause.targets for one in self.sections for clause in one.clauses)


def method_page(scheme: Scheme, *, subject: str = "") -> MethodPage:
    """A resolved method; with the targets of `subject` and of nobody else."""
    reader = _Reader(scheme, method_words(scheme), _targets(scheme, subject))
    return MethodPage(
        scheme,
        subject,
        tuple(reader.sections()),
        tuple(reader.veto(one) for one in scheme.vetoes),
        tuple(reader.grade(one) for one in scheme.grading.grades),
        tuple(_readings(scheme)),
    )


def _targets(scheme: Scheme, subject: str) -> Mapping[str, list[SetTarget]]:
    found: dict[str, list[SetTarget]] = {}
    for target in set_targets(scheme, subject) if subject else ():
        found.setdefault(f"{target.number} {target.clause}", []).append(target)
    return found


def _readings(scheme: Scheme) -> Iterator[tuple[str, str, str, str]]:
    """Every question that the method raises, with its answer in words, by whom and why."""
    for name in relevant_questions(scheme):
        question, reading = QUESTIONS[name], scheme.readings.get(name, Reading(by="default"))
        answer = question.words[scheme.reading(name)]
        yield question.asks, answer, _BY[reading.by], reading.because


@dataclass(frozen=True, slots=True)
class _Reader:
    scheme: Scheme
    words: MethodWords
    targets: Mapping[str, list[SetTarget]]

    def sections(self) -> Iterator[SectionLine]:
        for top in self.scheme.indicators:
            yield SectionLine(top.title, points_of(top), tuple(self._clauses(top)))
        bonus = self.scheme.bonus
        clauses = tuple(line for item in bonus.items for line in self._clauses(item))
        if clauses:
            yield SectionLine(bonus.title, None, clauses, is_bonus=True)

    def _clauses(self, top: Indicator, *, under: str = "") -> Iterator[ClauseLine]:
        if not top.children:
            yield self._clause(top, under)
            return
        for child in top.children:
            yield from self._clauses(child, under=child.title if child.children else under)

    def _clause(self, leaf: Indicator, under: str) -> ClauseLine:
        number = number_of(leaf)
        rule = rule_words(leaf.rule, self.words) if leaf.rule else ()
        if leaf.applies is not None:
            rule = (f"适用于：{leaf.applies.text(self.words, {})}", *rule)
        needs = leaf.needs()
        return ClauseLine(
            leaf,
            number,
            under,
            rule,
            tuple(self._fact(fact) for name, fact in self.scheme.facts.items() if name in needs),
            tuple(self.targets.get(f"{number} {leaf.title}", ())),
        )

    def _fact(self, fact: Fact) -> FactLine:
        kind = "" if fact.unit and fact.type in _PLAIN else _TYPES.get(fact.type, "")
        if fact.options:
            kind = "、".join(fact.options)
        told = [kind, fact.unit, self._supplied(fact), fact.help]
        return FactLine(fact.title, "；".join(one for one in told if one))

    def _supplied(self, fact: Fact) -> str:
        """By whom, or from what it is reckoned; what the method sets for others is told to nobody."""
        if fact.ratio:
            of, over = (self.scheme.facts[name].title for name in (fact.ratio.of, fact.ratio.over))
            return f"由“{of}”除以“{over}”算出"
        return "由办法给定" if fact.given else FROM[fact.from_]

    def veto(self, veto: Veto) -> str:
        effect = f"等次定为{veto.grade}" if veto.grade else "总分计为0"
        who = f"；由{veto.authority}认定" if veto.authority else ""
        title = veto.title or "一票否决"
        return f"{title}：{veto.when.text(self.words, {})}的，{effect}{who}。"

    def grade(self, grade: Grade) -> str:
        asked = [self._floor(one) for one in grade.floors]
        if grade.line is not None:
            verb = "超过" if grade.beyond else "达到"
            asked.insert(0, f"总分{verb}{number_text(grade.line)}分")
        quota = grade.quota
        if quota and quota.share is not None:
            asked.append(f"名次在前{number_text(quota.share)}%")
        elif quota and quota.places is not None:
            asked.append(f"名次在前{quota.places}名")
        return f"{grade.grade}：{'，且'.join(asked) or '其余单位'}。"

    def _floor(self, floor: SectionFloor) -> str:
        title = next((one.title for one in self.scheme.walk() if one.id == floor.section), floor.section)  # fmt: skip
        if floor.score is not None:
            return f"“{title}”不低于{number_text(floor.score)}分"
        return f"“{title}”不低于其分值的{number_text(floor.share or 0)}%"
