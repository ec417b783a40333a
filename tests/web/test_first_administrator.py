"""A fresh installation has nobody; the first one is entered by hand on the server (IS-04)."""

from __future__ import annotations

import os
import pty
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-c", "from jiheng.cli.app import run; run()", "administrator"]
GIVEN = ["示例市科学技术协会", "keeper"]


def typed(folder: Path, *answers: str) -> tuple[int, str]:
    """What the command says on a terminal on which somebody types these lines."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"JIHENG_DATA": str(folder), "JIHENG_HTTPS": "off"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    running = subprocess.Popen(
        [*PROGRAM, *GIVEN], stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    said = question = ""
    waiting = list(answers)
    while True:
        try:
            part = os.read(ours, 4096).decode("utf-8", "replace")
        except OSError:  # the terminal's other end is closed
            break
        said, question = said + part, question + part
        if waiting and question.rstrip().endswith(":"):  # not the line's end after the last answer
            time.sleep(0.05)
            os.write(ours, f"{waiting.pop(0)}\n".encode())
            question = ""
    os.close(ours)
    return running.wait(timeout=60), said


@pytest.mark.row("IS-04")
@pytest.mark.slow
def test_a_password_typed_twice_makes_the_only_account(tmp_path: Path) -> None:
    code, said = typed(tmp_path, "horse-staple-42-battery", "horse-staple-42-battery")
    assert (code, "已登记系统管理员 keeper" in said) == (0, True), said
    assert "horse-staple" not in said
    one = sqlite3.connect(tmp_path / "jiheng.sqlite3")
    people = one.execute("SELECT username, substr(password, 1, 6) FROM web_person").fetchall()
    roles = one.execute("SELECT role FROM web_appointment").fetchall()
    one.close()
    assert (people, roles) == ([("keeper", "argon2")], [("administrator",)])


@pytest.mark.slow
def test_a_weak_password_and_a_pipe_are_refused(tmp_path: Path) -> None:
    code, said = typed(tmp_path, "keeper-123456", "keeper-123456")
    assert (code, "与姓名、登录名" in said) == (1, True), said
    piped = subprocess.run(
        [*PROGRAM, *GIVEN], input="x\nx\n", capture_output=True, text=True, check=False,
        env=os.environ | {"JIHENG_DATA": str(tmp_path), "JIHENG_HTTPS": "off"},
    )  # fmt: skip
    assert (piped.returncode, "终端" in piped.stderr) == (1, True)


@pytest.mark.row("IS-04")
@pytest.mark.slow
def test_the_deployment_check_is_clean(tmp_path: Path) -> None:
    environment = os.environ | {
        "JIHENG_DATA": str(tmp_path), "JIHENG_HOSTS": "assess.example.org",
        "DJANGO_SETTINGS_MODULE": "jiheng.web.settings",
    }  # fmt: skip
    # the browser tests of this process set the last one
    for name in ("JIHENG_HTTPS", "JIHENG_SECRET_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        environment.pop(name, None)
    found = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert (found.returncode, found.stderr) == (0, "")
