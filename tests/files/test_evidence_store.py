"""Evidence in the store: whole or not at all, never overwritten, and a change shows at once."""

from __future__ import annotations

import hashlib
import io
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from jiheng.files import evidence_store
from jiheng.files.evidence_store import Altered, Arrival, FolderStore, Received, Store, receive
from jiheng.files.guard import MEGABYTE
from jiheng.values.problems import Unreadable

SOURCES = Path(evidence_store.__file__).parents[2]
# Two gigabytes that are made as they are read; what was read is told at the end.
FLOOD = """
import re, sys
from pathlib import Path
from jiheng.files.evidence_store import receive
from jiheng.values.problems import Unreadable
class Flood:
    left, given = 2 << 30, 0
    def read(self, most):
        block = bytes(min(most, self.left))
        self.left -= len(block); self.given += len(block)
        return block
flood = Flood()
try:
    receive(flood, limit=50 << 20, into=Path(sys.argv[1]))
except Unreadable as unreadable:
    print(unreadable)
print(flood.given)
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""
# Puts file after file and names each when it is kept, until it is killed.
ENDLESS = """
import io, sys
from pathlib import Path
from jiheng.files.evidence_store import FolderStore, receive
store = FolderStore(Path(sys.argv[1]))
at = int(sys.argv[2])
while True:
    at += 1
    received = receive(io.BytesIO(b"%d" % at * 20_000), limit=1 << 20, into=store.arriving)
    store.put(received)
    print(received.sha256, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "evidence")


def _kept(store: FolderStore, content: bytes) -> str:
    received = receive(io.BytesIO(content), limit=MEGABYTE, into=store.arriving)
    store.put(received)
    return received.sha256


def _files(store: FolderStore) -> list[Path]:
    return sorted(path for path in store.root.rglob("*") if path.is_file())


def _changed(path: Path, content: bytes) -> None:
    path.chmod(0o640)
    path.write_bytes(content)


def test_what_was_put_is_what_is_opened(store: FolderStore) -> None:
    kept: Store = store
    sha256 = _kept(store, b"abc")
    assert sha256 == hashlib.sha256(b"abc").hexdigest()
    with kept.open(sha256) as stream:
        assert stream.read() == b"abc"
    assert (kept.exists(sha256), kept.size(sha256), list(kept.verify())) == (True, 3, [])
    assert [name for name, _ in kept.held()] == [sha256]
    assert _files(store) == [store.root / sha256[:2] / sha256[2:4] / sha256]


def test_the_same_file_twice_is_one_file(store: FolderStore) -> None:
    sha256 = _kept(store, b"abc")
    (path,) = _files(store)
    first = path.stat().st_ino
    assert _kept(store, b"abc") == sha256
    assert [found.stat().st_ino for found in _files(store)] == [first]


@pytest.mark.row("EU-10")
def test_what_is_there_is_never_overwritten(store: FolderStore) -> None:
    sha256 = _kept(store, b"abc")
    (path,) = _files(store)
    _changed(path, b"abd")
    with pytest.raises(Altered) as altered:
        _kept(store, b"abc")
    assert (altered.value.sha256, path.read_bytes()) == (sha256, b"abd")


@pytest.mark.row("EU-10")
def test_a_swapped_file_is_not_handed_out(store: FolderStore) -> None:
    sha256 = _kept(store, b"abc")
    (path,) = _files(store)
    _changed(path, b"abd")
    with pytest.raises(Altered) as altered:
        store.open(sha256)
    words = "佐证文件与收到时不一样了：请从备份恢复，并查是谁动过"
    assert str(altered.value) == f"{sha256[:12]}  {words}"


def test_a_file_that_is_gone_is_told(store: FolderStore) -> None:
    sha256 = _kept(store, b"abc")
    store.remove(sha256)
    store.remove(sha256)
    assert store.exists(sha256) is False
    for ask in (store.open, store.size):
        with pytest.raises(Altered):
            ask(sha256)


@pytest.mark.row("EU-10")
def test_all_of_a_hundred_flips_are_found(store: FolderStore) -> None:
    draw = random.Random(5)
    kept = [_kept(store, draw.randbytes(200 + at)) for at in range(120)]
    flipped = sorted(draw.sample(kept, 100))
    for sha256 in flipped:
        path = store.root / sha256[:2] / sha256[2:4] / sha256
        content = bytearray(path.read_bytes())
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        _changed(path, bytes(content))
    assert [altered.sha256 for altered in store.verify()] == flipped


@pytest.mark.row("EU-10")
def test_without_the_digest_no_flip_is_found(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = _kept(store, b"abc")
    _changed(_files(store)[0], b"abd")

    class Same:
        def hexdigest(self) -> str:
            return sha256

    monkeypatch.setattr(evidence_store.hashlib, "file_digest", lambda *_: Same())
    assert list(store.verify()) == []


def test_a_stranger_in_the_store_is_told(store: FolderStore) -> None:
    folder = store.root / "ab" / "cd"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("x")
    assert [altered.sha256 for altered in store.verify()] == ["a.txt"]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_digest_names_a_file(store: FolderStore, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.open(name)


@pytest.mark.row("EU-08")
def test_two_gigabytes_stop_at_the_limit(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FLOOD, str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, check=True, text=True, env={"PYTHONPATH": str(SOURCES)}
    )
    words, given, memory = done.stdout.splitlines()
    assert words == "文件超过 50 MB，没有收下：请压缩图片或拆成几个文件再交"
    assert int(given) <= 51 * MEGABYTE
    assert int(memory) < 300 * 1024  # kilobytes
    assert list(tmp_path.iterdir()) == []


@pytest.mark.row("EU-08")
def test_without_the_limit_all_of_it_would_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_store, "refuse", lambda _: None)
    monkeypatch.setattr(Arrival, "drop", lambda _: None)
    received = receive(io.BytesIO(bytes(3000)), limit=1000, into=tmp_path)
    assert received.size == 3000


def test_exactly_the_limit_is_taken(tmp_path: Path) -> None:
    received = receive(io.BytesIO(bytes(1000)), limit=1000, into=tmp_path)
    assert (received.size, received.path.read_bytes()) == (1000, bytes(1000))
    with pytest.raises(Unreadable):
        receive(io.BytesIO(bytes(1001)), limit=1000, into=tmp_path)
    assert list(tmp_path.iterdir()) == [received.path]


def test_a_broken_off_upload_leaves_nothing(tmp_path: Path) -> None:
    class Broken:
        given = False

        def read(self, most: int, /) -> bytes:
            if self.given:
                raise ConnectionError
            self.given = True
            return b"abc"

    with pytest.raises(ConnectionError):
        receive(Broken(), limit=1000, into=tmp_path)
    assert list(tmp_path.iterdir()) == []


def _full(*_: Any) -> None:
    raise OSError(28, "no space left")


@pytest.mark.row("EU-11")
def test_a_sync_that_fails_is_heard_and_nothing_stays(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_store.os, "fsync", _full)
    with pytest.raises(OSError, match="no space left"):
        _kept(store, b"abc")
    assert _files(store) == []


def test_a_folder_that_cannot_be_synced_is_heard(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = receive(io.BytesIO(b"abc"), limit=MEGABYTE, into=store.arriving)
    monkeypatch.setattr(evidence_store.os, "fsync", _full)
    with pytest.raises(OSError, match="no space left"):
        store.put(received)


def test_everything_is_synced_before_put_answers(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def told(handle: int) -> None:
        name = Path(f"/proc/self/fd/{handle}").readlink()
        synced.append(os.path.relpath(name, store.root).replace("\\", "/"))
        real(handle)

    monkeypatch.setattr(evidence_store.os, "fsync", told)
    sha256 = _kept(store, b"abc")
    assert synced[0].startswith("arriving/arriving-")
    assert synced[1:] == [f"{sha256[:2]}/{sha256[2:4]}", sha256[:2], "."]


def test_what_never_finished_is_cleared(store: FolderStore) -> None:
    assert store.clear_arriving(before=1) == 0
    old = Arrival(1000, store.arriving)
    old.write(b"abc")
    received = receive(io.BytesIO(b"abc"), limit=1000, into=store.arriving)
    for path in store.arriving.iterdir():
        if path != received.path:
            os.utime(path, (1000, 1000))
    assert store.clear_arriving(before=2000) == 1
    assert _files(store) == [received.path]
    old.drop()


def test_the_folder_of_passing_files_holds_no_evidence(store: FolderStore) -> None:
    receive(io.BytesIO(b"abc"), limit=1000, into=store.arriving)
    assert list(store.held()) == []


def test_received_names_its_digest(tmp_path: Path) -> None:
    received = receive(io.BytesIO(b"abc"), limit=1000, into=tmp_path)
    assert received == Received(received.path, 3, hashlib.sha256(b"abc").hexdigest())


@pytest.mark.row("EU-11")
@pytest.mark.slow
def test_what_was_answered_survives_a_kill_and_nothing_is_half(store: FolderStore) -> None:
    draw = random.Random(9)
    answered: list[str] = []
    for at in range(20):
        child = subprocess.Popen(
            [sys.executable, "-c", ENDLESS, str(store.root), str(at * 10_000)],
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(SOURCES)},
        )
        assert child.stdout
        answered.append(child.stdout.readline().strip())
        time.sleep(draw.random() / 20)
        child.kill()
        answered += [line.strip() for line in child.communicate()[0].splitlines()]
    assert len(answered) >= 20
    assert [sha256 for sha256 in answered if not store.exists(sha256)] == []
    assert list(store.verify()) == []
