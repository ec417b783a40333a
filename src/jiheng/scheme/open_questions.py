"""Which questions a scheme raises at all, and which of them nobody has decided."""

from __future__ import annotations

from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.step_reading import leaves_steps_open


def relevant_questions(scheme: Scheme) -> tuple[str, ...]:
    """Questions whose answer can change a score, a rank or a grade of this scheme."""
    grades = scheme.grading.grades
    share = any(grade.quota and grade.quota.share is not None for grade in grades)
    quota = any(grade.quota for grade in grades)
    lines = any(grade.line is not None for grade in grades)
    jury = scheme.jury is not None
    skips = any(node.applies for node in scheme.walk()) or any(
        fact.ratio or fact.is_asked for fact in scheme.facts.values()
    )  # whoever fills in a fact can write that it does not apply
    concerns = {
        "line-basis": lines,
        "line-bonus": lines and bool(scheme.bonus.items),
        "quota-basis": quota,
        "quota-rounding": share,
        "quota-counted": share,
        "under-line": quota,
        "ties-at-edge": quota,
        "jury-order": jury,
        "empty-group": jury,
        "trimming": jury,
        "not-applicable": skips,
        "steps": any(
            leaf.rule and leaves_steps_open(leaf.rule.shape, scheme.facts)
            for leaf in scheme.leaves()
        ),
    }
    return tuple(name for name in QUESTIONS if concerns.get(name, True))


def open_questions(scheme: Scheme) -> tuple[str, ...]:
    """Relevant questions that neither the document nor anybody else has decided."""
    return tuple(name for name in relevant_questions(scheme) if not is_decided(scheme, name))


def unsettled_questions(scheme: Scheme) -> tuple[str, ...]:
    """Relevant questions that neither the document nor the office has settled: also those for which
    this library chose an option so that the method can run at all."""
    settled = {
        name for name, found in scheme.readings.items()
        if found.chosen is not None and found.by in ("document", "office")
    }  # fmt: skip
    return tuple(name for name in relevant_questions(scheme) if name not in settled)


def is_decided(scheme: Scheme, question: str) -> bool:
    """Did somebody choose an option? A default that nobody chose is no decision."""
    found = scheme.readings.get(question)
    return found is not None and found.chosen is not None and found.by != "default"
