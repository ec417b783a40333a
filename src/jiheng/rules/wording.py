"""The words of an explanation: what a fact, an edge and points are called in a Chinese sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from jiheng.rules.edge import FactEdge, Facts, edge_value
from jiheng.values.exact import exact_text, fixed_text, is_terminating


@dataclass(frozen=True, slots=True)
class Why:
    """Why a cell has its score: one sentence, the edge that was met, the next edge above it."""

    sentence: str
    met: str | None = None
    next: str | None = None


def number_text(value: Fraction | int) -> str:
    """A number for people: exact where decimals end, else four places and an ellipsis."""
    return _number_text(value.numerator, value.denominator)


@lru_cache(maxsize=4096)  # a page of explanations says the same few numbers again and again
def _number_text(numerator: int, denominator: int) -> str:
    value = Fraction(numerator, denominator)
    return exact_text(value) if is_terminating(value) else fixed_text(value, 4) + "…"


def points_text(value: Fraction | int) -> str:
    """Points for people: `2.5分`."""
    return number_text(value) + "分"


@dataclass(frozen=True, slots=True)
class Wording:
    """Titles and units of facts, options of choices, parts of rates; explanations speak through it."""

    titles: Mapping[str, str]
    units: Mapping[str, str]
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ratios: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def amount(self, fact: str, value: Any) -> str:
        """A value of a fact with its unit: `25%`, `3次`, `是`, or the option's name."""
        if fact in self.options:
            return self.options[fact][int(value)]
        if self.units.get(fact) == YES_NO:
            return "是" if value else "否"
        if self.units.get(fact) == DAY and value >= 1:
            return date.fromordinal(int(value)).isoformat()
        return number_text(value) + self.units.get(fact, "")

    def fact(self, fact: str, facts: Facts) -> str:
        """A fact's title and value: `学术交流活动：3场次`; a rate with the numbers it is made of."""
        told = f"{self.titles.get(fact, fact)}：{self.amount(fact, facts[fact])}"
        parts = [part for part in self.ratios.get(fact, ()) if part in facts]
        made = "/".join(self.amount(part, facts[part]) for part in parts)
        return f"{told}（{made}）" if made else told

    def is_yes_no(self, names: Iterable[str]) -> bool:
        """Are all of these yes/no facts?"""
        return all(self.units.get(name) == YES_NO for name in names)

    def unit(self, names: tuple[str, ...]) -> str:
        """What the sum of the facts counts: their unit, `项` for yes/no facts and where none is given."""
        unit = self.units.get(names[0], "")
        return "项" if not unit or unit == YES_NO else unit

    def done(self, names: Iterable[str], facts: Facts) -> str:
        """Yes/no facts told together: `已落实“按期换届”，未落实“设立党组”`."""
        yes = [f"“{self.titles.get(name, name)}”" for name in names if facts[name]]
        no = [f"“{self.titles.get(name, name)}”" for name in names if not facts[name]]
        told = [f"已落实{'、'.join(yes)}"] if yes else []
        return "，".join([*told, *([f"未落实{'、'.join(no)}"] if no else [])])

    def facts(self, names: tuple[str, ...], facts: Facts) -> str:
        """Several facts, joined; with their sum when there is more than one."""
        if len(names) == 1 and not self.is_yes_no(names):
            return self.fact(names[0], facts)
        total = number_text(sum(facts[name] for name in names))
        if self.is_yes_no(names):
            return f"{self.done(names, facts)}，共{total}项"
        told = "，".join(self.fact(name, facts) for name in names)
        return f"{told}，合计{total}{self.unit(names)}"

    def edge(self, of: str, edge: Any, *, facts: Facts) -> str:
        """An edge in the unit of the fact that it is held against; a target names itself."""
        text = self.amount(of, edge_value(edge, facts))
        return (
            f"{self.titles.get(edge.fact, edge.fact)}{text}" if isinstance(edge, FactEdge) else text
        )


YES_NO, DAY = "是/否", "日期"
"""The units of a yes/no fact and of a date."""
