"""Lets each deed on files fail in turn (DU-05): disk full once or for good, an error, half a write.

Works only in a process that was started with the shim before it (`run_with_shim`). A flow is tried in a
child of this process, so that a hundred tries pay for one start of the program.
"""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.powercut.recording import compiled

FOR_GOOD = 2**31
# name: how many deeds fail, with which error, or whether writes are cut in half instead
WAYS = {
    "disk full once": (1, errno.ENOSPC, 0),
    "disk full for good": (FOR_GOOD, errno.ENOSPC, 0),
    "error of the disk": (1, errno.EIO, 0),
    "half a write": (1, 0, 1),
}
DONE, REFUSED, BROKEN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Try:
    """The n-th deed was made to fail in one way: the flow was done, or refused, or neither."""

    way: str
    at: int
    told: int


def tries(
    flow: Callable[[], None],
    refusals: tuple[type[Exception], ...],
    *,
    prepare: Callable[[], None],
    step: int = 1,
) -> Iterator[Try]:
    """Try a flow with its first, second, … deed failing, until all it does has failed once, in each way.

    `prepare` sets the state back before each try. `flow` raises one of `refusals` where it cannot do
    what it should; anything else it raises is told as BROKEN. Look at the state after each `Try`.
    `step` leaves deeds out: 3 tries the first, the fourth and so on.
    """
    for way in WAYS:
        at, reached = 1, True
        while reached:
            prepare()
            told, reached = _tried(flow, refusals, way=way, at=at)
            if reached:
                yield Try(way, at, told)
            at += step


def _tried(
    flow: Callable[[], None], refusals: tuple[type[Exception], ...], *, way: str, at: int
) -> tuple[int, bool]:
    """How the flow ended, and whether the deed that had to fail came at all."""
    child = os.fork()
    if child == 0:
        os._exit(_end_of(flow, refusals, way=way, at=at))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return (BROKEN, True) if code < 0 else (code % 4, code >= 4)


def _end_of(
    flow: Callable[[], None], refusals: tuple[type[Exception], ...], *, way: str, at: int
) -> int:
    shim = ctypes.CDLL(None)
    count, error, half = WAYS[way]
    shim.powercut_fail(ctypes.c_long(at), ctypes.c_long(at + count - 1), error, half)
    told = DONE
    try:
        flow()
    except refusals:
        told = REFUSED
    except BaseException:  # noqa: BLE001  the child must not go on as if it were the test
        told = BROKEN
    return told + (4 if shim.powercut_deeds() >= at else 0)


def run_with_shim(script: Path, folder: Path, *arguments: str, more: Sequence[str] = ()) -> str:
    """Run one of our scripts with the shim before it; gives what it prints. `more`: `NAME=value` each."""
    given = dict(one.split("=", 1) for one in more)
    environment = (
        os.environ | {"LD_PRELOAD": compiled(), "POWERCUT_FOLDER": str(folder.resolve())} | given
    )
    done = subprocess.run(
        [sys.executable, str(script), str(folder), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
