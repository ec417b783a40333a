"""`jiheng demo`: both sample assessments from fill-in workbook to circular, for a first look."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from jiheng.cli.assess import print_ranking
from jiheng.files.inputs import read_inputs
from jiheng.files.outcome import write_outcome
from jiheng.files.scheme_yaml import load_scheme
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.fill_in import fill_in_workbook
from jiheng.lint.lint_scheme import lint_scheme
from jiheng.score.outcome import assess
from jiheng.values.problems import Problem, Unreadable

SAMPLES = (("yueyang-2017", date(2018, 1, 15)), ("lianyungang-2018", date(2019, 1, 15)))
"""The two samples in `schemes/` and `samples/`, each with the invented date of its circular."""

FILL_IN = "填报表.xlsx"


def demo(
    folder: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件夹", help="样例文件写到这里。")
    ] = Path("demo"),
    house: Annotated[
        Path, typer.Option("--house", metavar="文件夹", help="装着 schemes 和 samples 的文件夹。")
    ] = Path(),
) -> int:
    """用两套虚构数据走一遍：填报表、计分、排名、等次、说明、评估表、通报。"""
    console = Console(highlight=False)
    for name, day in SAMPLES:
        if not (house / "schemes" / name / "scheme.yaml").exists():
            message = "这里没有样例；请在 jiheng 的代码文件夹里运行，或用 --house 指明"
            raise Unreadable(Problem(str(house / "schemes" / name), message))
        _show(console, (house, name), into=folder / name, day=day)
    console.print("数据全部虚构，仅供演示。看文档：")
    for name, _ in SAMPLES:
        console.print(f"  {folder / name}", soft_wrap=True)
    return 0


def _show(console: Console, sample: tuple[Path, str], *, into: Path, day: date) -> None:
    """One sample: the workbook is written filled in, read back as a county's would be, and scored."""
    house, name = sample
    scheme = load_scheme(house / "schemes" / name)
    found = lint_scheme(scheme)
    console.rule(scheme.title, align="left")
    open_ones = sum(finding.decided is None for finding in found)
    console.print(f"办法检查：发现 {len(found)} 处，其中 {open_ones} 处还没有决定怎样处理。")
    into.mkdir(parents=True, exist_ok=True)
    filled = read_inputs(scheme, house / "samples" / name).inputs
    write_workbook(fill_in_workbook(scheme, inputs=filled), into / FILL_IN)
    inputs = read_inputs(scheme, into / FILL_IN).inputs
    outcome = assess(scheme, inputs)
    print_ranking(console, outcome)
    written = write_outcome(outcome, inputs, into, day=day, sample=True)
    console.print(f"写出 {len(written) + 1} 个文件。\n")
