"""A veto that rests on what the subject reports about itself.

## What it finds
A veto whose condition reads a fact that the subject itself supplies.
## Why it matters
No county reports its own violation. The veto would never fall, or only on the honest.
## Example
    facts: {violations: {title: 违纪违规事件}}              # from: subject is the default
    vetoes: [{id: discipline, when: {fact: violations}, grade: 不合格}]
## What to do
Let an authority or the office supply the fact: `from: authority`, `from: office`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.scheme.scheme import Scheme


def veto_self_reported(scheme: Scheme) -> Iterator[Fault]:
    """Every veto with a fact from the subject."""
    for veto in scheme.vetoes:
        own = [
            scheme.facts[name].title
            for name in sorted(veto.when.needs())
            if name in scheme.facts and scheme.facts[name].from_ == "subject"
        ]
        if own:
            yield Fault(
                veto.id,
                f"一票否决“{veto.title or veto.id}”的依据“{'”“'.join(own)}”由被考核单位自己填报；"
                "请改由有关机关（from: authority）或考核办（from: office）提供",
            )
