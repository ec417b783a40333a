"""What the document prints, and who decided what where it contradicts itself or is silent."""

from __future__ import annotations

from typing import Literal

from jiheng.values.exact import Amount
from jiheng.values.noun import Noun

DecidedBy = Literal["document", "office", "ours", "default"]


class Source(Noun):
    """Where in the document a noun stands: a line (`"66"` or `"66-112"`), or a cell of a table."""

    line: str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    text: str | None = None


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
