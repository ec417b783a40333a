"""The program `jiheng`: its list of commands, and the guard that shows nobody a traceback."""

from __future__ import annotations

import io
import os
import sys
import traceback
import warnings
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from jiheng import __version__
from jiheng.cli.administrator import administrator
from jiheng.cli.assess import assess
from jiheng.cli.audit import audit
from jiheng.cli.demo import demo
from jiheng.cli.doctor import doctor
from jiheng.cli.evidence import evidence
from jiheng.cli.explain import explain
from jiheng.cli.fairness import fairness
from jiheng.cli.help import Command, Commands
from jiheng.cli.issue import issue
from jiheng.cli.lint import lint
from jiheng.cli.output import print_error, print_json
from jiheng.cli.serve import serve
from jiheng.cli.template import template
from jiheng.cli.usage import usage_line
from jiheng.cli.work import work
from jiheng.values.problems import Refused, Unreadable

# Every command, in the order of `jiheng --help`; each lives in the file of its name and returns
# its exit code: 0 fine, 1 undecided findings or refused content, 2 usage or unreadable input.
COMMANDS = (
    lint,
    issue,
    template,
    assess,
    explain,
    fairness,
    serve,
    work,
    administrator,
    audit,
    evidence,
    demo,
    doctor,
)

FINE, REFUSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="jiheng",
    cls=Commands,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in COMMANDS:
    app.command(cls=Command)(command)


@app.callback()
def jiheng(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本。")] = False,
) -> None:
    """绩衡：把考核办法写成数据，精确计分，逐条说明理由。"""
    if version:
        typer.echo(__version__)
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run() -> None:
    """Run the program on this process's command line, and end the process."""
    if not _is_debugging():
        warnings.simplefilter("ignore")  # a library's remark to its programmers is not for people
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a Latin-1 terminal must not stop Chinese text
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(exit_code_of(sys.argv[1:]))


def exit_code_of(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; whatever happens is told in a line or two.

    `JIHENG_DEBUG=1` in the environment shows the traceback besides.
    """
    try:
        return app(args=list(arguments), prog_name="jiheng", standalone_mode=False) or FINE
    except Exception as error:  # noqa: BLE001 - the one place that may: nothing lies above it
        if _is_debugging():
            traceback.print_exc()
        return told(error, as_json=_wants_json(arguments))


def told(error: Exception, *, as_json: bool) -> int:
    """Tell a person (and, if asked, a program) what went wrong; returns the exit code."""
    match error:
        case Refused():
            return _told_refusal(error, as_json=as_json)
        case Unreadable():
            print_error(str(error.problem))
        case typer.TyperException():
            print_error(f"{usage_line(error)}。写法见 jiheng --help")
        case typer.Abort():
            print_error("已中断。")
            return INTERRUPTED
        case OSError() if error.filename is not None:
            print_error(f"{error.filename}  {_obstacle(error)}")
        case _:
            print_error(
                f"程序遇到没有料到的情况（{_spot(error)}），这次没有结果。"
                "请把这一行、所用的命令和输入文件交给维护者；"
                "设置 JIHENG_DEBUG=1 再运行，可以看到细节。"
            )
    return UNUSABLE


def _is_debugging() -> bool:
    return os.environ.get("JIHENG_DEBUG") == "1"


def _told_refusal(refused: Refused, *, as_json: bool) -> int:
    for problem in refused.problems:
        print_error(str(problem))
    if len(refused.problems) > 1:
        print_error(f"共 {len(refused.problems)} 处，改好后再运行一次。")
    if as_json:
        problems = [{"place": one.place, "message": one.message} for one in refused.problems]
        print_json({"problems": problems})
    return REFUSED


def _obstacle(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "没有这个文件，请检查路径"
        case IsADirectoryError():
            return "这是文件夹，请写文件的路径"
        case NotADirectoryError() | FileExistsError():
            return "这里已有同名文件，不能当文件夹用，请换一个位置"
        case PermissionError():
            return "没有读写权限，请换一个位置或请管理员授权"
        case _:
            return f"无法读写（{error.strerror}）"


def _spot(error: Exception) -> str:
    """Where it happened, short enough to read out on the telephone: our own line if there is one."""
    frames = traceback.extract_tb(error.__traceback__)
    house = Path(__file__).parent.parent
    own = [frame for frame in frames if house in Path(frame.filename).parents]
    for frame in reversed([*frames, *own]):
        path = Path(frame.filename)
        return f"{path.parent.name}/{path.name}:{frame.lineno}"
    return "位置不明"


def _wants_json(arguments: Sequence[str]) -> bool:
    # The guard may stand in for a command line that could not be parsed, so it looks itself.
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)
