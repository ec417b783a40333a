"""What the document prints, and who decided what where it contradicts itself or is silent."""

from __future__ import annotations

from typing import Literal

from jiheng.values.exact import Amount
from jiheng.values.noun import Noun
from jiheng.values.source import Source

__all__ = ["DecidedBy", "Decision", "Printed", "Source"]

DecidedBy = Literal["document", "office", "ours", "default"]


class Printed(Noun):
    """Every value that a document prints for the same thing; lint reads these, the engine never.

    - `heading`: points in the heading (`1.党委政府重视程度（11分）`); `cell`: in the points column;
      `rule`: the points that the rule sentence itself gives, one entry per part (their sum is held
      against the cell).
    - `number`: the printed number where it is not the id; `text`: own short words for the clause.
    """

    heading: Amount | None = None
    cell: Amount | None = None
    rule: tuple[Amount, ...] = ()
    number: str | None = None
    text: str = ""


class Decision(Noun):
    """How a contradiction or a gap was settled: `about` a place, for one lint `check`."""

    about: str
    check: str
    decision: str
    by: DecidedBy = "ours"
    because: str = ""
