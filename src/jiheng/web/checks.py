"""Is the database set so that nothing answered is lost? Asked before the site starts, and by the doctor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from jiheng.values.problems import Problem

POSTGRES: Mapping[str, tuple[str, ...]] = {
    "fsync": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
    "full_page_writes": ("on",),
    "data_sync_retry": ("off",),
    "data_checksums": ("on",),
}
"""What each setting of the server may be."""
_SQLITE = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
_NAMES = {"synchronous": {"0": "OFF", "1": "NORMAL", "2": "FULL", "3": "EXTRA"}}
_CURES = {
    "data_checksums": "停下服务器，运行 pg_checksums --enable，再启动",
    "journal_mode": "把 JIHENG_DATA 放在本机磁盘上（网络盘不支持 WAL）",
}


def problems_of_the_database() -> list[Problem]:
    """Every setting that is not as it must be, with the cure; what stands in the way of looking, too."""
    try:
        found = list(_sqlite() if connection.vendor == "sqlite" else _postgres())
    except DatabaseError as error:
        message = (
            f"连不上（{type(error).__name__}）：请检查 DATABASE_URL、服务器和 JIHENG_DATA 的权限"
        )
        return [Problem("数据库", message)]
    return found


def _sqlite() -> Iterator[Problem]:
    with connection.cursor() as cursor:
        for name, wanted in _SQLITE.items():
            value = _asked(cursor, f"PRAGMA {name}")
            if value != wanted:
                yield _wrong("SQLite", name, value=_name(name, value), wanted=_name(name, wanted))
    if settings.DATABASES["default"]["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        yield Problem("SQLite transaction_mode", "应是 IMMEDIATE：不然同时保存会有人失败")


def _postgres() -> Iterator[Problem]:
    with transaction.atomic(), connection.cursor() as cursor:
        for name, allowed in POSTGRES.items():
            value = _asked(cursor, f"SHOW {name}")
            if value not in allowed:
                yield _wrong("PostgreSQL", name, value=value, wanted=allowed[0])


def _asked(cursor, question: str) -> str:
    cursor.execute(question)
    return str(cursor.fetchone()[0]).lower()


def _name(setting: str, value: str) -> str:
    return _NAMES.get(setting, {}).get(value, value)


def _wrong(engine: str, name: str, *, value: str, wanted: str) -> Problem:
    cure = _CURES.get(name)
    if cure is None:
        cure = (
            f"在 postgresql.conf 中写 {name} = {wanted}，再重新载入"
            if engine == "PostgreSQL"
            else "去掉改动它的设置，用绩衡自己的默认"
        )
    message = f"现在是 {value}，应是 {wanted}，否则停电时会丢失已经保存的内容；{cure}"
    return Problem(f"{engine} {name}", message)
