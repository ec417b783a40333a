"""One word per thing: what `docs/words.md` says is not our word names nothing in the program.

The table there has three columns: the term of the regulations, our name, and the names we never
use for it (in backquotes, separated by commas).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, Source, source, sources

WORDS = ROOT / "docs" / "words.md"


def unused_words(table: str) -> dict[str, str]:
    """Each word we never use, with the one we use instead."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {
        never: ours[0]
        for row in rows
        if len(row) == 3 and (ours := re.findall(r"`(\w+)`", row[1]))
        for never in re.findall(r"`(\w+)`", row[2])
    }


def names_in(file: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every name that a file gives to something of its own, not what a library calls `LikeThis`."""
    for node in ast.walk(file.tree):
        match node:
            case ast.FunctionDef(name=name) if name[0].isupper():
                continue
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                yield node, name
            case ast.Name(id=name, ctx=ast.Store()):
                yield node, name


def strangers_in(file: Source, words: dict[str, str]) -> Iterator[str]:
    """Each name in which a word that we never use stands for a thing that has one."""
    for node, name in names_in(file):
        pieces = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
        for piece in pieces:
            if (ours := words.get(piece.lower())) is not None:
                yield file.at(node, f"{name}: our word is {ours}")


def test_each_thing_has_its_word() -> None:
    if not WORDS.exists():
        pytest.skip(
            "docs/words.md is not there, so there is no list of words to hold names against"
        )
    words = unused_words(WORDS.read_text("utf-8"))
    assert words != {}
    assert [found for file in sources() for found in strangers_in(file, words)] == []


def test_a_stranger_is_found() -> None:
    words = unused_words(
        "| 术语 | name | never |\n|---|---|---|\n| 考核对象 | `subject` | `entity`, `target_unit` |"
    )
    assert words == {"entity": "subject", "target_unit": "subject"}
    text = "class OldEntity:\n    def total(self, entity_name): ...\nsubjects = identity = 1"
    assert list(strangers_in(source(text), words)) == [
        "made-up.py:1 OldEntity: our word is subject",
        "made-up.py:2 entity_name: our word is subject",
    ]
