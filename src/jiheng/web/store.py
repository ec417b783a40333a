"""Where the site keeps evidence: a folder by default, a bucket by setting, and what it does when it is down.

The store is asked by deeds, tasks and downloads only; no page needs it to open.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, TypeVar

from django.conf import settings
from django.core.files import File

from jiheng.files.evidence_store import Altered, Arrival, FolderStore, Received, Store
from jiheng.web.metrics import STORE_ERRORS

DOWN = "材料库现在连不上，没有收下。其他页面照常可用；请过几分钟再传，仍不行请联系系统管理员。"
_MOST_ERRORS, _WINDOW = 3, 60.0
_GONE = "佐证文件不见了：请从备份恢复"
_Answer = TypeVar("_Answer")


class StoreDown(Exception):
    """The store does not answer; nothing was kept and nothing could be read."""


def evidence_store() -> Store:
    """The store that the settings name."""
    return _store(settings.EVIDENCE_BUCKET or "", str(settings.EVIDENCE_ROOT))


def arriving() -> Path:
    """The folder in which uploads wait; on the same disk as the store's own folder."""
    return Path(settings.EVIDENCE_ROOT) / "arriving"


def keep_bytes(content: bytes) -> str:
    """Keep something made here (a preview's picture); its digest."""
    arrival = Arrival(len(content), arriving())
    arrival.write(content)
    received = arrival.finish()
    evidence_store().put(received)
    return received.sha256


@lru_cache(maxsize=8)
def _store(bucket: str, root: str) -> Store:
    if bucket:
        return Guarded(BucketStore(bucket))
    return FolderStore(Path(root))


class BucketStore:
    """Evidence in a bucket of an S3 service, under `evidence/<digest>`."""

    def __init__(self, bucket: str) -> None:
        self._bucket = _bucket_storage(bucket)

    def put(self, received: Received) -> None:
        """Keep the file; what is there already is checked first, then kept anew with today's date."""
        if self._bucket.exists(received.sha256):
            self.open(received.sha256).close()
        with received.path.open("rb") as stream:
            self._bucket.save(received.sha256, File(stream))
        received.path.unlink()

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, checked against the digest; Altered when they differ or are gone."""
        try:
            stream: Any = self._bucket.open(sha256)
        except FileNotFoundError:
            raise Altered(sha256, _GONE) from None
        if file_digest(stream.file, "sha256").hexdigest() != sha256:
            stream.close()
            raise Altered(sha256, "佐证文件与收到时不一样了：请从备份恢复，并查是谁动过")
        stream.seek(0)
        return stream

    def exists(self, sha256: str) -> bool:
        """Whether something is kept under this digest."""
        return bool(self._bucket.exists(sha256))

    def size(self, sha256: str) -> int:
        """Its bytes; Altered when it is gone."""
        if not self.exists(sha256):
            raise Altered(sha256, _GONE)
        return int(self._bucket.size(sha256))

    def held(self) -> Iterator[tuple[str, float]]:
        """Every digest kept, with the time it came."""
        for one in self._bucket.bucket.objects.filter(Prefix=f"{self._bucket.location}/"):
            yield one.key.rsplit("/", 1)[1], one.last_modified.timestamp()

    def remove(self, sha256: str) -> None:
        """Let go of a file that nothing refers to any more."""
        self._bucket.delete(sha256)

    def verify(self) -> Iterator[Altered]:
        """Read everything; what is not what its name says."""
        for name, _ in self.held():
            try:
                self.open(name).close()
            except Altered as altered:
                yield altered


def _bucket_storage(bucket: str) -> Any:
    from botocore.config import Config  # noqa: PLC0415 - slow, and only for who keeps files there
    from storages.backends.s3 import S3Storage  # noqa: PLC0415 - as above

    patience = Config(
        connect_timeout=1, read_timeout=settings.EVIDENCE_PATIENCE, retries={"total_max_attempts": 1}, signature_version="s3v4",
        s3={"addressing_style": "path"},
    )  # fmt: skip
    return S3Storage(
        bucket_name=bucket,
        location="evidence",
        client_config=patience,
        max_memory_size=1 << 20,
        **settings.EVIDENCE_S3,
    )


@dataclass
class Guarded:
    """A store that is left alone for a minute after three errors within a minute."""

    store: Store
    clock: Callable[[], float] = monotonic
    errors: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST_ERRORS))

    def put(self, received: Received) -> None:
        """As the store's own; StoreDown when it does not answer."""
        self._asked(lambda: self.store.put(received))

    def open(self, sha256: str) -> BinaryIO:
        """As the store's own."""
        return self._asked(lambda: self.store.open(sha256))

    def exists(self, sha256: str) -> bool:
        """As the store's own."""
        return self._asked(lambda: self.store.exists(sha256))

    def size(self, sha256: str) -> int:
        """As the store's own."""
        return self._asked(lambda: self.store.size(sha256))

    def held(self) -> Iterator[tuple[str, float]]:
        """As the store's own."""
        return iter(self._asked(lambda: list(self.store.held())))

    def remove(self, sha256: str) -> None:
        """As the store's own."""
        self._asked(lambda: self.store.remove(sha256))

    def verify(self) -> Iterator[Altered]:
        """As the store's own."""
        return iter(self._asked(lambda: list(self.store.verify())))

    def _asked(self, question: Callable[[], _Answer]) -> _Answer:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow to load

        if len(self.errors) == _MOST_ERRORS and self.clock() - self.errors[0] < _WINDOW:
            raise StoreDown(DOWN)
        try:
            return question()
        except (BotoCoreError, ClientError, ConnectionError, TimeoutError) as trouble:
            self.errors.append(self.clock())
            STORE_ERRORS.inc()
            raise StoreDown(DOWN) from trouble
