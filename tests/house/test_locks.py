"""Nothing gets in that is not locked (SU-01): every package with its hashes, as a wheel, from whatever index
the machine is set to; in pages nothing from another host."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
INSTALLS = ("tools/venv.sh", "Makefile")
ADDRESS = re.compile(r"\w+://|file:|--(?:extra-)?index-url|--find-links|--trusted-host")
LOCKED = re.compile(r"[\w.-]+(?:\[[\w,-]+\])?==\S+ [^#]*--hash=sha256:")

pytestmark = pytest.mark.row("SU-01")


def unlocked(text: str) -> Iterator[str]:
    """Each requirement of a list without one version or without a hash, and each address."""
    for line in text.replace("\\\n", " ").splitlines():
        said = line.partition(" #")[0].strip()
        if not said or said.startswith("#"):
            continue
        if ADDRESS.search(said) or not LOCKED.match(said):
            yield said


def loose(text: str) -> list[str]:
    """Each call of pip that would take what is not locked: ours alone is built, without any other."""
    calls = [line.strip() for line in text.splitlines() if "pip install" in line]
    locked = ("--require-hashes", "--only-binary :all:")
    ours = ("--no-deps", "--no-build-isolation", "-e .")
    return [one for one in calls if not any(all(w in one for w in way) for way in (locked, ours))]


def test_every_package_is_locked_with_its_hashes() -> None:
    assert [path.stem for path in LOCKS] == ["build", "dev", "peers", "runtime"]
    assert {path.stem: list(unlocked(path.read_text("utf-8"))) for path in LOCKS} == {
        path.stem: [] for path in LOCKS
    }


def test_pip_takes_wheels_with_known_hashes_only() -> None:
    texts = {name: (ROOT / name).read_text("utf-8") for name in INSTALLS}
    assert {name: loose(text) for name, text in texts.items()} == {name: [] for name in INSTALLS}
    assert sum(text.count("pip install") for text in texts.values()) == 3


@pytest.mark.parametrize(
    "text",
    [
        "numpy\n",
        "numpy>=1.26 --hash=sha256:ab\n",
        "numpy==1.26.0\n",
        "--index-url https://example.org/simple\n",
        "numpy @ https://example.org/numpy.whl --hash=sha256:ab\n",
    ],
)
def test_what_is_not_locked_is_found(text: str) -> None:
    assert list(unlocked(text)) == [text.strip()]


@pytest.mark.parametrize("call", ["pip install django", "pip install --require-hashes -r a.txt"])
def test_a_loose_install_is_found(call: str) -> None:
    assert loose(call) == [call]
