"""What is known about the subjects, from files: a folder of CSV tables, one CSV, or the fill-in
workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jiheng.files.csv import read_csv
from jiheng.files.xlsx_read import read_workbook
from jiheng.forms.entries import Keyed, facts_of
from jiheng.forms.fact_tables import fact_table, lines_of
from jiheng.forms.fill_in import only_subject
from jiheng.forms.fill_in_reading import read_fill_in
from jiheng.forms.records import Line, RecordReader
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Inputs
from jiheng.values.problems import Problem, Refused, Unreadable

TABLES = ("jurors", "marks", "claims", "used", "claimed", "settled")
"""The tables of a folder beside `facts.csv`; jurors before marks."""


@dataclass(frozen=True, slots=True)
class ReadInputs:
    """The inputs, and what the reader should be told although it was accepted."""

    inputs: Inputs
    notes: tuple[Problem, ...] = ()


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
    if facts.is_file() and facts.suffix.lower() != ".csv":
        gathered = _from_workbook(scheme, facts, names)
    else:
        gathered = _from_tables(scheme, facts, names)
    for name, path in (("marks", marks), ("claims", claims)):
        if path is not None:
            gathered.replace(name, path)
    return _read(scheme, gathered)


@dataclass
class _Gathered:
    """What the files hold, before any of it is understood."""

    cells: list[Keyed] = field(default_factory=list)
    tables: dict[str, Sequence[Line]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def add(self, name: str, path: Path) -> None:
        """Take one table from a CSV file."""
        sheet = read_csv(path)
        self.problems += sheet.unread
        self.tables[name] = lines_of(sheet)

    def replace(self, name: str, path: Path) -> None:
        """A table named on the command line takes the place of any other; jurors lie beside marks."""
        self.add(name, path)
        beside = path.with_name("jurors.csv")
        if name == "marks" and "jurors" not in self.tables and beside.exists():
            self.add("jurors", beside)


def _from_workbook(scheme: Scheme, path: Path, names: Sequence[str]) -> _Gathered:
    subjects = names or [only_subject(scheme)]
    found = read_fill_in(scheme, read_workbook(path), subjects)
    if found.formulas:
        told = "、".join(found.formulas[:5]) + ("等" if len(found.formulas) > 5 else "")
        message = f"{len(found.formulas)} 个格里是公式（{told}），请选择性粘贴为数值后再交"
        raise Unreadable(Problem(path.name, message))
    return _Gathered(found.cells, dict(found.tables), found.problems, found.notes)


def _from_tables(scheme: Scheme, path: Path, names: Sequence[str]) -> _Gathered:
    gathered = _Gathered()
    folder = path.is_dir()
    facts = path / "facts.csv" if folder else path
    if facts.exists():
        table = fact_table(scheme, read_csv(facts), names)
        gathered.cells, gathered.problems = table.cells, table.problems
    for name in TABLES if folder else ():
        if (path / f"{name}.csv").exists():
            gathered.add(name, path / f"{name}.csv")
    if not gathered.cells and not gathered.tables and not gathered.problems:
        raise Unreadable(Problem(str(path), "没有数据：文件夹里应有 facts.csv 等数据表"))
    return gathered


def _read(scheme: Scheme, gathered: _Gathered) -> ReadInputs:
    """The gathered tables as inputs; Refused with everything that is wrong in any of them."""
    facts = facts_of(scheme, gathered.cells)
    everyone = scheme.subjects() or tuple((name, "") for name in facts.facts)
    reader = RecordReader(scheme, [name for name, _ in everyone])
    for name in TABLES:
        reader.read(name, gathered.tables.get(name, ()))
    tables = reader.tables
    problems = [*gathered.problems, *facts.problems, *tables.problems]
    if problems:
        raise Refused(problems)
    inputs = Inputs(
        subjects=everyone,
        facts=facts.facts,
        claimed=tables.claimed,
        settled=tables.settled,
        jurors=tuple(tables.jurors),
        marks=tuple(tables.marks),
        claims=tuple(tables.claims),
        used=tuple(tables.used),
    )
    return ReadInputs(inputs, (*gathered.notes, *facts.notes))
