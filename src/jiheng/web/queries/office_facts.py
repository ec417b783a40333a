"""Facts that the office holds for all subjects: one table of them, and what one subject sees of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jiheng.forms.clause_words import FROM
from jiheng.scheme.fact import Fact
from jiheng.web.access.assessments import subjects_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Answer, Assessment, Objection, Subject
from jiheng.web.models.answer import Of
from jiheng.web.queries.assessments import in_order
from jiheng.web.queries.fields import read_field
from jiheng.web.queries.method import Method, method_of
from jiheng.web.queries.records import clauses_of_facts
from jiheng.web.queries.self_assessment_fields import span_words
from jiheng.web.queries.stages import stage_lines

SUPPLIED = ("office", "authority", "survey")
MANY = 400  # cells that are shown at once; beyond that, one fact after the other


@dataclass(frozen=True, slots=True)
class OfficeFact:
    """One such fact: its name, its noun, the clauses that read it, and who supplies it."""

    name: str
    fact: Fact
    clauses: tuple[str, ...]
    vetoes: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """What it decides: clauses and vetoes."""
        numbers = f"第{'、'.join(self.clauses)}条" if self.clauses else ""
        return "；".join(one for one in (numbers, *self.vetoes) if one)

    @property
    def supplier(self) -> str:
        """Who supplies it, in words."""
        return FROM[self.fact.from_]

    @property
    def choices(self) -> tuple[str, ...]:
        """What one chooses from; none where one types."""
        own = {"yes-no": ("是", "否"), "choice": self.fact.options}
        return own.get(self.fact.type, ())

    @property
    def help(self) -> str:
        """What it is and between which values it lies."""
        return "；".join(one for one in (self.fact.help, span_words(self.fact)) if one)


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact of one subject as it is stored; `typed` is what was sent and not saved, `problem` why."""

    of: OfficeFact
    subject: Subject
    text: str = ""
    source: str = ""
    version: int = 0
    by: str = ""
    at: datetime | None = None
    objection: str = ""
    typed: str | None = None
    problem: str = ""

    @property
    def fact(self) -> str:
        """The fact's name."""
        return self.of.name

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"{self.fact}:{self.subject.pk}"

    @property
    def now_text(self) -> str:
        """What stands in the box."""
        return self.text if self.typed is None else self.typed

    @property
    def is_changed(self) -> bool:
        """Was something typed that is not stored?"""
        return self.typed is not None and self.typed != self.text

    @property
    def read(self) -> str:
        """What the page was made from, so that only what somebody changed is written."""
        return f"{self.version}|{self.text}"


@dataclass(frozen=True, slots=True)
class Column:
    """One fact's head in the table: its source where all filled cells have the same."""

    fact: OfficeFact
    source: str
    sources: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """The table: facts across, subjects down. `others` are facts that did not fit."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Subject, tuple[Cell, ...]], ...]
    others: tuple[OfficeFact, ...] = ()

    @property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell by its name."""
        return {cell.name: cell for _, cells in self.rows for cell in cells}

    @property
    def changed(self) -> int:
        """How many cells say something that is not stored."""
        return sum(cell.is_changed for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class OwnFact:
    """One office fact as its subject sees it, with the last objection to it."""

    fact: OfficeFact
    cell: Cell
    objection: Objection | None

    @property
    def may_object(self) -> bool:
        """Is there something to object to, and nothing open yet?"""
        open_now = self.objection is not None and self.objection.answered_at is None
        return bool(self.cell.text) and not open_now


@dataclass(frozen=True, slots=True)
class Entered:
    """One value to be written: of which subject, which fact, the text, the version that was read, and
    its source."""

    subject: Subject
    fact: str
    text: str
    version: int
    source: str


def office_facts_of(method: Method) -> list[OfficeFact]:
    """Every fact that others than the subject supply, in the order of the method."""
    clauses = clauses_of_facts(method)
    return [
        OfficeFact(name, fact, clauses.get(name, ()), _vetoes(method, name))
        for name, fact in method.scheme.facts.items()
        if fact.is_asked and fact.from_ in SUPPLIED
    ]


def _vetoes(method: Method, fact: str) -> tuple[str, ...]:
    return tuple(one.title for one in method.scheme.vetoes if fact in one.when.needs())


def office_hindrance(assessment: Assessment) -> str:
    """Why office facts may not be changed or objected to any more; "" while they may."""
    last = next((one for one in stage_lines(assessment) if one.noun.does == "settlement"), None)
    if last is None or last.state != "closed":
        return ""
    return f"“{last.noun.title}”已经结束，统一填报的数随之定稿；确需更正的，请由考核办公室重新开放这个阶段。"


def office_table(
    viewer: Viewer, assessment: Assessment, *, fact: str = "", all_facts: bool = False
) -> OfficeTable:
    """The table as it is stored; of one fact only where that is asked or there are too many cells
    (`all_facts`: however many)."""
    facts = office_facts_of(method_of(assessment.scheme))
    subjects = in_order(assessment, subjects_of(viewer).filter(assessment=assessment))
    chosen = [one for one in facts if one.name == fact]
    if not chosen:
        fits = all_facts or len(facts) * len(subjects) <= MANY
        chosen = facts if fits else facts[:1]
    cells = _cells(subjects, chosen)
    rows = tuple((one, tuple(cells[f.name, one.pk] for f in chosen)) for one in subjects)
    columns = tuple(
        _column(one, [cells[one.name, subject.pk] for subject in subjects]) for one in chosen
    )
    others = tuple(one for one in facts if one not in chosen)
    return OfficeTable(columns, rows, others)


def with_typed(
    table: OfficeTable,
    typed: Mapping[str, str],
    *,
    problems: Mapping[str, str],
    sources: Mapping[str, str],
) -> OfficeTable:
    """The table with what was sent and not saved, and what is wrong with it."""

    def shown(cell: Cell) -> Cell:
        return replace(cell, typed=typed.get(cell.name), problem=problems.get(cell.name, ""))

    def headed(column: Column) -> Column:
        name = column.fact.name
        source = sources.get(name, column.source)
        return replace(column, source=source, problem=problems.get(f"source:{name}", ""))

    rows = tuple((one, tuple(shown(cell) for cell in cells)) for one, cells in table.rows)
    return replace(table, columns=tuple(headed(one) for one in table.columns), rows=rows)


def own_facts(subject: Subject) -> list[OwnFact]:
    """The office facts of one subject."""
    facts = office_facts_of(method_of(subject.assessment.scheme))
    cells = _cells([subject], facts)
    last: dict[str, Objection] = {}
    for objection in Objection.objects.filter(subject=subject).order_by("made_at", "key"):
        last[objection.fact] = objection
    return [OwnFact(one, cells[one.name, subject.pk], last.get(one.name)) for one in facts]


def own_fact(subject: Subject, name: str) -> OwnFact | None:
    """One of them; None where the method has no such."""
    return next((one for one in own_facts(subject) if one.fact.name == name), None)


def problem_of(assessment: Assessment, fact: str, *, text: str) -> str:
    """What is wrong with a text for this fact; "" if nothing is."""
    return read_field(method_of(assessment.scheme).scheme, Of.FACT, fact, text=text).problem


def problems_in(
    assessment: Assessment, table: OfficeTable, typed: Mapping[str, str]
) -> dict[str, str]:
    """What is wrong with typed texts, by the cell's name."""
    told = {
        name: problem_of(assessment, table.cells[name].fact, text=text)
        for name, text in typed.items()
    }
    return {name: problem for name, problem in told.items() if problem}


def _cells(subjects: Sequence[Subject], facts: Sequence[OfficeFact]) -> dict[tuple[str, str], Cell]:
    by_key, by_name = {one.pk: one for one in subjects}, {one.name: one for one in facts}
    cells = {(fact.name, one.pk): Cell(fact, one) for fact in facts for one in subjects}
    answers = Answer.objects.filter(subject__in=list(by_key), of=Of.FACT, about__in=list(by_name))
    for answer in answers.select_related("by"):
        cells[answer.about, answer.subject_id] = Cell(
            by_name[answer.about], by_key[answer.subject_id], answer.text, answer.reason,
            answer.version, answer.by.name, answer.at,
        )  # fmt: skip
    for objection in Objection.objects.filter(subject__in=list(by_key), answered_at=None):
        place = (objection.fact, objection.subject_id)
        if place in cells:
            cells[place] = replace(cells[place], objection=objection.pk)
    return cells


def _column(fact: OfficeFact, cells: Sequence[Cell]) -> Column:
    sources = {cell.source for cell in cells if cell.text}
    return Column(fact, sources.copy().pop() if len(sources) == 1 else "", len(sources))
