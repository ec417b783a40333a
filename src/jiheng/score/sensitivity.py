"""Which ranks and grades depend on how an open question is read: every option run in turn."""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme
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


def option_runs(
    scheme: Scheme, inputs: Inputs, *, questions: tuple[str, ...]
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
