"""The fence around parsers of strangers' files: what a taken-over parser can still do (IM-08)."""

from __future__ import annotations

import json
import os
import platform
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng.files import fence, fence_child
from jiheng.files.fence import fence_is_up, fenced, fenced_with_bytes
from jiheng.files.xlsx_read import read_workbook
from jiheng.values.problems import Unreadable
from tests.files.packages import parts, saved, sheet

SOURCES = Path(fence.__file__).parents[2]
SECRET = "a-key-that-is-nobody-s-business"
PLAIN = parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))

# A parser that was taken over: it tries each deed and answers which of them the kernel let through.
PAYLOAD = """
import ctypes, os, socket

def read_passwd(): assert open("/etc/passwd", "rb").read()
def read_environment(): assert os.environ["JIHENG_SECRET_KEY"]
def connect():
    with socket.socket() as line:
        line.connect(("127.0.0.1", PORT))
def fork_bomb():
    for _ in range(4):
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
def execute():
    try:
        os.execv("/no/such/program", ["x"])
    except FileNotFoundError:
        return  # it was let through and found nothing
def write():
    with open(SPOILT, "wb", 0) as file:
        file.write(b"x")
def read_parent(): assert open(f"/proc/{os.getppid()}/environ", "rb").read()
def trace():
    if ctypes.CDLL(None, use_errno=True).ptrace(0, 0, 0, 0) != 0:
        raise PermissionError

DEEDS = (read_passwd, read_environment, connect, fork_bomb, execute, write, read_parent, trace)

def run(stream):
    return [deed.__name__ for deed in DEEDS if works(deed)]

def works(deed):
    try:
        deed()
    except (OSError, KeyError, AssertionError):
        return False
    return True
"""
DEEDS = ["read_passwd", "read_environment", "connect", "fork_bomb", "execute", "write", "read_parent", "trace"]  # fmt: skip

# The shipped child with one more job; what is removed of it stands in `removal`.
CHILD = """
import sys
sys.path[:0] = [{sources!r}, {folder!r}]
from jiheng.files import fence_child, fence_seal
{removal}
fence_child.JOBS["check"] = ("payload", "run")
sys.exit(fence_child.main())
"""
NO_SEAL = "fence_seal.seal = lambda: None"
NO_LIMITS = "fence_child._raise_fence = lambda: None"


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def _child(folder: Path, removal: str = "", payload: str = "") -> Path:
    (folder / "payload.py").write_text(payload)
    child = folder / "child.py"
    child.write_text(CHILD.format(sources=str(SOURCES), folder=str(folder), removal=removal))
    return child


def _payload(folder: Path, port: int) -> str:
    return PAYLOAD.replace("PORT", str(port)).replace("SPOILT", repr(str(folder / "spoilt")))


@pytest.mark.row("IM-08")
def test_a_parser_taken_over_can_do_nothing(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIHENG_SECRET_KEY", SECRET)
    monkeypatch.setattr(fence, "_CHILD", _child(tmp_path, payload=_payload(tmp_path, port)))
    assert fenced("check", saved(tmp_path, PLAIN)) == []
    assert not (tmp_path / "spoilt").exists()


@pytest.mark.row("IM-08")
def test_without_the_fence_it_can_do_all_of_it(tmp_path: Path, port: int) -> None:
    """The payloads are real: the same child without seal, limits and empty environment does all."""
    child = _child(tmp_path, f"{NO_SEAL}; {NO_LIMITS}", _payload(tmp_path, port))
    done = subprocess.run(
        [sys.executable, "-I", str(child), "check"],
        env={**os.environ, "JIHENG_SECRET_KEY": SECRET},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == {"read": DEEDS}


@pytest.mark.row("IM-08")
def test_without_the_seal_limits_alone_are_not_enough(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = _child(tmp_path, NO_SEAL, _payload(tmp_path, port))
    monkeypatch.setattr(fence, "_CHILD", child)
    let_through = fenced("check", saved(tmp_path, PLAIN))
    assert {"read_passwd", "connect", "execute", "read_parent", "trace"} <= set(let_through)


# Where it cannot be set up


@pytest.mark.row("IM-08")
@pytest.mark.parametrize(
    ("removal", "reason"),
    [
        (
            "fence_seal.platform.machine = lambda: 'riscv64'",
            "不认识处理器“riscv64”的系统调用编号",
        ),
        ("sys.platform = 'darwin'", "darwin 系统没有 seccomp，需要在 Linux 上运行"),
        (
            "fence_seal._SET_SECCOMP = 9999",
            "系统内核不允许设置 seccomp（Invalid argument）",
        ),
    ],
)
def test_no_fence_no_parsing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, removal: str, reason: str
) -> None:
    monkeypatch.setattr(fence, "_CHILD", _child(tmp_path, removal, "run = lambda _: ['read']"))
    assert fence_is_up() == reason
    with pytest.raises(Unreadable) as refused:
        fenced("check", saved(tmp_path, PLAIN))
    told = f"这台机器上隔离没有建成，外来文件一律不读：{reason}；请管理员运行 jiheng doctor"
    assert str(refused.value) == f"facts.xlsx  {told}"


def test_the_fence_is_up_here() -> None:
    assert fence_is_up() is None


@pytest.mark.row("IM-08")
def test_a_fence_with_holes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = _child(tmp_path, NO_SEAL)
    child.write_text(child.read_text().replace('("payload", "run")', 'fence_child.JOBS["check"]'))
    monkeypatch.setattr(fence, "_CHILD", child)
    reason = fence_is_up()
    assert reason is not None
    assert reason.startswith("子进程仍然可以：打开文件、连接网络")


def test_a_child_that_does_not_start_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fence, "_CHILD", tmp_path / "none.py")
    assert fence_is_up() == "子进程没有正常结束（2）"


# What still works inside


def test_the_workbook_is_read_through_the_seal(tmp_path: Path) -> None:
    (found,) = read_workbook(saved(tmp_path, PLAIN))
    assert [cell.text for cell in found.cells] == ["甲"]


def test_an_answer_carries_bytes_beside_its_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    payload = "def run(stream, *, word): return [word, '\\n'], [b'1\\n2', b'', stream.read(2)]"
    monkeypatch.setattr(fence, "_CHILD", _child(tmp_path, payload=payload))
    assert fenced_with_bytes("check", saved(tmp_path, PLAIN), word="字") == (
        ["字", "\n"],
        (b"1\n2", b"", b"PK"),
    )


def test_every_limit_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    payload = (
        "import resource as r\ndef run(stream):\n return [r.getrlimit(each) for each in (r.RLIMIT_AS,"
        " r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_CORE, r.RLIMIT_NOFILE, r.RLIMIT_NPROC)]"
    )
    monkeypatch.setattr(fence, "_CHILD", _child(tmp_path, payload=payload))
    limits = (fence_child.MEMORY, fence_child.SECONDS, 0, 0, fence_child.DESCRIPTORS, 0)
    assert fenced("check", saved(tmp_path, PLAIN)) == [[each, each] for each in limits]


def test_calls_in_another_machines_way_end_the_process(tmp_path: Path) -> None:
    """The filter of one processor must not be read with another's numbers."""
    assert platform.machine() in {"x86_64", "aarch64"}
    removal = (
        "others = {'x86_64': 'aarch64', 'aarch64': 'x86_64'}; here = fence_seal.platform.machine();"
        " fence_seal.platform.machine = lambda: others[here]"
    )
    child = _child(tmp_path, removal, "run = lambda _: []")
    done = subprocess.run([sys.executable, "-I", str(child), "check"], check=False)
    assert done.returncode == -31  # SIGSYS
