"""Uploads that are killed at many points, or meet a full disk: run as a process of its own.

`python -m tests.reliability.evidence_kills FOLDER FLOW POINTS`; prints what was found as JSON. Flows: `kill`
(SIGKILL at evenly spread calls of an upload, from the first byte read to the answer), `careless` (the same,
with the row written before the file), `disk` (files may not grow past a limit, then they may again).
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

DAY = timedelta(hours=25).total_seconds()


class Place:
    """A world in a database of its own, and the client of its county."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0, interactive=False)
        from tests.web.evidence_given import asking
        from tests.web.world import make_world

        self.settings = settings
        self.world = make_world()
        clause = asking(self.world)[0].id
        self.address = f"/evidence/add/?subject={self.world.subject.pk}&clause={clause}"
        self.client = self.world.client("county")

    def send(self, content: bytes, name: str = "照片.png") -> Any:
        """Hand in one file as a browser does."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        return self.client.post(self.address, {"files": [SimpleUploadedFile(name, content)]})

    def breaches(self) -> list[str]:
        """What is half there."""
        from jiheng.files.evidence_store import Altered
        from jiheng.web.models import Entry, Evidence, EvidenceUse, Preview
        from jiheng.web.store import evidence_store

        rows = list(Evidence.objects.all())
        found = []
        for row in rows:
            try:
                evidence_store().open(row.sha256).close()
            except Altered:
                found.append(f"row without its file: {row.sha256}")
        keys = {row.pk for row in rows}
        for kind, told in (
            ("use", EvidenceUse.objects.values_list("evidence", flat=True)),
            ("preview", Preview.objects.values_list("evidence", flat=True)),
            ("entry", Entry.objects.filter(deed="evidence-added").values_list("key", flat=True)),
        ):
            if set(told) != keys or len(told) != len(keys):
                found.append(f"{kind}s and rows differ")
        return found

    def swept(self) -> tuple[int, int]:
        """How many files no row wanted before and after the sweep, a day later."""
        from jiheng.web.actions.evidence_sweep import sweep_files
        from jiheng.web.clock import moved_to

        before = self._stray()
        later = datetime.fromtimestamp(datetime.now(UTC).timestamp() + DAY, UTC)
        with moved_to(later):
            sweep_files()
        return before, self._stray()

    def _stray(self) -> int:
        from jiheng.web.models import Evidence
        from jiheng.web.store import arriving, evidence_store

        wanted = set(Evidence.objects.values_list("sha256", flat=True))
        held = {sha256 for sha256, _ in evidence_store().held()}
        waiting = list(arriving().iterdir()) if arriving().exists() else []
        return len(held - wanted) + len(waiting)


def picture(seed: int, *, side: int = 64) -> bytes:
    """A picture that packs badly, another one for each seed."""
    from PIL import Image

    kept = io.BytesIO()
    noise = random.Random(seed).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), noise).save(kept, "PNG")
    return kept.getvalue()


def careless() -> None:
    """The guard removed: the row is written first, the file afterwards."""
    from django.db import transaction

    from jiheng.files import evidence_store

    real = evidence_store.FolderStore.put

    def late(self: Any, received: Any) -> None:
        kept = evidence_store.Received(received.path.with_suffix(".late"), *_rest(received))
        os.link(received.path, kept.path)
        self.waiting = lambda: (slow(), real(self, kept))

    def slow() -> None:
        """As long as the rest of the upload takes, in calls."""
        for _ in range(50_000):
            len(())

    def there(self: Any, sha256: str) -> bool:
        transaction.on_commit(self.waiting)
        return True

    evidence_store.FolderStore.put = late  # type: ignore[method-assign]
    evidence_store.FolderStore.exists = there  # type: ignore[method-assign]


def _rest(received: Any) -> tuple[int, str]:
    return received.size, received.sha256


def killed_at(place: Place, seed: int, *, call: int | None) -> int:
    """Hand in a file in a child that kills itself at its `call`-th call; how many calls it made, 0 if
    it was killed."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        count = 0

        def counted(frame: Any, event: str, argument: Any) -> None:
            nonlocal count
            count += event in {"call", "c_call"}
            if count == call:
                os.kill(os.getpid(), signal.SIGKILL)

        content = picture(seed)
        sys.setprofile(counted)
        answer = place.send(content)
        sys.setprofile(None)
        os.write(writing, json.dumps([answer.status_code, count]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        text = told.read()
    os.waitpid(child, 0)
    if not text:
        return 0
    status, count = json.loads(text)
    assert status == 302, status
    return int(count)


def kill(place: Place, points: int) -> dict[str, Any]:
    """SIGKILL at evenly spread calls."""
    killed_at(place, 1, call=None)  # what is loaded once is loaded
    whole = killed_at(place, 2, call=None)
    killed, breaches = 0, list[str]()
    for number in range(points):
        call = 1 + whole * number // points
        killed += killed_at(place, 10 + number, call=call) == 0
        breaches += place.breaches()
    stray, left = place.swept()
    return {
        "points": killed, "calls": whole, "breaches": breaches, "stray": stray, "left": left,
        "after": place.breaches(),
    }  # fmt: skip


def disk(place: Place) -> dict[str, Any]:
    """No file may grow past a limit, as on a disk that is full; then it may."""
    limit, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    large = picture(1, side=1400)
    small = place.settings.DATA / "jiheng.sqlite3"
    full = small.stat().st_size + (1 << 20)
    assert len(large) > full, (len(large), full)
    resource.setrlimit(resource.RLIMIT_FSIZE, (full, hard))
    refused = place.send(large)
    page = place.client.get("/evidence/")
    breaches, stray = place.breaches(), place._stray()
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    taken = place.send(large)
    return {
        "refused": refused.status_code,
        "told": "磁盘写不进去" in refused.content.decode(),
        "page": page.status_code,
        "breaches": breaches + place.breaches(),
        "stray": stray,
        "taken": taken.status_code,
    }


def main() -> None:
    """Do one flow in a folder."""
    folder, flow, points = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    os.environ |= {
        "JIHENG_LIMITS": "off",
        "DJANGO_SETTINGS_MODULE": "jiheng.web.settings",
        "JIHENG_DATA": str(folder / "data"),
        "JIHENG_HTTPS": "off",
    }
    import django

    django.setup()
    from jiheng.web.clock import moved_to
    from tests.web.world import NOW

    with moved_to(NOW):
        place = Place()
        if flow == "careless":
            careless()
        told = disk(place) if flow == "disk" else kill(place, points)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
