"""No pattern takes long on any text: each is tried on texts that nearly match it, 100 kB long (DS-03)."""

from __future__ import annotations

import ast
import importlib
import random
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # the grammar's own tree; no public one exists
from types import FrameType
from typing import Any

import pytest

import jiheng

ROOT = Path(jiheng.__file__).parent
SIZE = 100_000
LIMIT = 0.05  # seconds of processor time
ODD = "\x00"  # a character that no pattern of ours asks for
ANCHORED = {"match", "fullmatch"}


@dataclass(frozen=True)
class Used:
    """A pattern, where it stands, and whether it is tried at every place of a text or at one."""

    place: str
    pattern: re.Pattern[Any]
    searching: bool


@cache
def _trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))}


@cache
def patterns() -> tuple[Used, ...]:
    """Every pattern in the sources: under a name, among others, or written where it is used."""
    return tuple(used for path, tree in _trees().items() for used in _patterns_in(path, tree))


def _patterns_in(path: Path, tree: ast.Module) -> Iterator[Used]:
    named = {
        id(node.value): node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    anchored = _anchored_names(tree)
    for node in ast.walk(tree):
        method = _method(node)
        if not isinstance(node, ast.Call) or method is None or not node.args:
            continue
        pattern = _pattern(node, method, path)
        if pattern is not None:
            at_one_place = method in ANCHORED or named.get(id(node)) in anchored
            yield Used(f"{path.relative_to(ROOT)}:{node.lineno}", pattern, not at_one_place)


def _method(node: ast.AST) -> str | None:
    """`search` of `re.search(…)`; a validator of Django's searches too."""
    match node:
        case ast.Call(func=ast.Name(id="RegexValidator")):
            return "search"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=method)):
            return method if method != "escape" else None
    return None


def _pattern(node: ast.Call, method: str, path: Path) -> re.Pattern[Any] | None:
    """The pattern as the program makes it; None where only a running function knows it."""
    given = [*node.args[1:], *(each.value for each in node.keywords)]
    flags = [one for one in given if ast.unparse(one).startswith("re.")]
    namespace = {"re": re} | _namespace(path)
    try:
        first = eval(ast.unparse(node.args[0]), namespace)  # our own source
        return re.compile(first, sum((eval(ast.unparse(one), {"re": re}) for one in flags), 0))
    except NameError:
        return None


@cache
def _namespace(path: Path) -> dict[str, Any]:
    room = path.relative_to(ROOT)
    if room.parts[0] == "web":  # needs a site: only texts that stand under a name are known
        return dict(_named_texts(_trees()[path]))
    name = ".".join(("jiheng", *room.with_suffix("").parts)).removesuffix(".__init__")
    return vars(importlib.import_module(name))


def _named_texts(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


def _anchored_names(tree: ast.Module) -> set[str]:
    """Names in a module of which no mention is anything but `.match` or `.fullmatch`."""
    anchored: set[str] = set()
    other: set[str] = set()
    used = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            (anchored if used.get(id(node)) in ANCHORED else other).add(node.id)
    return anchored - other


# Texts that nearly match


def near_misses(pattern: re.Pattern[Any], count: int) -> Iterator[str]:
    """`count` long texts: the beginning of a match, a piece of it over and over, and an odd end."""
    draw = random.Random(str(pattern.pattern))
    source = pattern.pattern
    tree = _parser.parse(source, pattern.flags & ~re.DEBUG)
    for _ in range(count):
        example = _example(tree, draw) or "x"
        start = draw.randrange(len(example))
        piece = example[start : start + draw.choice([1, 1, 2, 3, len(example)])]
        text = example[:start] + piece * (SIZE // len(piece))
        yield text[:SIZE] + ODD


def _example(tree: Any, draw: random.Random) -> str:
    return "".join(_piece(str(kind), value, draw) for kind, value in tree)


def _piece(kind: str, value: Any, draw: random.Random) -> str:
    match kind:
        case "LITERAL":
            return chr(value)
        case "ANY" | "NOT_LITERAL":
            return "x"
        case "IN":
            return _one_of(value, draw)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inner = value
            times = min(int(most), least + draw.choice([0, 1, 3]))
            return "".join(_example(inner, draw) for _ in range(times))
        case "SUBPATTERN":
            return _example(value[-1], draw)
        case "ATOMIC_GROUP":
            return _example(value, draw)
        case "BRANCH":
            return _example(draw.choice(value[1]), draw)
    return ""  # places and conditions take no character


def _one_of(items: Any, draw: random.Random) -> str:
    kind, value = draw.choice([each for each in items if str(each[0]) != "NEGATE"])
    if str(items[0][0]) == "NEGATE":
        return draw.choice("甲a7 ")
    match str(kind):
        case "LITERAL":
            return chr(value)
        case "RANGE":
            return chr(draw.randint(*value))
    return {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}.get(
        str(value), "甲"
    )


class _TooLongError(Exception):
    pass


def _stop(_: int, __: FrameType | None) -> None:
    raise _TooLongError


def seconds(used: Used, text: str) -> float:
    """How long the pattern takes on the text; it is stopped at four times the limit."""
    hostile: Any = text.encode() if isinstance(used.pattern.pattern, bytes) else text
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 4 * LIMIT)
    try:
        if used.searching:
            for _ in used.pattern.finditer(hostile):
                pass
        else:
            used.pattern.fullmatch(hostile)
            used.pattern.match(hostile)
    except _TooLongError:
        return 4 * LIMIT
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begun


def slow(found: tuple[Used, ...], count: int) -> dict[str, str]:
    """{place: pattern} of those that took too long on some text, three times in a row."""
    before = signal.signal(signal.SIGVTALRM, _stop)
    try:
        return {
            used.place: str(used.pattern.pattern)
            for used in found
            if any(_is_slow(used, text) for text in near_misses(used.pattern, count))
        }
    finally:
        signal.signal(signal.SIGVTALRM, before)


def _is_slow(used: Used, text: str) -> bool:
    return all(seconds(used, text) > LIMIT for _ in range(3))


@pytest.mark.row("DS-03")
@pytest.mark.slow
def test_every_pattern_is_quick_on_hostile_text() -> None:
    assert slow(patterns(), 12) == {}


@pytest.mark.row("DS-03")
@pytest.mark.prove
def test_every_pattern_is_quick_on_a_hundred_hostile_texts() -> None:
    assert slow(patterns(), 100) == {}


def test_patterns_are_found_at_all() -> None:
    """Names, tuples, calls in functions, and pieces put together when a module is loaded."""
    files = {used.place.partition(":")[0] for used in patterns()}
    assert {"values/document_number.py", "files/pdf.py", "files/csv.py"} <= files
    assert {"web/inputs/people.py", "web/queries/schemes_text.py"} <= files


@pytest.mark.row("DS-03")
@pytest.mark.slow
@pytest.mark.parametrize("bad", [r"(a+)+b", r"(a|a)*b", r"\s+$", r"a*b", r"x.*y.*z"])
def test_a_slow_pattern_is_caught(bad: str) -> None:
    assert slow((Used("here", re.compile(bad), searching=True),), 12) == {"here": bad}
