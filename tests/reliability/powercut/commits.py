"""Recorded: commits to a SQLite database, each of two rows that belong together, each answered."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NAME = "site.sqlite3"


def prepared(folder: Path, *, journal: str) -> Path:
    """A database before the recording; small, so that checkpoints happen within it."""
    path = folder / NAME
    with sqlite3.connect(path) as one:
        one.execute(f"PRAGMA journal_mode={journal}")
        one.execute("CREATE TABLE mark (name TEXT PRIMARY KEY, score TEXT)")
        one.execute("CREATE TABLE entry (name TEXT PRIMARY KEY, words TEXT)")
    one.close()
    return path


def names_in(path: Path) -> tuple[set[str], set[str]]:
    """The marks and the entries that a database holds; `sqlite3.DatabaseError` where it is broken."""
    one = sqlite3.connect(path)
    try:
        (verdict,) = one.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        marks = {name for (name,) in one.execute("SELECT name FROM mark")}
        return marks, {name for (name,) in one.execute("SELECT name FROM entry")}
    finally:
        one.close()


def commit(one: sqlite3.Connection, name: str) -> None:
    """One deed: a mark and its entry, or neither."""
    one.execute("BEGIN IMMEDIATE")
    try:
        one.execute("INSERT INTO mark VALUES (?, ?)", (name, "85.00" * 20))
        one.execute("INSERT INTO entry VALUES (?, ?)", (name, "打分" * 60))
        one.execute("COMMIT")
    except sqlite3.Error:
        if one.in_transaction:
            one.execute("ROLLBACK")
        raise


def main(folder: str, book: str, synchronous: str, count: str) -> None:
    from tests.reliability.powercut.recording import write_answer

    one = sqlite3.connect(Path(folder) / NAME, isolation_level=None)
    one.execute(f"PRAGMA synchronous={synchronous}")
    one.execute("PRAGMA wal_autocheckpoint=60")
    for number in range(int(count)):
        commit(one, str(number))
        write_answer(Path(book), str(number))
    one.close()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(*sys.argv[1:])
