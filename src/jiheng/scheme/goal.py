"""A goal of a plan or a department: where it stands, what is wrong, what is done, what is to be reached."""

from __future__ import annotations

from typing import Literal

from jiheng.scheme.printed import Source
from jiheng.scheme.target import Target
from jiheng.values.exact import Amount
from jiheng.values.noun import Noun

GoalKind = Literal[
    "key", "rectification", "daily", "innovation", "standard", "overall", "itemised", "safeguard"
]


class Figure(Noun):
    """One figure of the present state: `院士工作站 107 家`."""

    title: str
    value: Amount
    unit: str = ""
    source: Source = Source()


class Goal(Noun):
    """One goal, in own short words, with every figure of the document."""

    id: str
    title: str
    kind: GoalKind = "key"
    text: str = ""
    present: tuple[Figure, ...] = ()
    problems: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    direction: str = ""
    measures: tuple[str, ...] = ()
    effect: str = ""
    origin: str = ""
    targets: tuple[Target, ...] = ()
    source: Source = Source()
