"""DU-04: on a full disk every form of the site is refused and nothing is half there, pages are read, and
once there is room everything goes on in the same process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.row("DU-04")]


def told_of(folder: Path, limit: str) -> Any:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.reliability.site_full", str(folder), limit],
        cwd=ROOT,
        env={name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-4000:]
    return json.loads(ran.stdout.splitlines()[-1])


def test_a_full_disk_refuses_every_form_and_is_survived(
    tmp_path: Path, record_property: Any
) -> None:
    told = told_of(tmp_path, "full")
    record_property("volume", f"{told['forms']} forms")
    assert (told["changed"], set(told["read"])) == ([], {"200", "404"})
    assert told["read"]["200"] >= 20
    assert {"400", "500"} & set(told["told"]) == set()
    assert told["told"]["302"] == 1  # a section sent as it was: there is nothing to write
    assert told["told"]["503"] >= 12
    assert told["again"]["302"] >= 12


def test_forms_have_an_effect_without_the_guard(tmp_path: Path) -> None:
    """The same with room: so it is the disk that refuses them."""
    told = told_of(tmp_path, "room")
    assert told["told"]["302"] >= 12
    assert {"Submission", "HandBack", "Entry", "Person", "AssessmentStage"} <= set(told["changed"])
