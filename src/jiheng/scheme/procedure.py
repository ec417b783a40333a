"""Stages as data: who acts, what each produces, when."""

from __future__ import annotations

from jiheng.scheme.printed import Source
from jiheng.values.exact import Whole
from jiheng.values.noun import Noun


class Stage(Noun):
    """One stage of a procedure; `minutes` where the document limits a presentation or answers."""

    id: str
    title: str
    who: str = ""
    produces: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""
    minutes: Whole | None = None
    source: Source = Source()
