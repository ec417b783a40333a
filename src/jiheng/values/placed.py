"""Plain data with addresses: what a file says, and where it says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from jiheng.values.problems import Problem

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys and positions, such as ("indicators", 2, "rule")."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Dicts, lists, texts and booleans only, with the place of every value (file:line:column), and
    what was wrong with the file itself."""

    data: Any
    places: Mapping[Path, str]
    problems: tuple[Problem, ...] = ()

    def place(self, path: Path) -> str:
        """The address of a path, or of the nearest value above it that has one."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, "")


def path_text(path: Path) -> str:
    """A path for people: `indicators[2].children[0].rule`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text
