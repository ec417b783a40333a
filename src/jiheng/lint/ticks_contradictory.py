"""Ticked boxes that contradict each other.

## What it finds
Two types of project ticked at once; and a one-time project (一次性) that had a budget under the same
name last year.
## Why it matters
A recurring project is budgeted and reviewed otherwise than a one-time one.
## Example
    project: {last-year: "6250000", types: [{title: 其他一次性项目, ticked: true}]}
## What to do
Tick one box, and the right one; where the form is issued, keep it and say so in `decisions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.rules.wording import number_text
from jiheng.scheme.scheme import Scheme


def ticks_contradictory(scheme: Scheme) -> Iterator[Fault]:
    """The types of a project, when what is ticked cannot all be true."""
    project = scheme.project
    if project is None:
        return
    ticked = [one.title for one in project.types if one.ticked]
    told = []
    if len(ticked) > 1:
        told.append(f"“{'”“'.join(ticked)}”同时打勾")
    if project.last_year and any("一次性" in title for title in ticked):
        told.append(
            f"勾了一次性项目，却有上年同名项目的预算{number_text(project.last_year)}{project.unit}"
        )
    if told:
        message = f"项目类型{'，'.join(told)}；请只勾一项，或在 decisions 中说明"
        yield Fault("project.types", message, project.source)
