"""A process that a test starts: it is waited for until it answers, and never outlives the test run."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KEEPER = Path(__file__).with_name("keeper.py")


@dataclass(frozen=True, slots=True)
class Kept:
    """A running command under its keeper; `log` holds what it printed."""

    keeper: subprocess.Popen[str]
    pid: int
    log: Path

    def runs(self) -> bool:
        """Is it still there?"""
        return self.keeper.poll() is None

    def kill(self) -> None:
        """End it and all it started at once (SIGKILL), as a crash of the machine's memory would."""
        if self.runs():
            os.killpg(self.pid, signal.SIGKILL)
        self.end()

    def end(self) -> None:
        """Ask it to end, as its keeper was told to, and wait until it has."""
        if self.keeper.stdin and not self.keeper.stdin.closed:
            self.keeper.stdin.close()
        self.keeper.wait(30)
        if self.keeper.stdout:
            self.keeper.stdout.close()

    def wait_until(self, answers: Callable[[], bool], *, seconds: float = 30) -> None:
        """Wait until it answers; if it ends before, or does not answer in time, tell what it printed."""
        deadline = time.monotonic() + seconds
        while not answers():
            if not self.runs() or time.monotonic() > deadline:
                self.kill()
                raise NotAnswering(self.log.read_text("utf-8", "replace")[-4000:])
            time.sleep(0.05)


class NotAnswering(Exception):
    """A process that a test started ended or stayed silent; holds what it printed last."""


def keep(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    owner: tuple[str | None, Path | None] = (None, None),
    ending: int = signal.SIGTERM,
) -> Kept:
    """Start a command; `owner` is the user it runs as and a folder that goes when it ends."""
    user, folder = owner
    told = {
        "command": [str(word) for word in command],
        "log": str(log),
        "user": user,
        "folder": str(folder) if folder else None,
        "ending": int(ending),
    }
    keeper = subprocess.Popen(
        [sys.executable, "-I", str(KEEPER), json.dumps(told)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(environment) if environment is not None else None,
        start_new_session=True,  # Ctrl-C in the terminal is for the tests; the keeper then ends the rest
    )
    line = keeper.stdout.readline() if keeper.stdout else ""
    if not line:
        keeper.communicate()
        raise NotAnswering(f"{command[0]} could not be started")
    return Kept(keeper, int(line), log)


def free_port() -> int:
    """A port on loopback that nobody uses at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
