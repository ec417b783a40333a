"""Document numbers and dates in a text, each in one normal form, to be offered where people type them.

The form is that of GB/T 9704-2012, 7.2.5: the sign of the office, the year in 〔〕, the number, 号. What
people type and scanners read differs in brackets, widths and blanks; two papers are the same when the
normal forms are equal.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from fractions import Fraction
from operator import itemgetter

from jiheng.values.chinese_number import chinese_number

# Every repetition has a bound and what follows it differs from it, so that no text makes them slow.
_BLANKS = r"\s{0,3}"
_NUMBER = re.compile(
    rf"[〔(\[【〖]{_BLANKS}((?:19|20)[0-9]{{2}}){_BLANKS}年?{_BLANKS}[〕)\]】〗]"
    rf"{_BLANKS}第?{_BLANKS}0{{0,3}}([1-9][0-9]{{0,4}}){_BLANKS}号"
)
_LONGEST_SIGN = 12
_BEFORE = 60  # characters: a sign may be set with blanks between its letters
_NOT_IN_A_SIGN = re.compile(
    r"按照|根据|依据|依照|参照|遵照|执行|落实|印发|转发|下发|详见|参见|文号|文件|通知|决定|编号|号和|[的及与以见据按]"
)
_NO_LETTER = re.compile(r"[^\u3400-\u9fff]")
_WESTERN_DATE = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})\s?[年./-]\s?(1[0-2]|0?[1-9])\s?[月./-]\s?(3[01]|[12][0-9]|0?[1-9])(?![0-9])"
)
_CHINESE_DATE = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年(十?[一二]|[三四五六七八九十])月([一二三]?十?[一二三四五六七八九十])日"
)


def document_numbers(text: str) -> tuple[str, ...]:
    """Every document number in the text as 岳市科协〔2017〕38号, each once, in the order of reading."""
    plain = unicodedata.normalize("NFKC", text)
    found = (
        f"{sign}〔{match[1]}〕{match[2]}号"
        for match in _NUMBER.finditer(plain)
        if (sign := _sign_before(plain, match.start()))
    )
    return tuple(dict.fromkeys(found))


def _sign_before(text: str, end: int) -> str:
    """The sign of the office that stands right before a year: letters back to anything else."""
    before = "".join(text[max(0, end - _BEFORE) : end].split(" "))
    letters = _NO_LETTER.split(before)[-1]
    return _NOT_IN_A_SIGN.split(letters)[-1][-_LONGEST_SIGN:]


def dates_in(text: str) -> tuple[date, ...]:
    """Every full date in the text, in figures or Chinese numerals, each once, in the order of reading."""
    plain = unicodedata.normalize("NFKC", text)
    found = [
        (match.start(), _day(*match.groups()))
        for pattern in (_WESTERN_DATE, _CHINESE_DATE)
        for match in pattern.finditer(plain)
    ]
    return tuple(dict.fromkeys(day for _, day in sorted(found, key=itemgetter(0)) if day))


def _day(*written: str) -> date | None:
    numbers = [Fraction(part) if part.isdecimal() else chinese_number(part) for part in written]
    try:
        return date(*(int(number or 0) for number in numbers))
    except ValueError:  # 31 April
        return None
