"""Run a parser of strangers' files in a child process with limits, so that a bad file harms nobody."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from jiheng.files.fence_child import OUT_OF_MEMORY
from jiheng.values.problems import Problem, Unreadable

_CHILD = Path(__file__).with_name("fence_child.py")
_CURE = "请把要填的表复制到一个新建的工作簿（只贴数值）再交"
_SECONDS = 30  # on the clock; the child's own limit of processor time is lower


def fenced(job: str, path: Path) -> Any:
    """The plain data that the child's `job` makes of the file.

    Raises Unreadable with the file's name when there is no such file, when the child refuses it,
    and when the child dies or overruns its limits.
    """
    try:
        result = _run(job, path)
    except OSError as trouble:
        raise Unreadable(Problem(path.name, f"打不开文件：{_cause(trouble)}")) from None
    except subprocess.TimeoutExpired:
        raise Unreadable(
            Problem(path.name, f"读了 {_SECONDS} 秒还没读完，已停下：{_CURE}")
        ) from None
    if result.returncode < 0 or result.returncode == OUT_OF_MEMORY:
        raise Unreadable(Problem(path.name, f"内容超出内存或时间的限度，已停下：{_CURE}"))
    if result.returncode != 0:
        raise Unreadable(Problem(path.name, f"内容出乎程序的意料，读不下去：{_CURE}"))
    answer = json.loads(result.stdout)
    if "unreadable" in answer:
        raise Unreadable(Problem(path.name, answer["unreadable"]))
    return answer["read"]


def _run(job: str, path: Path) -> subprocess.CompletedProcess[bytes]:
    if not path.is_file():  # a pipe or a device would block for ever
        raise FileNotFoundError(2, "no such file", str(path))
    with path.open("rb") as stream:
        return subprocess.run(
            [sys.executable, "-I", str(_CHILD), job],
            stdin=stream,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},  # nothing of ours is there to be read
            timeout=_SECONDS,
            check=False,
        )


def _cause(trouble: OSError) -> str:
    if isinstance(trouble, FileNotFoundError):
        return "没有这个文件，请核对文件名和所在的文件夹"
    if isinstance(trouble, PermissionError):
        return "没有读取它的权限，请核对文件的权限，或先关闭正在使用它的程序"
    return "请核对磁盘或网络盘是否可用"
