"""What in one scheme is the same thing as what in another: by its id, else by what it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme

T = TypeVar("T")
Key = Callable[[T], Hashable]


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """The same thing before and after; one of them is None where it is new or gone."""

    old: T | None
    new: T | None


def paired(
    old: Sequence[T], new: Sequence[T], *, by: Sequence[Callable[[T], Hashable]]
) -> tuple[Pair[T], ...]:
    """Everything in the new order, then what is gone. The first key in `by` that is equal, and that
    only one of those still left has on either side, makes a pair."""
    partner: dict[int, int] = {}
    left = list(range(len(old)))
    for key in by:
        there = _only(old, left, key=key)
        here = _only(new, [at for at in range(len(new)) if at not in partner], key=key)
        partner |= {here[value]: there[value] for value in here.keys() & there.keys()}
        left = [at for at in left if at not in partner.values()]
    found = [Pair(old[partner[at]] if at in partner else None, one) for at, one in enumerate(new)]
    return (*found, *(Pair(old[at], None) for at in left))


def _only(items: Sequence[T], among: Sequence[int], *, key: Key[T]) -> dict[Hashable, int]:
    """The position of each key that only one of these has."""
    counted = Counter(key(items[at]) for at in among)
    return {key(items[at]): at for at in among if counted[key(items[at])] == 1}


def indicator_pairs(old: Scheme, new: Scheme) -> tuple[Pair[Indicator], ...]:
    """Sections and clauses: by id and title, else by title (renumbered), else by id (renamed)."""
    return paired(
        tuple(old.walk()),
        tuple(new.walk()),
        by=(
            lambda one: (one.id, one.title),
            lambda one: (bool(one.children), one.title),
            lambda one: one.id,
        ),
    )


Named = tuple[str, Fact]
"""A fact with its name."""


def fact_pairs(old: Scheme, new: Scheme) -> tuple[Pair[Named], ...]:
    """Facts: by name, else by title, type and unit."""
    return paired(
        tuple(old.facts.items()),
        tuple(new.facts.items()),
        by=(lambda one: one[0], lambda one: (one[1].title, one[1].type, one[1].unit)),
    )


def renamed_facts(old: Scheme, new: Scheme) -> Mapping[str, str]:
    """The new name of every fact that is called differently now, made ones too (`jury:2.1`)."""
    names = {
        one.old[0]: one.new[0]
        for one in fact_pairs(old, new)
        if one.old and one.new and one.old[0] != one.new[0]
    }
    for pair in indicator_pairs(old, new):
        if pair.old and pair.new and pair.old.id != pair.new.id:
            for made in ("jury", "awards"):
                names[f"{made}:{pair.old.id}"] = f"{made}:{pair.new.id}"
    return names


def out_of_order(positions: Sequence[int]) -> tuple[int, ...]:
    """The fewest places in the list whose removal leaves the positions rising: what was moved."""
    best: list[tuple[int, ...]] = []  # the longest rising run that ends at each place
    for at, position in enumerate(positions):
        runs = [best[before] for before in range(at) if positions[before] < position]
        best.append((*max(runs, key=len, default=()), at))
    kept = max(best, key=len, default=())
    return tuple(at for at in range(len(positions)) if at not in kept)
