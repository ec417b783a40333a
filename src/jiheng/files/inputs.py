"""What is known about the subjects, from files: a folder of CSV tables, one CSV, or the fill-in
workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jiheng.files.csv import read_csv
from jiheng.files.xlsx_read import read_workbook
from jiheng.forms.asked_facts import only_subject
from jiheng.forms.entries import Keyed, facts_of
from jiheng.forms.fact_tables import FactTable, fact_table, is_fact_table, line_table
from jiheng.forms.fill_in_reading import FillIn, read_fill_in
from jiheng.forms.records import Line, RecordReader
from jiheng.forms.workbook import ReadSheet
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Inputs
from jiheng.values.problems import Problem, Refused, Unreadable

TABLES = ("jurors", "marks", "claims", "used", "claimed", "settled")
"""The tables of a folder beside `facts.csv`; jurors before marks."""

_MANY = 5


@dataclass(frozen=True, slots=True)
class ReadInputs:
    """The inputs; what the reader should be told although it was accepted; evidence by fact and first
    subject of its sheet (for a claim: "" and its place); every text that was not read, with its
    place."""

    inputs: Inputs
    notes: tuple[Problem, ...] = ()
    evidence: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unread: tuple[Problem, ...] = ()


def read_inputs(
    scheme: Scheme, facts: Path, *, marks: Path | None = None, claims: Path | None = None
) -> ReadInputs:
    """The inputs of an assessment.

    `facts` is a filled-in workbook, a folder (facts.csv and the tables beside it) or a CSV of facts;
    `marks` and `claims` are CSV tables that take the place of those found there.
    Raises Unreadable for a file that cannot be read, Refused with every problem at once.
    """
    if not facts.exists():
        raise Unreadable(Problem(str(facts), "没有这个文件或文件夹"))
    names = [name for name, _ in scheme.subjects()]
    if facts.is_file() and facts.suffix.lower() not in (".csv", ".txt"):
        gathered = _from_workbook(scheme, read_workbook(facts), name=facts.name)
    else:
        gathered = _from_tables(scheme, facts, names=names)
    for name, path in (("marks", marks), ("claims", claims)):
        if path is not None:
            gathered.replace(name, path)
    return _read(scheme, gathered)


@dataclass
class _Gathered:
    """What the files hold, before any of it is understood."""

    cells: list[Keyed] = field(default_factory=list)
    tables: dict[str, Sequence[Line]] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    evidence: dict[tuple[str, str], str] = field(default_factory=dict)
    absent: dict[str, Problem] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)

    def add(self, name: str, path: Path) -> None:
        """Take one table from a CSV file."""
        found = line_table(name, read_csv(path))
        self.problems += found.problems
        self.notes += found.notes
        self.unread += found.unread
        self.tables[name] = found.lines
        self.absent.pop(name, None)

    def replace(self, name: str, path: Path) -> None:
        """A table named on the command line takes the place of any other; jurors lie beside marks."""
        self.add(name, path)
        beside = path.with_name("jurors.csv")
        if name == "marks" and not self.tables.get("jurors") and beside.exists():
            self.add("jurors", beside)

    def add_facts(self, found: FactTable) -> None:
        """Take a table of facts."""
        self.cells += found.cells
        self.subjects |= found.subjects
        self.problems += found.problems
        self.notes += found.notes
        self.unread += found.unread


def _from_workbook(scheme: Scheme, sheets: Iterable[ReadSheet], *, name: str) -> _Gathered:
    subjects = [one for one, _ in scheme.subjects()] or [only_subject(scheme)]
    found = read_fill_in(scheme, sheets, subjects=subjects)
    _refuse_formulas(found, name)
    return _Gathered(
        found.cells, dict(found.tables), found.subjects, found.evidence, found.absent,
        found.problems, found.notes, found.unread,
    )  # fmt: skip


def _refuse_formulas(found: FillIn, name: str) -> None:
    """The value that a formula last gave may be stale, and its author may not be the one who fills in."""
    if found.formulas:
        told = "、".join(found.formulas[:_MANY]) + ("等" if len(found.formulas) > _MANY else "")
        message = f"{len(found.formulas)} 个格里是公式（{told}），请选择性粘贴为数值后再交"
        raise Unreadable(Problem(name, message))


def _from_tables(scheme: Scheme, path: Path, *, names: Sequence[str]) -> _Gathered:
    gathered = _Gathered()
    folder = path.is_dir()
    facts = path / "facts.csv" if folder else path
    if facts.exists():
        sheet = read_csv(facts)
        if is_fact_table(sheet):
            gathered.add_facts(fact_table(scheme, sheet, subjects=names))
        else:
            gathered = _from_workbook(scheme, [sheet], name=facts.name)
            gathered.absent = {}
    for name in TABLES if folder else ():
        if (path / f"{name}.csv").exists():
            gathered.add(name, path / f"{name}.csv")
    if not gathered.cells and not gathered.tables and not gathered.problems:
        raise Unreadable(Problem(str(path), "没有数据：文件夹里应有 facts.csv 等数据表"))
    return gathered


def _read(scheme: Scheme, gathered: _Gathered) -> ReadInputs:
    """The gathered tables as inputs; Refused with everything that is wrong in any of them."""
    facts = facts_of(scheme, gathered.cells)
    written = {name: gathered.subjects.get(name, "") for name in facts.facts}
    everyone = scheme.subjects() or tuple(written.items())
    reader = RecordReader(scheme, [name for name, _ in everyone])
    for name in TABLES:
        reader.read(name, gathered.tables.get(name, ()))
    tables = reader.tables
    problems = [
        *gathered.problems, *gathered.absent.values(), *facts.problems, *tables.problems,
    ]  # fmt: skip
    if problems:
        raise Refused(problems)
    inputs = Inputs(
        subjects=everyone,
        facts={name: entries for name, entries in facts.facts.items() if entries},
        claimed=tables.claimed,
        settled=tables.settled,
        jurors=tuple(tables.jurors),
        marks=tuple(tables.marks),
        claims=tuple(tables.claims),
        used=tuple(tables.used),
    )
    notes = (*gathered.notes, *facts.notes, *tables.notes)
    return ReadInputs(inputs, notes, gathered.evidence, tuple(gathered.unread))
