"""The number that a heading carries: 4 in “3.4”, “（四）”, “加4” and “之四”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.values.chinese_number import chinese_number

_TAIL = re.compile(r"([0-9]+|[一二三四五六七八九十百]+)[^0-9一二三四五六七八九十百]*$")
_LATIN = re.compile(
    r"[A-Za-z]"
)  # an id such as `execution-2` is a name, not a number of the document
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Numbered:
    """One of several siblings with the number it prints."""

    indicator: Indicator
    number: int
    printed: str


def numbered_lists(scheme: Scheme) -> Iterator[tuple[tuple[Numbered, ...], bool]]:
    """Siblings with numbers in the order of the document, and whether they lie below a section."""
    yield _numbered(scheme.indicators), False
    yield _numbered(scheme.bonus.items), True
    for indicator in scheme.walk():
        if indicator.children:
            yield _numbered(indicator.children), True


def number_in(text: str) -> int | None:
    """The last number in a heading's numbering; None where there is none."""
    found = _TAIL.search(text.translate(_DIGITS))
    if found is None:
        return None
    if found[1].isascii():
        return int(found[1])
    value = chinese_number(found[1])
    return None if value is None else int(value)


def _numbered(siblings: tuple[Indicator, ...]) -> tuple[Numbered, ...]:
    found = []
    for one in siblings:
        printed = one.printed.number or ("" if _LATIN.search(one.id) else one.id)
        number = number_in(printed)
        if number is not None:
            found.append(Numbered(one, number, printed))
    return tuple(found)
