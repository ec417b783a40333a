"""`jiheng demo`: both sample assessments from fill-in workbook to circular, for a first look."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from jiheng.cli.assess import print_ranking
from jiheng.cli.demo_site import serve_demo
from jiheng.files.inputs import read_inputs
from jiheng.files.outcome import Printing, write_outcome
from jiheng.files.scheme_yaml import load_scheme
from jiheng.files.xlsx_write import write_workbook
from jiheng.files.yaml import read_yaml
from jiheng.forms.fill_in import fill_in_workbook
from jiheng.lint.lint_scheme import lint_scheme
from jiheng.score.outcome import assess
from jiheng.values.problems import Problem, Unreadable

FILL_IN = "填报表.xlsx"
CIRCULAR = "circular.yaml"
"""Day and number of a sample's circular; samples without one are not shown."""


def demo(
    folder: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件夹", help="样例文件写到这里。")
    ] = Path("demo"),
    house: Annotated[
        Path, typer.Option("--house", metavar="文件夹", help="装着 schemes 和 samples 的文件夹。")
    ] = Path(),
    serve: Annotated[
        bool, typer.Option("--serve", help="接着建立演示网站并在本机打开，按 Ctrl-C 结束。")
    ] = False,
    port: Annotated[int, typer.Option(metavar="端口", help="演示网站的端口。")] = 8000,
) -> int:
    """用两套虚构数据走一遍：填报表、计分、排名、等次、说明、评估表、通报；--serve 再打开演示网站。"""
    console = Console(highlight=False)
    samples = sorted(path.parent for path in (house / "samples").glob(f"*/{CIRCULAR}"))
    if not samples:
        message = "这里没有样例；请在 jiheng 的代码文件夹里运行，或用 --house 指明"
        raise Unreadable(Problem(str(house / "samples"), message))
    for sample in samples:
        _show(console, house / "schemes" / sample.name, sample=sample, into=folder / sample.name)
    console.print("数据全部虚构，仅供演示。看文档：")
    for sample in samples:
        console.print(f"  {folder / sample.name}", soft_wrap=True)
    if serve:
        serve_demo(folder / "site", house, port=port)
    return 0


def _show(console: Console, method: Path, *, sample: Path, into: Path) -> None:
    """One sample: the workbook is written filled in, read back as a county's would be, and scored."""
    scheme = load_scheme(method)
    about = read_yaml(sample / CIRCULAR).data
    found = lint_scheme(scheme)
    console.rule(escape(scheme.title), align="left")
    open_ones = sum(finding.decided is None for finding in found)
    console.print(f"办法检查：发现 {len(found)} 处，其中 {open_ones} 处还没有决定怎样处理。")
    into.mkdir(parents=True, exist_ok=True)
    filled = read_inputs(scheme, sample).inputs
    write_workbook(fill_in_workbook(scheme, inputs=filled, sample=True), into / FILL_IN)
    inputs = read_inputs(scheme, into / FILL_IN).inputs
    outcome = assess(scheme, inputs)
    print_ranking(console, outcome)
    printing = Printing(date.fromisoformat(about["day"]), number=about["number"], sample=True)
    written = write_outcome(outcome, inputs, folder=into, printing=printing)
    console.print(f"写出 {len(written) + 1} 个文件。\n")
