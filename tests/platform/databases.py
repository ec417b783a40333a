"""One test, two databases: a mark that runs a test on SQLite and on PostgreSQL, and databases for
processes of their own."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.platform.postgres import Postgres
from tests.platform.service import environment_of

KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
LIKE = "site_tables"


def both_databases(*, transaction: bool = False) -> Callable[[Any], Any]:
    """Run a test inside this process on SQLite and on PostgreSQL: `@both_databases()`.

    Each change is rolled back after the test; with `transaction=True` the test may commit, use threads
    and see constraints bite at the end of a transaction, and the tables are emptied afterwards. Takes
    the place of `pytest.mark.django_db`, which would ask for a database before this chose one.
    """
    rest = "transactional_db" if transaction else "db"

    def marked(test: Any) -> Any:
        # `engine` stands before the other: the choice comes first and is taken back last
        chosen = pytest.mark.usefixtures("engine", rest)(test)
        return pytest.mark.parametrize("engine", KINDS, indirect=True)(chosen)

    return marked


def each_database(test: Any) -> Any:
    """Run a test that starts processes once for each kind of database; gives it `kind`."""
    return pytest.mark.parametrize("kind", KINDS)(test)


@contextmanager
def talking_to(url: str) -> Iterator[None]:
    """Until it ends, Django in this process talks to another database, in every thread."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connections

    settings, connection = connections.settings["default"], connections["default"]
    connections.settings["default"] = _settings_of(url)
    del connections["default"]
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"], connections["default"] = settings, connection
        ContentType.objects.clear_cache()


def _settings_of(url: str) -> dict[str, Any]:
    from django.conf import settings
    from django.db import connections

    from jiheng.web.database import database_of

    wanted = {"default": database_of(url, settings.DATA)}
    told: dict[str, Any] = connections.configure_settings(wanted)["default"]
    return told


def migrate_here(url: str, blocker: Any) -> str:
    """Give a database the site's tables from inside this process; returns its address."""
    from django.core.management import call_command

    with blocker.unblock(), talking_to(url):
        call_command("migrate", verbosity=0, interactive=False)
    return url


def with_tables(url: str, data: Path) -> str:
    """Give a database the site's tables, as an administrator would; returns its address."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--no-input"],
        env=environment_of(url, data),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return url


@dataclass(slots=True)
class Databases:
    """Makes databases for one test; `kind` is `sqlite` or `postgres`."""

    folder: Path
    server: Callable[[], Postgres]
    made: list[str] = field(default_factory=list)

    def empty(self, kind: str) -> str:
        """The address of a new database without a table."""
        return self._copy(kind, None)

    def site(self, kind: str) -> str:
        """The address of a new database with the site's tables, in the state of a first start."""
        return self._copy(kind, self._model(kind))

    def drop(self) -> None:
        """Remove those on the server; files go with the test's folder."""
        for name in self.made:
            self.server().drop(name)

    def _copy(self, kind: str, model: str | None) -> str:
        name = f"test_{secrets.token_hex(6)}"
        if kind == "postgres":
            self.made.append(name)
            return self.server().make(name, like=model or "template1")
        path = self.folder / f"{name}.sqlite3"
        if model is not None:
            shutil.copy(model, path)
        return f"sqlite:///{path}"

    def _model(self, kind: str) -> str:
        """What others are copied from; made once per test process, because it takes seconds."""
        if kind not in MODELS:
            MODELS[kind] = self._new_model(kind)
        return MODELS[kind]

    def _new_model(self, kind: str) -> str:
        if kind == "postgres":
            with_tables(self.server().make(LIKE), self.folder / "model")
            return LIKE
        path = Path(KEPT.name) / f"{LIKE}.sqlite3"
        with_tables(f"sqlite:///{path}", Path(KEPT.name))
        return str(path)


MODELS: dict[str, str] = {}
KEPT = tempfile.TemporaryDirectory(prefix="jiheng-tests-", ignore_cleanup_errors=True)
