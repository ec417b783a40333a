"""Two versions of a method compared in words, by the sections that a reader knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.scheme.difference import Difference, differences
from jiheng.scheme.difference_words import LABELS
from jiheng.scheme.scheme import Scheme

_WHOLE = frozenset({"scheme", "title", "kind", "period", "document"})
"""Parts that are told together, as the method itself."""


@dataclass(frozen=True, slots=True)
class DifferencePart:
    """One section, or another part of the method, with what differs in it."""

    key: str
    title: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs, by part; `parts` may be narrowed, `choices` are all parts with their numbers."""

    parts: tuple[DifferencePart, ...]
    choices: tuple[tuple[str, str], ...]
    counted: int


def comparison(old: Scheme, new: Scheme, *, part: str = "") -> Comparison:
    """From the old to the new version; `part` narrows to one section or part."""
    found = differences(old, new)
    titles, grouped = dict(_sections(old, new)), dict[str, list[Difference]]()
    for one in found:
        grouped.setdefault(_part_of(one, titles), []).append(one)
    parts = [DifferencePart(key, _title(key), tuple(own)) for key, own in grouped.items()]
    choices = tuple((one.key, f"{one.title}（{len(one.differences)}处）") for one in parts)
    kept = [one for one in parts if one.key == part] if part in grouped else parts
    return Comparison(tuple(kept), choices, len(found))


def _sections(old: Scheme, new: Scheme) -> Iterator[tuple[str, str]]:
    """Every indicator's id with the title of its section, the new version's words before the old's."""
    for scheme in (old, new):
        for top in scheme.indicators:
            yield from ((f"indicators/{one.id}", top.title) for one in top.walk())
        for item in scheme.bonus.items:
            yield from ((f"indicators/{one.id}", scheme.bonus.title) for one in item.walk())


def _part_of(one: Difference, titles: dict[str, str]) -> str:
    section = titles.get(f"indicators/{one.own}") if one.part in ("indicators", "bonus") else None
    if section:
        return f"section:{section}"
    part = one.part.split(".")[0]
    return "" if part in _WHOLE else part


def _title(key: str) -> str:
    kind, _, section = key.partition(":")
    if kind == "section":
        return section
    return LABELS.get(kind, "办法")
