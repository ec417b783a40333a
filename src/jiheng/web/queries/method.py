"""The method that a stored version holds, ready to score; kept in memory by its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jiheng.files.yaml import yaml_of
from jiheng.scheme.load import scheme_of
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.score.prepare import Prepared, prepare
from jiheng.web.models import SchemeVersion

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Method:
    """A scheme, resolved and prepared; the same object for the same text."""

    scheme: Scheme
    prepared: Prepared


def method_of(version: SchemeVersion) -> Method:
    """The method of one stored version; Refused with every problem where a draft does not load."""
    return _method(version.canonical or version.text, version.text, version.name)


@lru_cache(maxsize=_KEPT)
def _method(text: str, written: str, name: str) -> Method:
    scheme = resolve(_scheme(text, name))
    if written != text:
        scheme = _as_written(scheme, _scheme(written, name))
    return Method(scheme, prepare(scheme))


def _scheme(text: str, name: str) -> Scheme:
    return scheme_of(yaml_of(text, name=f"{name}.yaml"))


def _as_written(scheme: Scheme, written: Scheme) -> Scheme:
    """Facts, records and their fields in the order in which the office wrote them: the canonical text
    sorts them by name, and people read the total before its part."""
    records = {
        name: kind.model_copy(update={"fields": _ordered(kind.fields, _fields(written, name))})
        for name, kind in scheme.records.items()
    }
    ordered = {
        "facts": _ordered(scheme.facts, written.facts),
        "records": _ordered(records, written.records),
    }
    return scheme.model_copy(update=ordered)


def _fields(written: Scheme, kind: str) -> Iterable[str]:
    return written.records[kind].fields if kind in written.records else ()


def _ordered(nouns: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The same by name, those first that are named, in that order."""
    order = [*(name for name in names if name in nouns), *nouns]
    return {name: nouns[name] for name in order}
