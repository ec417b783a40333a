"""The scheme: everything that a method says, as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from jiheng.rules.grade.grading import Grading, Honour
from jiheng.rules.veto.veto import Veto
from jiheng.scheme.allocation import Allocation
from jiheng.scheme.annex import Annex
from jiheng.scheme.fact import Fact
from jiheng.scheme.goal import Goal
from jiheng.scheme.indicator import Bonus, Indicator
from jiheng.scheme.panel import Jury
from jiheng.scheme.printed import Decision, Source
from jiheng.scheme.procedure import Stage
from jiheng.scheme.project import Project
from jiheng.scheme.readings import Reading, default_of
from jiheng.scheme.record import Record, TallyRule
from jiheng.values.exact import Whole
from jiheng.values.noun import Noun, later


class Document(Noun):
    """The document that a scheme was written from."""

    title: str
    number: str = ""
    issued: str = ""
    organisation: str = ""
    source: Source = Source()


class Category(Noun):
    """Subjects that are ranked and graded together."""

    id: str
    title: str
    subjects: tuple[str, ...] = ()
    source: Source = Source()


class Period(Noun):
    """The years that a scheme covers: one, or several with `until`."""

    year: Whole
    until: Whole | None = None


class Scheme(Noun):
    """One method. `kind` says what it is used for; the engine treats all kinds alike."""

    scheme: str
    title: str
    kind: Literal["assessment", "project", "department", "plan", "rating"] = "assessment"
    period: Period
    document: Document | None = None
    categories: tuple[Category, ...] = ()
    facts: dict[str, Fact] = {}
    records: dict[str, Record] = later({})
    tallies: dict[str, TallyRule] = later({})
    indicators: tuple[Indicator, ...] = ()
    bonus: Bonus = Bonus()
    vetoes: tuple[Veto, ...] = ()
    grading: Grading = Grading()
    honours: tuple[Honour, ...] = ()
    jury: Jury | None = None
    allocation: Allocation | None = None
    project: Project | None = None
    goals: tuple[Goal, ...] = ()
    procedure: tuple[Stage, ...] = ()
    annex: Annex = Annex()
    readings: dict[str, Reading] = {}
    decisions: tuple[Decision, ...] = ()

    def walk(self) -> Iterator[Indicator]:
        """Every indicator, base before bonus, in the order of the document."""
        for indicator in (*self.indicators, *self.bonus.items):
            yield from indicator.walk()

    def leaves(self) -> Iterator[Indicator]:
        """Every clause, base before bonus, in the order of the document."""
        return (one for one in self.walk() if not one.children)

    def subjects(self) -> tuple[tuple[str, str], ...]:
        """Every listed subject with the id of its category."""
        return tuple((name, one.id) for one in self.categories for name in one.subjects)

    def reading(self, question: str) -> str:
        """The option in force for a question: the chosen one, or the default."""
        entry = self.readings.get(question)
        return entry.chosen if entry and entry.chosen else default_of(question)
