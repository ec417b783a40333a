"""Processes of the tests: they answer before a test goes on, tell why they do not, and all end."""

from __future__ import annotations

import os
import signal
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.platform.kept import Kept, NotAnswering, free_port, keep

# Starts a child of its own in its own group's session, as a web server starts its workers.
FAMILY = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"


def is_there(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("ascii")
    except FileNotFoundError:
        return False


def gone(*pids: int) -> bool:
    deadline = time.monotonic() + 10
    while any(map(is_there, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(is_there, pids))


def family(tmp_path: Path) -> tuple[Kept, int]:
    log = tmp_path / "log"
    kept = keep([sys.executable, "-c", FAMILY], log=log)
    kept.wait_until(lambda: log.read_text("ascii").endswith("\n"))
    return kept, int(log.read_text("ascii"))


@pytest.mark.parametrize("way", ["kill", "end"])
def test_all_end_together(tmp_path: Path, way: str) -> None:
    kept, child = family(tmp_path)
    assert is_there(kept.pid)
    assert is_there(child)
    getattr(kept, way)()
    assert gone(kept.pid, child)
    assert not kept.runs()


def test_one_that_dies_takes_the_others_along(tmp_path: Path) -> None:
    kept, child = family(tmp_path)
    os.kill(kept.pid, signal.SIGKILL)
    assert gone(kept.pid, child)
    kept.end()


def test_a_server_is_waited_for(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    kept = keep(command, log=tmp_path / "log")

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    kept.wait_until(answers)
    kept.kill()
    assert not answers()


def test_one_that_does_not_answer_tells_what_it_said(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('端口已被占用')"]
    kept = keep(command, log=tmp_path / "log", environment={"PYTHONIOENCODING": "utf-8"})
    with pytest.raises(NotAnswering, match="端口已被占用"):
        kept.wait_until(lambda: False, seconds=10)
