"""A line, a bonus, and no word on whether the one looks at the other.

## What it finds
Grades with a line in a method that has a bonus, where the document does not say whether the line
looks at the total with the bonus or without.
## Why it matters
80 points and a prize of 10: excellent, or not.
## Example
    grades: [{grade: 优秀, line: "85"}, …]       # and bonus: {items: […]}
## What to do
Print it, or choose an option of the reading `line-bonus`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.by_reading import decided_by, is_printed
from jiheng.lint.finding import Fault
from jiheng.scheme.scheme import Scheme

NAME = "line-bonus-unstated"


def line_bonus_unstated(scheme: Scheme) -> Iterator[Fault]:
    """The grading, when its lines can be read with the bonus and without."""
    has_lines = any(grade.line for grade in scheme.grading.grades)
    if has_lines and scheme.bonus.items and not is_printed(scheme, "line-bonus"):
        yield Fault(
            "grading",
            "等次分数线看含加分的总分还是不含加分的基础分没有写；"
            "请写明，或在 readings 中选定 line-bonus",
            decided=decided_by(scheme, ("line-bonus",), check=NAME, about="grading"),
        )
