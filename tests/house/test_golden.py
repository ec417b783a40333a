"""Golden files and the hint where LibreOffice is absent: the shared fixtures do what they say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.slow

GOLDEN = 'def test_it(golden):\n    golden("golden/it.txt", "{text}")\n'
OFFICE = "import pytest\n\n@pytest.mark.office\ndef test_it(): ...\n"


def last_line(folder: Path, *options: str, **environment: str) -> str:
    """The closing line of pytest on a made-up test beside a copy of our conftest."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, "test_it.py"],
        cwd=folder,
        env=_surroundings() | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()[-1].split(" in ")[0]


def _surroundings() -> dict[str, str]:
    """Ours without CI, with the checkout on the path: the conftest names its fixtures by it."""
    ours = {key: value for key, value in os.environ.items() if key != "CI"}
    return ours | {"PYTHONPATH": str(ROOT)}


def test_a_golden_file_is_written_once_and_then_compared(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text(GOLDEN.format(text="one"), "utf-8")
    assert last_line(tmp_path) == "1 failed"  # not there yet
    assert last_line(tmp_path, "--golden") == "1 passed"
    assert (tmp_path / "golden" / "it.txt").read_text("utf-8") == "one"
    assert last_line(tmp_path) == "1 passed"
    test.write_text(GOLDEN.format(text="two"), "utf-8")
    assert last_line(tmp_path) == "1 failed"


def test_a_layout_test_is_skipped_without_libreoffice_but_fails_in_ci(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(OFFICE, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = office: needs it\n", "utf-8")
    assert last_line(tmp_path, PATH="") == "1 skipped"
    assert last_line(tmp_path, PATH="", CI="true") == "1 error"
