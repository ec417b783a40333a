"""The child process in which strangers' files are parsed: limits, imports, the seal, then one job.

Run as a script (`python -I fence_child.py JOB ASKED < file > answer`). It must stay lean: the parsers
and the standard library only, because every import costs start-up time and address space. The answer
is one line of JSON, after which the byte strings follow whose lengths it tells.
"""

from __future__ import annotations

import codecs
import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

MEMORY = 512 << 20  # bytes of address space; the largest workbook allowed needs 400 MB
SECONDS = 10  # of processor time
DESCRIPTORS = 16
# Python opens a codec's file when a name is first met; zips name theirs cp437, XML what it likes.
CODECS = (
    "ascii",
    "latin-1",
    "cp437",
    "cp1252",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "gbk",
    "gb18030",
)
OUT_OF_MEMORY, NO_FENCE = 3, 4

# {job: (module, function)}; the function gets the file as a stream and what was asked by name. It
# answers plain data, or a pair of plain data and byte strings. A module may have a `prepare(asked)`, which
# opens and imports beforehand all that the job will need, because afterwards nothing can be opened.
JOBS = {
    "xlsx": ("jiheng.files.xlsx_parts", "sheets_in"),
    "picture": ("jiheng.files.picture_job", "shown"),
    "docx": ("jiheng.files.preview_docx", "shown"),
    "pdf": ("jiheng.files.preview_pdf", "shown"),
    "check": ("jiheng.files.fence_check", "doors_open"),
}


def _raise_fence() -> None:
    """Give up what a parser never needs: memory and time without end, writing files, core dumps."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, DESCRIPTORS),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def main() -> int:
    """Do the job named on the command line with the file on stdin; the answer goes to stdout."""
    _raise_fence()
    sys.path.insert(0, str(Path(__file__).parents[2]))  # -I leaves the script's own place out
    from jiheng.files import fence_seal  # noqa: PLC0415  # found only now, and inside the limits
    from jiheng.values.problems import Unreadable  # noqa: PLC0415  # as above

    asked = json.loads(sys.argv[2] if len(sys.argv) > 2 else "{}")
    job = _job(sys.argv[1], asked)
    try:
        fence_seal.end_with_parent()
        fence_seal.seal()
        _answer({"read": job(sys.stdin.buffer, **asked)})
    except fence_seal.NoSeal as why:
        _answer({"no_fence": str(why)})
        return NO_FENCE
    except Unreadable as unreadable:
        _answer({"unreadable": unreadable.problem.message})
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _job(name: str, asked: dict[str, Any]) -> Callable[..., Any]:
    for codec in CODECS:
        codecs.lookup(codec)
    module_name, function = JOBS[name]
    module = import_module(module_name)
    if hasattr(module, "prepare"):
        module.prepare(asked)
    found: Callable[..., Any] = getattr(module, function)
    return found


def _answer(answer: dict[str, Any]) -> None:
    read, blobs = answer.get("read"), []
    if isinstance(read, tuple):
        plain, blobs = read
        answer = {"read": plain, "bytes": [len(blob) for blob in blobs]}
    # In one piece, because json.dump would take the slow encoder.
    written = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    # Half an emoji has no UTF-8; a broken file must not break the answer.
    out = [written.encode("utf-8", "replace"), *([b"\n"] if blobs else []), *blobs]
    sys.stdout.buffer.write(b"".join(out))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
