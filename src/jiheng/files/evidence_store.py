"""Where evidence lies: under its own digest, written whole, never overwritten, checked when read.

A file arrives in two steps. `receive` (or an `Arrival`, where blocks are pushed) streams it to a
passing file while counting and digesting; `put` moves it under its digest. What is written is on the
disk before anybody is told so: a sync that fails raises OSError and leaves nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from jiheng.files.guard import MEGABYTE, refuse

BLOCK = 1 << 16

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Received:
    """A file that arrived whole: where it waits, its bytes, its digest (SHA-256, hexadecimal)."""

    path: Path
    size: int
    sha256: str


class Readable(Protocol):
    """What bytes can be read from: an upload, a file, a member of a ZIP."""

    def read(self, most: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Altered(Exception):
    """What lies under a digest is not what was put there; carries the digest and a sentence."""

    def __init__(self, sha256: str, message: str) -> None:
        self.sha256 = sha256
        super().__init__(f"{sha256[:12]}  {message}")


class Store(Protocol):
    """What keeps evidence: a folder here, a bucket elsewhere. Files are named by SHA-256 only."""

    def put(self, received: Received) -> None:
        """Keep the file; afterwards `received.path` is gone. Putting it twice is no fault."""

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, checked against the digest; Altered when they differ or are gone."""

    def exists(self, sha256: str) -> bool:
        """Whether something is kept under this digest."""

    def size(self, sha256: str) -> int:
        """Its bytes; Altered when it is gone."""

    def held(self) -> Iterator[tuple[str, float]]:
        """Every digest kept, with the time it came, to find files that nothing refers to."""

    def remove(self, sha256: str) -> None:
        """Let go of a file that nothing refers to any more."""

    def verify(self) -> Iterator[Altered]:
        """Read everything; what is not what its name says."""


class Arrival:
    """A file on its way in: blocks are written as they come; over the limit it stops at once."""

    def __init__(self, limit: int, into: Path) -> None:
        into.mkdir(parents=True, exist_ok=True)
        handle, passing = tempfile.mkstemp(dir=into, prefix="arriving-")
        self._file = os.fdopen(handle, "wb")
        self._path = Path(passing)
        self._limit = limit
        self._size = 0
        self._digest = hashlib.sha256()

    def write(self, block: bytes) -> None:
        """Take one block. Raises Unreadable at the first byte over the limit; nothing is left."""
        self._size += len(block)
        if self._size > self._limit:
            self.drop()
            refuse(f"文件超过 {_told(self._limit)}，没有收下：请压缩图片或拆成几个文件再交")
        self._digest.update(block)
        self._write(block)

    def finish(self) -> Received:
        """The file, on the disk for certain; OSError when it is not."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError:
            self.drop()
            raise
        self._file.close()
        return Received(self._path, self._size, self._digest.hexdigest())

    def drop(self) -> None:
        """Forget the file; it was broken off or is too large."""
        self._path.unlink(missing_ok=True)
        self._file.close()

    def _write(self, block: bytes) -> None:
        try:
            self._file.write(block)
        except OSError:
            self.drop()
            raise


def receive(stream: Readable, *, limit: int, into: Path) -> Received:
    """Stream an upload to a passing file in the folder `into`; only one block is ever in memory.

    Raises Unreadable (place empty) over `limit` bytes, OSError when the disk does not take it.
    """
    arrival = Arrival(limit, into)
    try:
        while block := stream.read(BLOCK):
            arrival.write(block)
    except BaseException:
        arrival.drop()
        raise
    return arrival.finish()


def _told(limit: int) -> str:
    return f"{limit // MEGABYTE} MB" if limit >= MEGABYTE else f"{limit} 字节"


class FolderStore:
    """Evidence in a folder: `ab/cd/<digest>`, and `arriving/` for what is on its way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.arriving = root / "arriving"

    def put(self, received: Received) -> None:
        """Move the received file under its digest; what is there already is checked, not replaced."""
        target = self._path(received.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        received.path.chmod(0o440)
        try:
            os.link(received.path, target)
        except FileExistsError:
            self.open(received.sha256).close()
        # Also when it was there: the one who put it may not have come as far as this.
        for folder in (target.parent, target.parent.parent, self.root):
            _sync_folder(folder)
        received.path.unlink()

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, checked against the digest; Altered when they differ or are gone."""
        try:
            stream = self._path(sha256).open("rb")
        except FileNotFoundError:
            raise Altered(sha256, "佐证文件不见了：请从备份恢复") from None
        if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
            stream.close()
            raise Altered(sha256, "佐证文件与收到时不一样了：请从备份恢复，并查是谁动过")
        stream.seek(0)
        return stream

    def exists(self, sha256: str) -> bool:
        """Whether something is kept under this digest."""
        return self._path(sha256).is_file()

    def size(self, sha256: str) -> int:
        """Its bytes; Altered when it is gone."""
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError:
            raise Altered(sha256, "佐证文件不见了：请从备份恢复") from None

    def held(self) -> Iterator[tuple[str, float]]:
        """Every digest kept, in order, with the time (seconds since 1970) it was last written."""
        for path in sorted(self.root.glob("??/??/*")):
            yield path.name, path.stat().st_mtime

    def remove(self, sha256: str) -> None:
        """Let go of a file that nothing refers to any more; one that is gone is no fault."""
        self._path(sha256).unlink(missing_ok=True)

    def clear_arriving(self, before: float) -> int:
        """Forget what began to arrive before that time and never finished; how many."""
        if not self.arriving.is_dir():
            return 0
        old = [path for path in self.arriving.iterdir() if path.stat().st_mtime < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def verify(self) -> Iterator[Altered]:
        """Read everything; what is not what its name says."""
        for name, _ in self.held():
            try:
                self.open(name).close()
            except Altered as altered:
                yield altered
            except ValueError:
                yield Altered(name, "佐证库里有不是本系统放的文件：请移走")

    def _path(self, sha256: str) -> Path:
        if not _DIGEST.fullmatch(sha256):
            raise ValueError(f"not a SHA-256 in hexadecimal: {sha256!r}")
        return self.root / sha256[:2] / sha256[2:4] / sha256


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
