"""Reads the house: its Python files by room, as syntax trees, for the tests of the house itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "jiheng"

SCORE_ROOMS = ("values", "rules", "scheme", "jury", "budget", "plan", "ledger", "score")
PURE_ROOMS = (*SCORE_ROOMS, "fairness", "lint", "reading", "forms")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its path from the root of the checkout and what it says."""

    place: str
    tree: ast.Module

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.place}:{getattr(node, 'lineno', 1)} {what}"


def source(text: str) -> Source:
    """A made-up file, with which a test shows that its guard bites."""
    return Source("made-up.py", ast.parse(text))


def sources(*rooms: str) -> Iterator[Source]:
    """The files of some rooms, or of the whole house."""
    folders = [HOUSE / room for room in rooms] or [HOUSE]
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            yield Source(place, ast.parse(path.read_text("utf-8"), filename=place))
