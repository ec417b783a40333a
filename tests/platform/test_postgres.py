"""The tests' own PostgreSQL: it starts, keeps a row, syncs as in production, and ends with the tests."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.platform.postgres import Postgres

pytestmark = pytest.mark.postgres

ASKER = """
import sys, time
from tests.platform.postgres import running_postgres
with running_postgres() as server:
    print(server.folder, server.process.pid, flush=True)
    time.sleep(60)
"""


def test_a_row_survives_a_new_connection(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as one:
        one.execute("CREATE TABLE county (name text)")
        one.execute("INSERT INTO county VALUES ('平江县')")
    with psycopg.connect(postgres_url) as other:
        assert other.execute("SELECT name FROM county").fetchall() == [("平江县",)]


@pytest.mark.parametrize(
    "setting", ["fsync", "synchronous_commit", "full_page_writes", "data_checksums"]
)
def test_it_syncs_as_in_production(postgres_url: str, setting: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute(f"SHOW {setting}").fetchone() == ("on",)


def test_a_stranger_needs_the_password(postgres_server: Postgres) -> None:
    wrong = postgres_server.url().replace(postgres_server.password, "guessed")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(wrong)


@pytest.mark.slow
def test_it_ends_when_the_tests_are_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ASKER],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as asker:
        assert asker.stdout is not None
        folder, pid = asker.stdout.readline().split()
        assert Path(f"/proc/{pid}").exists()
        asker.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not Path(folder).exists():
            break
        time.sleep(0.1)
    assert [path for path in (Path(folder), Path(f"/proc/{pid}")) if path.exists()] == []
