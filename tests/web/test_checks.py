"""DU-03: each setting of the database that would lose data stops the start, with the cure."""

from __future__ import annotations

import pytest
from django.db import connection

from jiheng.web import checks
from jiheng.web.checks import problems_of_the_database
from tests.platform.databases import both_databases


@pytest.mark.row("DU-03")
@both_databases(transaction=True)
def test_as_the_house_sets_it_nothing_is_wrong() -> None:
    assert problems_of_the_database() == []


@pytest.mark.row("DU-03")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("pragma", "told"),
    [
        ("synchronous = NORMAL", "SQLite synchronous  现在是 NORMAL，应是 FULL"),
        ("synchronous = OFF", "SQLite synchronous  现在是 OFF，应是 FULL"),
        ("foreign_keys = OFF", "SQLite foreign_keys  现在是 0，应是 1"),
        ("journal_mode = DELETE", "SQLite journal_mode  现在是 delete，应是 wal"),
    ],
)
def test_each_wrong_setting_of_sqlite_is_told(pragma: str, told: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
    try:
        assert [str(one).partition("，否则")[0] for one in problems_of_the_database()] == [told]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")
        connection.close()


@pytest.mark.row("DU-03")
@pytest.mark.django_db(transaction=True)
def test_sqlite_must_begin_immediate(monkeypatch: pytest.MonkeyPatch) -> None:
    options = checks.settings.DATABASES["default"]["OPTIONS"]
    monkeypatch.setitem(options, "transaction_mode", "DEFERRED")
    assert [one.place for one in problems_of_the_database()] == ["SQLite transaction_mode"]


WRONG = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
FIXED = ("data_sync_retry", "data_checksums")


@pytest.mark.row("DU-03")
@pytest.mark.postgres
@pytest.mark.parametrize("setting", WRONG)
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
@pytest.mark.usefixtures("engine", "transactional_db")
def test_each_wrong_setting_of_the_server_is_told(setting: str) -> None:
    """Those that a running server takes."""
    try:
        server_says(f"ALTER SYSTEM SET {setting} = '{WRONG[setting]}'")
        (found,) = problems_of_the_database()
        assert str(found).startswith(f"PostgreSQL {setting}  现在是 off，应是 on，")
        assert f"在 postgresql.conf 中写 {setting} = on" in found.message
    finally:
        server_says(f"ALTER SYSTEM RESET {setting}")
    assert problems_of_the_database() == []


def server_says(command: str) -> None:
    """Change a setting, and come again: the connection that asks sees it only then."""
    with connection.cursor() as cursor:
        cursor.execute(command)
        cursor.execute("SELECT pg_reload_conf(), pg_sleep(0.5)")
    connection.close()


@pytest.mark.row("DU-03")
@pytest.mark.postgres
@pytest.mark.parametrize("setting", FIXED)
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
@pytest.mark.usefixtures("engine", "transactional_db")
def test_settings_of_the_start_are_asked_too(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that need another cluster: the same server judged by the opposite wish."""
    opposite = {"data_sync_retry": "on", "data_checksums": "off"}[setting]
    monkeypatch.setattr(checks, "POSTGRES", {**checks.POSTGRES, setting: (opposite,)})
    assert [one.place for one in problems_of_the_database()] == [f"PostgreSQL {setting}"]
