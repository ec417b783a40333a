"""Figures as a page prints them: equal decimals in a column, and what was rounded only to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact_text, fixed_text, is_terminating

NOTHING = "—"
"""What stands where there is no figure."""


def places_for(values: Iterable[Fraction | None], *, least: int = 0, most: int = 4) -> int:
    """The fewest decimals, from `least` to `most`, that print every value exactly; else `most`."""
    there = [value for value in values if value is not None]
    for places in range(least, most):
        if not rounded_to_be_shown(there, places):
            return places
    return most


def rounded_to_be_shown(values: Iterable[Fraction | None], places: int) -> bool:
    """Does any of the values need more than so many decimals?"""
    return any(value is not None and (value * 10**places).denominator != 1 for value in values)


def figure(value: Fraction | None, places: int) -> str:
    """The value with so many decimals, half-up; a stroke where there is none."""
    return NOTHING if value is None else fixed_text(value, places)


def full_figure(value: Fraction) -> str:
    """The value for running text: exact where decimals end within four places, else four places."""
    if is_terminating(value) and not rounded_to_be_shown([value], 4):
        return exact_text(value)
    return fixed_text(value, 4) + "…"


def total_places(scheme: Scheme, totals: Iterable[Fraction | None] = ()) -> int:
    """Decimals of a published total: as the scheme rounds it, or as the totals need them."""
    chosen = scheme.reading("rounding-total")
    return places_for(totals) if chosen == "exact" else int(chosen)
