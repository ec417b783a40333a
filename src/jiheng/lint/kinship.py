"""Whether two titles speak of the same thing, as far as their characters can tell."""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 4  # characters in a row; fewer are shared by anything in the same office


def shares_words(title: str, texts: Iterable[str]) -> bool:
    """True when the title, or four characters of it in a row, stands in one of the texts."""
    pieces = {title[at : at + _ALIKE] for at in range(len(title) - _ALIKE + 1)} or {title}
    return any(piece in text for piece in pieces for text in texts)
