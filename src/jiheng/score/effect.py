"""What a new version of a scheme does to answers already given: which stand, which are asked again, which
are new; and what every subject has before and after. Shown before a running assessment is moved to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.rules.wording import points_text
from jiheng.scheme.pairs import Pair, indicator_pairs
from jiheng.scheme.scheme import Scheme
from jiheng.score.answer_effect import AnswerEffect, answer_effects, inputs_under
from jiheng.score.cells import Cell
from jiheng.score.outcome import assess
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.values.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Figures:
    """A score as it stands: what is known of it, what it can become, the whole where nothing is open."""

    known: Fraction
    at_most: Fraction | None
    whole: Fraction | None

    @property
    def text(self) -> str:
        """`3分`, or `已知3分（最高5分）` while something is open."""
        if self.whole is not None:
            return points_text(self.whole)
        most = "上不封顶" if self.at_most is None else f"最高{points_text(self.at_most)}"
        return f"已知{points_text(self.known)}（{most}）"


NOWHERE = Figures(Fraction(0), Fraction(0), None)


@dataclass(frozen=True, slots=True)
class ClauseEffect:
    """One clause of one subject that stands differently; `before` is None where it is new, `after`
    where it is gone. `id` as in the new version, else as it was."""

    id: str
    before: Figures | None
    after: Figures | None
    sentence: str


@dataclass(frozen=True, slots=True)
class SubjectEffect:
    """One subject's total before and after, and the clauses that differ; None where it is not
    assessed."""

    name: str
    before: Figures | None
    after: Figures | None
    clauses: tuple[ClauseEffect, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Effect:
    """All of it; `inputs` is what is left of the answers under the new version."""

    answers: tuple[AnswerEffect, ...]
    subjects: tuple[SubjectEffect, ...]
    inputs: Inputs

    def of_fate(self, fate: str) -> tuple[AnswerEffect, ...]:
        """The facts whose answers are `kept`, asked `again`, `new` or `gone`."""
        return tuple(one for one in self.answers if one.fate == fate)


def effect(old: Scheme, new: Scheme, *, inputs: Inputs) -> Effect:
    """What becomes of the inputs when the new scheme takes the old one's place; both resolved."""
    answers = answer_effects(old, new, inputs=inputs)
    left = inputs_under(old, new, inputs=inputs)
    before, after = assess(old, inputs), assess(new, left)
    clauses = tuple(
        Pair(pair.old.id if pair.old else None, pair.new.id if pair.new else None)
        for pair in indicator_pairs(old, new)
        if not any(one is not None and one.children for one in (pair.old, pair.new))
    )
    names = dict.fromkeys(name for name, _ in (*inputs.subjects, *left.subjects))
    subjects = (
        _subject(name, Pair(_found(before, name), _found(after, name)), clauses=clauses)
        for name in names
    )
    return Effect(answers, tuple(subjects), left)


def _found(outcome: Outcome, name: str) -> SubjectOutcome | None:
    return next((one for one in outcome.subjects if one.name == name), None)


def _subject(
    name: str, pair: Pair[SubjectOutcome], *, clauses: tuple[Pair[str], ...]
) -> SubjectEffect:
    before, after = _total(pair.old), _total(pair.new)
    differing = tuple(_clauses(pair, clauses))
    if before is None or after is None:
        told = "不再参加考核" if after is None else "新参加考核"
    elif before == after and not differing:
        told = "得分不变"
    elif before == after:
        told = f"总分不变，仍为{after.text}，各条有增减"
    else:
        told = f"总分由{before.text}变为{after.text}"
    return SubjectEffect(name, before, after, differing, f"{name}：{told}。")


def _total(one: SubjectOutcome | None) -> Figures | None:
    return Figures(one.at_least, one.at_most, one.total) if one is not None else None


def _clauses(pair: Pair[SubjectOutcome], clauses: tuple[Pair[str], ...]) -> Iterator[ClauseEffect]:
    if pair.old is None or pair.new is None:
        return
    for ids in clauses:
        before = _cell(pair.old.cells.get(ids.old or ""))
        after = _cell(pair.new.cells.get(ids.new or ""))
        if before != after:
            own = ids.new or ids.old or ""
            yield ClauseEffect(own, before, after, f"{own} {_told(before, after)}。")


def _cell(cell: Cell | None) -> Figures | None:
    if cell is None:
        return None
    if cell.score is None and cell.state != "not-applicable":
        return Figures(Fraction(0), cell.points, None)
    score = cell.score or Fraction(0)
    return Figures(score, score, cell.score)


def _told(before: Figures | None, after: Figures | None) -> str:
    if before is None:
        return f"是新增的，{_text(after)}"
    return f"由{_text(before)}变为{_text(after)}" if after is not None else "取消了"


def _text(figures: Figures | None) -> str:
    """Words for one clause; where neither a score nor a chance of one is left it does not apply."""
    return "不适用" if figures is None or figures == NOWHERE else figures.text
