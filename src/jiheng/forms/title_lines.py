"""A title in lines of like length that break between words (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

WIDE = 19
"""二号 characters that fit between the margins whatever face stands in: there is room for 20."""

_MOST_LINES, _MOST_PLACES = 3, 40

_BEFORE = re.compile(r"[（《“〔]|关于|绩效|考核|评估|评价|结果|情况|工作|科协")
_AFTER = re.compile(r"[）》”〕、]|关于|年度|协会|科协|项目|工作|考核|评估|评价|规划|目标|绩效")
# A break inside one of these tears a term apart.
_WHOLE = re.compile(
    r"[0-9]+|[A-Za-z]+|\w（[^（）]{1,3}）|“[^“”]{1,10}”|绩效(?:评估|评价|目标|管理|考核)|(?:工作)?目标考核|情况通报|的通报|结果的"
)


def title_lines(text: str, *, wide: int = WIDE) -> tuple[str, ...]:
    """`text` in as few lines as fit in `wide` characters, as even as its words allow.

    Up to three lines break between words; what does not fit so is cut where the line is full.
    """
    fewest = -(-_halves(text) // (2 * wide))
    for lines in range(fewest, _MOST_LINES + 1):
        found = _evenest(text, lines=lines, wide=wide)
        if found:
            return found
    return _full_lines(text, wide)


def _evenest(text: str, *, lines: int, wide: int) -> tuple[str, ...]:
    """The most even way to break between words into so many lines; empty where none fits."""
    ways = (
        tuple(text[start:end] for start, end in pairwise((0, *cuts, len(text))))
        for cuts in combinations(_places(text)[:_MOST_PLACES], lines - 1)
    )
    fitting = (way for way in ways if all(_halves(line) <= 2 * wide for line in way))
    return min(fitting, key=_unevenness, default=())


def _unevenness(lines: tuple[str, ...]) -> tuple[int, int]:
    """How far the lines lie apart; of equals the one whose last line is the shorter."""
    widths = [_halves(line) for line in lines]
    mean = sum(widths) / len(widths)
    return int(sum((width - mean) ** 2 for width in widths)), widths[-1]


def _places(text: str) -> list[int]:
    """Where the title may break: around its words, never inside one of them or before 的."""
    wanted = {found.start() for found in _BEFORE.finditer(text)}
    wanted |= {found.end() for found in _AFTER.finditer(text)}
    torn = {at for found in _WHOLE.finditer(text) for at in range(found.start() + 1, found.end())}
    return sorted(
        at for at in wanted - torn if 0 < at < len(text) and text[at] not in "的，、）》”〕"
    )


def _full_lines(text: str, wide: int) -> tuple[str, ...]:
    lines = [""]
    for char in text:
        if _halves(lines[-1] + char) > 2 * wide:
            lines.append("")
        lines[-1] += char
    return tuple(lines)


def _halves(text: str) -> int:
    """Width in half characters: a digit takes one, a Chinese character two."""
    return sum(1 if char.isascii() else 2 for char in text)
