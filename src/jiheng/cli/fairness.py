"""`jiheng fairness`: how a jury marked, for people to look at before they sign; changes no score."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from jiheng.cli.arguments import FactsOption, MarksOption, SchemeArgument, inputs_from
from jiheng.cli.output import Format, FormatOption, print_json
from jiheng.fairness.flips import Flip
from jiheng.fairness.leave_one_out import WithoutJuror
from jiheng.fairness.review import JuryReview, review
from jiheng.files.scheme_yaml import load_scheme
from jiheng.values.exact import exact_text
from jiheng.values.problems import Problem, Unreadable


def fairness(
    scheme: SchemeArgument,
    facts: FactsOption,
    marks: MarksOption = None,
    output: FormatOption = Format.TEXT,
) -> int:
    """看评委打分：一致程度、松紧、异常、谁影响了名次；只作提示，不改分。"""
    method = load_scheme(scheme)
    found = review(method, inputs_from(method, facts, marks=marks, claims=None))
    if found is None:
        raise Unreadable(Problem(str(scheme), "这套办法没有评委打分，或没有给出打分表"))
    if output is Format.JSON:
        print_json(_data(found))
    else:
        _print(found)
    return 0


def _print(found: JuryReview) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(found.concordance.sentence)
    console.print(found.agreement.sentence)
    console.print(_groups(found))
    console.print("[bold]需要人工核实的打分[/bold]")
    for flag in found.flags:
        console.print(f"· {escape(flag.sentence)}")
    if not found.flags:
        console.print("没有发现明显异常的打分。")
    console.print("\n[bold]名次与单个评委[/bold]")
    moved = [one for one in found.without if one.moves]
    for one in moved:
        console.print(f"· {escape(_without(one))}")
    if not moved:
        console.print("去掉任何一位评委，名次都不变。")
    for flip in found.flips[:10]:
        console.print(f"· {escape(_flip(flip))}")
    if not found.flips:
        console.print("任何一位评委只改一项打分，名次和等次都不变。")


def _groups(found: JuryReview) -> Table:
    table = Table(title="各评委组", title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for head in ("评委组", "人数", "比其他组平均高（分）"):
        table.add_column(head, justify="left" if head == "评委组" else "right")
    for group in found.groups:
        apart = "—" if group.difference is None else f"{group.difference:+.2f}"
        table.add_row(escape(group.group), str(group.jurors), apart)
    return table


def _without(one: WithoutJuror) -> str:
    moves = "，".join(
        f"{move.subject}由第{move.before}变为{'无名次' if move.after is None else f'第{move.after}'}"
        for move in one.moves
    )
    return f"去掉评委“{one.juror}”：{moves}。"


def _flip(flip: Flip) -> str:
    sign = "高" if flip.change > 0 else "低"
    what = f"与“{flip.against}”的先后" if flip.what == "rank" else f"“{flip.against}”线的过与不过"
    told = "持平" if flip.reaches == "tie" else "改变"
    return (
        f"评委“{flip.juror}”对“{flip.subject}”的第{flip.item}项若打{sign}"
        f"{exact_text(abs(flip.change))}分，{what}就会{told}。"
    )


def _data(found: JuryReview) -> dict[str, object]:
    """Statistics are decimal numbers; what concerns ranks and scores is exact text."""
    return {
        "jurors": len(found.matrix.jurors),
        "subjects": list(found.matrix.subjects),
        "kendalls_w": found.concordance.w,
        "icc_single": found.agreement.single,
        "icc_mean": found.agreement.mean,
        "leniency": [
            {"juror": one.juror, "group": one.group, "points": one.points, "z": one.robust_z}
            for one in found.leniency
        ],
        "groups": [
            {"group": one.group, "jurors": one.jurors, "difference": one.difference}
            for one in found.groups
        ],
        "flags": [
            {"measure": flag.measure, "jurors": list(flag.jurors), "subjects": list(flag.subjects),
             "strength": flag.strength, "sentence": flag.sentence}
            for flag in found.flags
        ],
        "without": [
            {"juror": one.juror, "largest": exact_text(one.largest),
             "moves": [{"subject": m.subject, "before": m.before, "after": m.after}
                       for m in one.moves]}
            for one in found.without
        ],
        "flips": [
            {"what": flip.what, "subject": flip.subject, "against": flip.against,
             "juror": flip.juror, "indicator": flip.item, "change": exact_text(flip.change),
             "reaches": flip.reaches}
            for flip in found.flips
        ],
    }  # fmt: skip
