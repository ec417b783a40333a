"""A machine without a program: tests that need it are skipped with what to type, and fail in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HINT = "缺系统软件包，请运行 apt-get update && apt-get install -y --no-install-recommends chromium"


def said_without_programs(tmp_path: Path, **more: str) -> tuple[int, str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests/platform/test_browsing.py",
        "-q",
        "-k",
        "sound_page",
    ]
    environment = os.environ | {"PATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    environment.pop("CI", None)
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-p", "no:xdist"],
        cwd=ROOT, env=environment | more, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.slow
def test_what_is_missing_is_said(tmp_path: Path) -> None:
    code, said = said_without_programs(tmp_path)
    assert (code, HINT in said, "1 skipped" in said) == (0, True, True)


@pytest.mark.slow
def test_integration_does_not_skip(tmp_path: Path) -> None:
    code, said = said_without_programs(tmp_path, CI="true")
    assert (code, HINT in said, "1 failed" in said or "1 error" in said) == (1, True, True)
