"""A share of subjects, and no word on which subjects.

## What it finds
A grade with a share of the subjects as its quota, where the document does not say of which: all that
are listed, those whose assessment is complete, or those without a veto.
## Why it matters
30 % of ten is three; of the nine that are left after a veto it is 2.7.
## Example
    {grade: 优秀, quota: {share: "30"}}
## What to do
Print it, or choose an option of the reading `quota-counted`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.by_reading import decided_by, is_printed
from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.scheme import Scheme

NAME = "quota-counted-unstated"


def quota_counted_unstated(scheme: Scheme) -> Iterator[Fault]:
    """Every grade whose share can be taken of several numbers."""
    if is_printed(scheme, "quota-counted"):
        return
    for grade in scheme.grading.grades:
        if grade.quota and grade.quota.share is not None:
            share = number_text(grade.quota.share)
            yield Fault(
                grade.grade,
                f"“{grade.grade}”名额{share}%以哪些单位为基数（名单所列、完成考核、未被否决）没有写；"
                "请写明，或在 readings 中选定 quota-counted",
                decided=decided_by(scheme, ("quota-counted",), check=NAME, about=grade.grade),
            )
