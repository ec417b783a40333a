"""Which values a fact can have: its size and its decimals, and what is wrong with one that it cannot."""

from __future__ import annotations

from fractions import Fraction

from jiheng.rules.wording import number_text
from jiheng.scheme.fact import Fact


def out_of_bounds(fact: Fact, value: Fraction) -> str | None:
    """What is wrong with the size or the decimals of a number; None when it is fine."""
    if fact.is_whole and value.denominator != 1:
        return "应填整数"
    if not fact.is_whole and (value * 10**fact.places).denominator != 1:
        return f"最多{fact.places}位小数"
    least, most = bounds_of(fact)
    if least is not None and value < least:
        return f"不应小于{number_text(least)}{fact.unit}"
    if most is not None and value > most:
        return f"不应大于{number_text(most)}{fact.unit}"
    return None


def bounds_of(fact: Fact) -> tuple[Fraction | None, Fraction | None]:
    """Smallest and largest value that may be keyed: counts from 0, per cents 0 to 100."""
    if fact.type in ("choice", "date", "yes-no"):
        return None, None
    least = fact.min if fact.min is not None else Fraction(0)
    if fact.type == "number" and fact.min is None:
        return None, fact.max
    most = Fraction(100) if fact.type == "percent" and fact.max is None else fact.max
    return least, most
