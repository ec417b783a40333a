"""`jiheng doctor`: what this machine has, what it lacks, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from jiheng.cli.machine import Face, Machine, Standing, SystemPackage, install_command, read_machine
from jiheng.cli.output import Format, FormatOption, print_json

OLDEST_PYTHON = (3, 11)


class State(StrEnum):
    """How one thing stands."""

    HERE = "here"
    SUBSTITUTED = "substituted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it stands, what was found, what to do; `essential` if all rests on it."""

    area: str
    item: str
    state: State
    found: str
    advice: str = ""
    essential: bool = False


def doctor(output: FormatOption = Format.TEXT) -> int:
    """检查这台机器：有什么，缺什么，怎么办。"""
    machine = read_machine()
    findings = tuple(findings_on(machine))
    if output is Format.JSON:
        print_json({"healthy": is_healthy(findings), "findings": [asdict(one) for one in findings]})
    else:
        _print_report(findings)
    return 0 if is_healthy(findings) else 1


def is_healthy(findings: tuple[Finding, ...]) -> bool:
    """Is everything there without which no command works?"""
    return all(one.state is State.HERE for one in findings if one.essential)


def findings_on(machine: Machine) -> Iterator[Finding]:
    """Everything worth saying about a machine, what matters most first."""
    yield _python(machine)
    yield from _libraries(machine)
    yield _fence(machine)
    yield from _site(machine)
    yield _office(machine)
    yield from (_face(face) for face in machine.faces)
    yield from (_package(package, machine) for package in machine.missing())


def _package(package: SystemPackage, machine: Machine) -> Finding:
    if package.is_for_tests:
        found = f"没有（只有开发测试用得上：{package.gives}）"
        return Finding("系统软件包", package.name, State.MISSING, found, _for_tests(machine))
    found = f"没有（{package.gives}）"
    return Finding("系统软件包", package.name, State.MISSING, found, _installing(machine))


def _installing(machine: Machine) -> str:
    if machine.debian:
        return f"由管理员运行：{install_command(machine.missing_for('office'))}"
    return "由管理员安装 LibreOffice（Writer 和 Calc）、poppler、fontconfig 和上面列出的字体"


def _for_tests(machine: Machine) -> str:
    """Kept apart: who only uses jiheng need not install a browser and a database server for it."""
    packages = tuple(package for package in machine.missing() if package.is_for_tests)
    if machine.debian:
        return f"只在要运行全部测试时，由管理员运行：{install_command(packages)}"
    return "只在要运行全部测试时，由管理员安装 Chromium、PostgreSQL 和 C 编译器"


def _python(machine: Machine) -> Finding:
    found = ".".join(map(str, machine.python))
    if machine.python >= OLDEST_PYTHON:
        return Finding("程序", "Python", State.HERE, found, essential=True)
    return Finding("程序", "Python", State.MISSING, found, "请换用 Python 3.11 或更高版本", True)


def _libraries(machine: Machine) -> Iterator[Finding]:
    yield Finding("程序", "绩衡", State.HERE, machine.jiheng, essential=True)
    for name, version in machine.libraries.items():
        if version is not None:
            yield Finding("程序", name, State.HERE, version, essential=True)
        else:
            yield Finding("程序", name, State.MISSING, "没有", "运行 make setup", essential=True)


def _fence(machine: Machine) -> Finding:
    if machine.no_fence is None:
        return Finding("程序", "外来文件的隔离", State.HERE, "已建成")
    lost = f"没有建成，外来的表格、文档和图片一律不读：{machine.no_fence}"
    advice = (
        "在允许 seccomp 的 Linux（x86_64 或 aarch64）上运行；用容器时请保留其默认的 seccomp 设置"
    )
    return Finding("程序", "外来文件的隔离", State.MISSING, lost, advice)


def _site(machine: Machine) -> Iterator[Finding]:
    """The database of the site, where there is one; what would keep it from starting is essential."""
    if machine.site == ():
        yield Finding("网站", "数据库", State.HERE, "各项设置都能保证不丢数据", essential=True)
    for one in machine.site or ():
        found, _, cure = one.message.partition("；")
        yield Finding(
            "网站", one.place, State.MISSING, found, cure or "改正后再启动", essential=True
        )


def _office(machine: Machine) -> Finding:
    if machine.office is None:
        lost = "没有；Word 和 Excel 文件照常写出，只是不能转成 PDF"
        return Finding("排版", "LibreOffice", State.MISSING, lost, _installing(machine))
    return Finding("排版", "LibreOffice", State.HERE, machine.office.removeprefix("LibreOffice "))


def _face(face: Face) -> Finding:
    remedy = "安装正式字体：把字体文件放进 ~/.local/share/fonts，再运行 fc-cache -f"
    match face.standing:
        case Standing.OFFICIAL:
            return Finding("字体", face.official, State.HERE, "正式字体")
        case Standing.STAND_IN:
            state, found = State.SUBSTITUTED, f"由 {face.taken} 代替（同类字体）"
        case Standing.STRAY:
            state, found = State.MISSING, f"会变成 {face.taken}（字形不同）"
        case Standing.UNKNOWN:
            state, found = State.MISSING, "查不到（没有 fontconfig）"
    return Finding("字体", face.official, state, found, remedy)


MARKS = {
    State.HERE: ("有", "green"),
    State.SUBSTITUTED: ("代用", "yellow"),
    State.MISSING: ("缺", "red"),
}


def _print_report(findings: tuple[Finding, ...]) -> None:
    console = Console(highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("", "项目", "状态", "现状"):
        table.add_column(heading, overflow="fold")
    for area, group in groupby(findings, key=lambda one: one.area):
        for place, one in enumerate(group):
            word, colour = MARKS[one.state]
            table.add_row("" if place else area, one.item, Text(word, colour), one.found)
        table.add_section()
    console.print(table)
    for line in _what_to_do(findings):
        console.print(line, soft_wrap=True)


def _what_to_do(findings: tuple[Finding, ...]) -> Iterator[str]:
    """The advice, each piece once, in the order of the findings."""
    amiss = [one for one in findings if one.state is not State.HERE]
    if not amiss:
        yield "一切齐备。"
        return
    if is_healthy(findings):
        yield "计分、说明、写 Word 和 Excel、网站都可以用。还可以补上："
    else:
        yield "还不能用。请先："
    pieces = dict.fromkeys(one.advice for one in amiss)
    for number, piece in enumerate(pieces, start=1):
        yield f"  {number}. {piece}"
    if any(one.area == "字体" for one in amiss):
        yield "Word 文件里写的始终是正式字体名；在装有这些字体的电脑上打开，版面就是正式的。"
