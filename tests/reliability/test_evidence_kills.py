"""EU-11 and DU-04: half an upload never looks whole, and a full disk is told of and survived."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def told_of(folder: Path, flow: str, points: int) -> Any:
    command = [
        sys.executable,
        "-m",
        "tests.reliability.evidence_kills",
        str(folder),
        flow,
        str(points),
    ]
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    ran = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-4000:]
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.mark.parametrize("points", [21, pytest.param(100, marks=pytest.mark.prove)])
def test_killed_anywhere_no_row_is_without_its_file(
    tmp_path: Path, record_property: Any, points: int
) -> None:
    told = told_of(tmp_path, "kill", points)
    record_property("row", "EU-11")
    record_property("volume", f"{told['points']} kills over {told['calls']} calls")
    assert told["points"] >= points - 1
    assert (told["breaches"], told["after"], told["left"]) == ([], [], 0)
    assert told["stray"] > 0


def test_the_other_order_leaves_rows_without_files(tmp_path: Path, record_property: Any) -> None:
    told = told_of(tmp_path, "careless", 8)
    record_property("row", "EU-11")
    record_property("volume", f"without the guard: {len(told['breaches'])} halves")
    assert told["breaches"] != []


def test_a_full_disk_is_told_of_and_survived(tmp_path: Path, record_property: Any) -> None:
    told = told_of(tmp_path, "disk", 0)
    record_property("row", "DU-04")
    assert told == {
        "refused": 422, "told": True, "page": 200, "breaches": [], "stray": 0, "taken": 302,
    }  # fmt: skip
