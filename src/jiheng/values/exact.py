"""Exact numbers: decimal text in, `Fraction` inside, decimal text out. No float ever stands between."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LONGEST = 40


def exact(text: str) -> Fraction:
    """The number that a decimal text such as `"86.50"` or `"-3"` writes; ValueError for anything else."""
    if len(text) > _LONGEST:
        raise ValueError(f"数字太长（{len(text)} 位），最多 {_LONGEST} 位")
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f'应为加引号的数字（如 "2.5"），现为“{text}”')
    return Fraction(text)


def is_terminating(value: Fraction) -> bool:
    """True when the value has a finite decimal expansion."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def exact_text(value: Fraction | int) -> str:
    """The shortest exact text: a decimal where it ends (`"86.5"`), a fraction where not (`"85/3"`)."""
    value = Fraction(value)
    if not is_terminating(value):
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return fixed_text(value, places)


def fixed_text(value: Fraction | int, places: int) -> str:
    """The value rounded half-up (away from zero at the half) to `places` decimals, all printed."""
    units = rounded_units(Fraction(value), places)
    sign, digits = ("-" if units < 0 else ""), str(abs(units)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def rounded_units(value: Fraction, places: int) -> int:
    """How many units of 10**-places the value is, half-up: 2.345 at 2 places gives 235."""
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return int(-units if value < 0 else units)


def rounded(value: Fraction, places: int) -> Fraction:
    """The value rounded half-up to `places` decimals, still exact."""
    return Fraction(rounded_units(value, places), 10**places)


def _read(raw: Any) -> Fraction:
    if isinstance(raw, Fraction):
        return raw
    if isinstance(raw, str):
        return exact(raw)
    raise ValueError(f'应为加引号的数字（如 "2.5"），现为 {raw!r}')


def _read_whole(raw: Any) -> int:
    number = Fraction(raw) if isinstance(raw, int) and not isinstance(raw, bool) else _read(raw)
    if number.denominator != 1 or number < 0:
        raise ValueError(f'应为加引号的整数（如 "3"），不小于 0，现为“{raw}”')
    return int(number)


Amount = Annotated[Fraction, BeforeValidator(_read), PlainSerializer(exact_text)]
"""A number in a scheme: quoted decimal text in YAML, `Fraction` in Python."""

Whole = Annotated[int, BeforeValidator(_read_whole), PlainSerializer(str)]
"""A whole number from 0 in a scheme: quoted digits in YAML, `int` in Python."""

MOST_PLACES = 12


def _read_places(raw: Any) -> int:
    places = _read_whole(raw)
    if places > MOST_PLACES:
        raise ValueError(f"小数位数最多 {MOST_PLACES} 位，现为 {places}")
    return places


Places = Annotated[int, BeforeValidator(_read_places), PlainSerializer(str)]
"""How many decimals a number may have."""
