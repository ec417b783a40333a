"""`jiheng audit verify`: the live log, checked from outside."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.platform.service import environment_of

pytestmark = pytest.mark.slow
JIHENG = Path(sys.executable).with_name("jiheng")
WRITE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from jiheng.web.actions.first_administrator import enter_administrator
enter_administrator(name="x", username="x", organisation="某科协", kind="city", password="y")
from jiheng.web.actions.journal import head
print(head())
"""


def test_a_live_log_is_checked_and_a_change_is_found(tmp_path: Path) -> None:
    database, log = tmp_path / "site.sqlite3", tmp_path / "log.jsonl"
    environment = {**os.environ, **environment_of(f"sqlite:///{database}", tmp_path)}

    def told(*command: str) -> tuple[int, list[str]]:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
        )
        return done.returncode, done.stdout.splitlines()

    _, written = told(sys.executable, "-c", WRITE)
    head = written[-1]
    verify = (str(JIHENG), "audit", "verify", "--head", head, "--export", str(log))
    assert told(*verify) == (0, [f"共 2 条，最后一条的哈希（链头）：{head}", "链条完整。"])
    assert len(log.read_text("utf-8").splitlines()) == 2
    with sqlite3.connect(database) as held:
        held.execute("UPDATE web_entry SET person = 'somebody' WHERE number = 1")
    code, lines = told(*verify)
    assert (code, lines[-1]) == (1, "不完整：1 处断裂，0 个链头对不上")
    assert lines[0].startswith("第1条（")
    assert told(*verify[:3], "--head", "f" * 64)[0] == 1
