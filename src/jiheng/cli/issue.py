"""`jiheng issue`: a method with nothing left to defaults, known from then on by its hash."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from jiheng.cli.arguments import SchemeArgument
from jiheng.cli.output import Format, FormatOption, print_json
from jiheng.files.scheme_yaml import load_scheme
from jiheng.files.whole import write_whole
from jiheng.scheme.issue import issue as issue_scheme
from jiheng.scheme.readings import QUESTIONS

BY = {"document": "原文", "office": "办公室决定", "ours": "本库决定", "default": "默认"}


def issue(
    scheme: SchemeArgument,
    file: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="把印发的办法（JSON）写到这里。"),
    ] = None,
    output: FormatOption = Format.TEXT,
) -> int:
    """印发办法：检查口径是否都已决定，写明全部默认值，算出编号（哈希）。"""
    issued = issue_scheme(load_scheme(scheme))
    if file is not None:
        write_whole(file, issued.text.encode() + b"\n")
    readings = {name: entry for name, entry in issued.scheme.readings.items() if entry.chosen}
    if output is Format.JSON:
        told = {name: {"chosen": one.chosen, "by": one.by} for name, one in readings.items()}
        print_json({"scheme": issued.scheme.scheme, "sha256": issued.digest, "readings": told})
        return 0
    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(f"{issued.scheme.title}\n编号（SHA-256）：{issued.digest}")
    for name, one in readings.items():
        question = QUESTIONS[name]
        console.print(f"  {question.asks}{question.words[one.chosen or '']}（{BY[one.by]}）")
    if file is not None:
        console.print(f"已写出 {file}")
    return 0
