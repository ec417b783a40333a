"""Sections, clauses and bonus items of two schemes compared: new, gone, renumbered, moved, changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jiheng.rules.wording import points_text
from jiheng.scheme.difference_entries import Difference, Entries, Place
from jiheng.scheme.difference_words import value_text
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.pairs import Pair, indicator_pairs, out_of_order
from jiheng.scheme.rule_words import MethodWords, rule_words
from jiheng.scheme.scheme import Scheme

_OWN = ("id", "children")  # told as renumbered, moved, new or gone
_BASE, _BONUS = "", "bonus"


def indicator_differences(old: Scheme, new: Scheme, *, entries: Entries) -> Iterator[Difference]:
    """Every difference of the tree, in the order of the new document; what is gone last."""
    place = Place("bonus", "", "加分")
    yield from entries.of(place, old.bonus, new=new.bonus, skip=("items",))
    pairs = indicator_pairs(old, new)
    moves = _moves(old, new, pairs=pairs)
    for pair in pairs:
        yield from _of_pair(pair, moves, entries=entries)


def _of_pair(
    pair: Pair[Indicator], moves: Mapping[str, Difference], *, entries: Entries
) -> Iterator[Difference]:
    old, new = pair.old, pair.new
    if new is None and old is not None:
        text = _told(old, entries.old_words)
        place = Place("indicators", old.id, _named(old))
        yield place.told("removed", (text, ""), sentence=f"取消{_named(old)}（原为：{text}）。")
    elif old is None and new is not None:
        text = _told(new, entries.new_words)
        place = Place("indicators", new.id, _named(new))
        yield place.told("added", ("", text), sentence=f"新增{_named(new)}：{text}。")
    elif old is not None and new is not None:
        place = Place("indicators", new.id, new.id)
        if old.id != new.id:
            told = f"“{new.title}”的编号由{old.id}改为{new.id}。"
            yield place.told("renumbered", (old.id, new.id), sentence=told)
        if new.id in moves:
            yield moves[new.id]
        yield from entries.of(place, old, new=new, skip=_OWN)


def _named(one: Indicator) -> str:
    return f"{'大项' if one.children else '条款'}“{one.id} {one.title}”"


def _told(one: Indicator, words: MethodWords) -> str:
    """What a clause is worth and how it is scored."""
    points = [points_text(one.points)] if one.points is not None else []
    applies = [f"适用条件：{value_text(one.applies, words)}"] if one.applies else []
    rule = ["；".join(rule_words(one.rule, words))] if one.rule else []
    return "，".join([*points, *applies, *rule]) or "不计分"


@dataclass(frozen=True, slots=True)
class _Tree:
    """Where each indicator stands: its section (empty at the top), its position in the document."""

    above: Mapping[str, str]
    names: Mapping[str, str]
    order: Mapping[str, int]


def _tree(scheme: Scheme) -> _Tree:
    above = {one.id: _BASE for one in scheme.indicators}
    above |= {one.id: _BONUS for one in scheme.bonus.items}
    above |= {child.id: one.id for one in scheme.walk() for child in one.children}
    names = {one.id: f"“{one.id} {one.title}”" for one in scheme.walk()}
    names |= {_BASE: "各大项", _BONUS: "加分"}
    return _Tree(above, names, {one.id: at for at, one in enumerate(scheme.walk())})


def _moves(
    old: Scheme, new: Scheme, *, pairs: tuple[Pair[Indicator], ...]
) -> Mapping[str, Difference]:
    """What stands in another section, or elsewhere among those it stood among."""
    before, after = _tree(old), _tree(new)
    same = {pair.old.id: pair.new.id for pair in pairs if pair.old and pair.new}
    same |= {_BASE: _BASE, _BONUS: _BONUS}
    moves, stayed = {}, dict[str, list[tuple[str, str]]]()
    for was, now in ((pair.old.id, pair.new.id) for pair in pairs if pair.old and pair.new):
        above = after.above[now]
        if same.get(before.above[was]) == above:
            stayed.setdefault(above, []).append((was, now))
            continue
        texts = (before.names[before.above[was]], after.names[above])
        told = f"{after.names[now]}由{texts[0]}移到{texts[1]}。"
        moves[now] = Place("indicators", now, now).told("moved", texts, sentence=told)
    for group in stayed.values():
        for at in out_of_order([before.order[was] for was, _ in group]):
            now = group[at][1]
            ahead = f"移到{after.names[group[at - 1][1]]}之后" if at else "移到最前"
            told = f"{after.names[now]}的次序改了，{ahead}。"
            moves[now] = Place("indicators", now, now).told("moved", ("", ahead), sentence=told)
    return moves
