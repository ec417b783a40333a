"""`jiheng lint`: is this method sound, and do its golden cases come out as worked out by hand?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from jiheng.cli.arguments import SchemeArgument
from jiheng.cli.issue import BY
from jiheng.cli.output import Format, FormatOption, print_json
from jiheng.files.cases_yaml import load_cases
from jiheng.files.yaml import read_yaml
from jiheng.lint.checks import CHECKS
from jiheng.lint.finding import Finding
from jiheng.lint.lint_scheme import lint_scheme
from jiheng.scheme.load import scheme_of
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import indicators_with_paths
from jiheng.score.cases import Case, differences
from jiheng.values.placed import Path as Keys
from jiheng.values.placed import Placed

TITLES = {check.name: check.title for check in CHECKS}
SEVERITIES = {"error": "矛盾", "warning": "疑问", "note": "读者所记"}
Failed = tuple[tuple[str, tuple[str, ...]], ...]


def lint(scheme: SchemeArgument, output: FormatOption = Format.TEXT) -> int:
    """检查办法有没有矛盾、缺口和没有写明的地方，并核对手算的算例。"""
    path = scheme / "scheme.yaml" if scheme.is_dir() else scheme
    placed = read_yaml(path)
    method = scheme_of(placed)
    findings = lint_scheme(method)
    cases = load_cases(path.parent)
    failed = failures(method, cases)
    if output is Format.JSON:
        told = [finding_data(one) for one in findings]
        print_json({"findings": told, "cases": {"run": len(cases), "failed": _failed_data(failed)}})
    else:
        places = addresses_in_file(method, placed)
        console = Console(highlight=False)
        console.print(f"[bold]{escape(method.title)}[/bold]　{escape(str(path))}", soft_wrap=True)
        _print_findings(console, findings, places)
        _print_cases(console, len(cases), failed)
    return 1 if failed or any(one.decided is None for one in findings) else 0


def failures(scheme: Scheme, cases: tuple[Case, ...]) -> Failed:
    """Every golden case that the engine does not confirm, with what differs."""
    told = ((case.case, tuple(differences(scheme, case))) for case in cases)
    return tuple((name, found) for name, found in told if found)


def finding_data(finding: Finding) -> dict[str, object]:
    """A finding for programs; `source` and `decided` hold only what is given."""
    decided = finding.decided
    return {
        "check": finding.check,
        "severity": finding.severity,
        "where": finding.where,
        "message": finding.message,
        "source": finding.source.model_dump(exclude_none=True) if finding.source else {},
        "decided": decided.model_dump(mode="json") if decided else None,
    }


def addresses_in_file(scheme: Scheme, placed: Placed) -> dict[str, str]:
    """Where each place of a scheme stands in its file: `scheme.yaml:41`."""
    keys: dict[str, Keys] = {one.id: path for path, one in indicators_with_paths(scheme)}
    for spot, goal in enumerate(scheme.goals):
        keys.setdefault(goal.id, ("goals", spot))
    for spot, grade in enumerate(scheme.grading.grades):
        keys.setdefault(grade.grade, ("grading", "grades", spot))
    for spot, veto in enumerate(scheme.vetoes):
        keys.setdefault(veto.id, ("vetoes", spot))
    for name in placed.data:
        keys.setdefault(name, (name,))
    for name in placed.data.get("project", {}):
        keys.setdefault(f"project.{name}", ("project", name))
    return {where: _line(placed.place(path)) for where, path in keys.items()}


def _line(place: str) -> str:
    """The file's own name and the line, without folders and column."""
    name, line, _ = place.rsplit(":", 2)
    return f"{Path(name).name}:{line}"


def _failed_data(failed: Failed) -> list[dict[str, object]]:
    return [{"case": name, "differences": list(found)} for name, found in failed]


def _print_findings(
    console: Console, findings: tuple[Finding, ...], places: Mapping[str, str]
) -> None:
    open_ones = [one for one in findings if one.decided is None]
    settled = [one for one in findings if one.decided is not None]
    if not findings:
        console.print("没有发现问题。")
    if open_ones:
        console.print(f"\n[bold red]未决定 {len(open_ones)} 处[/bold red]，请改正办法或写明决定：")
    for finding in open_ones:
        _print_finding(console, finding, places)
    if settled:
        console.print(f"\n[bold]已决定 {len(settled)} 处[/bold]，照决定执行：")
    for finding in settled:
        _print_finding(console, finding, places)


def _print_finding(console: Console, finding: Finding, places: Mapping[str, str]) -> None:
    title = f"{SEVERITIES[finding.severity]} {TITLES.get(finding.check, '')}".strip()
    place = "，".join(_place(finding, places))
    colour = "red" if finding.decided is None else "green"
    head = f"[{colour}]●[/{colour}] [bold]{title}[/bold] {finding.check}　{escape(place)}"
    console.print(head, soft_wrap=True)
    console.print(f"　{escape(finding.message)}", soft_wrap=True)
    if finding.decided is not None:
        told = f"已决定（{BY[finding.decided.by]}）：{finding.decided.decision}"
        reason = finding.decided.because
        because = f"；因为{reason}" if reason and reason != finding.message else ""
        console.print(f"　[green]{escape(told + because)}[/green]", soft_wrap=True)


def _place(finding: Finding, places: Mapping[str, str]) -> list[str]:
    line = finding.source.line if finding.source else None
    found = [finding.where, places.get(finding.where, "")]
    return [one for one in (*found, f"原文第{line}行" if line else "") if one]


def _print_cases(console: Console, run: int, failed: Failed) -> None:
    if run == 0:
        console.print("\n没有算例（cases.yaml）。")
        return
    if not failed:
        console.print(f"\n算例 {run} 个，全部与手算相符。")
        return
    console.print(f"\n[bold red]算例 {run} 个，{len(failed)} 个与手算不符[/bold red]：")
    for name, found in failed:
        console.print(f"[red]●[/red] {escape(name)}", soft_wrap=True)
        for told in found:
            console.print(f"　{escape(told)}", soft_wrap=True)
