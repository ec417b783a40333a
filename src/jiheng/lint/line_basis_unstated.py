"""A line without a word on which total it looks at.

## What it finds
Grades with a line, where the document does not say whether the line looks at the total before or
after rounding.
## Why it matters
84.995 is 85.00 when it is printed; the grade depends on the answer.
## Example
    grades: [{grade: 优秀, line: "85"}, {grade: 合格, line: "60"}, {grade: 不合格}]
## What to do
Print the decimals of the total and that the line looks at the printed total, or choose an option of
the reading `line-basis`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.by_reading import decided_by, is_printed
from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.scheme import Scheme

NAME = "line-basis-unstated"


def line_basis_unstated(scheme: Scheme) -> Iterator[Fault]:
    """The grading, when its lines can be read two ways."""
    lines = [grade.line for grade in scheme.grading.grades if grade.line]
    if not lines or is_printed(scheme, "line-basis"):
        return
    told = "、".join(f"{number_text(line)}分" for line in lines)
    yield Fault(
        "grading",
        f"等次分数线（{told}）没有写看取整前还是取整后的总分；"
        "请写明小数位数和对照办法，或在 readings 中选定 line-basis",
        decided=decided_by(scheme, ("line-basis",), check=NAME, about="grading"),
    )
