"""Jurors who are judged themselves.

## What it finds
A group of jurors that carries the id, the title or a name of the subjects.
## Why it matters
Whoever sits on the jury marks himself, and the neighbours who mark him in turn.
## Example
    categories: [{id: counties, title: 县（区）, …}]
    jury: {groups: [{id: counties, title: 县区科协, weight: "30"}, …]}
## What to do
Let jurors step aside for their own unit (`recusal: own-unit`) and write that down in `decisions`,
or take the group off the jury.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.scheme.panel import JurorGroup
from jiheng.scheme.scheme import Scheme

_BRACKETS = re.compile(r"[（）()\s]")


def self_judging(scheme: Scheme) -> Iterator[Fault]:
    """The jury, when a group of it consists of subjects."""
    if scheme.jury is None:
        return
    own = [group.title for group in scheme.jury.groups if _are_subjects(scheme, group)]
    if own:
        steps_aside = scheme.jury.recusal == "own-unit"
        now = "现行做法是对本单位的打分不计" if steps_aside else "现行做法是照计，没有回避"
        yield Fault(
            "jury",
            f"评委组“{'”“'.join(own)}”由被考核单位组成，会给自己和同组单位打分（{now}）；"
            "请写明回避办法，或在 decisions 中定下",
            scheme.jury.source,
        )


def _are_subjects(scheme: Scheme, group: JurorGroup) -> bool:
    title = _plain(group.title)
    names = [name for name, _ in scheme.subjects()]
    names += [one.title for one in scheme.categories]
    ids = {one.id for one in scheme.categories}
    return group.id in ids or any(_plain(name) and _plain(name) in title for name in names)


def _plain(text: str) -> str:
    return _BRACKETS.sub("", text)
