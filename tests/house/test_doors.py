"""The doors: `make` has every target we promise, integration calls one of them, locks are whole."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.source import ROOT

LOCKS = ("build", "runtime", "dev", "peers")
TARGETS = {
    "bench", "bench-peers", "check", "demo", "docs", "golden", "help", "lock", "prove", "setup",
    "test",
}  # fmt: skip


def pins(lock: str) -> dict[str, str]:
    """Package and version pinned by a lock; where the version differs by Python, both."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    pinned: dict[str, str] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.+-]+)", text, re.MULTILINE):
        pinned[name] = f"{pinned[name]} {version}" if name in pinned else version
    return pinned


def wanted(lines: list[str]) -> set[str]:
    """The packages that requirement lines name, as the locks spell them."""
    names = (re.match(r"[\w.-]+", line) for line in lines)
    return {
        re.sub(r"[._-]+", "-", name.group()).lower()
        for name in names
        if name and name.group()[0] != "-"
    }


def test_make_has_every_door() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) == TARGETS


def test_integration_calls_exactly_make_test() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"\S*(?:://|file:|--index|--find-links)\S*", text) == []


def test_every_wish_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert wanted(project["dependencies"]) - set(pins("runtime")) == set()
    for lock in ("build", "dev", "peers"):
        lines = (ROOT / "requirements" / f"{lock}.in").read_text("utf-8").splitlines()
        assert wanted(lines) - set(pins(lock)) == set()


def test_what_shares_a_venv_agrees() -> None:
    build, runtime, dev = pins("build"), pins("runtime"), pins("dev")
    clashes = [
        name
        for one, other in ((build, runtime), (build, dev), (runtime, dev))
        for name in one.keys() & other.keys()
        if one[name] != other[name]
    ]
    assert clashes == []
