"""`jiheng template`: the workbook that the subjects fill in, empty or filled with what is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from jiheng.cli.arguments import SchemeArgument
from jiheng.cli.output import Format, FormatOption, print_error, print_json
from jiheng.files.inputs import ReadInputs, read_inputs
from jiheng.files.scheme_yaml import load_scheme
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.fill_in import fill_in_workbook, subject_groups
from jiheng.forms.workbook import Workbook
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Inputs
from jiheng.values.problems import Problem, Unreadable


def template(
    scheme: SchemeArgument,
    file: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件", help="填报表（xlsx）写到这里。")
    ],
    known: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="填报数据", help="已有的数据（xlsx、CSV 或文件夹），先填好。"
        ),
    ] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="数据是虚构示例，每张表都标明。")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="已有同名文件时覆盖。")] = False,
    output: FormatOption = Format.TEXT,
) -> int:
    """按办法生成填报表：每类一张表，带下拉列表、计量单位、填写说明和佐证材料栏。"""
    _look_at(file, force=force)
    method = load_scheme(scheme)
    read = _known(method, known)
    workbook = fill_in_workbook(
        method,
        inputs=read.inputs,
        evidence=read.evidence,
        sample=sample,
        created=date.today(),  # noqa: DTZ011 - the day on the office's wall
    )
    write_workbook(workbook, file)
    told = _told(method, workbook, read.inputs)
    if output is Format.JSON:
        print_json({"file": str(file), **told})
        return 0
    console = Console(highlight=False, markup=False)
    console.print(f"已写出 {file}", soft_wrap=True)
    console.print(
        f"{told['subjects']} 个单位，{told['facts']} 个填报项，已填 {told['filled']} 格。"
    )
    console.print(f"各张表：{'、'.join(sheet.name for sheet in workbook.sheets)}", soft_wrap=True)
    return 0


def _look_at(file: Path, *, force: bool) -> None:
    """Say what is wrong with the place before anything is read."""
    if file.suffix.lower() != ".xlsx":
        raise Unreadable(Problem(str(file), "填报表是 xlsx 文件，请把名字写成 .xlsx 结尾"))
    if not file.parent.is_dir():
        raise Unreadable(Problem(str(file.parent), "没有这个文件夹，请先建好"))
    if file.is_dir():
        raise Unreadable(Problem(str(file), "这是文件夹，请写文件的路径"))
    if file.exists() and not force:
        raise Unreadable(
            Problem(str(file), "已有这个文件，没有覆盖；请换个名字，或加 --force 覆盖")
        )


def _known(scheme: Scheme, known: Path | None) -> ReadInputs:
    if known is None:
        return ReadInputs(Inputs(subjects=scheme.subjects()))
    read = read_inputs(scheme, known)
    for note in read.notes:
        print_error(f"提示：{note}")
    return read


def _told(scheme: Scheme, workbook: Workbook, inputs: Inputs) -> dict[str, object]:
    subjects = [name for group in subject_groups(scheme, inputs) for name in group.named]
    return {
        "sheets": [{"name": sheet.name, "rows": len(sheet.rows)} for sheet in workbook.sheets],
        "subjects": len(subjects),
        "facts": sum(fact.is_asked for fact in scheme.facts.values()),
        "filled": sum(len(entries) for entries in inputs.facts.values()),
    }
