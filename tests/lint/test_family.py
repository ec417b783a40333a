"""The family of checks: each is in the list, in a file of its name, with the same page and a title."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import jiheng.lint
from jiheng.lint.checks import CHECKS

ROOM = Path(jiheng.lint.__file__).parent
HEADINGS = ["## What it finds", "## Why it matters", "## Example", "## What to do"]


def pages() -> dict[str, list[str]]:
    """The headings of every file that is a check, by the name of its check."""
    found = {}
    for path in sorted(ROOM.glob("*.py")):
        told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        if HEADINGS[0] in told:
            found[path.stem.replace("_", "-")] = re.findall(r"^## .+$", told, re.MULTILINE)
    return found


def test_every_check_is_a_file_with_the_same_page() -> None:
    assert pages() == {check.name: HEADINGS for check in sorted(CHECKS, key=lambda one: one.name)}


def test_every_check_is_the_function_of_its_name() -> None:
    names = [(check.faults.__module__, check.faults.__name__) for check in CHECKS]
    wanted = [check.name.replace("-", "_") for check in CHECKS]
    assert names == [(f"jiheng.lint.{name}", name) for name in wanted]


def test_no_two_checks_share_a_name_or_a_title() -> None:
    assert (
        len({check.name for check in CHECKS})
        == len({check.title for check in CHECKS})
        == len(CHECKS)
    )
