"""Which ranks and grades depend on how an open question is read: every option run in turn."""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.step_reading import leaves_steps_open
from jiheng.score.cases import with_readings
from jiheng.score.outcome import assess
from jiheng.score.result import Outcome
from jiheng.values.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Shift:
    """One subject whose rank or grade differs under one option of one question."""

    subject: str
    rank: tuple[int | None, int | None]
    grade: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class OptionRun:
    """One option of one question: what would change against the option in force."""

    question: str
    option: str
    in_force: str
    shifts: tuple[Shift, ...]


def open_questions(scheme: Scheme) -> tuple[str, ...]:
    """Questions that concern this scheme and that neither document nor office has decided."""
    return tuple(
        name
        for name in relevant_questions(scheme)
        if (found := scheme.readings.get(name)) is None
        or found.chosen is None
        or found.by not in ("document", "office", "ours")
    )


def relevant_questions(scheme: Scheme) -> tuple[str, ...]:
    """Questions whose answer this scheme can feel at all."""
    share = any(grade.quota and grade.quota.share is not None for grade in scheme.grading.grades)
    quota = any(grade.quota for grade in scheme.grading.grades)
    lines = any(grade.line is not None for grade in scheme.grading.grades)
    concerns = {
        "line-basis": lines, "line-bonus": lines and bool(scheme.bonus.items),
        "quota-basis": quota, "quota-rounding": share, "quota-counted": share,
        "under-line": quota, "ties-at-edge": quota,
        "jury-order": scheme.jury is not None, "empty-group": scheme.jury is not None,
        "trimming": scheme.jury is not None,
        "steps": any(leaf.rule and leaves_steps_open(leaf.rule.shape) for leaf in scheme.leaves()),
    }  # fmt: skip
    return tuple(name for name in QUESTIONS if concerns.get(name, True))


def option_runs(
    scheme: Scheme, inputs: Inputs, questions: tuple[str, ...]
) -> tuple[OptionRun, ...]:
    """Every other option of these questions, with every rank and grade that would differ."""
    base = assess(scheme, inputs)
    runs = []
    for question in questions:
        for option in QUESTIONS[question].options:
            if option != scheme.reading(question):
                other = assess(with_readings(scheme, {question: option}), inputs)
                found = OptionRun(question, option, scheme.reading(question), _shifts(base, other))
                runs.append(found)
    return tuple(runs)


def _shifts(base: Outcome, other: Outcome) -> tuple[Shift, ...]:
    pairs = zip(base.subjects, other.subjects, strict=True)
    return tuple(
        Shift(before.name, (before.rank, after.rank), (before.grade, after.grade))
        for before, after in pairs
        if (before.rank, before.grade) != (after.rank, after.grade)
    )
