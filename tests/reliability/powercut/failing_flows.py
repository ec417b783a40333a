"""Run with the shim before it: each deed of a commit or of keeping a file fails in turn, and what is
left must be the state before or the state after. Prints how many tries there were and each breach."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from tests.reliability.powercut import commits, store  # noqa: E402  a script finds us by the line above
from tests.reliability.powercut.failing import BROKEN, DONE, tries  # noqa: E402

DATA = "佐证材料".encode() * 3000


def commit_breaches(folder: Path, *, careful: bool) -> Iterator[str | None]:
    """One commit beside one that was there before; without care the two rows are two transactions."""
    path = folder / commits.NAME

    def prepare() -> None:
        for old in folder.glob("*"):
            old.unlink()
        commits.prepared(folder, journal="WAL")
        _connected(path, lambda one: commits.commit(one, "before"))

    def flow() -> None:
        _connected(path, lambda one: commits.commit(one, "new") if careful else _by_halves(one))

    for one in tries(flow, (sqlite3.Error,), prepare=prepare):
        marks, entries = commits.names_in(path)
        wanted = {"before", "new"} if one.told == DONE else {"before"}
        is_right = marks == entries and one.told != BROKEN and marks in (wanted, {"before", "new"})
        yield None if is_right else f"{one}: {sorted(marks)} {sorted(entries)}"


def _connected(path: Path, deed: Callable[[sqlite3.Connection], None]) -> None:
    one = sqlite3.connect(path, isolation_level=None)
    try:
        one.execute("PRAGMA synchronous=FULL")
        deed(one)
    finally:
        one.close()


def _by_halves(one: sqlite3.Connection) -> None:
    one.execute("INSERT INTO mark VALUES ('new', '')")
    one.execute("INSERT INTO entry VALUES ('new', '')")


def store_breaches(folder: Path, *, careful: bool) -> Iterator[str | None]:
    """One file kept; without care it gets its name before it has its bytes."""

    def prepare() -> None:
        for old in folder.glob("*"):
            shutil.rmtree(old)

    def flow() -> None:
        store.keep(folder, DATA, without="" if careful else "rename")

    for one in tries(flow, (OSError,), prepare=prepare):
        there, torn = store.kept_in(folder)
        is_right = not torn and one.told != BROKEN and (one.told != DONE or len(there) == 1)
        yield None if is_right else f"{one}: {len(there)} there, {len(torn)} torn"


FLOWS = {"commit": commit_breaches, "store": store_breaches}


def main(folder: str, flow: str, care: str) -> None:
    told = list(FLOWS[flow](Path(folder), careful=care == "careful"))
    json.dump({"tries": len(told), "breaches": [one for one in told if one]}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
