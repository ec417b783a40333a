"""A quota that does not come to whole places.

## What it finds
A share of the subjects ("the first 30 %") that is no whole number for the listed subjects of a
category, or whose subjects are not listed, where the document does not say how to make it whole.
## Why it matters
30 % of six counties is 1.8: one excellent county or two is a question of rounding.
## Example
    {grade: 优秀, line: "85", quota: {share: "30"}}      # 6 counties: 1.8 places, 4 districts: 1.2
## What to do
Print the number of places, or the rounding; or choose an option of the reading `quota-rounding`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.lint.by_reading import decided_by, is_printed
from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.scheme import Scheme

NAME = "quota-rounding-unstated"


def quota_rounding_unstated(scheme: Scheme) -> Iterator[Fault]:
    """Every grade whose quota needs rounding that the document does not state."""
    if is_printed(scheme, "quota-rounding"):
        return
    for grade in scheme.grading.grades:
        share = grade.quota.share if grade.quota else None
        told = "；".join(_broken(scheme, share)) if share is not None else ""
        if told:
            message = f"“{grade.grade}”名额按{number_text(share or 0)}%算不是整数（{told}），没有写怎样取整"
            decided = decided_by(scheme, ("quota-rounding",), check=NAME, about=grade.grade)
            cure = "；请写明名额数或取整办法，或在 readings 中选定 quota-rounding"
            yield Fault(grade.grade, message + cure, decided=decided)


def _broken(scheme: Scheme, share: Fraction) -> Iterator[str]:
    groups = {one.title: len(one.subjects) for one in scheme.categories}
    if scheme.grading.per == "all" or not groups:
        groups = {"全部单位": len(scheme.subjects())}
    for title, count in groups.items():
        places = share * count / 100
        if count == 0:
            yield f"{title}未列名单，个数不定"
        elif places.denominator != 1:
            yield f"{title}{count}个得{number_text(places)}个"
