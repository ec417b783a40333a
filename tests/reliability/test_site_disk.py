"""DU-02 and DU-05 on the site's own deed: a field saved, its log entry and the counters stay together
through power cuts and failing disks, and what was answered is there."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from tests.reliability import site_saves
from tests.reliability.powercut.failing import run_with_shim
from tests.reliability.powercut.recording import Book, record_python
from tests.reliability.powercut.replay import Cut, cuts

pytestmark = [pytest.mark.powercut, pytest.mark.slow]

SCRIPT = Path(site_saves.__file__)
SEED = 20171120


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample world; tests copy it."""
    folder = tmp_path_factory.mktemp("world")
    command = [sys.executable, str(SCRIPT), str(folder), "-", "prepare"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / site_saves.NAME


def recorded(world: Path, tmp_path: Path, *, synchronous: str = "", count: int = 60) -> Book:
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / site_saves.NAME).write_bytes(world.read_bytes())
    return record_python(
        SCRIPT, "record", synchronous, str(count), folder=folder, book=tmp_path / "book"
    )


def found_after(cut: Cut) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        cut.lay_out(Path(folder))
        return site_saves.breaches(Path(folder) / site_saves.NAME, cut.answered)


def test_saves_outlive_a_power_cut(
    world: Path, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    record_property("row", "DU-02")
    record_property("volume", "150 power cuts in 60 saves of the site")
    book = recorded(world, tmp_path)
    assert [found for cut in cuts(book, count=150, seed=SEED) if (found := found_after(cut))] == []


def test_saves_are_lost_without_the_guard(
    world: Path, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    book = recorded(world, tmp_path, synchronous="NORMAL")
    told = Counter(bool(found_after(cut)) for cut in cuts(book, count=60, seed=SEED))
    record_property("row", "DU-02")
    record_property("volume", f"60 power cuts, synchronous=NORMAL: {told[True]} lost a save")
    assert told[True] >= 20


def told_of(world: Path, folder: Path, *, care: str, step: int) -> dict[str, list[str] | int]:
    (folder / site_saves.NAME).write_bytes(world.read_bytes())
    told: dict[str, list[str] | int] = json.loads(
        run_with_shim(SCRIPT, folder, str(world), "fail", care, str(step))
    )
    return told


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.prove)])
def test_a_save_is_before_or_after(
    world: Path, tmp_path: Path, record_property: pytest.RecordProperty, step: int
) -> None:
    told = told_of(world, tmp_path, care="careful", step=step)
    record_property("row", "DU-05")
    record_property("volume", f"{told['tries']} failing deeds in one save of the site")
    assert told["breaches"] == []


def test_half_a_save_is_seen_without_the_guard(
    world: Path, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    told = told_of(world, tmp_path, care="careless", step=8)
    halves = told["breaches"]
    assert isinstance(halves, list)
    record_property("row", "DU-05")
    record_property("volume", f"no transaction: {len(halves)} of {told['tries']} left a half")
    assert halves != []


@pytest.mark.prove
def test_saves_outlive_power_cuts_in_full(
    world: Path, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    record_property("row", "DU-02")
    record_property("volume", "2,500 power cuts in 300 saves of the site")
    book = recorded(world, tmp_path, count=300)
    assert [
        found for cut in cuts(book, count=2_500, seed=SEED) if (found := found_after(cut))
    ] == []
