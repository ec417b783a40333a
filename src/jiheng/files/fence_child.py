"""The child process in which strangers' files are parsed: limits first, then one job, then JSON.

Run as a script (`python -I fence_child.py JOB < file > result.json`). It must stay lean: the parsers
and the standard library only, because every import costs start-up time and address space.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

MEMORY = 512 << 20  # bytes of address space; the largest workbook allowed needs 400 MB
SECONDS = 10  # of processor time
OUT_OF_MEMORY = 3


def _raise_fence() -> None:
    """Give up what a parser never needs: memory and time without end, writing files, core dumps."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def main() -> int:
    """Do the job named on the command line with the file on stdin; the answer goes to stdout."""
    _raise_fence()
    sys.path.insert(0, str(Path(__file__).parents[2]))  # -I leaves the script's own place out
    from jiheng.files import xlsx_parts  # noqa: PLC0415  # found only now, and inside the fence
    from jiheng.values.problems import Unreadable  # noqa: PLC0415  # as above

    jobs = {"xlsx": xlsx_parts.sheets_in}
    try:
        answer: dict[str, object] = {"read": jobs[sys.argv[1]](sys.stdin.buffer)}
    except Unreadable as unreadable:
        answer = {"unreadable": unreadable.problem.message}
    except MemoryError:
        return OUT_OF_MEMORY
    # In one piece, because json.dump would take the slow encoder.
    written = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(written.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
