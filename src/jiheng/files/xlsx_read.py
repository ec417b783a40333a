"""An .xlsx file to `ReadSheet`s: every cell as typed, or one clear line why the file is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jiheng.files.fence import fenced
from jiheng.forms.workbook import Kind, ReadCell, ReadSheet
from jiheng.values.problems import Problem

__all__ = ["ReadCell", "ReadSheet", "read_workbook"]


def read_workbook(path: Path) -> tuple[ReadSheet, ...]:
    """All sheets in the order of their tabs, hidden ones too; parsed in a child process with limits.

    Formulas come with the value last computed and are marked; whether they are accepted is for the
    caller. Raises Unreadable (with the file's name) for a file that is missing, no workbook, damaged,
    locked with a password, full of macros, too large, or built to harm.
    """
    return tuple(_sheet(plain) for plain in fenced("xlsx", path))


def _sheet(plain: dict[str, Any]) -> ReadSheet:
    name = plain["name"]
    return ReadSheet(
        name=name,
        cells=tuple(_cell(cell) for cell in plain["cells"]),
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in plain["merged"]),
        hidden=plain["hidden"],
        hidden_rows=frozenset(plain["hidden_rows"]),
        hidden_columns=frozenset(plain["hidden_columns"]),
        rows_in_file=plain["rows_in_file"],
        notes=_problems(name, plain["notes"]),
        unread=_problems(name, plain["unread"]),
    )


def _cell(plain: list[Any]) -> ReadCell:
    row, column, kind, *rest = plain
    return ReadCell(row, column, Kind(kind), *rest)


def _problems(sheet: str, found: list[tuple[str, str]]) -> tuple[Problem, ...]:
    return tuple(Problem(f"{sheet}, {where}" if where else sheet, text) for where, text in found)
