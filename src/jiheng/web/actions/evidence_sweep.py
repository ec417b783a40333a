"""Keeping the store tidy: files that no row wants, uploads that never ended, files that changed by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from jiheng.files.evidence_store import Altered, FolderStore
from jiheng.web.access.organisations import below
from jiheng.web.actions.messages import tell
from jiheng.web.clock import now
from jiheng.web.models import Appointment, Evidence, Preview, Role
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


@transaction.atomic
def tell_altered(altered: Altered) -> None:
    """Tell the administrators of every unit that has this file, once; they have the backup."""
    units = set(
        Evidence.objects.filter(sha256=altered.sha256).values_list("organisation", flat=True)
    )
    in_force = Q(until=None) | Q(until__gt=now())
    keepers = Appointment.objects.filter(in_force, role=Role.ADMINISTRATOR)
    told = [
        one for one in keepers.select_related("organisation") if units & below(one.organisation)
    ]
    tell(
        told,
        f"altered {altered.sha256}",
        title="有佐证文件与收到时不一样了",
        words=f"SHA-256：{altered}。在恢复以前，这份文件不能打开。",
    )


def _wanted() -> set[str]:
    wanted = set(Evidence.objects.values_list("sha256", flat=True))
    for content, thumbnail, pictures in Preview.objects.values_list(
        "content", "thumbnail", "pictures"
    ):
        wanted.update([content, thumbnail, *pictures])
    return wanted - {""}
