"""Names as people write them: 平 江 县, 平江县（公章） and 平江县 on two lines are all one subject."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNSEEN = "".join(chr(code) for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
# Full-width forms one by one: NFKC would also change signs such as ① and ㎡.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TAIL_BACKWARDS = re.compile(r"(?:\)[^()]*\()*")  # from the end, or every bracket begins a search


def plain(text: str) -> str:
    """Text as one compares names: without spaces and line breaks, full-width signs as ordinary."""
    return re.sub(rf"[\s{_UNSEEN}]+", "", text.translate(_HALF))


def _without_tail(written: str) -> str:
    tail = _TAIL_BACKWARDS.match(written[::-1])
    return written[: len(written) - (tail.end() if tail else 0)]


class Names:
    """Names of one kind, found again however they are written; a remark in brackets behind is let
    pass, unless the name itself ends so."""

    def __init__(self, names: Iterable[str]) -> None:
        self.all = tuple(names)
        self._by_plain = {plain(name): name for name in self.all}

    def find(self, text: str) -> str | None:
        """The name that `text` writes, or None."""
        written = plain(text)
        return self._by_plain.get(written) or self._by_plain.get(_without_tail(written))

    def exact(self, text: str) -> str | None:
        """The name that `text` writes with no remark behind, or None."""
        return self._by_plain.get(plain(text))
