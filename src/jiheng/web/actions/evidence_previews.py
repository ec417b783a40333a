"""Making what is shown in place of a file: in the fence, once, outside any transaction."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from jiheng.files.picture import picture_of
from jiheng.files.preview import Paragraph, preview_of
from jiheng.files.preview import Preview as Made
from jiheng.values.document_number import dates_in, document_numbers
from jiheng.values.problems import Unreadable
from jiheng.web.actions.journal import record
from jiheng.web.clock import now
from jiheng.web.models import Evidence, Preview
from jiheng.web.store import evidence_store, keep_bytes

_PATIENCE = timedelta(seconds=90)
_MOST_FOUND = 10
_LONGEST = 400


def make_preview(key: str) -> bool:
    """Make the preview of one evidence, if it waits and nobody is at it; safe to run twice.

    A file that cannot be shown is told so in words. StoreDown leaves it waiting.
    """
    waiting = Preview.objects.filter(evidence=key, state="waiting")
    free = Q(begun_at=None) | Q(begun_at__lt=now() - _PATIENCE)
    if not waiting.filter(free).update(begun_at=now()):
        return False
    evidence = Evidence.objects.get(pk=key)
    try:
        _write(evidence, _made(evidence))
    except Unreadable as unreadable:
        words = unreadable.problem.message[:_LONGEST]
        waiting.update(state="none", words=words)
    except BaseException:
        waiting.update(begun_at=None)
        raise
    return True


def _made(evidence: Evidence) -> dict[str, Any]:
    """The columns of the preview, after its parts were put into the store."""
    with tempfile.TemporaryDirectory(prefix="jiheng-looked-at-") as folder:
        path = Path(folder) / f"file.{evidence.extension}"
        with evidence_store().open(evidence.sha256) as stream, path.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        if evidence.media_type.startswith("image/"):
            return _of_picture(path)
        return _of_document(preview_of(path, evidence.media_type))


def _of_picture(path: Path) -> dict[str, Any]:
    picture = picture_of(path)
    return {
        "kind": "picture",
        "thumbnail": keep_bytes(picture.thumbnail),
        "pictures": [keep_bytes(picture.shown)],
        "hash": picture.hash,
        "pages": picture.frames,
    }


def _of_document(made: Made) -> dict[str, Any]:
    pictures = [keep_bytes(picture) for picture in made.pictures]
    content = {"blocks": [_block(one) for one in made.blocks], "marks": list(made.marks)}
    plain = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    return {
        "kind": made.kind.value,
        "content": keep_bytes(plain),
        "pictures": pictures,
        "thumbnail": pictures[0] if pictures and made.kind == "pages" else "",
        "pages": made.pages or None,
        "found": {
            "numbers": list(document_numbers(made.text))[:_MOST_FOUND],
            "dates": [day.isoformat() for day in dates_in(made.text)][-_MOST_FOUND:],
        },
    }


def _block(block: Any) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"text": block.text, "place": block.place, "deleted": block.deleted}
    rows = [[[cell.text, cell.columns] for cell in row] for row in block.rows]
    return {"rows": rows, "place": block.place}


@transaction.atomic
def _write(evidence: Evidence, made: dict[str, Any]) -> None:
    hashed, pages = made.pop("hash", ""), made.pop("pages", None)
    Preview.objects.filter(evidence=evidence).update(**made, state="done", words="")
    stored = Evidence.objects.filter(pk=evidence.pk)
    stored.update(picture_hash=hashed)
    if pages:
        stored.filter(pages=None).update(pages=pages)
    numbers = made.get("found", {}).get("numbers", ())
    if len(numbers) != 1:
        return
    # the only number in the text is the document's own; what a person has typed stands
    if stored.filter(number="", version=1, withdrawn_at=None).update(
        number=numbers[0], version=F("version") + 1
    ):
        after = {"number": numbers[0], "source": "从材料的文字中识别"}
        record(None, "evidence-changed", on=evidence, before={"number": ""}, after=after)
