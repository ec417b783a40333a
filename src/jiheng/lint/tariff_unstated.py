"""A bonus with a maximum and no tariff.

## What it finds
A bonus clause that people judge: the document prints how much it can bring at most, not what brings
how much.
## Why it matters
A national prize and a newspaper notice may both bring the maximum; the next office decides otherwise.
## Example
    items: [{id: 加1, title: 上级表彰, points: "4", rule: {judged: {by: jury, points: "4"}}}]
## What to do
Print points for each level (`awards` with `levels`), or say in `decisions` that it is judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault, fault_at
from jiheng.rules.points.judged import Judged
from jiheng.rules.wording import points_text
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import rules_of


def tariff_unstated(scheme: Scheme) -> Iterator[Fault]:
    """Every bonus clause that is judged without a tariff."""
    for item in scheme.bonus.items:
        for leaf in item.leaves():
            judged = next((one for one in rules_of(leaf) if isinstance(one, Judged)), None)
            if judged is not None:
                told = f"只写最高{points_text(judged.points)}，没有写什么情形加几分"
                yield fault_at(leaf, f"{told}；请写明各级分值，或在 decisions 中写明由人评定")
