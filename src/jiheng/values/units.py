"""Units as people write them behind a number: same unit, other spelling, other size (元, 万元)."""

from __future__ import annotations

from dataclasses import dataclass

PERCENT_UNITS = frozenset({"%", "百分比", "百分数"})

_SIZES = {
    "十": 10, "百": 100, "千": 10**3, "万": 10**4, "萬": 10**4, "十万": 10**5, "百万": 10**6,
    "千万": 10**7, "亿": 10**8, "億": 10**8, "十亿": 10**9, "百亿": 10**10, "万亿": 10**12,
}  # fmt: skip
# Spellings of one and the same unit. 千米 is listed before any size is split off it.
_SAME = (
    ("元", "圆", "块", "块钱", "元整", "人民币"),
    ("人", "名", "位"),
    ("场次", "场"),
    ("天", "日"),
    ("平方米", "㎡", "m²", "m2"),
    ("公里", "千米", "km"),
    ("公斤", "千克", "kg"),
    ("个百分点", "百分点"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted (`base`) and how many of them make one of this unit: 万元 is 10 000 元."""

    base: str
    size: int = 1
    name: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write exactly this unit."""
        if self.size == 1:
            return _group(self.base)
        prefix = self.name.removesuffix(self.base)
        return tuple(prefix + base for base in _group(self.base))


def unit_of(text: str) -> Unit:
    """The unit that a text names; an unknown word is a unit of its own, an empty one is none."""
    text = text.strip()
    if _group(text) != (text,):
        return Unit(_group(text)[0], 1, text)
    for prefix in sorted(_SIZES, key=len, reverse=True):
        base = text.removeprefix(prefix)
        if base not in {"", text}:
            return Unit(_group(base)[0], _SIZES[prefix], text)
    return Unit(text, 1, text)


def multiplier(text: str) -> int | None:
    """What a bare 万 or 亿 behind a number multiplies it with; None for anything else."""
    return _SIZES.get(text)


def is_same_unit(found: Unit, wanted: Unit) -> bool:
    """Whether both count the same thing, so that one converts into the other."""
    return bool(found.base) and found.base == wanted.base


def _group(base: str) -> tuple[str, ...]:
    return next((group for group in _SAME if base in group), (base,))
