"""A figure of the present that is none.

## What it finds
A figure of a goal's present state of which the document says only 多, 余, 近 or 约; the scheme
notes that word in brackets behind the figure's title.
## Why it matters
Nothing can be measured from it: next year's 705 may be more or less than this year's "over 700".
## Example
    present: [{title: 入驻专家（原文为“多位”）, value: "700", unit: 位}]
## What to do
Print the number; where the document is issued, say in `decisions` that it is no baseline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.scheme import Scheme

_ABOUT = re.compile("（[^（）多余近约]*[多余近约][^（）]*）")


def figure_vague(scheme: Scheme) -> Iterator[Fault]:
    """Every goal with a present figure that is not exact."""
    for goal in scheme.goals:
        vague = [figure for figure in goal.present if _ABOUT.search(figure.title)]
        if vague:
            told = "、".join(f"{one.title}{number_text(one.value)}{one.unit}" for one in vague)
            message = f"“{goal.id} {goal.title}”的现状数不确切：{told}；请写出确数，或在 decisions 中写明不作基期"
            yield Fault(goal.id, message, goal.source)
