"""A number printed twice.

## What it finds
Two rows of the same section whose printed numbers (`printed.number`, or the id) are the same.
## Why it matters
A letter, a self-assessment or an appeal that names the number names two things.
## Example
    children: [{id: "3.3", printed: {number: （三）}}, {id: "3.4", printed: {number: （三）}}]
## What to do
Give the second its own number; where the document is issued, tell them apart by `id` and say so in
`decisions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault, fault_at, named
from jiheng.lint.numbering import Numbered, numbered_lists
from jiheng.scheme.scheme import Scheme


def duplicate_number(scheme: Scheme) -> Iterator[Fault]:
    """Every row whose number stood before it in the same section."""
    for siblings, _ in numbered_lists(scheme):
        seen: dict[int, Numbered] = {}
        for one in siblings:
            first = seen.setdefault(one.number, one)
            if first is not one:
                told = f"的编号“{one.printed}”与{named(first.indicator)}相同"
                yield fault_at(one.indicator, told + "；请改编号，或在 decisions 中写明以 id 区分")
