"""What is known about the subjects, from files: a folder of CSV tables, one CSV, or a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jiheng.files.csv import read_csv
from jiheng.forms.entries import facts_of
from jiheng.forms.fact_tables import fact_table, lines_of
from jiheng.forms.records import RecordReader
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

    `facts` is a folder (facts.csv and the tables beside it) or a CSV of facts; `marks` and `claims`
    are CSV tables that take the place of the folder's. Marks need `jurors.csv` beside them.
    Raises Unreadable for a file that cannot be read, Refused with every problem at once.
    """
    if not facts.exists():
        raise Unreadable(Problem(str(facts), "没有这个文件或文件夹"))
    paths = _paths(facts, marks=marks, claims=claims)
    names = [name for name, _ in scheme.subjects()]
    table = fact_table(scheme, read_csv(paths["facts"]), names) if "facts" in paths else None
    read = facts_of(scheme, table.cells if table else ())
    everyone = scheme.subjects() or tuple((name, "") for name in read.facts)
    reader = RecordReader(scheme, [name for name, _ in everyone])
    unread: list[Problem] = []
    for name in TABLES:
        if name in paths:
            sheet = read_csv(paths[name])
            unread += sheet.unread
            reader.read(name, lines_of(sheet))
    tables = reader.tables
    problems = [*(table.problems if table else ()), *read.problems, *unread, *tables.problems]
    if problems:
        raise Refused(problems)
    inputs = Inputs(
        subjects=everyone,
        facts=read.facts,
        claimed=tables.claimed,
        settled=tables.settled,
        jurors=tuple(tables.jurors),
        marks=tuple(tables.marks),
        claims=tuple(tables.claims),
        used=tuple(tables.used),
    )
    return ReadInputs(inputs, tuple(read.notes))


def _paths(facts: Path, *, marks: Path | None, claims: Path | None) -> dict[str, Path]:
    """Which file holds which table."""
    folder = facts if facts.is_dir() else None
    paths = dict(_in_folder(folder, ("facts", *TABLES))) if folder else {"facts": facts}
    if folder and not paths:
        raise Unreadable(Problem(str(facts), "文件夹里没有 facts.csv 等数据表"))
    if marks is not None:
        paths["marks"] = marks
        paths.setdefault("jurors", marks.with_name("jurors.csv"))
    if claims is not None:
        paths["claims"] = claims
    return paths


def _in_folder(folder: Path, names: Iterable[str]) -> Iterable[tuple[str, Path]]:
    return ((name, folder / f"{name}.csv") for name in names if (folder / f"{name}.csv").exists())
