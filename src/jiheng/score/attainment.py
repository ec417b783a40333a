"""Was a target reached? Told beside the score, and there even where no score exists."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from jiheng.rules.condition import COMPARE
from jiheng.rules.edge import edge_facts, edge_value
from jiheng.scheme.target import Target
from jiheng.score.known import Known

Attainment = Literal["met", "partly", "missed", "unknown", "n.a."]
WORDS: dict[Attainment, str] = {
    "met": "完成", "partly": "部分完成", "missed": "未完成", "unknown": "待填报", "n.a.": "不适用",
}  # fmt: skip
_OUTCOMES: tuple[Attainment, ...] = ("met", "partly", "missed")


def attainment(target: Target, known: Known, *, subject: tuple[str, str]) -> Attainment:
    """Whether one target was met by (subject, category): by its fact, never by the score.

    A number above 0 that does not reach a target "at least" is partly; beyond a target "at most" is
    missed. Qualitative targets read the position of the chosen option, deadlines a yes or no.
    """
    if target.for_ and not set(target.for_) & set(subject):
        return "n.a."
    if target.op == "none" or target.fact is None:
        return "unknown"
    state = known.state_of({target.fact, *edge_facts(target.value)})
    if state != "known":
        return "n.a." if state == "not-applicable" else "unknown"
    value = known.values[target.fact]
    match target.op:
        case "qualitative":
            return _OUTCOMES[min(int(value), 2)]
        case "deadline" | "period":
            return "met" if value > 0 else "missed"
        case _:
            return _compared(target, value, known=known)


def _compared(target: Target, value: Fraction, *, known: Known) -> Attainment:
    if target.value is None:
        return "unknown"
    edge = edge_value(target.value, known.values)
    if target.op == "range":
        inside = edge <= value and (target.high is None or value <= target.high)
        return "met" if inside else "missed"
    op = ">=" if target.op == "=" else target.op  # a figure to be reached may be passed
    if COMPARE[op](value, edge):
        return "met"
    return "partly" if op in (">=", ">") and 0 < value < edge else "missed"


def together(found: Iterable[Attainment]) -> Attainment:
    """Several targets of one clause as one word: met only when all that apply are met."""
    applying = [one for one in found if one != "n.a."]
    if not applying:
        return "n.a."
    if "unknown" in applying:
        return "unknown"
    if all(one == "met" for one in applying):
        return "met"
    return "missed" if all(one == "missed" for one in applying) else "partly"
