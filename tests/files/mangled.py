"""What people do to a fill-in workbook: the family of mangled copies, and the desk they are made on.

One function a mangle. It changes a copy of a filled-in sample and says what must come of it: the same
facts, or a refusal with exactly these lines. `FAMILY` is filled by the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.files.inputs import read_inputs
from jiheng.files.scheme_yaml import load_scheme
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.fill_in import fill_in_workbook
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Inputs

HOUSE = Path(__file__).resolve().parents[2]
RULES, JURY, PROJECT = "yueyang-2017", "lianyungang-2018", "qinhuangdao-2022-science"

Change = Callable[[Path], Path | None]


@dataclass(frozen=True)
class Mangle:
    """One mangle: `change` works on the copy and may return another file to be read; `refused` and
    `unreadable` hold the lines it must be answered with, else the facts stay the same, with `notes`;
    `lost` are (subject, fact) that the mangle empties on purpose."""

    name: str
    sample: str
    change: Change
    refused: tuple[str, ...] = ()
    unreadable: str = ""
    notes: tuple[str, ...] = ()
    lost: frozenset[tuple[str, str]] = frozenset()


FAMILY: dict[str, Mangle] = {}


def mangle(sample: str = RULES, **expected: object) -> Callable[[Change], Change]:
    """Put a function into the family under its own name."""

    def put(change: Change) -> Change:
        FAMILY[change.__name__] = Mangle(change.__name__, sample, change, **expected)  # type: ignore[arg-type]
        return change

    return put


@cache
def scheme_of(sample: str) -> Scheme:
    return load_scheme(HOUSE / "schemes" / sample)


@cache
def original(sample: str) -> Inputs:
    """The inputs of a sample as its own unspoilt workbook gives them back."""
    return read_inputs(scheme_of(sample), HOUSE / "samples" / sample).inputs


@cache
def _filled(sample: str, folder: Path) -> bytes:
    path = folder / f"{sample}.xlsx"
    book = fill_in_workbook(scheme_of(sample), inputs=original(sample), sample=True)
    write_workbook(book, path)
    return path.read_bytes()


def filled_copy(sample: str, folder: Path) -> Path:
    """A fresh copy of the sample's filled-in workbook."""
    content = _filled(sample, folder)
    path = folder / "facts.xlsx"
    path.write_bytes(content)
    return path


def bare(inputs: Inputs) -> Mapping[str, object]:
    """What inputs say, without where it stood and how it was spelled."""
    return {
        "subjects": inputs.subjects,
        "facts": {
            (subject, name): (entry.value, entry.state)
            for subject, entries in inputs.facts.items()
            for name, entry in entries.items()
            if entry.state != "missing"
        },
        "claimed": inputs.claimed,
        "settled": inputs.settled,
        "jurors": sorted(inputs.jurors, key=repr),
        "marks": sorted(inputs.marks, key=repr),
        "claims": sorted((replace(one, place="") for one in inputs.claims), key=repr),
        "used": sorted((replace(one, place="") for one in inputs.used), key=repr),
    }


@dataclass
class Desk:
    """A workbook opened to be changed; cells are found by the names that stand in it."""

    path: Path
    book: Workbook = field(init=False)

    def __post_init__(self) -> None:
        self.book = load_workbook(self.path, rich_text=True)

    def save(self, name: str = "") -> Path:
        path = self.path.with_name(name) if name else self.path
        self.book.save(path)
        return path

    @property
    def facts(self) -> Worksheet:
        """The first sheet of facts."""
        return next(sheet for sheet in self.book if sheet.title.startswith("填报表"))

    def sheet(self, name: str) -> Worksheet:
        return self.book[name]

    def cell(self, subject: str, fact: str, sheet: Worksheet | None = None) -> Cell:
        sheet = sheet or self.facts
        return sheet.cell(self.row(fact, sheet), self.column(subject, sheet))

    def row(self, fact: str, sheet: Worksheet | None = None) -> int:
        column = (sheet or self.facts)["A"]
        return next(cell.row for cell in column if cell.value == fact)

    def column(self, head: str, sheet: Worksheet | None = None) -> int:
        row = (sheet or self.facts)[3]
        return next(cell.column for cell in row if cell.value == head)


# openpyxl moves cells but neither merged ranges nor lists; an office program moves all of them.


def unmerged(sheet: Worksheet) -> list[CellRange]:
    """Take all merged ranges off, as people must before they sort; returns them."""
    spans = [CellRange(str(span)) for span in sheet.merged_cells.ranges]
    for span in spans:
        sheet.unmerge_cells(str(span))
    return spans


def insert_rows(sheet: Worksheet, at: int, count: int = 1) -> None:
    spans = unmerged(sheet)
    sheet.insert_rows(at, count)
    for span in spans:
        if span.min_row >= at:
            span.shift(row_shift=count)
        elif span.max_row >= at:
            span.expand(down=count)
        sheet.merge_cells(span.coord)


def delete_row(sheet: Worksheet, at: int) -> None:
    spans = unmerged(sheet)
    sheet.delete_rows(at)
    for span in spans:
        if span.min_row == span.max_row == at:
            continue
        if span.min_row > at:
            span.shift(row_shift=-1)
        elif span.max_row >= at:
            span.shrink(bottom=1)
        if span.size["rows"] * span.size["columns"] > 1:
            sheet.merge_cells(span.coord)


def insert_column(sheet: Worksheet, at: int) -> None:
    spans = unmerged(sheet)
    sheet.insert_cols(at)
    for span in spans:
        if span.min_col >= at:
            span.shift(col_shift=1)
        elif span.max_col >= at:
            span.expand(right=1)
        sheet.merge_cells(span.coord)


def delete_column(sheet: Worksheet, at: int) -> None:
    spans = unmerged(sheet)
    sheet.delete_cols(at)
    for span in spans:
        if span.min_col == span.max_col == at:
            continue
        if span.min_col > at:
            span.shift(col_shift=-1)
        elif span.max_col >= at:
            span.shrink(right=1)
        if span.size["rows"] * span.size["columns"] > 1:
            sheet.merge_cells(span.coord)


def values_of(sheet: Worksheet, line: int) -> list[object]:
    return [cell.value for cell in sheet[line]]


def write_values(sheet: Worksheet, line: int, values: list[object], *, first: int = 1) -> None:
    for at, value in enumerate(values):
        cell = sheet.cell(line, first + at)
        if not isinstance(cell, MergedCell):
            cell.value = value
