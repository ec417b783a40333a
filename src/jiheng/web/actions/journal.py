"""`record`: the only writer of the log. It runs inside the deed's transaction, as its last step."""

from __future__ import annotations

import json
import secrets
from datetime import UTC
from functools import partial
from typing import Any

import structlog
from django.db import models, transaction

from jiheng.web.access.viewer import Viewer
from jiheng.web.clock import now
from jiheng.web.journal import DEEDS, GENESIS, entry_hash, words_digest
from jiheng.web.models import Assessment, Entry, JournalHead, Subject

__all__ = ["head", "record"]
log = structlog.get_logger("jiheng.deed")


def record(
    viewer: Viewer | None,
    deed: str,
    *,
    on: models.Model,
    subject: Subject | None = None,
    clause: str = "",
    **words: Any,
) -> Entry:
    """Write one entry. `on` is what the deed changed; its subject and assessment are found from it
    where it has them. `words` are what changed (`before`, `after`) and why (`reason`), as plain data.

    Must be called inside the transaction of the deed, last, because it locks the head of the chain;
    KeyError for a deed that `DEEDS` does not know, TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "record() belongs inside the deed's transaction"
        )
    last = JournalHead.objects.select_for_update().get_or_create(pk=1, defaults={"hash": GENESIS})[
        0
    ]
    concerned = subject or _subject_of(on)
    whole = _assessment_of(concerned or on)
    entry = Entry(
        number=last.number + 1,
        at=now().astimezone(UTC).isoformat(timespec="milliseconds"),
        person=viewer.person.pk if viewer else "",
        role=viewer.role.value if viewer else "",
        organisation=viewer.organisation.pk if viewer else "",
        deed=_known(deed),
        what=on._meta.model_name or "",
        key=str(on.pk),
        assessment=whole.pk if whole else "",
        subject=concerned.pk if concerned else "",
        clause=clause,
        salt=secrets.token_hex(16),
        words=json.dumps(words, ensure_ascii=False, sort_keys=True),
        previous=last.hash,
    )
    entry.words_digest = words_digest(entry.salt, entry.words)
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    JournalHead.objects.filter(pk=1).update(number=entry.number, hash=entry.hash)
    transaction.on_commit(partial(_say, entry))
    return entry


def _say(entry: Entry) -> None:
    """A line in the program's own log, without what was typed."""
    log.info("deed", deed=entry.deed, number=entry.number, what=entry.what, key=entry.key)


def head() -> str:
    """The hash of the last entry, for receipts and printed papers."""
    last = JournalHead.objects.filter(pk=1).first()
    return last.hash if last else GENESIS


def _subject_of(on: models.Model) -> Subject | None:
    return on if isinstance(on, Subject) else getattr(on, "subject", None)


def _assessment_of(on: models.Model) -> Assessment | None:
    return on if isinstance(on, Assessment) else getattr(on, "assessment", None)


def _known(deed: str) -> str:
    if deed not in DEEDS:
        raise KeyError(deed)
    return deed
