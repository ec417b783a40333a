"""What is asked under which clause: the facts that somebody supplies, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme

Asked = tuple[Indicator | None, tuple[str, ...]]
"""A clause and the facts asked under it; None for facts that no clause needs."""


def asked_facts(scheme: Scheme) -> tuple[Asked, ...]:
    """The facts that somebody supplies, under the first clause that needs each; the rest last."""
    left = {name for name, fact in scheme.facts.items() if fact.is_asked}
    groups: list[Asked] = []
    for leaf, wanted in _wanted(scheme):
        own = tuple(name for name in scheme.facts if name in wanted & left)
        if own:
            groups.append((leaf, own))
            left -= set(own)
    if left:
        groups.append((None, tuple(name for name in scheme.facts if name in left)))
    return tuple(groups)


def clauses_of_facts(scheme: Scheme) -> Mapping[str, tuple[str, ...]]:
    """The ids of the clauses that need each asked fact, the one it is asked under first."""
    needing: dict[str, list[str]] = {
        name: [] for name, fact in scheme.facts.items() if fact.is_asked
    }
    for leaf, wanted in _wanted(scheme):
        for name in wanted & needing.keys():
            needing[name].append(leaf.id)
    return {name: tuple(ids) for name, ids in needing.items()}


def labels_of_facts(scheme: Scheme) -> Mapping[str, str]:
    """Every fact as people find it in the table: the number of its clause and its title."""
    clauses = clauses_of_facts(scheme)
    return {
        name: " ".join((*clauses.get(name, ())[:1], fact.title))
        for name, fact in scheme.facts.items()
    }


def _wanted(scheme: Scheme) -> Iterator[tuple[Indicator, set[str]]]:
    """Every clause with the facts it reads; of a rate the two numbers it is made of."""
    for leaf in scheme.leaves():
        needed = set(leaf.needs()) | {target.fact for target in leaf.targets if target.fact}
        yield leaf, {part for name in needed for part in _supplied(scheme, name)}


def _supplied(scheme: Scheme, name: str) -> tuple[str, ...]:
    fact = scheme.facts.get(name)
    if fact is None:
        return ()
    return (fact.ratio.of, fact.ratio.over) if fact.ratio else (name,)


def only_subject(scheme: Scheme) -> str:
    """The subject of a scheme that lists none: its project, or the scheme itself."""
    return scheme.project.title if scheme.project and scheme.project.title else scheme.title
