"""Writes docs/generated from the code: a page of rules, one of checks, one of commands.

A rule is a file whose docstring has the heading `## What it does`, a check one with `## What it
finds`; that docstring is its documentation. `--check` writes nothing and fails if a page is not what the code says.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from jiheng.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "generated"
MARK = "## What it "  # does, or finds
NOTE = "<!-- Made from the code by `make docs`; edit the code. -->\n\n"


def pages() -> dict[str, str]:
    """The text of every page by its file name; a room that is not there has no page."""
    written = {"commands.md": commands_page()}
    if entries := list(entries_of("rules")):
        written["rules.md"] = family_page("Rules", entries)
    if entries := list(entries_of("lint")):
        written["checks.md"] = family_page("Checks", entries)
    return written


def entries_of(room: str) -> Iterator[tuple[str, str]]:
    """Folder and name of each documented file in a room, with its docstring: `points/bands`."""
    folder = ROOT / "src" / "jiheng" / room
    for path in sorted(folder.rglob("*.py")):
        told = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        if told is not None and MARK in told:
            name = path.relative_to(folder).with_suffix("").as_posix()
            yield name.replace("_", "-"), told


def family_page(title: str, entries: list[tuple[str, str]]) -> str:
    """One page: a list of the entries with their first lines, then each entry whole."""
    lines = [f"# {title}", ""]
    lines += [f"- [`{name}`](#{_anchor(name)}): {told.splitlines()[0]}" for name, told in entries]
    for name, told in entries:
        lines += ["", f"## {name}", "", _deeper(told)]
    return NOTE + "\n".join(lines) + "\n"


def _anchor(name: str) -> str:
    return name.replace("/", "").lower()


def _deeper(told: str) -> str:
    """The docstring one heading lower; indented examples stay code blocks, so they get air."""
    lines: list[str] = []
    for line in told.splitlines():
        if line.startswith("    ") and lines and lines[-1] and not lines[-1].startswith("    "):
            lines.append("")
        lines.append(f"#{line}" if line.startswith("## ") else line.rstrip())
    return "\n".join(lines)


def commands_page() -> str:
    """Every command with its arguments and options, in the order of `jiheng --help`."""
    lines = ["# Commands", ""]
    group = typer.main.get_group(app)
    for name, command in group.commands.items():
        lines += [f"## jiheng {name}", "", inspect.cleandoc(command.help or ""), ""]
        lines += ["| 参数 | 说明 |", "|---|---|"]
        for parameter in command.params:
            said = " ".join((getattr(parameter, "help", None) or "").split())
            lines.append(f"| {_spelling(parameter)} | {said} |")
        lines.append("")
    return NOTE + "\n".join(lines).rstrip() + "\n"


def _spelling(parameter: object) -> str:
    """`SCHEME` for an argument, `--facts` for an option."""
    if getattr(parameter, "param_type_name", "") == "argument":
        return f"`{getattr(parameter, 'metavar', None) or getattr(parameter, 'name', '')}`"
    return ", ".join(f"`{option}`" for option in getattr(parameter, "opts", ()))


def main() -> int:
    """Write the pages, or with `--check` name those that are out of date."""
    stale = [name for name, text in pages().items() if _current(name) != text]
    left_over = {path.name for path in PAGES.glob("*.md")} - set(pages())
    if "--check" in sys.argv:
        for name in [*stale, *sorted(left_over)]:
            print(f"docs/generated/{name} is out of date: run `make docs`")
        return 1 if stale or left_over else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (PAGES / name).write_text(pages()[name], "utf-8")
    for name in left_over:
        (PAGES / name).unlink()
    return 0


def _current(name: str) -> str | None:
    path = PAGES / name
    return path.read_text("utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
