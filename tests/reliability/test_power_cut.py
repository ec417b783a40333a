"""DU-02: after a power cut everything that was answered is there, and nothing is there by half.

The controls are ways to keep data that are known to lose some: if the shim does not see them lose, the
other figures prove nothing.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from tests.reliability.powercut import commits, store
from tests.reliability.powercut.recording import Book, record_python
from tests.reliability.powercut.replay import Cut, cuts

pytestmark = pytest.mark.powercut

SEED = 20170315
COMMITS = "120"


def verdict_on_commits(cut: Cut, folder: Path) -> str:
    """What a power cut did to the database."""
    cut.lay_out(folder)
    try:
        marks, entries = commits.names_in(folder / commits.NAME)
    except sqlite3.DatabaseError:
        return "corrupt"
    if marks != entries:
        return "torn"
    return "lost" if cut.answered - marks else "whole"


def verdict_on_files(cut: Cut, folder: Path) -> str:
    """What a power cut did to the store."""
    cut.lay_out(folder)
    there, torn = store.kept_in(folder)
    if torn:
        return "torn"
    return "lost" if cut.answered - there else "whole"


def recorded_commits(tmp_path: Path, *, journal: str, synchronous: str) -> Book:
    folder = tmp_path / "disk"
    folder.mkdir()
    commits.prepared(folder, journal=journal)
    script = Path(commits.__file__)
    return record_python(script, synchronous, COMMITS, folder=folder, book=tmp_path / "book")


def recorded_files(tmp_path: Path, *, without: str) -> Book:
    folder = tmp_path / "disk"
    folder.mkdir()
    return record_python(Path(store.__file__), without, "30", folder=folder, book=tmp_path / "book")


def verdicts(book: Book, *, count: int) -> Counter[str]:
    """How many of so many power cuts did what."""
    judge = (
        verdict_on_commits
        if any(name == commits.NAME for name in book.before)
        else verdict_on_files
    )
    told: Counter[str] = Counter()
    for cut in cuts(book, count=count, seed=SEED):
        with tempfile.TemporaryDirectory() as folder:
            told[judge(cut, Path(folder))] += 1
    return told


def test_answered_commits_are_there(tmp_path: Path, record_property: pytest.RecordProperty) -> None:
    record_property("row", "DU-02")
    record_property("volume", "400 power cuts, WAL with synchronous=FULL")
    book = recorded_commits(tmp_path, journal="WAL", synchronous="FULL")
    assert verdicts(book, count=400) == {"whole": 400}


@pytest.mark.parametrize(
    ("journal", "synchronous", "least"),
    [("WAL", "NORMAL", 150), ("DELETE", "FULL", 1), ("DELETE", "OFF", 20)],
)
def test_commits_are_lost_without_the_guard(
    tmp_path: Path,
    record_property: pytest.RecordProperty,
    journal: str,
    synchronous: str,
    least: int,
) -> None:
    record_property("row", "DU-02")
    book = recorded_commits(tmp_path, journal=journal, synchronous=synchronous)
    told = verdicts(book, count=300)
    record_property(
        "volume", f"300 power cuts, {journal} with synchronous={synchronous}: {dict(told)}"
    )
    assert told.total() - told["whole"] >= least


def test_answered_files_are_there(tmp_path: Path, record_property: pytest.RecordProperty) -> None:
    record_property("row", "DU-02")
    record_property("volume", "200 power cuts, store of files")
    assert verdicts(recorded_files(tmp_path, without=""), count=200) == {"whole": 200}


@pytest.mark.parametrize("without", store.STEPS)
def test_files_are_lost_without_the_guard(
    tmp_path: Path, record_property: pytest.RecordProperty, without: str
) -> None:
    record_property("row", "DU-02")
    told = verdicts(recorded_files(tmp_path, without=without), count=150)
    record_property("volume", f"150 power cuts, without the step “{without}”: {dict(told)}")
    assert told.total() - told["whole"] >= 10


@pytest.mark.prove
@pytest.mark.parametrize("kind", ["commits", "files"])
def test_answered_is_there_in_full(
    tmp_path: Path, record_property: pytest.RecordProperty, kind: str
) -> None:
    record_property("row", "DU-02")
    record_property("volume", f"4,000 power cuts, {kind}")
    if kind == "commits":
        book = recorded_commits(tmp_path, journal="WAL", synchronous="FULL")
    else:
        book = recorded_files(tmp_path, without="")
    assert verdicts(book, count=4_000) == {"whole": 4_000}
