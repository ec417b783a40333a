"""Which database, and how it must be set so that nothing answered is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
"""WAL with FULL: with NORMAL a power cut loses answered commits; IMMEDIATE: writers queue, none fails."""

POSTGRES = {"options": "-c statement_timeout=10000 -c lock_timeout=5000"}


def database_of(url: str, data: Path) -> dict[str, Any]:
    """Django's settings for the database; SQLite in `data` where there is no `url`."""
    if not url:
        data.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{data / 'jiheng.sqlite3'}"
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    engine = settings["ENGINE"].rsplit(".", 1)[-1]
    settings["CONN_HEALTH_CHECKS"] = engine != "sqlite3"
    settings["OPTIONS"] = settings.get("OPTIONS", {}) | (
        SQLITE if engine == "sqlite3" else POSTGRES
    )
    return settings
