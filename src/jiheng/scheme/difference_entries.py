"""Two versions of one thing compared entry by entry, each difference told in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from jiheng.rules.condition import Condition
from jiheng.rules.edge import FactEdge
from jiheng.rules.rule import Box
from jiheng.scheme.difference_words import label_of, quoted, spelled, value_text
from jiheng.scheme.fact import RatioOf
from jiheng.scheme.record import TallyRule
from jiheng.scheme.rule_words import MethodWords, rule_words
from jiheng.values.noun import Noun, key_of

DifferenceKind = Literal["added", "removed", "changed", "moved", "renumbered"]

FORMAL = frozenset({"source", "printed", "because", "by"})
"""Entries that say where something comes from and why; no score and no question depends on them."""

WHOLE = (Condition, Box, FactEdge, RatioOf, TallyRule)
"""Nouns that are told as one phrase, not entry by entry."""

_SPEAKS_OF_FACTS = frozenset({"rule", "applies", "targets", "when", "ratio"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: in which `part` of the scheme, of which thing in it (`own`: an id or a name),
    in which entry (a dotted path; empty for the thing itself), what stood and stands there."""

    part: str
    own: str
    entry: str
    kind: DifferenceKind
    before: str
    after: str
    sentence: str

    @property
    def address(self) -> str:
        """`indicators/2.3/points`: the same in any order of the text."""
        return "/".join(one for one in (self.part, self.own, self.entry) if one)

    @property
    def is_formal(self) -> bool:
        """Does it only change where something comes from and why?"""
        return self.part == "decisions" or not FORMAL.isdisjoint(self.entry.split("."))


@dataclass(frozen=True, slots=True)
class Place:
    """Where one looks: the part, the thing with its name in Chinese, the entry with its label."""

    part: str
    own: str
    name: str
    entry: str = ""
    label: str = ""

    def below(self, key: str, label: str) -> Place:
        """One level deeper."""
        entry = f"{self.entry}.{key}" if self.entry else key
        return replace(self, entry=entry, label=f"{self.label}的{label}" if self.label else label)

    def told(self, kind: DifferenceKind, texts: tuple[str, str], *, sentence: str) -> Difference:
        """A difference here."""
        return Difference(self.part, self.own, self.entry, kind, *texts, sentence)

    @property
    def spoken(self) -> str:
        """The entry of the thing: `2.3 分值`, `填报项“培训”的单位`."""
        if not self.label:
            return self.name
        return (
            f"{self.name} {self.label}"
            if self.name[-1:].isascii()
            else f"{self.name}的{self.label}"
        )


@dataclass(frozen=True, slots=True)
class Entries:
    """Compares entries; `names`: what facts of the old scheme are called in the new one."""

    old_words: MethodWords
    new_words: MethodWords
    names: Mapping[str, str]

    def of(
        self, place: Place, old: Noun, *, new: Noun, skip: Iterable[str] = ()
    ) -> Iterator[Difference]:
        """Every entry of a noun that differs, deeper ones by themselves."""
        for name in type(new).model_fields:
            key = key_of(name)
            if key not in skip:
                below = place.below(key, label_of(new, key))
                pair = (getattr(old, name), getattr(new, name))
                yield from self.entry(below, pair, at=(type(new).__name__, key))

    def entry(
        self, place: Place, pair: tuple[Any, Any], *, at: tuple[str, str]
    ) -> Iterator[Difference]:
        """One entry, where it differs."""
        old, new = pair
        names = self.names if at[1] in _SPEAKS_OF_FACTS else {}
        if _plain(old, names) == _plain(new, {}):
            return
        if isinstance(new, Noun) and type(old) is type(new) and not isinstance(new, WHOLE):
            yield from self.of(place, old, new=new)
        elif isinstance(old, dict) and isinstance(new, dict):
            for key in dict.fromkeys((*old, *new)):
                inner = (old.get(key), new.get(key))
                named = getattr(inner[1] or inner[0], "title", key)
                yield from self.entry(place.below(str(key), quoted(str(named))), inner, at=at)
        else:
            yield self._told(place, pair, at=at)

    def _told(self, place: Place, pair: tuple[Any, Any], *, at: tuple[str, str]) -> Difference:
        old, new = pair
        texts = (value_text(old, self.old_words, at=at), value_text(new, self.new_words, at=at))
        if texts[0] == texts[1]:  # the same words for different things: say it by the keys
            texts = (spelled(old), spelled(new))
        kind: DifferenceKind = "changed"
        if _is_nothing(old) or _is_nothing(new):
            kind = "added" if _is_nothing(old) else "removed"
        sentence = _sentence(place, texts, kind=kind)
        if kind == "changed" and isinstance(old, tuple) and isinstance(new, tuple):
            lists = (
                tuple(value_text(one, self.old_words, at=at) for one in old),
                tuple(value_text(one, self.new_words, at=at) for one in new),
            )
            sentence = pieces_sentence(place.spoken, lists) or sentence
        if kind == "changed" and isinstance(old, Box) and isinstance(new, Box):
            told = (rule_words(old, self.old_words), rule_words(new, self.new_words))
            sentence = pieces_sentence(place.spoken, told) or sentence
        return place.told(kind, texts, sentence=sentence)


def _sentence(place: Place, texts: tuple[str, str], *, kind: DifferenceKind) -> str:
    before, after = texts
    match kind:
        case "added":
            return f"{place.name}增加{place.label}：{after}。"
        case "removed":
            return f"{place.name}取消{place.label}（原为{before}）。"
        case _:
            return f"{place.spoken}由{quoted(before)}改为{quoted(after)}。"


def pieces_sentence(spoken: str, lists: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    """What of a list changed, without what stayed; empty where the words do not tell it."""
    old, new = lists
    gone, came = [one for one in old if one not in new], [one for one in new if one not in old]
    if gone and came:
        return f"{spoken}改了：{'；'.join(gone)} → {'；'.join(came)}。"
    if gone or came:
        return f"{spoken}{'去掉' if gone else '增加'}：{'；'.join(gone or came)}。"
    if old != new and len(old) == len(new):
        return f"{spoken}的先后改了：{'；'.join(old)} → {'；'.join(new)}。"
    return ""


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", (), {})


def _plain(value: Any, names: Mapping[str, str]) -> Any:
    """What is compared: without the positions of options, which follow from their order, and with
    facts under their new names."""
    match value:
        case Noun():
            data = value.model_dump(by_alias=True, exclude_none=True, mode="json")
            return _renamed(data, names)
        case tuple():
            return tuple(_plain(one, names) for one in value)
        case _:
            return value


def _renamed(data: Any, names: Mapping[str, str]) -> Any:
    match data:
        case dict():
            positions = {"code"} if {"is", "level"} & data.keys() else set[str]()
            kept = data.keys() - positions
            return {key: _renamed(one, names) for key, one in data.items() if key in kept}
        case list():
            return [_renamed(one, names) for one in data]
        case str():
            return names.get(data, data)
        case _:
            return data
