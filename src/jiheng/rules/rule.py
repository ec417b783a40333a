"""What every points rule can do; the shapes themselves are one file each in `points/`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

from jiheng.rules.edge import Facts
from jiheng.rules.wording import Why, Wording
from jiheng.values.carrier import Value, least, most
from jiheng.values.noun import Noun


class Rule(Noun, ABC):
    """A rule reads facts and gives points; it is written once for every carrier."""

    @abstractmethod
    def needs(self) -> frozenset[str]:
        """The facts that must be known before the rule can give points."""

    @abstractmethod
    def score(self, facts: Facts) -> Value:
        """The points, on the carrier of the facts."""

    @abstractmethod
    def top(self) -> Fraction | None:
        """The most that the rule can ever give; None where nothing bounds it."""

    @abstractmethod
    def why(self, facts: Facts, words: Wording) -> Why:
        """Why the rule gave its points, for one subject with exact facts."""

    def edges(self) -> tuple[tuple[str, Fraction], ...]:
        """Every number in the rule at which a score can change, with the fact it belongs to."""
        return ()


class Box(Noun, ABC):
    """One rule under its name, with a title where it is a part of a clause; see `rule_box.py`."""

    title: str | None = None

    @property
    @abstractmethod
    def name(self) -> str:
        """The name of the rule in the box."""

    @property
    @abstractmethod
    def shape(self) -> Rule:
        """The rule in the box."""


def _names(raw: Any) -> Any:
    return (raw,) if isinstance(raw, str) else raw


def _write_names(names: tuple[str, ...]) -> Any:
    return names[0] if len(names) == 1 else list(names)


FactNames = Annotated[tuple[str, ...], BeforeValidator(_names), PlainSerializer(_write_names)]
"""One fact, or a list of facts whose values are added."""


def total_of(names: tuple[str, ...], facts: Facts) -> Value:
    """The sum of the named facts."""
    value = facts[names[0]]
    for name in names[1:]:
        value = value + facts[name]
    return value


def within(value: Value, *, floor: Fraction | int | None, cap: Fraction | None) -> Value:
    """The value held between floor and cap, where they are given."""
    if cap is not None:
        value = least(value, cap)
    return value if floor is None else most(value, floor)
