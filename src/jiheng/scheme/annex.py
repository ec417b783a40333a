"""The layout of a method's own table (附件): which columns it has and what each shows, as data."""

from __future__ import annotations

from typing import Literal

from jiheng.scheme.printed import Source
from jiheng.values.exact import Whole
from jiheng.values.noun import Noun

Shows = Literal["section", "number", "clause", "points", "score"]


class AnnexColumn(Noun):
    """One column: its printed head, what it shows, and its share of the width.

    `section`: title and points of the top section, merged over its clauses; `number`: the clause's
    number; `clause`: number (where no column shows it) and words; `points`; `score`.
    """

    head: str
    shows: Shows
    share: Whole = 1


class Annex(Noun):
    """The table as the method prints it, so that it can be filled and sealed."""

    title: str = ""
    columns: tuple[AnnexColumn, ...] = ()
    source: Source = Source()
