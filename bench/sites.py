"""The served site to be measured, the client beside it, and what machine that was."""

# ruff: noqa: PLC0415 - Django reads the environment when it is imported: only where it is used
from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.site_world import Large, make_large
from tests.platform.service import KEY, Site, Start, environment_of

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def large_site(
    kind: str, folder: Path, *, workers: int = 1, units: int = 200, people: int = 1_000
) -> Iterator[tuple[Site, Large]]:
    """The large world on SQLite or PostgreSQL, served by processes of their own until the end."""
    with _database(kind, folder) as url:
        large = _filled(url, folder, units=units, people=people)
        start = Start(folder)
        try:
            yield start.site(url, workers=workers), large
        finally:
            start.end()


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    from tests.platform.postgres import running_postgres

    with running_postgres() as server:
        yield server.make("bench")


def _filled(url: str, folder: Path, *, units: int, people: int) -> Large:
    os.environ.update(environment_of(url, folder / "data"), JIHENG_SECRET_KEY=KEY)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        large = make_large(units, people)
    connection.close()
    return large


def asked(site: Site, clients: Sequence[Mapping[str, Any]], *, seconds: float) -> dict[str, Any]:
    """What a crowd of these clients sees, from a process of its own."""
    where = urlsplit(site.address)
    plan = {"host": where.hostname, "port": where.port, "seconds": seconds, "clients": clients}
    done = subprocess.run(
        [sys.executable, "-m", "bench.site_client"],
        input=json.dumps(plan), capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def described() -> str:
    """The machine, and where the client ran."""
    cores, load = os.cpu_count(), os.getloadavg()[0]
    return (
        f"{cores} cores ({platform.machine()}), Python {platform.python_version()}, load before "
        f"{load:.1f}; client, database and site on the same machine, over loopback.\n"
    )
