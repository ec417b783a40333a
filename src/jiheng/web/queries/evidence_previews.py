"""A preview as a page shows it: pictures by number, paragraphs and tables as plain text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from jiheng.files.evidence_store import Altered
from jiheng.web.models import Evidence, Preview
from jiheng.web.store import StoreDown, evidence_store

_DOWN = "材料库现在连不上，预览暂时看不了；请过几分钟再看。"


@dataclass(frozen=True, slots=True)
class PreviewShown:
    """What stands in place of a file. `state`: waiting, done or none; `words` say why there is none."""

    state: str
    words: str = ""
    pictures: tuple[int, ...] = ()
    blocks: tuple[Any, ...] = ()
    marks: tuple[str, ...] = ()


def preview_shown(evidence: Evidence) -> PreviewShown:
    """The preview of one file; its blocks are read from the store."""
    stored = Preview.objects.filter(evidence=evidence).first()
    if stored is None:
        return PreviewShown("none", "这份材料没有预览，请下载后查看。")
    if stored.state != "done":
        return PreviewShown(stored.state, stored.words)
    content: dict[str, Any] = {}
    if stored.content:
        try:
            with evidence_store().open(stored.content) as stream:
                content = json.load(stream)
        except StoreDown:
            return PreviewShown("none", _DOWN)
        except Altered as altered:
            return PreviewShown("none", str(altered))
    return PreviewShown(
        "done",
        stored.words,
        tuple(range(1, len(stored.pictures) + 1)),
        tuple(content.get("blocks", ())),
        tuple(content.get("marks", ())),
    )
