"""Writes down what a command does to the files below a folder, in the order in which it does it.

Any command can be recorded, the site's own processes too: `environment_for` gives what to add to their
environment. Whoever has got an answer writes it into the same book (`Book.answered`), so that a cut
knows what had been promised when the power went.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHIM = Path(__file__).with_name("shim.c")
HEAD = struct.Struct("<cBHHHQI")  # as `struct note` in shim.c
ANSWER = b"A"


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: `kind` as in shim.c, its path and second path below the folder, offset or size, data."""

    kind: str
    path: str
    other: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Book:
    """The book of one recording, and the folder it is about (as it was when the recording began)."""

    path: Path
    folder: Path
    before: Mapping[str, bytes]

    def answered(self, token: str) -> None:
        """Note that a commit was answered: from here on it must be there after any power cut."""
        write_answer(self.path, token)

    def deeds(self) -> Iterator[Deed]:
        """Everything in the book, first to last."""
        text, at = self.path.read_bytes(), 0
        while at < len(text):
            kind, _, first, second, _, offset, size = HEAD.unpack_from(text, at)
            at += HEAD.size
            path, other = text[at : at + first], text[at + first : at + first + second]
            at += first + second
            data = text[at : at + size]
            at += size
            yield Deed(kind.decode(), path.decode(), other.decode(), offset, data)


def write_answer(book: Path, token: str) -> None:
    """As `Book.answered`, for a recorded command that answers itself."""
    name = token.encode()
    with book.open("ab", buffering=0) as file:
        file.write(HEAD.pack(ANSWER, 0, len(name), 0, 0, 0, 0) + name)


def new_book(folder: Path, path: Path) -> Book:
    """A book for a folder; what lies in it now counts as safe on disk."""
    before = {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }
    folders = {
        f"{one.relative_to(folder).as_posix()}/": b"" for one in folder.rglob("*") if one.is_dir()
    }
    path.touch()
    return Book(path, folder, before | folders)


def environment_for(book: Book) -> dict[str, str]:
    """What a process needs in its environment to be recorded."""
    return {
        "LD_PRELOAD": compiled(),
        "POWERCUT_FOLDER": str(book.folder.resolve()),
        "POWERCUT_LOG": str(book.path),
    }


def record(command: Sequence[str | Path], *, folder: Path, book: Path) -> Book:
    """Run a command to its end and write down what it does below the folder."""
    begun = new_book(folder, book)
    words = [str(word) for word in command]
    done = subprocess.run(
        words, env=os.environ | environment_for(begun), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return begun


def record_python(script: Path, *arguments: str, folder: Path, book: Path) -> Book:
    """As `record`, for a script of ours; it is given the folder, the book and the arguments."""
    command = [sys.executable, script, folder, book, *arguments]
    return record(command, folder=folder, book=book)


@cache
def compiled() -> str:
    """The shim as a library, made once per test process."""
    library = Path(_folder().name) / "shim.so"
    command = [
        "gcc",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-O2",
        "-shared",
        "-fPIC",
        "-o",
        library,
        SHIM,
        "-ldl",
    ]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return str(library)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Goes when the process ends; not made by a recorded script, which compiles nothing."""
    return tempfile.TemporaryDirectory(prefix="jiheng-shim-", ignore_cleanup_errors=True)
