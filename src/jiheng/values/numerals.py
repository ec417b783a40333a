"""What one typed cell says, as an exact number: 95%, １，２３４．５, 三十五, 2.5万, 未开展, or why not.

The original text is always kept beside the number. Nothing is guessed: a number about which two
readers could differ (约30, 30-40, 一百二, a bare 1 in a percent column) is refused with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from jiheng.values.chinese_number import NUMERALS, chinese_number
from jiheng.values.exact import exact_text
from jiheng.values.inputs import State
from jiheng.values.spoken_states import NOT_DONE, STATES, UNCLEAR
from jiheng.values.units import PERCENT_UNITS, Unit, is_same_unit, multiplier, unit_of


class Note(StrEnum):
    """What a reader of the number should be told although it was accepted; `why` says it in words."""

    NONE = ""
    NOT_DONE = "not-done"  # "未开展" was read as 0
    SHARE = "share-as-percent"  # 0.95 was read as 95 %
    CONVERTED = "unit-converted"  # 25000元 was read as 2.5 万元


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell as read: the number (only when `state` is known), the text as typed, and in `why` the
    reason of a refusal or the words of a note."""

    value: Fraction | None
    state: State
    original: str
    why: str = ""
    note: Note = Note.NONE


_SPACE = "".join(chr(code) for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
# Full-width forms one by one: NFKC would also turn ① into 1 and ㎡ into m2.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0xA0: " ", 0x2212: "-", 0xFE63: "-", 0xFE6A: "%", 0xFE50: ",", 0xFE52: ".",
    **dict.fromkeys(map(ord, _SPACE)),
}  # fmt: skip

_ARABIC = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![0-9.,])")
_DATE = re.compile(r"[0-9]{4}([-/.][0-9]{1,2}[-/.][0-9]{1,2}|[-/][0-9]{1,2}|年.*[月日号]?)")
_SPAN = re.compile(r"[0-9一二三四五六七八九十百]%?\s*(-|–|—|~|至|到)+\s*[0-9一二三四五六七八九十]")
_ABOUT = re.compile(
    r"约|近|接近|超|逾|多|余|来|几|若干|左右|上下|以上|以下|以内|至少|至多|最多|最少|不少于|不低于|"
    r"不超过|不足|大于|小于|高于|低于|[<>≥≤≈~+]$|^[<>≥≤≈~]|数[十百千万]"
)
_LARGE_SIZE = re.compile("[万亿萬億]")
_LONGEST = 40


def read_number(text: str, *, unit: str | None = None) -> Reading:
    """The number in `text`, counted in `unit`; a unit written behind it must be the same or one that
    converts exactly (25000元 is 2.5 in 万元). A percent unit is read by `read_percent`."""
    if unit is not None and _half(unit) in PERCENT_UNITS:
        return read_percent(text)
    typed = _half(text)
    spoken = _state_in_words(text, typed)
    if spoken is not None:
        return spoken
    wanted = unit_of(_half(unit or ""))
    if typed.endswith(("%", "‰")) or typed.startswith(("百分", "千分之")):
        return _refused(text, f"是百分数，这一项要的是{_counted_in(wanted)}")
    return _amount(text, typed, wanted=wanted)


def read_percent(text: str, number_format: str | None = None) -> Reading:
    """The percentage in `text`, as a number of hundredths: "95%", "95" and 百分之九十五 give 95.

    `number_format` is the spreadsheet's, given only for a cell that holds a number: with a percent
    format 0.95 is 95. A bare number between 0 and 1 is taken as a share and noted; exactly 1 is
    refused, because 1% and 100% are both likely.
    """
    typed = _half(text)
    spoken = _state_in_words(text, typed)
    if spoken is not None:
        return spoken
    sized = _percent_said(typed)
    if sized is not None:
        return Reading(sized, "known", text)
    value = _bare_number(typed)
    if value is None:
        return _refused(text, _what_it_is(typed) or "不是百分数，请填 0 到 100 的数，如 95 或 95%")
    if number_format is not None and "%" in number_format:
        return Reading(value * 100, "known", text)
    return _bare_percent(text, value)


def _half(text: str) -> str:
    """Without outer spaces and closing full stop, full-width signs as ordinary ones."""
    typed = text.translate(_HALF).strip()
    return typed if len(typed) == 1 else typed.rstrip("。；;").strip()


def _state_in_words(text: str, typed: str) -> Reading | None:
    """A word that stands for a state; None when the text has to be a number."""
    word = typed[1:-1].strip() if typed[:1] == "(" and typed[-1:] == ")" else typed
    if word in NOT_DONE:
        return Reading(Fraction(0), "known", text, f"“{word}”按 0 计", Note.NOT_DONE)
    if word in UNCLEAR:
        return _refused(
            text, "意思不明：一次也没有请填 0，没有这项任务请填“不适用”，没有数据请留空"
        )
    state = next((state for state, words in STATES.items() if word in words), None)
    return None if state is None else Reading(None, state, text)


def _refused(text: str, why: str) -> Reading:
    shown = text.strip()
    return Reading(None, "refused", text, f"“{shown[:30]}”{why}")


def _counted_in(wanted: Unit) -> str:
    return f"以“{wanted.name}”计的数" if wanted.name else "不带单位的数"


def _bare_number(typed: str) -> Fraction | None:
    """A whole text that is one number, in digits or in Chinese numerals."""
    if len(typed) > _LONGEST:
        return None
    if _ARABIC.fullmatch(typed):
        return Fraction(typed.replace(",", ""))
    if re.fullmatch(r"[+-]?\.[0-9]+", typed):
        return Fraction(typed)
    if typed.startswith("负") and _ARABIC.fullmatch(typed[1:]) and typed[1] not in "+-":
        return -Fraction(typed[1:].replace(",", ""))
    return chinese_number(typed)


def _amount(text: str, typed: str, *, wanted: Unit) -> Reading:
    """A number with or without a unit behind it."""
    if wanted.base == "元":
        typed = typed.removeprefix("¥").removeprefix("￥").lstrip()
    for own in wanted.spellings:
        if own and typed.endswith(own) and (value := _bare_number(_before(typed, own))) is not None:
            return Reading(value, "known", text)
    value = _bare_number(typed)
    if value is not None and not (wanted.size > 1 and _LARGE_SIZE.search(typed)):
        return Reading(value, "known", text)
    number, rest = _split(typed)
    is_one_number = value is not None and rest != ""
    if number is None or _what_it_is(typed, ignoring_numerals=is_one_number):
        return _refused(text, _what_it_is(typed) or f"不是数，请填{_counted_in(wanted)}")
    return _converted(text, number, rest=rest, wanted=wanted)


def _before(typed: str, own: str) -> str:
    """What stands before the unit; the unit may be set in brackets."""
    return typed.removesuffix(own).rstrip(" (（")


def _split(typed: str) -> tuple[Fraction | None, str]:
    """The number at the beginning and what follows it."""
    found = _ARABIC.match(typed)
    if found:
        return Fraction(found[0].replace(",", "")), _unbracketed(typed[found.end() :])
    length = next((at for at, sign in enumerate(typed) if sign not in NUMERALS), len(typed))
    for end in range(length, 0, -1):
        value = chinese_number(typed[:end])
        if value is not None and not (end == len(typed) and _LARGE_SIZE.search(typed[-1])):
            return value, _unbracketed(typed[end:])
    return None, ""


def _unbracketed(rest: str) -> str:
    return rest.strip(" ()（）")


def _converted(text: str, number: Fraction, *, rest: str, wanted: Unit) -> Reading:
    """A number whose unit is not spelled as expected: converted exactly, or refused."""
    size = multiplier(rest)
    if size is not None and (not wanted.name or wanted.size == 1):
        return Reading(number * size, "known", text)  # 2.5万 of whatever is counted
    found = Unit(wanted.base, size) if size is not None else unit_of(rest)
    if re.search(r"[0-9]", rest):
        return _refused(text, "里不止一个数，请只填一个数")
    if not is_same_unit(found, wanted):
        return _refused(text, f"的单位是“{rest}”，这一项要的是{_counted_in(wanted)}")
    value = number * found.size / wanted.size
    shown = Reading(value, "known", text)
    if size is None and value == number:
        return shown
    why = f"“{text.strip()}”按 {exact_text(value)} {wanted.name}计"
    return replace(shown, note=Note.CONVERTED, why=why)


def _what_it_is(typed: str, *, ignoring_numerals: bool = False) -> str:
    """What a text that is not one number is instead; empty when there is nothing better to say."""
    is_unclear = not ignoring_numerals and re.fullmatch(f"[{NUMERALS}]+", typed)
    digits = re.sub(r"[^0-9]", "", typed)
    reasons = (
        (_DATE.fullmatch(typed), "是日期，请填数"),
        (_SPAN.search(typed), "是一个范围，请填一个准确的数"),
        (_ABOUT.search(typed), "是约数或界限，请填准确的数"),
        ("/" in typed and digits, "是一个比，请填算好的数"),
        (re.fullmatch(r"[+-]?[0-9]+,[0-9,.]*", typed), "的千分位写得不对，请去掉逗号"),
        (re.fullmatch(r"[0-9]+\.", typed), "像是没写完，请填完整"),
        (re.fullmatch(r"[0-9.]+[eE][+-]?[0-9]+", typed), "用了科学记数法，请写成普通的数"),
        (re.search(r"[0-9]\s+[0-9]", typed), "中间有空格，看不出是一个数还是两个"),
        (re.search(r"[0-9]。[0-9]", typed), "的小数点写成了句号，请改为“.”"),
        (len(typed) > _LONGEST, "太长，请只填数"),
        (is_unclear, "写法有歧义，请用阿拉伯数字"),
    )
    return next((why for found, why in reasons if found), "")


def _percent_said(typed: str) -> Fraction | None:
    """Hundredths where the text itself says that it is a share of a whole."""
    for sign, size in (("%", Fraction(1)), ("‰", Fraction(1, 10))):
        if typed.endswith(sign):
            value = _bare_number(typed[:-1].rstrip())
            return None if value is None else value * size
    if typed == "百分百":
        return Fraction(100)
    tenths, word, rest = typed.partition("成")
    if word and len(rest) <= 1:
        high, low = _bare_number(tenths), chinese_number(rest or "零")
        return None if high is None or low is None or high > 10 else high * 10 + low
    if typed.startswith(("百分之", "千分之", "万分之")):
        number = _bare_number(typed[3:])
        if number is not None:
            return (
                number
                * {"百": Fraction(1), "千": Fraction(1, 10), "万": Fraction(1, 100)}[typed[0]]
            )
    value = chinese_number(typed) if "分之" in typed else None
    return None if value is None else value * 100


def _bare_percent(text: str, value: Fraction) -> Reading:
    """A number without any sign of percent: 95 is 95, 0.95 is 95 and noted, 1 is refused."""
    if 0 < value < 1:
        why = f"“{text.strip()}”没有百分号，按 {exact_text(value * 100)}% 计"
        return Reading(value * 100, "known", text, why, Note.SHARE)
    if value == 1:
        return _refused(text, "看不出是 1% 还是 100%，请带上百分号填写")
    if -1 <= value < 0:
        return _refused(text, "看不出是否已乘 100，请带上百分号填写")
    return Reading(value, "known", text)
