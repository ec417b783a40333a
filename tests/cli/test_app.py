"""The guard: whatever happens, a person reads one clear Chinese line and gets the right exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest
import typer

from jiheng.cli.app import app, exit_code_of, told
from jiheng.cli.output import one_line
from jiheng.values.problems import Problem, Refused, Unreadable

JIHENG = Path(sys.executable).with_name("jiheng")

USAGES = {
    ("nosuch",): "没有命令“nosuch”。写法见 jiheng --help\n",
    ("docter",): "没有命令“docter”；您要的是不是 'doctor'。写法见 jiheng --help\n",
    ("doctor", "--frmat", "json"): "没有选项 --frmat；相近的有：--format。写法见 jiheng --help\n",
    ("doctor", "--zzz"): "没有选项 --zzz。写法见 jiheng --help\n",
    ("doctor", "--format"): "选项 --format 后面要写一个值。写法见 jiheng --help\n",
    ("doctor", "--format", "xml"): (
        "--format 不能是“xml”，只能是 'text', 'json'。写法见 jiheng --help\n"
    ),
    ("doctor", "extra", "words"): "多写了“extra words”。写法见 jiheng --help\n",
    ("--version=3",): "选项 --version 后面不写值。写法见 jiheng --help\n",
}


@pytest.mark.parametrize("arguments", USAGES)
def test_a_wrong_command_line_is_told_in_chinese(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(arguments) == 2
    assert capsys.readouterr() == ("", USAGES[arguments])


def test_a_missing_argument_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    single = typer.Typer()

    @single.command()
    def read(scheme: Annotated[Path, typer.Argument(metavar="办法")]) -> None: ...

    with pytest.raises(typer.TyperException) as caught:
        single(args=[], standalone_mode=False)
    assert told(caught.value, as_json=False) == 2
    assert capsys.readouterr() == ("", "缺少 办法。写法见 jiheng --help\n")


def test_without_arguments_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of([]) == 0
    printed, complaints = capsys.readouterr()
    assert "用法：jiheng [选项] 命令 [参数]…" in printed
    assert complaints == ""


def test_every_help_page_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for name in typer.main.get_group(app).commands:
        assert exit_code_of([name, "--help"]) == 0
        printed = capsys.readouterr().out
        assert re.findall(r"Usage|Options|Arguments|Show this|required|default", printed) == []


def test_refused_content_lists_every_problem(capsys: pytest.CaptureFixture[str]) -> None:
    refused = Refused([Problem("甲.xlsx，填报表，D7", "应为百分数"), Problem("", "缺一张表")])
    assert told(refused, as_json=False) == 1
    assert capsys.readouterr() == (
        "",
        "甲.xlsx，填报表，D7 应为百分数\n缺一张表\n共 2 处，改好后再运行一次。\n",
    )


def test_refused_content_is_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(Refused([Problem("D7", "应为百分数")]), as_json=True) == 1
    printed = json.loads(capsys.readouterr().out)
    assert printed == {"problems": [{"place": "D7", "message": "应为百分数"}]}


OBSTACLES = {
    Unreadable(Problem("甲.xlsx", "不是表格")): "甲.xlsx 不是表格\n",
    FileNotFoundError(2, "No such file", "甲"): "甲 没有这个文件，请检查路径\n",
    IsADirectoryError(21, "Is a directory", "甲"): "甲 这是文件夹，请写文件的路径\n",
    PermissionError(13, "denied", "甲"): "甲 没有读写权限，请换一个位置或请管理员授权\n",
    FileExistsError(17, "File exists", "甲"): (
        "甲 这里已有同名文件，不能当文件夹用，请换一个位置\n"
    ),
    OSError(28, "No space left on device", "甲"): "甲 无法读写（No space left on device）\n",
}


@pytest.mark.parametrize("error", OBSTACLES, ids=lambda error: type(error).__name__)
def test_an_unreadable_input_is_one_line(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(error, as_json=True) == 2
    assert capsys.readouterr() == ("", OBSTACLES[error])


def test_an_unforeseen_error_shows_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyError) as caught:
        {}["本不该缺"]
    assert told(caught.value, as_json=False) == 2
    printed, complaint = capsys.readouterr()
    assert printed == ""
    assert complaint.count("\n") == 1
    assert re.match(r"程序遇到没有料到的情况（cli/test_app\.py:\d+），这次没有结果。", complaint)
    assert "KeyError" not in complaint


def test_a_line_stays_one_line() -> None:
    assert one_line("甲\n乙\x1b[2J\t丙\0") == "甲 乙\ufffd[2J 丙\ufffd"


def test_chinese_reaches_a_latin_terminal() -> None:
    done = subprocess.run(
        [JIHENG, "nosuch"],
        env={"PYTHONIOENCODING": "latin-1", "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode("utf-8") == USAGES["nosuch",]
