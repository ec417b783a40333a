"""Issuing: from then on nothing in a scheme is left to a default, and it is known by its hash.

An issued scheme is immutable; a change is a new scheme with another hash. In a scheme with grades
every question that can decide who gets one must have been decided by somebody; in one without, the
defaults are written out.
"""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.scheme.dump import canonical, digest, reading_in_force
from jiheng.scheme.open_questions import open_questions, relevant_questions
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Problem, Refused

GRADE_CHANGING = frozenset(QUESTIONS) - {"missing-interim"}
"""Questions that can change a grade and therefore may not be left open; while something is missing
nobody has a grade yet."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A scheme with every reading written out, its canonical JSON, and the hash of that."""

    scheme: Scheme
    text: str
    digest: str


def issue(scheme: Scheme) -> Issued:
    """The scheme issued; Refused with every undecided question that could change a grade."""
    undecided = [name for name in open_questions(scheme) if name in GRADE_CHANGING]
    if undecided and scheme.grading.grades:
        raise Refused(_problem(name) for name in undecided)
    relevant = relevant_questions(scheme)
    readings = {
        name: reading_in_force(scheme, name)
        for name in QUESTIONS
        if name in relevant or name in scheme.readings
    }
    whole = scheme.model_copy(update={"readings": readings})
    return Issued(whole, canonical(whole), digest(whole))


def _problem(name: str) -> Problem:
    question = QUESTIONS[name]
    options = "、".join(f"{option}（{question.words[option]}）" for option in question.options)
    return Problem(f"readings.{name}", f"{question.asks}尚未决定，会影响等次；可选：{options}")
