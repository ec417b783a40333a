"""What a command prints: text for people, or JSON alone on standard output for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """The two ways to print a result."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[
    Format,
    typer.Option("--format", help="text 给人看；json 给程序用，标准输出上只有这份 JSON。"),
]


def print_json(result: Mapping[str, object] | Sequence[object]) -> None:
    """Write `result` as JSON to standard output; scores in it are exact decimal strings."""
    json.dump(result, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_error(text: str) -> None:
    """Write one line to standard error, whatever the text holds."""
    sys.stderr.write(one_line(text) + "\n")


def one_line(text: str) -> str:
    """`text` on one line without control characters, which could redraw a terminal."""
    words = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in words)
