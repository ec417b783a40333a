"""Each row of what must never happen has a test that says so: `@pytest.mark.row("CC-01")`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import ROOT

KEPT = {
    "IS": range(1, 6),
    "OP": range(1, 8),
    "EU": range(1, 12),
    "CC": range(1, 6),
    "DU": range(1, 6),
    "AU": range(3, 7),
    "PR": (3,),
    "AV": (1, 2),
    "DS": range(1, 5),
    "SU": (1,),
    "SC": (2, 3, 6, 8, 9),
    "IM": (6, 7, 8),
}
"""The rows that hold by now."""


def rows_in(path: Path) -> Iterator[str]:
    """The rows that the tests of one file say they keep."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr="row"), args=arguments):
                yield from (one.value for one in arguments if isinstance(one, ast.Constant))
            case ast.Call(
                func=ast.Name(id="record_property"), args=[ast.Constant("row"), ast.Constant(row)]
            ):
                yield from row.split(", ")


def test_every_row_has_its_test() -> None:
    told = {row for path in (ROOT / "tests").rglob("*.py") for row in rows_in(path)}
    wanted = {f"{name}-{number:02}" for name, numbers in KEPT.items() for number in numbers}
    assert sorted(wanted - told) == []
