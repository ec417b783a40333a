"""A real PostgreSQL of the tests' own: made in a temporary folder, started in a second or two, and gone
with the tests. Syncing, full page writes and checksums are on, as in production."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from jiheng.cli.machine import postgres_programs
from tests.platform.kept import Kept, free_port, keep

PERSON = "jiheng"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server: where it listens and with which password."""

    port: int
    password: str
    folder: Path
    process: Kept

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases, as `DATABASE_URL` wants it."""
        return f"postgres://{PERSON}:{self.password}@127.0.0.1:{self.port}/{database}"

    def answers(self) -> bool:
        """Does it take connections?"""
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def make(self, database: str, *, like: str = "template1") -> str:
        """Make a database, as a copy of another, and give its address."""
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._say(words.format(sql.Identifier(database), sql.Identifier(like)))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, also while somebody is connected to it."""
        words = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._say(words.format(sql.Identifier(database)))

    def _say(self, words: sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(words)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A new, empty server; its folder is removed at the end, also when the tests are killed."""
    programs = postgres_programs()
    assert programs is not None, "the marker `postgres` skips a test where there is no PostgreSQL"
    # not pytest's folder: the socket's path may have 107 characters, and another user must get in
    folder = Path(tempfile.mkdtemp(prefix="jiheng-pg-"))
    password = secrets.token_hex(16)
    try:
        _make_cluster(programs, folder, password=password)
        server = _started(programs, folder, password=password)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    try:
        yield server
    finally:
        server.process.end()


def _make_cluster(programs: Path, folder: Path, *, password: str) -> None:
    (folder / "password").write_text(password, "ascii")
    if user := _user():
        for path in (folder, folder / "password"):
            shutil.chown(path, user, _group(user))
    command = [
        programs / "initdb", "--pgdata", folder / "data", "--username", PERSON, "--encoding", "UTF8",
        "--locale", "C.UTF-8", "--data-checksums", "--no-sync", "--no-instructions",
        "--auth-local", "trust", "--auth-host", "scram-sha-256", "--pwfile", folder / "password",
    ]  # fmt: skip
    as_user = {"user": user, "group": _group(user), "extra_groups": []} if user else {}
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
        **as_user,
    )
    assert done.returncode == 0, done.stderr


def _started(programs: Path, folder: Path, *, password: str) -> Postgres:
    port = free_port()
    settings = {
        "port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder,
        "max_connections": 120, "shared_buffers": "64MB", "logging_collector": "off",
    }  # fmt: skip
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [programs / "postgres", "-D", folder / "data", *words]
    log = folder / "server.log"
    process = keep(command, log=log, owner=(_user(), folder), ending=signal.SIGQUIT)
    server = Postgres(port, password, folder, process)
    process.wait_until(server.answers)
    return server


def _user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as somebody without rights."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid
