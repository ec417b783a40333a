"""Which clause a file belongs to, by the number or the words in its name; never by a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

CLOSE = 85  # of 100; below it a name is not taken for a clause's words
APART = 10  # how much the runner-up has to stay behind

# 2.3, 2．3, 2-3, （2.3）, 第2.3条 at the beginning; not a date, not 2.5万元, not the half of 2.3.1.
_JOINED = r"\d{1,3}(?:\s?[.。_\-]\s?\d{1,3}){1,4}(?!\s?[.。_\-]\s?\d{1,3}(?!\d))(?![\d%万亿元日月])"
# 3 alone counts only with words behind it: 3.jpg is the third picture.
_ALONE = r"\d{1,3}(?=[)）\]】、.。条款\s_\-]{1,8}\D)(?!\s?[%万亿元年月日人次个项届份张页])"
_NUMBER = re.compile(rf"\A\s{{0,3}}[(（\[【第]?\s{{0,3}}({_JOINED}|{_ALONE})")
_JOINTS = re.compile(r"\s?[.。_\-]\s?")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_COPY = re.compile(r"[（(]\d{1,3}[)）]$|[-_ ]{1,3}副本$|扫描件$|复印件$|盖章版$|\d{1,3}$")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """A clause as people name its files: its id, printed number, title, and the proofs it asks for."""

    id: str
    number: str
    title: str
    evidence: tuple[str, ...] = ()


def matched(names: Iterable[str], clauses: Sequence[ClauseWords]) -> dict[str, str | None]:
    """Each name (folders with `/` before it) with the id of its one clause, or None.

    A number in the file's name or else in the nearest folder's decides; else the words, when exactly
    one clause is close to them. A proof that several clauses ask for matches none by its words.
    """
    return {name: _clause_of(name, clauses) for name in names}


def _clause_of(name: str, clauses: Sequence[ClauseWords]) -> str | None:
    parts = [unicodedata.normalize("NFKC", part) for part in reversed(name.split("/"))]
    parts[0] = _EXTENSION.sub("", parts[0])
    for part in parts:
        found = {clause.id for clause in clauses if _number(part) in _numbers(clause)}
        if len(found) == 1:
            return found.pop()
    for part in parts:
        if one := _by_words(part, clauses):
            return one
    return None


def _numbers(clause: ClauseWords) -> set[str]:
    return {_JOINTS.sub(".", number) for number in (clause.number, clause.id) if number}


def _number(part: str) -> str | None:
    """The clause number at the beginning of a name, its joints as dots; None where there is none."""
    found = _NUMBER.match(part)
    return _JOINTS.sub(".", found[1]) if found else None


def _by_words(part: str, clauses: Sequence[ClauseWords]) -> str | None:
    words = _plain(_COPY.sub("", part))
    if len(words) < 2:
        return None
    scores = sorted(((_closeness(words, clause), clause.id) for clause in clauses), reverse=True)
    best, second = (*scores, (0.0, ""), (0.0, ""))[:2]
    return best[1] if best[0] >= CLOSE and best[0] - second[0] >= APART else None


def _closeness(words: str, clause: ClauseWords) -> float:
    """How close a name is to a clause's title or to one of its proofs, from 0 to 100."""
    return max(_likeness(words, _plain(told)) for told in (clause.title, *clause.evidence))


def _likeness(words: str, told: str) -> float:
    if not told:
        return 0.0
    # A proof's name within a longer file name counts as the proof; a mere bit of it does not.
    within = 95.0 if len(told) >= 3 and told in words else 0.0
    return max(within, fuzz.ratio(words, told))


def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).lower()
