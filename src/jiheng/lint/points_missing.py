"""Rows for which the document prints no points.

## What it finds
A scheme written from a document whose rows get their points from an allocation, because the
document prints none. An allocation that says why (`because`) counts as decided.
## Why it matters
Whoever divides the points decides what matters; it should be seen that it was not the document.
## Example
    allocation: {levels: {产出指标: "50", 效益指标: "30", 满意度指标: "10"}, execution: "10"}
## What to do
Print points in the next version; until then write `because` in the allocation or a decision.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.printed import Decision
from jiheng.scheme.scheme import Scheme


def points_missing(scheme: Scheme) -> Iterator[Fault]:
    """The allocation, where it stands in for points that the document should print."""
    plan = scheme.allocation
    if plan is None or scheme.document is None:
        return
    told = "、".join(f"{level}{number_text(points)}" for level, points in plan.levels.items())
    decided = Decision(
        about="allocation",
        check="points-missing",
        decision=f"按比重分配：{told}",
        because=plan.because,
    )
    yield Fault(
        "allocation",
        f"文件没有印各行分值，现按比重分配（{told}）；请在文件中写明分值，或在 decisions 中说明理由",
        decided=decided if plan.because else None,
    )
