"""`jiheng assess`: from a method and filled-in data to ranks, grades and documents."""

from __future__ import annotations

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from jiheng.cli.arguments import (
    ClaimsOption,
    FactsOption,
    MarksOption,
    SchemeArgument,
    inputs_from,
)
from jiheng.cli.output import Format, FormatOption, print_json
from jiheng.files.outcome import Printing, write_outcome
from jiheng.files.scheme_yaml import load_scheme
from jiheng.scheme.open_questions import unsettled_questions
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme
from jiheng.score.explain import why_not
from jiheng.score.outcome import assess as assess_scheme
from jiheng.score.published import published_text
from jiheng.score.report import report_data
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.score.sensitivity import OptionRun, Shift, option_runs
from jiheng.values.exact import fixed_text
from jiheng.values.inputs import Inputs
from jiheng.values.problems import Problem, Unreadable

_MANY = 200


Folder = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="文件夹", help="把结果表、说明、评估表、通报写到这里。"),
]
Readings = Annotated[
    bool, typer.Option("--readings", help="逐一试算未定口径的各种选择，列出受影响的名次和等次。")
]
Day = Annotated[
    str,
    typer.Option("--day", metavar="日期", help="通报的成文日期，如 2018-01-15；不写即今天。"),
]
Number = Annotated[
    str, typer.Option("--number", metavar="文号", help="通报的发文字号，如 某科协发〔2018〕1号。")
]
Sample = Annotated[bool, typer.Option("--sample", help="数据是虚构示例，所有文件都标明。")]


def assess(
    scheme: SchemeArgument,
    facts: FactsOption,
    marks: MarksOption = None,
    claims: ClaimsOption = None,
    folder: Folder = None,
    readings: Readings = False,
    day: Day = "",
    number: Number = "",
    sample: Sample = False,
    output: FormatOption = Format.TEXT,
) -> int:
    """按办法计分、排名、定等次，逐项说明理由，并生成结果文件。"""
    issued_on = _day(day)
    method = load_scheme(scheme)
    inputs = inputs_from(method, facts, marks=marks, claims=claims)
    outcome = _outcome(method, inputs)
    runs = option_runs(method, inputs, questions=unsettled_questions(method)) if readings else ()
    written: tuple[Path, ...] = ()
    if folder is not None:
        printing = Printing(issued_on, number=number, sample=sample)
        written = write_outcome(outcome, inputs, folder=folder, printing=printing)
    if output is Format.JSON:
        data = report_data(outcome)
        if readings:
            data["readings"] = [_run_data(run) for run in runs]
        print_json(data | {"files": [str(path) for path in written]})
    else:
        _print(outcome, runs if readings else None, written)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011 - the day on the office's wall
    except ValueError as error:
        raise Unreadable(
            Problem("--day", f"日期应写成 2018-01-15 的样子，写的是“{text}”")
        ) from error


def _outcome(method: Scheme, inputs: Inputs) -> Outcome:
    """The outcome, with a bar on a terminal when there are many subjects."""
    if len(inputs.subjects) < _MANY or not sys.stderr.isatty():
        return assess_scheme(method, inputs)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("计分", total=len(inputs.subjects))
        return assess_scheme(method, inputs, progress=lambda done: bar.update(task, completed=done))


def _print(outcome: Outcome, runs: tuple[OptionRun, ...] | None, written: tuple[Path, ...]) -> None:
    console = Console()
    print_ranking(console, outcome)
    if runs is not None:
        _print_runs(console, runs)
    for path in written:
        console.print(f"已写出 {path}", markup=False, highlight=False, soft_wrap=True)


def print_ranking(console: Console, outcome: Outcome) -> None:
    """A table a category, and the claims that do not count."""
    titles = {one.id: one.title for one in outcome.scheme.categories}
    by_category = outcome.scheme.grading.per == "category"
    groups = list(dict.fromkeys(one.category if by_category else "" for one in outcome.subjects))
    for group in groups:
        members = [one for one in outcome.subjects if not by_category or one.category == group]
        console.print(_ranking(outcome, members, titles.get(group, outcome.scheme.title)))
    rejected = [line for line in outcome.ledger if not line.accepted]
    for line in rejected:
        told = f"加分未计：{line.claim.subject} {line.claim.award}：{line.reason}"
        console.print(told, markup=False, highlight=False, soft_wrap=True)


def _ranking(outcome: Outcome, members: list[SubjectOutcome], title: str) -> Table:
    table = Table(title=escape(title), box=SIMPLE_HEAD, title_justify="left", title_style="bold")
    for head in ("名次", "单位"):
        table.add_column(head)
    for head in ("基础分", "加分", "总分"):
        table.add_column(head, justify="right")
    table.add_column("等次")
    table.add_column("说明", overflow="fold")
    for one in sorted(members, key=_by_rank):
        remark = "；".join([*one.honours, *why_not(outcome, one)])
        table.add_row(
            str(one.rank or "—"), escape(one.name), _two(one.base.score), _two(one.bonus.score),
            published_text(outcome.scheme, one.total) or "未定", escape(one.grade or "未定"), escape(remark),
        )  # fmt: skip
    return table


def _by_rank(one: SubjectOutcome) -> tuple[bool, int]:
    return (one.rank is None, one.rank or 0)


def _two(value: Fraction | None) -> str:
    return "—" if value is None else fixed_text(value, 2)


def _print_runs(console: Console, runs: tuple[OptionRun, ...]) -> None:
    if not runs:
        console.print("口径都已由原文或办公室定下。")
    for run in (one for one in runs if one.shifts):
        question = QUESTIONS[run.question]
        asked = f"口径“{question.asks}”改为“{question.words[run.option]}”："
        console.print(asked, markup=False, highlight=False, soft_wrap=True)
        for shift in run.shifts:
            line = f"  {shift.subject}：{_shifted(shift)}"
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    same = sum(not run.shifts for run in runs)
    if same:
        console.print(f"另试了 {same} 种选择，名次和等次都不变。", highlight=False)


def _shifted(shift: Shift) -> str:
    """What differs: rank, grade or both."""
    told = []
    if shift.rank[0] != shift.rank[1]:
        told.append(f"名次 {shift.rank[0] or '—'} → {shift.rank[1] or '—'}")
    if shift.grade[0] != shift.grade[1]:
        told.append(f"等次 {shift.grade[0] or '未定'} → {shift.grade[1] or '未定'}")
    return "，".join(told)


def _run_data(run: OptionRun) -> dict[str, object]:
    return {
        "question": run.question,
        "option": run.option,
        "in_force": run.in_force,
        "shifts": [
            {"subject": one.subject, "rank": list(one.rank), "grade": list(one.grade)}
            for one in run.shifts
        ],
    }
