"""Points that do not add up.

## What it finds
A heading, a points cell, the points in force and the sum of the rows below that differ. Every
level is compared by itself, the printed figures and the ones in force alike, so that two errors
that cancel in the grand total are still found. Also bonus items that cannot add up to the printed
limit of the bonus.
## Why it matters
The total that everybody divides by is wrong, and somebody is a point short whatever is done.
## Example
    {id: "4", title: 科学普及, printed: {heading: "28"}, children: [ … six clauses of 27 points … ]}
## What to do
Correct the heading or a clause; where the document is issued and cannot be corrected, write down
in `decisions` which figure is in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.lint.finding import Fault, fault_at
from jiheng.rules.wording import points_text
from jiheng.scheme.indicator import Bonus, Indicator
from jiheng.scheme.scheme import Scheme

CURE = "；请核对后改正一处，或在 decisions 中写明以哪个为准"


def points_sum(scheme: Scheme) -> Iterator[Fault]:
    """Sections, clauses and the bonus whose printed and valid points differ."""
    for indicator in scheme.walk():
        told = _section(indicator) if indicator.children else _clause(indicator)
        if told:
            yield fault_at(indicator, f"{told}{CURE}")
    told = _bonus(scheme.bonus)
    if told:
        yield Fault("bonus", f"“{scheme.bonus.title}”{told}{CURE}", scheme.bonus.source)


def _section(section: Indicator) -> str | None:
    own = {
        "标题": section.printed.heading,
        "分值栏": section.printed.cell,
        "现行分值": section.points,
        "上限": section.cap,
    }
    below = {
        "下级印出的分值合计": _sum([_printed(child) for child in section.children]),
        "下级现行分值合计": _sum([child.points for child in section.children]),
    }
    if section.cap is not None:  # what lies below a cap may come to more, never to less
        below = {n: one if one and one < section.cap else None for n, one in below.items()}
    return _differing(own | below)


def _clause(clause: Indicator) -> str | None:
    printed = {"标题": clause.printed.heading, "分值栏": clause.printed.cell}
    told = _differing(printed)
    if told or clause.points is None:
        return told
    by_rule = sum(clause.printed.rule, Fraction(0))
    if clause.points == by_rule:  # the rule sentence is in force: points-rule-mismatch says so
        return None
    return _differing(printed | {"现行分值": clause.points})


def _bonus(bonus: Bonus) -> str | None:
    items = _sum([item.points for item in bonus.items])
    own = {"标题": bonus.printed.heading, "分值栏": bonus.printed.cell, "上限": bonus.cap}
    limit = next((points for points in own.values() if points is not None), None)
    if items is not None and limit is not None and items < limit:
        own["各项合计"] = items
    return _differing(own)


def _printed(child: Indicator) -> Fraction | None:
    for points in (child.printed.heading, child.printed.cell, child.points):
        if points is not None:
            return points
    return None


def _sum(points: list[Fraction | None]) -> Fraction | None:
    known = [one for one in points if one is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(points) else None


def _differing(points: dict[str, Fraction | None]) -> str | None:
    known = {one for one in points.values() if one is not None}
    return _told(points) if len(known) > 1 else None


def _told(points: dict[str, Fraction | None]) -> str:
    return "分值不一致：" + "，".join(
        f"{name}{points_text(one)}" for name, one in points.items() if one is not None
    )
