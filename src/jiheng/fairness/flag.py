"""What a detector hands to a person: who, about whom, how rare, and one plain sentence."""

from __future__ import annotations

from dataclasses import dataclass

MEASURES = ("severity", "single-cell", "mutual-pair", "harder-above")

NO_EFFECT = "请人工核实原因；本提示不改变任何得分。"


@dataclass(frozen=True, slots=True)
class Flag:
    """A reason to look, never a reason to remove.

    `jurors` has one name, or two where a pair acts together. `strength` says how rare this would
    be if everybody marked only what he saw: once in so many assessments (40 and up, at most 10^9).
    """

    jurors: tuple[str, ...]
    subjects: tuple[str, ...]
    measure: str
    strength: float
    sentence: str


def points(value: float) -> str:
    """A distance in marks, without sign, one decimal: `12.3 分`."""
    return f"{abs(value):.1f} 分"


def listed(names: tuple[str, ...]) -> str:
    """Names for a sentence: `“甲县”、“乙县”`; a long list is cut with its count."""
    shown = "、".join(f"“{name}”" for name in names[:6])
    return shown if len(names) <= 6 else f"{shown}等 {len(names)} 个单位"


def rarity_words(strength: float) -> str:
    """How rare it is, in words that need no statistics."""
    if strength >= 10_000:
        return "如果各位评委都只凭所见打分，这种情况一万次考核也难遇到一次"
    digits = 10 if strength < 1000 else 100
    times = max(int(strength // digits * digits), 10)
    return f"如果各位评委都只凭所见打分，这种情况大约 {times} 次考核才会遇到一次"
