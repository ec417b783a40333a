"""What is issued stays as it was issued: the database itself refuses to change it.

A deed could forget to ask, and a constraint sees only the new row; a trigger sees the old one. It is
made after every migration, because SQLite rebuilds a table, and loses its triggers, to change it.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

from jiheng.web.models.scheme import SchemeVersion

REFUSAL = "an issued scheme does not change"
_NAME = "issued_scheme_stays"
_FIELDS = (
    "key", "organisation", "name", "number", "title", "year", "text", "text_sha256", "digest",
    "canonical", "issued_by", "issued_at",
)  # fmt: skip


def guard_issued_schemes(*, using: str, **_: Any) -> None:
    """Make the trigger, if there is a table for it. Receives `post_migrate`."""
    connection = connections[using]
    table = SchemeVersion._meta.db_table
    if table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _STATEMENTS[connection.vendor](table, _columns()):
            cursor.execute(statement)


def _columns() -> str:
    return ", ".join(f'"{SchemeVersion._meta.get_field(name).column}"' for name in _FIELDS)


def _sqlite(table: str, columns: str) -> tuple[str, ...]:
    return (
        f'DROP TRIGGER IF EXISTS "{_NAME}"',
        f'CREATE TRIGGER "{_NAME}" BEFORE UPDATE OF {columns} ON "{table}" '
        f"WHEN OLD.issued_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    )


def _postgresql(table: str, columns: str) -> tuple[str, ...]:
    return (
        f'CREATE OR REPLACE FUNCTION "{_NAME}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'restrict_violation', "
        f"MESSAGE = '{REFUSAL}'; END $$",
        f'CREATE OR REPLACE TRIGGER "{_NAME}" BEFORE UPDATE OF {columns} ON "{table}" '
        f'FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL) EXECUTE FUNCTION "{_NAME}"()',
    )


_STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}
