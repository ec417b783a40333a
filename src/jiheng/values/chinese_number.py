"""Chinese numerals as exact numbers: 三十五, 一百零二, 二〇一七, 三点五, 三分之一, 叁佰. No guessing.

Written strictly: a numeral is accepted when writing its value again gives the same characters, so
that 一百二 (102 or 120?) and 三四十 (30 to 40) are no numbers here.
"""

from __future__ import annotations

import re
from fractions import Fraction

_DIGITS = "零一二三四五六七八九"
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"亿": 10**8, "万": 10**4}
# Capitals used on cheques, old forms, and the several ways to write zero and two.
_PLAIN = str.maketrans(
    "〇○壹弌贰貳弍叁參叄弎肆伍陆陸柒捌玖拾佰仟萬億兩两點",
    "零零一一二二二三三三三四五六六七八九十百千万亿二二点",
)
_FIRST_TENTH = re.compile(r"(?<=[百千万亿零])十")

NUMERALS = (
    "零〇○一二三四五六七八九十百千万亿两点廿卅壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億兩點負负分之"
)
"""The characters that a Chinese number can consist of."""


def chinese_number(text: str) -> Fraction | None:
    """The number that `text` writes, or None when it writes none or more than one."""
    plain = text.translate(_PLAIN).replace("負", "负").replace("廿", "二十").replace("卅", "三十")
    if plain.startswith("负"):
        value = _unsigned(plain[1:])
        return None if value is None else -value
    return _unsigned(plain)


def _unsigned(plain: str) -> Fraction | None:
    under, stroke, over = plain.partition("分之")
    if stroke:
        bottom, top = _decimal(under), _decimal(over)
        if under in {"百", "千", "万"}:  # 百分之…: the bare unit is the whole of it
            bottom = Fraction((_SMALL | _LARGE)[under])
        if over == "百" and under == "百":
            top = Fraction(100)
        return top / bottom if top is not None and bottom else None
    return _decimal(plain)


def _decimal(plain: str) -> Fraction | None:
    whole, point, digits = plain.partition("点")
    value = _whole(whole)
    if value is None or (point and not _is_digits(digits)):
        return None
    fraction = int("".join(str(_DIGITS.index(digit)) for digit in digits) or "0")
    return value + Fraction(fraction, 10 ** len(digits))


def _is_digits(text: str) -> bool:
    return text != "" and all(character in _DIGITS for character in text)


def _whole(plain: str) -> Fraction | None:
    if _is_digits(plain):
        return _positional(plain)
    value = _with_units(plain)
    if value is None:
        return None
    full = _FIRST_TENTH.sub("一十", plain)
    full = "一" + full if full.startswith("十") else full
    is_same = _bare(full) == _bare(written(value)) and _zeros_stand_well(plain)
    return Fraction(value) if is_same else None


def _bare(text: str) -> str:
    """Without the zeros that bridge gaps: they never change a value whose units are all written."""
    return text.replace("零", "")


def _zeros_stand_well(plain: str) -> bool:
    return not (plain.startswith("零") or plain.endswith("零") or "零零" in plain)


def _positional(digits: str) -> Fraction | None:
    """A single digit, or digits in a row as years are written (二〇一七); 三四 is "three or four"."""
    is_plain_row = digits[0] != "零" and ("零" in digits or len(digits) >= 4)
    if len(digits) > 1 and not is_plain_row:
        return None
    return Fraction(int("".join(str(_DIGITS.index(digit)) for digit in digits)))


def _with_units(plain: str) -> int | None:
    for unit, size in _LARGE.items():
        before, found, after = plain.rpartition(unit)
        if found:
            return _joined(_with_units(before), size, after=after)
    return _below_ten_thousand(plain)


def _joined(high: int | None, size: int, *, after: str) -> int | None:
    if high is None or not high:
        return None
    if after == "":
        return high * size
    is_short = len(after) == 1  # 三万五: 35 000 or 30 005?
    low = None if is_short else _with_units(after.removeprefix("零"))
    return None if low is None or low >= size else high * size + low


def _below_ten_thousand(plain: str) -> int | None:
    total, digit, last, bridged = 0, -1, 10_000, False
    for character in plain:
        if character in _SMALL:
            unit = _SMALL[character]
            if unit >= last or (digit < 0 and unit > 10) or digit == 0:
                return None
            total, digit, last, bridged = (
                total + (digit if digit > 0 else 1) * unit,
                -1,
                unit,
                False,
            )
        elif character == "零":
            bridged = True
        elif character in _DIGITS and digit < 0:
            digit = _DIGITS.index(character)
        else:
            return None
    if digit > 0 and last > 10 and last < 10_000 and not bridged:
        return None  # 一百二
    return total + max(digit, 0) if plain else None


def written(value: int) -> str:
    """A whole number from 0 in Chinese numerals: 1020 is 一千零二十, 15 is 一十五 (in full)."""
    if value == 0:
        return "零"
    for unit, size in _LARGE.items():
        if value >= size:
            high, low = divmod(value, size)
            bridge = "零" if 0 < low < size // 10 else ""
            return written(high) + unit + bridge + (written(low) if low else "")
    return _written_small(value)


def _written_small(value: int) -> str:
    text, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, size)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
            gap = False
        elif text:
            gap = True
    return text
