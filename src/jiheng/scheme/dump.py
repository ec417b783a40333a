"""A scheme back into plain data: as its author would write it, and in the form that is hashed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from jiheng.scheme.readings import QUESTIONS, Reading
from jiheng.scheme.scheme import Scheme


def dump(scheme: Scheme) -> dict[str, Any]:
    """Plain data that loads to an equal scheme; only what differs from the defaults is written."""
    return scheme.model_dump(by_alias=True, exclude_defaults=True, mode="json")


def canonical(scheme: Scheme) -> str:
    """The resolved scheme as JSON with every default written out; order and comments do not matter,
    and 2 = 2.0 = 2.00."""
    readings = {
        name: scheme.readings.get(name, Reading(chosen=question.default, by="default"))
        for name, question in QUESTIONS.items()
    }
    whole = scheme.model_copy(update={"readings": readings})
    data = whole.model_dump(by_alias=True, mode="json")
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(scheme: Scheme) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(scheme).encode()).hexdigest()
