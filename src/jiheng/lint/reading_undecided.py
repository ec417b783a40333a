"""A question that could change a grade and that nobody has answered.

## What it finds
In a scheme with grades: every question that it raises, that could change a grade, and that nobody
has answered. Questions with a check of their own (line, bonus, quota, ties, parts of a step, jury)
are left to it. How figures are rounded is not asked here: hardly any method prints it, and where a
grade can hang on it the line's own check speaks; issuing still asks for it.
## Why it matters
The program would run with its default, and the grade would rest on a choice that nobody made.
## Example
    readings: {under-line: {because: 请领导小组定}}        # no `chosen`
## What to do
Choose an option in `readings`, with `by` and `because`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.aggregation_unstated import JURY_QUESTIONS
from jiheng.lint.finding import Fault
from jiheng.scheme.issue import GRADE_CHANGING
from jiheng.scheme.open_questions import open_questions
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme

_LEFT_TO_OTHERS = {
    "rounding-cell", "rounding-section", "rounding-total", "line-basis", "line-bonus", "quota-counted", "quota-rounding", "steps", "ties-at-edge",
    *JURY_QUESTIONS,
}  # fmt: skip


def reading_undecided(scheme: Scheme) -> Iterator[Fault]:
    """Every open question on which a grade could hang."""
    for name in open_questions(scheme) if scheme.grading.grades else ():
        if name in GRADE_CHANGING and name not in _LEFT_TO_OTHERS:
            question = QUESTIONS[name]
            options = "；".join(f"{option}（{words}）" for option, words in question.words.items())
            told = f"{question.asks}没有写，也没有选定；请在 readings 中为 {name} 选一项：{options}"
            yield Fault(f"readings.{name}", told)
