"""`jiheng explain`: why one subject has its scores, clause by clause, in Chinese."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from jiheng.cli.arguments import (
    ClaimsOption,
    FactsOption,
    MarksOption,
    SchemeArgument,
    inputs_from,
)
from jiheng.cli.output import Format, FormatOption, print_json
from jiheng.files.scheme_yaml import load_scheme
from jiheng.rules.wording import points_text
from jiheng.score.explain import STATES, ClauseExplanation, explain_clause, why_not
from jiheng.score.explain_data import explanation_data
from jiheng.score.outcome import assess
from jiheng.score.published import published_text
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.values.exact import exact_text
from jiheng.values.problems import Problem, Unreadable


def explain(
    scheme: SchemeArgument,
    facts: FactsOption,
    subject: Annotated[str, typer.Option("--subject", metavar="单位", help="要说明的单位。")],
    indicator: Annotated[
        str, typer.Option("--indicator", metavar="编号", help="只说明这一项指标。")
    ] = "",
    marks: MarksOption = None,
    claims: ClaimsOption = None,
    output: FormatOption = Format.TEXT,
) -> int:
    """逐项说明一个单位为什么得这些分，差在哪里，下一档在哪里。"""
    method = load_scheme(scheme)
    outcome = assess(method, inputs_from(method, facts, marks=marks, claims=claims))
    one = _subject(outcome, subject)
    wanted = _wanted(outcome, one, indicator)
    if output is Format.JSON:
        data = explanation_data(outcome, one.name)
        own = {told.cell.id for told in wanted}
        data["indicators"] = [each for each in data["indicators"] if each["id"] in own]
        print_json(data)
    else:
        _print(outcome, one, wanted)
    return 0


def _subject(outcome: Outcome, name: str) -> SubjectOutcome:
    try:
        return outcome.subject(name)
    except KeyError:
        names = "、".join(one.name for one in outcome.subjects)
        message = f"没有单位“{name}”；可选：{names}"
        raise Unreadable(Problem("--subject", message)) from None


def _wanted(outcome: Outcome, one: SubjectOutcome, indicator: str) -> tuple[ClauseExplanation, ...]:
    """The clauses to explain: all, one, or all below a section."""
    node = next((n for n in outcome.scheme.walk() if n.id == indicator), None)
    if indicator and node is None:
        raise Unreadable(Problem("--indicator", f"办法中没有编号为“{indicator}”的指标"))
    own = {leaf.id for leaf in node.leaves()} if node else None
    return tuple(
        explain_clause(outcome, one, clause=clause)
        for clause in outcome.prepared.clauses
        if own is None or clause.indicator.id in own
    )


def _print(outcome: Outcome, one: SubjectOutcome, wanted: tuple[ClauseExplanation, ...]) -> None:
    console = Console(highlight=False)
    total = published_text(outcome.scheme, one.total)
    standing = f"总分{total}，" if total else "总分未定，"
    ranked = f"第{one.rank}名" if one.rank else "不参加排名" if total else "名次未定"
    standing += f"{ranked}，等次{one.grade or '未定'}"
    console.print(f"[bold]{escape(one.name)}[/bold]　{standing}", soft_wrap=True)
    for reason in why_not(outcome, one):
        console.print(f"　{reason}", markup=False, soft_wrap=True)
    for told in wanted:
        _print_clause(console, told, _group_titles(outcome))


def _group_titles(outcome: Outcome) -> dict[str, str]:
    jury = outcome.scheme.jury
    return {
        group.id: f"{group.title}（占{exact_text(group.weight)}%）"
        for group in (jury.groups if jury else ())
    }


def _print_clause(console: Console, told: ClauseExplanation, groups: dict[str, str]) -> None:
    cell, indicator = told.cell, told.clause.indicator
    got = points_text(cell.score) if cell.score is not None else STATES[cell.state]
    full = "加分" if told.clause.is_bonus else f"满分{points_text(told.clause.points)}"
    claimed = f"，自评{points_text(cell.claimed)}" if cell.claimed is not None else ""
    head = f"[bold]{escape(f'{indicator.id} {indicator.title}')}[/bold]"
    console.print(f"\n{head}　{got}（{full}{claimed}）", soft_wrap=True)
    console.print(f"　{told.why.sentence}", markup=False, soft_wrap=True)
    for group in told.jury.groups if told.jury else ():
        mean = points_text(group.mean) if group.kept else "无有效打分"
        aside = f"，回避{len(group.recused)}人" if group.recused else ""
        marked = f"　　{groups[group.group]}：{len(group.kept)}人打分，平均{mean}{aside}"
        console.print(marked, markup=False, soft_wrap=True)
    for line in told.claims:
        mark = "计" if line.accepted else "不计"
        told_line = f"　　{mark}　{line.claim.award or line.claim.work}：{line.reason}"
        console.print(told_line, markup=False, soft_wrap=True)
