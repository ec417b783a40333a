"""The result workbook read again, so that last year's scores and counted awards need no retyping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jiheng.forms.fill_in_words import HEADS
from jiheng.forms.known_names import plain
from jiheng.forms.line_sheet import Found, LineColumn, LineSheet
from jiheng.forms.outcome_words import code_of
from jiheng.forms.records import Line
from jiheng.forms.workbook import ReadCell, ReadSheet
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Problem

MATRIX, _LEDGER = "得分矩阵", "加分台账"
_HEADS = ("编号", "指标", "分值")
_ABOUT = {"总分": "total", "名次": "rank", "等次": "grade"}
_LEDGER_HEADS = {**HEADS["used"], "award": "奖项名称", "year": "年度"}
_JUDGED, _ACCEPTED = "认定", "认定"


@dataclass
class ReadResults:
    """Lines of results, and lines of the awards that were accepted."""

    results: list[Line] = field(default_factory=list)
    used: list[Line] = field(default_factory=list)


def is_result_workbook(sheets: Sequence[ReadSheet]) -> bool:
    """Does it have the sheet of scores?"""
    return any(plain(sheet.name) == MATRIX for sheet in sheets)


def read_result_workbook(
    scheme: Scheme, sheets: Sequence[ReadSheet], *, problems: list[Problem]
) -> ReadResults:
    """Scores by subject and clause, and the accepted awards."""
    matrix = next(sheet for sheet in sheets if plain(sheet.name) == MATRIX)
    read = ReadResults()
    grid = _upright(matrix) or _turned(matrix)
    if grid is None:
        told = f"没有认出表头：应有{'、'.join(f'“{one}”' for one in _HEADS)}；请用原来的结果表"
        problems.append(Problem(matrix.name, told))
    else:
        read.results = [*_results(scheme, matrix, grid=grid)]
    if any(plain(sheet.name) == _LEDGER for sheet in sheets):
        read.used = [*_accepted(sheets, problems)]
    return read


@dataclass(frozen=True, slots=True)
class _Grid:
    """The matrix however it lies: each line has its number, title and a cell for every subject."""

    subjects: tuple[ReadCell, ...]
    lines: tuple[tuple[ReadCell, ReadCell, tuple[ReadCell, ...]], ...]


def _upright(sheet: ReadSheet) -> _Grid | None:
    """Clauses down, subjects across."""
    for line in range(1, sheet.last_row + 1):
        if _texts(sheet.at(line, column) for column in (1, 2, 3)) == _HEADS:
            across = range(4, sheet.last_column + 1)
            below = range(line + 1, sheet.last_row + 1)
            lines = (
                (sheet.at(at, 1), sheet.at(at, 2), tuple(sheet.at(at, one) for one in across))
                for at in below
            )
            return _Grid(tuple(sheet.at(line, one) for one in across), tuple(lines))
    return None


def _turned(sheet: ReadSheet) -> _Grid | None:
    """Subjects down, clauses across, as it stands for very many subjects."""
    for line in range(1, sheet.last_row + 1):
        if _texts(sheet.at(line + count, 1) for count in range(3)) == _HEADS:
            below = range(line + 3, sheet.last_row + 1)
            across = range(2, sheet.last_column + 1)
            lines = (
                (
                    sheet.at(line, at),
                    sheet.at(line + 1, at),
                    tuple(sheet.at(one, at) for one in below),
                )
                for at in across
            )
            return _Grid(tuple(sheet.at(one, 1) for one in below), tuple(lines))
    return None


def _texts(cells: Iterator[ReadCell]) -> tuple[str, ...]:
    return tuple(plain(cell.text) for cell in cells)


def _results(scheme: Scheme, sheet: ReadSheet, *, grid: _Grid) -> Iterator[Line]:
    """A line a subject, its cells keyed by clause."""
    keys = _keys(scheme, grid)
    for at, subject in enumerate(grid.subjects):
        if not subject.text.strip():
            continue
        cells = {"subject": subject}
        cells |= {key: grid.lines[line][2][at] for line, key in keys.items()}
        texts = {key: cell.text.strip() for key, cell in cells.items()}
        addresses = {key: cell.address for key, cell in cells.items()}
        yield Line(texts, f"{sheet.name}, {subject.address}", addresses)


def _keys(scheme: Scheme, grid: _Grid) -> Mapping[int, str]:
    """Which line of the matrix is which clause; sections and their sums are none."""
    numbered = {plain(code_of(leaf)): leaf.id for leaf in scheme.leaves() if code_of(leaf)}
    titled = {plain(leaf.title): leaf.id for leaf in scheme.leaves() if not code_of(leaf)}
    keys: dict[int, str] = {}
    for count, (number, title, _) in enumerate(grid.lines):
        own = numbered.get(plain(number.text)) if number.text.strip() else None
        if not number.text.strip():
            own = _ABOUT.get(plain(title.text)) or titled.get(plain(title.text))
        if own is not None and own not in keys.values():
            keys[count] = own
    return keys


def _accepted(sheets: Sequence[ReadSheet], problems: list[Problem]) -> Iterator[Line]:
    columns = (LineColumn(key, head) for key, head in _LEDGER_HEADS.items() if key != "indicator")
    sheet = LineSheet(
        _LEDGER, "", (*columns, LineColumn("indicator", "编号"), LineColumn("judged", _JUDGED))
    )
    found = Found()
    for line in sheet.read(sheets, found):
        if line.cells.get("judged", "") == _ACCEPTED:
            yield line
    problems += found.problems
