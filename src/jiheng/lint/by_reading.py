"""Whether the scheme's readings settle a question, and the decision that they amount to."""

from __future__ import annotations

from jiheng.scheme.printed import Decision
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme


def is_printed(scheme: Scheme, question: str) -> bool:
    """True when the document itself answers the question."""
    reading = scheme.readings.get(question)
    return reading is not None and reading.chosen is not None and reading.by == "document"


def decided_by(
    scheme: Scheme, questions: tuple[str, ...], *, check: str, about: str
) -> Decision | None:
    """One decision made of the readings of these questions; None while one of them is open."""
    readings = [scheme.readings.get(name) for name in questions]
    chosen = [one for one in readings if one and one.chosen and one.by != "default"]
    if not chosen or len(chosen) < len(questions):
        return None
    words = [
        QUESTIONS[name].words.get(one.chosen or "", one.chosen or "")
        for name, one in zip(questions, chosen, strict=True)
    ]
    reasons = dict.fromkeys(one.because for one in chosen if one.because)
    return Decision(
        about=about,
        check=check,
        decision="；".join(words),
        by=next((one.by for one in chosen if one.by != "document"), "document"),
        because="；".join(reasons),
    )
