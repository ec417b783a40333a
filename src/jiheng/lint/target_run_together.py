"""Two targets in one row.

## What it finds
In a project's table: two or more rows of a section that stand in the same line of the document,
because one cell holds two indicators or two target values.
## Why it matters
The row has one score; with one of the two reached it is neither met nor missed.
## Example
    children: [{id: "2.1.1", title: 活动次数, source: {line: "113"}},
               {id: "2.1.2", title: 参与人员, source: {line: "113"}}]
## What to do
Print a row for each; until then say in `decisions` that they are scored apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jiheng.lint.finding import Fault, fault_at
from jiheng.scheme.scheme import Scheme


def target_run_together(scheme: Scheme) -> Iterator[Fault]:
    """Every section of a project's table with several rows from one line."""
    for section in scheme.walk() if scheme.kind == "project" else ():
        lines = Counter(
            leaf.source.line for leaf in section.children if not leaf.children and leaf.source.line
        )
        doubled = [line for line, count in lines.items() if count > 1]
        if doubled:
            titles = "”“".join(
                leaf.title for leaf in section.children if leaf.source.line in doubled
            )
            told = f"一格里写了“{titles}”几个指标；请分行写，或在 decisions 中写明分开计分"
            yield fault_at(section, told)
