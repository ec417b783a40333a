"""Runs one command and ends it, with all that it started, as soon as whoever asked for it is gone.

Started as a program of its own by `tests/platform/kept.py`. It learns that the asker is gone by the
end of its standard input, which the system closes even when the asker is killed outright; so that no
server outlives a test run, and no folder of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

PATIENCE = 5  # seconds that the command has to end when it is asked to


def main() -> int:
    """Run the command told in the first argument; returns how it ended."""
    told = json.loads(sys.argv[1])
    with Path(told["log"]).open("ab") as log:
        child = subprocess.Popen(
            told["command"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_person(told["user"]),
        )
    print(child.pid, flush=True)  # noqa: T201  the asker reads it
    threading.Thread(target=_end_with_the_asker, args=(child, told["ending"]), daemon=True).start()
    code = child.wait()
    _end_the_rest(child.pid)
    if told["folder"]:
        shutil.rmtree(told["folder"], ignore_errors=True)
    return abs(code)


def _person(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    person = pwd.getpwnam(user)
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


def _end_with_the_asker(child: subprocess.Popen[bytes], ending: int) -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    child.send_signal(ending)
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        _end_the_rest(child.pid)


def _end_the_rest(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
