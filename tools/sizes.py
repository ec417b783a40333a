"""Measures what STYLE limits: lines of a function and a file, nesting, positional arguments.

`# sizes: REASON` on the line of the `def` excuses one function, for example where a library calls
it with positional arguments.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FUNCTION_LINES = 40
FILE_LINES = {"tests": 600, "check": sys.maxsize}  # `check` is one file on purpose
OTHER_FILE_LINES = 400
NESTING = 3
POSITIONAL = 2
# A deed is told as who, on what, what; a page is given its request and the keys of its address.
POSITIONAL_ON_THE_SITE = 3
SITE = "src/jiheng/web/"
FREELY_POSITIONAL = ("tests", "src/jiheng/cli")  # fixtures and typer's parameters come by name

Function = ast.FunctionDef | ast.AsyncFunctionDef
NESTS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


@dataclass(frozen=True, slots=True)
class Excess:
    """One limit passed: where, and by how much."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}  {self.message}"


def excesses_in(root: Path) -> list[Excess]:
    """Every limit passed in the Python files of a checkout."""
    found: list[Excess] = []
    for folder in ("src", "tests", "tools", "check"):
        for path in sorted((root / folder).rglob("*.py")):
            if path.parent.name == "migrations":  # Django writes them
                continue
            found += excesses_of(path.read_text("utf-8"), path.relative_to(root).as_posix())
    return found


def excesses_of(source: str, place: str) -> list[Excess]:
    """Every limit passed in one file; `place` is its path from the root of the checkout."""
    limit = FILE_LINES.get(place.split("/", maxsplit=1)[0], OTHER_FILE_LINES)
    length = len(source.splitlines())
    found = [Excess(place, f"{length} lines; a file has at most {limit}")] if length > limit else []
    lines = source.splitlines()
    for function in functions_in(ast.parse(source)):
        if "# sizes: " not in lines[function.lineno - 1]:
            found += _function_excesses(function, place)
    return found


def functions_in(tree: ast.AST) -> Iterator[Function]:
    """Every function, method and inner function."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _function_excesses(function: Function, place: str) -> Iterator[Excess]:
    where = f"{place}:{function.lineno} {function.name}"
    if (lines := body_lines(function)) > FUNCTION_LINES:
        yield Excess(where, f"{lines} lines without docstring; at most {FUNCTION_LINES}")
    if (depth := nesting(function.body)) > NESTING:
        yield Excess(where, f"nested {depth} deep; at most {NESTING}")
    most = POSITIONAL_ON_THE_SITE if place.startswith(SITE) else POSITIONAL
    if not place.startswith(FREELY_POSITIONAL) and (count := positional(function)) > most:
        yield Excess(where, f"{count} positional arguments; keyword-only after {most}")


def body_lines(function: Function) -> int:
    """Lines from `def` to the end, less the docstring's."""
    assert function.end_lineno is not None
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None and first.end_lineno is not None:
        lines -= first.end_lineno - first.lineno + 1
    return lines


def nesting(body: list[ast.stmt]) -> int:
    """How deep blocks lie in blocks; an `elif` lies no deeper than its `if`."""
    return max((_depth(statement) for statement in body), default=0)


def _depth(statement: ast.stmt) -> int:
    if not isinstance(statement, NESTS):
        return 0
    if isinstance(statement, ast.If) and _is_elif(statement.orelse):
        return max(1 + nesting(statement.body), _depth(statement.orelse[0]))
    return 1 + max(nesting(block) for block in _blocks(statement))


def _is_elif(orelse: list[ast.stmt]) -> bool:
    return len(orelse) == 1 and isinstance(orelse[0], ast.If)


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        yield getattr(statement, name, [])
    for part in [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]:
        yield part.body


def positional(function: Function) -> int:
    """Arguments that may be given by position, without `self`."""
    names = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
    return len([name for name in names if name not in {"self", "cls"}])


def main() -> int:
    """Print every limit passed; 1 if there is one."""
    found = excesses_in(Path(__file__).resolve().parent.parent)
    for excess in found:
        print(excess)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
