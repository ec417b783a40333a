"""The real site in processes of its own, as an administrator starts it: web workers and task workers
that share nothing but the database and the folder of the evidence."""

from __future__ import annotations

import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.platform.kept import Kept, free_port, keep

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds that the site has for its first answer, on a busy machine
KEY = "a key for tests only, long enough that nothing warns about it, known to everybody"


def environment_of(url: str, data: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the site's processes see of the environment: nothing of the tests' own but the path."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "DJANGO_SETTINGS_MODULE": "jiheng.web.settings",
        "DATABASE_URL": url,
        "JIHENG_DATA": str(data),
        "JIHENG_HTTPS": "off",
        "JIHENG_SECRET_KEY": KEY,
        **(more or {}),
    }


@dataclass(frozen=True, slots=True)
class Site:
    """The running site."""

    address: str
    process: Kept

    def kill(self) -> None:
        """End all its processes at once, in the middle of whatever they do."""
        self.process.kill()

    def answers(self) -> bool:
        """Does it answer that it is well?"""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as refused:
            refused.close()
            return False
        except OSError:
            return False


@dataclass(slots=True)
class Start:
    """Starts processes of the site for one test; `more` adds to their environment."""

    folder: Path
    running: list[Kept] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """The folder that all of them share."""
        return self.folder / "data"

    def site(
        self,
        url: str,
        *,
        workers: int = 1,
        at: datetime | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Site:
        """The site on a port of its own, answering; start it twice for two machines.

        `at` stops its clock at a moment; then the database must have the site's tables already.
        """
        port = free_port()
        command = [_program("jiheng"), "serve", "--port", str(port), "--workers", str(workers)]
        if at is not None:
            command = [sys.executable, "-m", "tests.platform.serve_at", str(port), str(workers)]
            more = {"TESTS_MOMENT": at.isoformat(), "PYTHONPATH": str(ROOT), **(more or {})}
        site = Site(f"http://127.0.0.1:{port}", self._keep(command, url, more=more))
        site.process.wait_until(site.answers, seconds=PATIENCE)
        return site

    def task_worker(self, url: str, *, more: Mapping[str, str] | None = None) -> Kept:
        """A process that does what the site has put aside to be done."""
        return self._keep(
            [sys.executable, "-m", "django", "db_worker", "--interval", "0.1"], url, more=more
        )

    def worker(self, url: str, *, more: Mapping[str, str] | None = None) -> Kept:
        """The same as an administrator starts it, with its clock: `jiheng work`."""
        return self._keep([_program("jiheng"), "work", "--interval", "0.1"], url, more=more)

    def end(self) -> None:
        """End all that still runs."""
        for process in self.running:
            process.end()

    def _keep(self, command: list[str], url: str, *, more: Mapping[str, str] | None) -> Kept:
        log = self.folder / f"process-{len(self.running)}.log"
        environment = environment_of(url, self.data, more)
        self.running.append(keep(command, log=log, environment=environment, ending=signal.SIGTERM))
        return self.running[-1]


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))
