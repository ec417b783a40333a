"""Keeping the store tidy: files that no row wants, uploads that never ended, files that changed by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from jiheng.files.evidence_store import Altered, FolderStore
from jiheng.web.clock import now
from jiheng.web.models import Evidence, Preview
from jiheng.web.store import arriving, evidence_store

KEPT = timedelta(hours=24)


def sweep_files() -> int:
    """Let go of files older than a day that no row refers to, and of broken uploads; how many went."""
    before = (now() - KEPT).timestamp()
    store = evidence_store()
    swept = FolderStore(arriving().parent).clear_arriving(before)
    old = [sha256 for sha256, at in store.held() if at < before]
    wanted = _wanted()
    for sha256 in old:
        # asked again, one by one: somebody may have handed it in meanwhile
        if sha256 in wanted or Evidence.objects.filter(sha256=sha256).exists():
            continue
        store.remove(sha256)
        swept += 1
    return swept


def altered_files() -> Iterator[Altered]:
    """Every file that is not what it was when it came, or that a row wants and the store has lost."""
    store = evidence_store()
    held = {sha256 for sha256, _ in store.held()}
    yield from store.verify()
    for sha256 in sorted(_wanted() - held):
        yield Altered(sha256, "佐证文件不见了：请从备份恢复")


def _wanted() -> set[str]:
    wanted = set(Evidence.objects.values_list("sha256", flat=True))
    for content, thumbnail, pictures in Preview.objects.values_list(
        "content", "thumbnail", "pictures"
    ):
        wanted.update([content, thumbnail, *pictures])
    return wanted - {""}
