"""The scheme walked with paths: every indicator, and every rule inside an indicator."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.rules.points.parts import Parts
from jiheng.rules.rule import Box, Rule
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.values.placed import Path


def indicators_with_paths(scheme: Scheme) -> Iterator[tuple[Path, Indicator]]:
    """Every indicator with its path in the file, base before bonus."""
    for spot, indicator in enumerate(scheme.indicators):
        yield from _below(("indicators", spot), indicator)
    for spot, indicator in enumerate(scheme.bonus.items):
        yield from _below(("bonus", "items", spot), indicator)


def _below(path: Path, indicator: Indicator) -> Iterator[tuple[Path, Indicator]]:
    yield path, indicator
    for spot, child in enumerate(indicator.children):
        yield from _below((*path, "children", spot), child)


def every_rule(scheme: Scheme) -> Iterator[tuple[Path, Rule]]:
    """Every rule of the scheme with its path in the file, parts included."""
    for path, indicator in indicators_with_paths(scheme):
        for below, rule in rules_with_paths(indicator):
            yield (*path, *below), rule


def rules_of(indicator: Indicator) -> Iterator[Rule]:
    """Every rule of a clause, parts included."""
    for _, rule in rules_with_paths(indicator):
        yield rule


def rules_with_paths(indicator: Indicator) -> Iterator[tuple[Path, Rule]]:
    """Every rule of a clause with its path below the indicator, parts included."""
    if indicator.rule is not None:
        yield from _in_box(("rule",), indicator.rule)


def _in_box(path: Path, box: Box) -> Iterator[tuple[Path, Rule]]:
    here = (*path, box.name)
    yield here, box.shape
    if isinstance(box.shape, Parts):
        for spot, part in enumerate(box.shape.of):
            yield from _in_box((*here, "of", spot), part)
