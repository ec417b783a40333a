"""Where text in a narrow cell breaks, so that no character is left alone on a line.

Widths are estimates: a Chinese character is one, a sign of ASCII a little more than half of it, and
between the two there is a quarter of air. Where the estimate is wrong a line only breaks a little
early.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from jiheng.forms.table import Size

WIDTH, BROAD = 156, 225
"""Millimetres between the margins of a page that stands or lies."""

POINTS = {Size.NORMAL: Fraction(12), Size.SMALL: Fraction("10.5"), Size.FINE: Fraction(9)}
"""Size of a character in the tables of a page."""

_CLOSING = "，。、；：！？）》”’〕…%"
_OPENING = "（《“‘〔"
_PAUSES = "，；：。、）"
_ONE, _NARROW, _AIR = 20, 11, 5
_ALONE = 3 * _ONE  # a last line shorter than this looks forgotten
_DOUBT = 2 * _ONE  # and the estimate may be as far off as this
_SIDES = Fraction(5, 2)  # millimetres between a cell's text and its edges
_INCH = Fraction("25.4")
_DIGIT = Fraction("0.6")  # of a character, also in bold


def characters_in(width: Fraction | int, *, size: Fraction) -> int:
    """How many characters of `size` points fit in a cell `width` millimetres wide."""
    return max(1, int((width - _SIDES) * 72 / _INCH / size))


def width_for(figures: Iterable[str], *, size: Fraction) -> int:
    """Millimetres of a cell in which each of these figures stands on one line."""
    longest = max(
        (sum(_DIGIT if sign.isascii() else 1 for sign in text) for text in figures), default=0
    )
    return math.ceil(longest * size * _INCH / 72 + _SIDES)


def even_lines(text: str, fits: int) -> str:
    """A name or title in lines of like length, none longer than `fits` characters where it can be."""
    width = _width(text)
    for lines in range(-(-width // (fits * _ONE)), len(text) + 1):
        found = _cut(text, lines)
        if all(_width(line) <= fits * _ONE for line in found):
            return "\n".join(found)
    return text


def without_orphan(text: str, fits: int) -> str:
    """A sentence that breaks before its last phrase where it would leave a character or two alone."""
    last = _wrapped(text, fits)[-1]
    if last == text or _width(last) >= _ALONE + _DOUBT:
        return text
    end = len(text) - len(last)
    pauses = [at for at in range(1, end) if text[at - 1] in _PAUSES and _may_break(text, at)]
    ending = [at for at in pauses if _width(text[at:]) <= fits * _ONE]
    at = ending[-1] if ending else _earlier(text, end)
    return f"{text[:at]}\n{text[at:]}"


def _earlier(text: str, end: int) -> int:
    """The last place at which what follows is no longer too short."""
    places = (at for at in range(end, 0, -1) if _may_break(text, at))
    return next((at for at in places if _width(text[at:]) >= _ALONE), end)


def _cut(text: str, lines: int) -> list[str]:
    """So many lines, each cut where it comes nearest to its share, rather longer than shorter."""
    cuts, whole = [0], _width(text)
    for count in range(1, lines):
        places = [at for at in range(cuts[-1] + 1, len(text)) if _may_break(text, at)]
        if not places:
            break
        share = Fraction(whole * count, lines) + _ONE // 2
        cuts.append(
            min(places, key=lambda at: (_strain(text, at) + abs(_width(text[:at]) - share), at))
        )
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _strain(text: str, at: int) -> int:
    """How much worse a cut reads here than after a pause, counted in characters off the share."""
    within = 4 * _ONE if text[:at].count("（") > text[:at].count("）") else 0
    torn = 2 * _ONE if text[at - 1].isdigit() else 0  # a number from its unit
    return within + torn + (0 if text[at - 1] in _PAUSES else 2 * _ONE)


def _wrapped(text: str, fits: int) -> list[str]:
    """The lines as a page would fill them."""
    lines, rest = [], text
    while _width(rest) > fits * _ONE:
        places = [at for at in range(1, len(rest)) if _may_break(rest, at)]
        full = [at for at in places if _width(rest[:at]) <= fits * _ONE]
        if not full:
            break
        lines.append(rest[: full[-1]])
        rest = rest[full[-1] :]
    return [*lines, rest]


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return not (after in _CLOSING or before in _OPENING or (before.isascii() and after.isascii()))


def _width(text: str) -> int:
    signs = sum(_NARROW if char.isascii() else _ONE for char in text)
    return signs + _AIR * sum(_are_apart(left, right) for left, right in pairwise(text))


def _are_apart(left: str, right: str) -> bool:
    """Does a page put air between them: a Chinese character and a letter or digit?"""
    return left.isalnum() and right.isalnum() and left.isascii() != right.isascii()
