"""Run a parser of strangers' files in a sealed child process, so that a bad file harms nobody.

The child has no network, no files but the one on its stdin, no environment, no other processes, and
limits of memory and time (`fence_child`, `fence_seal`). Where that cannot be had, nothing is parsed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from jiheng.files.fence_child import NO_FENCE, OUT_OF_MEMORY
from jiheng.values.problems import Problem, Unreadable

_CHILD = Path(__file__).with_name("fence_child.py")
_CURES = {
    "xlsx": "请把要填的表复制到一个新建的工作簿（只贴数值）再交",
    "picture": "请重新拍照，或用看图软件另存为 JPG 再传",
    "docx": "请用 Word 或 WPS 打开后另存为新的 docx 再传",
    "pdf": "请重新扫描，或从原文件重新导出 PDF 再传",
    "check": "请管理员运行 jiheng doctor",
}
_SECONDS = 30  # on the clock; the child's own limit of processor time is lower


def fenced(job: str, path: Path, **asked: object) -> Any:
    """The plain data that the child's `job` makes of the file; `asked` is handed to the job.

    Raises Unreadable with the file's name when there is no such file, when the child refuses it,
    when the child dies or overruns its limits, and when the fence cannot be set up.
    """
    return fenced_with_bytes(job, path, **asked)[0]


def fenced_with_bytes(job: str, path: Path, **asked: object) -> tuple[Any, tuple[bytes, ...]]:
    """As `fenced`, with the byte strings (pictures) that the job made beside its plain data."""
    cure = _CURES[job]
    try:
        result = _run(job, path, asked=asked)
    except OSError as trouble:
        raise Unreadable(Problem(path.name, f"打不开文件：{_cause(trouble)}")) from None
    except subprocess.TimeoutExpired:
        raise Unreadable(
            Problem(path.name, f"读了 {_SECONDS} 秒还没读完，已停下：{cure}")
        ) from None
    if result.returncode == NO_FENCE:
        raise Unreadable(Problem(path.name, _not_read(_reason(result.stdout))))
    if result.returncode < 0 or result.returncode == OUT_OF_MEMORY:
        raise Unreadable(Problem(path.name, f"内容超出内存或时间的限度，已停下：{cure}"))
    if result.returncode != 0:
        raise Unreadable(Problem(path.name, f"内容出乎程序的意料，读不下去：{cure}"))
    return _answer(result.stdout, path.name)


def fence_is_up() -> str | None:
    """None when strangers' files can be parsed here, else the reason why not (it takes 0.1 s)."""
    try:
        with Path(os.devnull).open("rb") as nothing:
            result = _child("check", nothing, asked={})
    except (OSError, subprocess.TimeoutExpired) as trouble:
        return f"子进程没有启动：{trouble}"
    if result.returncode == NO_FENCE:
        return _reason(result.stdout)
    if result.returncode != 0:
        return f"子进程没有正常结束（{result.returncode}）"
    doors = json.loads(result.stdout)["read"]
    return f"子进程仍然可以：{'、'.join(doors)}" if doors else None


def _run(job: str, path: Path, *, asked: dict[str, object]) -> subprocess.CompletedProcess[bytes]:
    if not path.is_file():  # a pipe or a device would block for ever
        raise FileNotFoundError(2, "no such file", str(path))
    with path.open("rb") as stream:
        return _child(job, stream, asked=asked)


def _child(
    job: str, stream: IO[bytes], *, asked: dict[str, object]
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-I", str(_CHILD), job, json.dumps(asked)],
        stdin=stream,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=os.sep,  # not where our data lies
        env={},  # nothing of ours is there to be read
        timeout=_SECONDS,
        check=False,
    )


def _answer(written: bytes, name: str) -> tuple[Any, tuple[bytes, ...]]:
    told, _, rest = written.partition(b"\n")
    answer = json.loads(told)
    if "unreadable" in answer:
        raise Unreadable(Problem(name, answer["unreadable"]))
    return answer["read"], tuple(_cut(rest, answer.get("bytes", ())))


def _cut(joined: bytes, lengths: Iterable[int]) -> Iterable[bytes]:
    start = 0
    for length in lengths:
        yield joined[start : start + length]
        start += length


def _reason(written: bytes) -> str:
    return str(json.loads(written)["no_fence"])


def _not_read(reason: str) -> str:
    return f"这台机器上隔离没有建成，外来文件一律不读：{reason}；请管理员运行 jiheng doctor"


def _cause(trouble: OSError) -> str:
    if isinstance(trouble, FileNotFoundError):
        return "没有这个文件，请核对文件名和所在的文件夹"
    if isinstance(trouble, PermissionError):
        return "没有读取它的权限，请核对文件的权限，或先关闭正在使用它的程序"
    return "请核对磁盘或网络盘是否可用"
