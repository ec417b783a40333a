"""One test on two databases: the mark really changes the engine, rolls back, and changes it back."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from jiheng.web.models import Organisation
from tests.platform.databases import Databases, both_databases, each_database


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_content_type WHERE app_label = 'planted'")
        return int(cursor.fetchone()[0])


def plant() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('planted', 'x')")


@both_databases()
@pytest.mark.parametrize("again", [1, 2])
def test_a_change_is_rolled_back(engine: str, again: int) -> None:
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[engine]
    assert rows() == 0
    plant()
    assert rows() == 1


@both_databases(transaction=True)
def test_another_thread_sees_what_was_committed(engine: str) -> None:
    with transaction.atomic():
        plant()
    told: list[tuple[str, int]] = []

    def look() -> None:
        told.append((connection.vendor, rows()))
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert told == [({"sqlite": "sqlite", "postgres": "postgresql"}[engine], 1)]


@pytest.mark.django_db
def test_a_test_without_the_mark_is_on_sqlite_as_in_production() -> None:
    assert rows() == 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert Path(connection.settings_dict["NAME"]).exists()


@pytest.mark.slow
@each_database
def test_a_database_for_processes_has_the_tables(databases: Databases, kind: str) -> None:
    url = databases.site(kind)
    table = Organisation._meta.db_table
    if kind == "sqlite":
        one = sqlite3.connect(url.removeprefix("sqlite:///"))
        assert one.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        one.close()
        return
    with psycopg.connect(url) as other:
        assert other.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
