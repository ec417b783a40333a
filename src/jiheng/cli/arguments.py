"""Arguments that several commands take, and the inputs behind them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiheng.cli.output import print_error
from jiheng.files.inputs import read_inputs
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Inputs

SchemeArgument = Annotated[
    Path, typer.Argument(metavar="办法", help="办法文件（YAML），或装着 scheme.yaml 的文件夹。")
]
FactsOption = Annotated[
    Path,
    typer.Option(
        "--facts", metavar="填报数据", help="填报工作簿（xlsx）、CSV 表，或装着各 CSV 表的文件夹。"
    ),
]
MarksOption = Annotated[
    Path | None,
    typer.Option("--marks", metavar="打分表", help="评委打分的 CSV；评委名单放在同一处。"),
]
ClaimsOption = Annotated[
    Path | None, typer.Option("--claims", metavar="申报表", help="加分申报的 CSV。")
]


def inputs_from(scheme: Scheme, facts: Path, *, marks: Path | None, claims: Path | None) -> Inputs:
    """The inputs in the files; what was accepted with a remark is said on standard error."""
    read = read_inputs(scheme, facts, marks=marks, claims=claims)
    for note in read.notes:
        print_error(f"提示：{note}")
    return read.inputs
