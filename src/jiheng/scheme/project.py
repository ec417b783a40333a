"""A budget project: its money by source and year, its parts, its spending plan."""

from __future__ import annotations

from jiheng.scheme.printed import Source
from jiheng.values.exact import Amount, Whole
from jiheng.values.noun import Noun


class Money(Noun):
    """One sum of money with its name (财政资金, 其他资金, a sub-project)."""

    title: str
    amount: Amount | None = None
    source: Source = Source()


class SpendingStep(Noun):
    """So many per cent spent by the end of a month; None where the document prints nothing."""

    month: Whole | None = None
    printed: str = ""
    percent: Amount | None = None
    source: Source = Source()


class Tick(Noun):
    """One box of a row of boxes: ticked, not ticked, or (None) printed without a box."""

    title: str
    ticked: bool | None = None


class Project(Noun):
    """Money and particulars of one project; `unit` is the unit of every amount (万元, 元)."""

    code: str = ""
    title: str = ""
    organisation: str = ""
    unit: str = "万元"
    purpose: str = ""
    total: Amount | None = None
    this_year: Amount | None = None
    last_year: Amount | None = None
    last_year_spent: Amount | None = None
    sources: tuple[Money, ...] = ()
    parts: tuple[Money, ...] = ()
    spending_plan: tuple[SpendingStep, ...] = ()
    types: tuple[Tick, ...] = ()
    uses: tuple[Tick, ...] = ()
    start: str = ""
    end: str = ""
    source: Source = Source()
