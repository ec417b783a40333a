"""Grades in the wrong order, or out of reach.

## What it finds
A grade whose line is not below the line of the better grade before it, and a line above all the
points there are.
## Why it matters
A grade that the one before it takes over entirely, or that nobody can reach, is a slip of the pen.
## Example
    grades: [{grade: 优秀, line: "80"}, {grade: 良好, line: "85"}, {grade: 合格}]
## What to do
Put the lines in falling order and below the total, or decide in `decisions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from jiheng.lint.finding import Fault
from jiheng.rules.wording import points_text
from jiheng.scheme.scheme import Scheme


def grade_line_order(scheme: Scheme) -> Iterator[Fault]:
    """Every grade whose line stands in the wrong place."""
    lined = [grade for grade in scheme.grading.grades if grade.line is not None]
    for better, grade in pairwise(lined):
        is_plain = better.quota is None and not better.floors
        if (grade.line or 0) > (better.line or 0) or (is_plain and grade.line == better.line):
            told = f"“{grade.grade}”的线{points_text(grade.line or 0)}不低于前一等次“{better.grade}”的线{points_text(better.line or 0)}"
            yield Fault(grade.grade, f"{told}；请按从高到低排列，或改正分数线")
    most = _most(scheme)
    for grade in lined:
        if most is not None and (grade.line or 0) > most:
            told = f"“{grade.grade}”的线{points_text(grade.line or 0)}高于满分{points_text(most)}"
            yield Fault(grade.grade, f"{told}，没有单位能达到；请改正分数线或分值")


def _most(scheme: Scheme) -> Fraction | None:
    points = [one.points for one in scheme.indicators]
    if scheme.bonus.items or not points or None in points:
        return None
    return sum((one for one in points if one is not None), Fraction(0))
