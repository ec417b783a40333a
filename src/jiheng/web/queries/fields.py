"""One field of a self-assessment as text in and value out: a fact, a claimed score, a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiheng.forms.entries import Keyed, entry_of
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact_text
from jiheng.values.inputs import State
from jiheng.values.numerals import read_number
from jiheng.web.models.answer import Of


@dataclass(frozen=True, slots=True)
class Field:
    """What is saved: which field, the text, why it is missing, and the version that was read (0: none
    was there)."""

    of: str
    about: str
    text: str
    version: int
    reason: str = ""

    @property
    def name(self) -> str:
        """Its name in forms."""
        return f"{self.of}:{self.about}"


@dataclass(frozen=True, slots=True)
class FieldText:
    """A text as it was read: its state, its exact value as text, and what is wrong with it."""

    text: str
    state: State
    value: str = ""
    problem: str = ""


def read_field(scheme: Scheme, of: str, about: str, *, text: str) -> FieldText:
    """The text of one field; KeyError where the scheme has no such field.

    A note is about a clause, or about a whole-year paper that is not handed in. A text that cannot be read keeps its words, has no value, and says in `problem` what it should be.
    """
    text = text.strip()
    if of == Of.FACT:
        return _fact(scheme, about, text)
    if of == Of.NOTE and about in papers_of(scheme):
        return FieldText(text, "known" if text else "missing")
    leaf = next((one for one in scheme.leaves() if one.id == about), None)
    if leaf is None:
        raise KeyError(about)
    if of == Of.NOTE or not text:
        return FieldText(text, "known" if text else "missing")
    return _claimed(text, leaf.points)


def may_not_apply(scheme: Scheme, name: str) -> bool:
    """Does the method foresee that a fact does not concern everybody?

    Where a clause that reads it has a condition of its own, or where it is half of a rate and the
    method says what becomes of a rate that cannot be had. Elsewhere "not applicable" would be a way
    around a score.
    """
    if any(leaf.applies is not None and name in leaf.needs() for leaf in scheme.leaves()):
        return True
    halves = {
        part
        for fact in scheme.facts.values()
        if fact.ratio
        for part in (fact.ratio.of, fact.ratio.over)
    }
    return name in halves and "not-applicable" in scheme.readings


def exceeding(scheme: Scheme, values: Mapping[str, Fraction]) -> dict[str, str]:
    """Parts that are more than their whole, with the sentence that says so: no rate goes above 100 %."""
    found = {}
    for fact in scheme.facts.values():
        if fact.ratio is None or fact.type != "percent" or (fact.max or 100) > 100:
            continue
        of, over = values.get(fact.ratio.of), values.get(fact.ratio.over)
        if of is not None and over is not None and of > over:
            part, whole = scheme.facts[fact.ratio.of], scheme.facts[fact.ratio.over]
            told = f"{part.title}{exact_text(of)}{part.unit}"
            found[fact.ratio.of] = (
                f"{told}，多于{whole.title}{exact_text(over)}{whole.unit}，请核对"
            )
    return found


def papers_of(scheme: Scheme) -> tuple[str, ...]:
    """The whole-year papers that subjects hand in."""
    return tuple(paper for stage in scheme.procedure for paper in stage.papers)


def _fact(scheme: Scheme, name: str, text: str) -> FieldText:
    fact = scheme.facts[name]
    if not text:
        return FieldText("", "missing")
    read = entry_of(fact, Keyed("", name, text, ""))
    if read.state == "refused":
        return FieldText(text, "missing", problem=read.why)
    if read.state == "not-applicable" and not may_not_apply(scheme, name):
        told = "本办法没有规定这一项可以不适用；没有开展的请填0或“否”，确实报不了的写明原因"
        return FieldText(text, "missing", problem=told)
    value = "" if read.value is None else exact_text(read.value)
    return FieldText(text, read.state, value)


def _claimed(text: str, points: Fraction | None) -> FieldText:
    read = read_number(text)
    if read.value is None or read.state != "known":
        return FieldText(text, "missing", problem=f"应填分数，填的是“{text[:60]}”")
    if read.value < 0 or (points is not None and read.value > points):
        most = "" if points is None else f"0到{exact_text(points)}之间"
        return FieldText(
            text, "missing", problem=f"自评得分应在{most or '0以上'}，填的是“{text[:60]}”"
        )
    return FieldText(text, "known", exact_text(read.value))
