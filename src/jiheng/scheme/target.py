"""What was set to be reached, apart from the rule that scores it; gives attainment beside a score."""

from __future__ import annotations

from typing import Literal

from jiheng.rules.edge import Edge
from jiheng.values.exact import Amount, Whole
from jiheng.values.noun import Noun

TargetOp = Literal[">=", "<=", ">", "<", "=", "range", "qualitative", "deadline", "period", "none"]
Measure = Literal["stock", "yearly", "cumulative"]


class Target(Noun):
    """One target.

    - `fact`: what is held against it; `op`, `value` (and `high` for a range), `unit`.
    - `text`: the words as the document prints them (own short words are enough).
    - `for`: subjects or category ids for whom it stands (empty: all); `by`: the year.
    - `measure`: stock (a state), yearly (every year), cumulative (over the period).
    - `baseline`, `baseline-year`: where it starts from.
    """

    fact: str | None = None
    op: TargetOp = ">="
    value: Edge | None = None
    high: Amount | None = None
    unit: str = ""
    text: str = ""
    for_: tuple[str, ...] = ()
    by: Whole | None = None
    measure: Measure | None = None
    baseline: Amount | None = None
    baseline_year: Whole | None = None
