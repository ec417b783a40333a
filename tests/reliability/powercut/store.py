"""Recorded: a content-addressed store that keeps files as a careful one does, or leaves a step out."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STEPS = ("sync the file", "rename", "sync the folder")


def keep(folder: Path, data: bytes, *, without: str) -> str:
    """Put bytes under the name of their digest; `without` names a step that is left out."""
    digest = hashlib.sha256(data).hexdigest()
    shelf = folder / digest[:1]
    if not shelf.exists():
        shelf.mkdir()
        sync_folder(folder)
    target = shelf / digest
    part = target if without == "rename" else shelf / f"{digest}.part"
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        if without != "sync the file":
            os.fsync(file.fileno())
    if part != target:
        part.replace(target)
    if without != "sync the folder":
        sync_folder(shelf)
    return digest


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kept_in(folder: Path) -> tuple[set[str], set[str]]:
    """The digests that a store holds, and those of them whose file is not what its name says."""
    there = {path.name: path for path in folder.glob("*/*") if path.suffix != ".part"}
    torn = {
        name
        for name, path in there.items()
        if hashlib.sha256(path.read_bytes()).hexdigest() != name
    }
    return set(there), torn


def main(folder: str, book: str, without: str, count: str) -> None:
    from tests.reliability.powercut.recording import write_answer

    for number in range(int(count)):
        digest = keep(Path(folder), f"佐证材料{number}".encode() * 300, without=without)
        write_answer(Path(book), digest)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(*sys.argv[1:])
