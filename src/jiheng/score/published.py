"""A figure as it is published: rounded half-up by the reading `rounding-total`, or exact."""

from __future__ import annotations

from fractions import Fraction

from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact_text, fixed_text, rounded


def published_total(scheme: Scheme, value: Fraction) -> Fraction:
    """The figure rounded as the scheme publishes its totals."""
    places = scheme.reading("rounding-total")
    return value if places == "exact" else rounded(value, int(places))


def published_text(scheme: Scheme, value: Fraction | None) -> str | None:
    """The figure with all the decimals that the scheme prints: `"86.50"`; None stays None."""
    places = scheme.reading("rounding-total")
    if value is None:
        return None
    return exact_text(value) if places == "exact" else fixed_text(value, int(places))
