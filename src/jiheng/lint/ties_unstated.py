"""A quota without a word on ties at its edge.

## What it finds
A grade with a quota, where the document does not say what happens when the last place is shared by
more subjects than places are left.
## Why it matters
With one place and two equals there are three answers: both, none, or whoever stands first in the
list. Somebody will be asked which.
## Example
    {grade: 优秀, line: "85", quota: {places: "1"}}
## What to do
Print a tie rule or a `tie-break` chain and what follows when it does not help, or choose an option
of the reading `ties-at-edge`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.by_reading import decided_by, is_printed
from jiheng.lint.finding import Fault
from jiheng.scheme.scheme import Scheme

NAME = "ties-unstated"


def ties_unstated(scheme: Scheme) -> Iterator[Fault]:
    """Every grade with a quota whose last place can be tied for."""
    if is_printed(scheme, "ties-at-edge"):
        return
    for grade in scheme.grading.grades:
        if grade.quota:
            yield Fault(
                grade.grade,
                f"“{grade.grade}”名额边缘同分而名额不够时怎样处理没有写；"
                "请写明，或在 readings 中选定 ties-at-edge",
                decided=decided_by(scheme, ("ties-at-edge",), check=NAME, about=grade.grade),
            )
