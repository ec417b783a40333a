"""Is the site well? Database, tables, store: each in one word, nothing else, because strangers may ask."""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

WELL, ILL = "ok", "unavailable"


@dataclass(frozen=True, slots=True)
class Health:
    """`ok` or not, each. Without its store the site still answers; without the others it cannot."""

    database: str
    migrations: str
    store: str

    @property
    def serves(self) -> bool:
        """Can pages be answered?"""
        return self.database == self.migrations == WELL

    @property
    def status(self) -> str:
        """All of it in one word."""
        if not self.serves:
            return ILL
        return WELL if self.store == WELL else "degraded"


def health() -> Health:
    """Asked now."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrations = WELL if _is_migrated() else "pending"
    except DatabaseError:
        return Health(ILL, ILL, _store())
    return Health(WELL, migrations, _store())


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _store() -> str:
    """The folder can be written; a bucket is asked by those who use it, not by every health check."""
    if settings.EVIDENCE_BUCKET:
        return WELL
    folder = settings.EVIDENCE_ROOT
    place = folder if folder.exists() else folder.parent
    return WELL if os.access(place, os.W_OK | os.X_OK) else ILL
