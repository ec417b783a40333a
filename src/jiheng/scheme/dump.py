"""A scheme back into plain data: as its author would write it, and in the form that is hashed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from jiheng.scheme.readings import QUESTIONS, Reading, default_of
from jiheng.scheme.scheme import Scheme


def dump(scheme: Scheme) -> dict[str, Any]:
    """Plain data that loads to an equal scheme; only what differs from the defaults is written."""
    return scheme.model_dump(by_alias=True, exclude_defaults=True, mode="json")


def canonical(scheme: Scheme) -> str:
    """The resolved scheme as JSON with every default written out; order and comments do not matter,
    and 2 = 2.0 = 2.00. What is absent (None) has no line, so that the text loads as a scheme again."""
    readings = {name: reading_in_force(scheme, name) for name in QUESTIONS}
    whole = scheme.model_copy(update={"readings": readings})
    data = whole.model_dump(by_alias=True, exclude_none=True, mode="json")
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def reading_in_force(scheme: Scheme, question: str) -> Reading:
    """The reading with its option written out; where nobody chose, the default is said to be one."""
    entry = scheme.readings.get(question)
    if entry is not None and entry.chosen is not None:
        return entry
    because = entry.because if entry else ""
    return Reading(chosen=default_of(question), by="default", because=because)


def digest(scheme: Scheme) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(scheme).encode()).hexdigest()
