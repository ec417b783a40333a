"""What the linter says of a method beside what was decided, and the questions that it leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiheng.lint.checks import CHECKS
from jiheng.lint.finding import Finding
from jiheng.lint.lint_scheme import lint_scheme
from jiheng.scheme.difference_words import LABELS, VALUES
from jiheng.scheme.issue import GRADE_CHANGING
from jiheng.scheme.open_questions import is_decided, open_questions, relevant_questions
from jiheng.scheme.readings import QUESTIONS, Question, Reading
from jiheng.scheme.scheme import Scheme

SEVERITIES = {"error": "矛盾", "warning": "疑问", "note": "读者所记"}
TONES = {"error": "wrong", "warning": "waiting", "note": "quiet"}
SHOWN = (("open", "还没有决定"), ("decided", "已经决定"))
_TITLES = {check.name: check.title for check in CHECKS}
_QUESTION = "readings."
_BY = VALUES["by"]
_READING_IN_FILE = re.compile(r"在 readings 中(?:选定 [a-z、-]+|为 [a-z-]+ 选一项)")
_DECISION_IN_FILE = "在 decisions 中"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding: what the check is called, how grave it is, and where in the document."""

    finding: Finding
    title: str
    severity: str
    tone: str

    @property
    def message(self) -> str:
        """What was found; where the file says what to write into it, the page says what to do here."""
        told = _READING_IN_FILE.sub("在上面选定口径", self.finding.message)
        return told.replace(_DECISION_IN_FILE, "在下面")

    @property
    def key(self) -> str:
        """What tells it from others on a page."""
        return f"{self.finding.check}-{self.finding.where}"

    @property
    def by(self) -> str:
        """Who decided, in Chinese."""
        return _BY[self.finding.decided.by] if self.finding.decided else ""

    @property
    def question(self) -> str:
        """The open question that it is about, which is answered as one; empty for the others."""
        where = self.finding.where
        return where.removeprefix(_QUESTION) if where.startswith(_QUESTION) else ""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One clause, or another place, with all that was found there."""

    title: str
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question that the method raises; `blocks`: nothing is issued before it is answered."""

    name: str
    noun: Question
    reading: Reading
    in_force: str
    is_open: bool
    blocks: bool

    @property
    def by(self) -> str:
        """Who chose, in Chinese."""
        return _BY[self.reading.by]

    @property
    def answer(self) -> str:
        """The option in force, in words."""
        return self.noun.words[self.in_force]

    @property
    def options(self) -> list[tuple[str, str]]:
        """Every option with its words."""
        return [(option, self.noun.words[option]) for option in self.noun.options]


@dataclass(frozen=True, slots=True)
class Findings:
    """All of it; `places` may be narrowed, the numbers are those of the whole."""

    places: tuple[PlaceLine, ...]
    questions: tuple[QuestionLine, ...]
    found: int
    undecided: int

    @property
    def blocking(self) -> tuple[QuestionLine, ...]:
        """The questions that stand before issuing."""
        return tuple(one for one in self.questions if one.blocks)


def findings_of(scheme: Scheme, *, show: str = "") -> Findings:
    """What is found in a method; `show` narrows to `open` or `decided`."""
    found = lint_scheme(scheme)
    places: dict[str, list[FindingLine]] = {}
    for one in found:
        if show not in dict(SHOWN) or (one.decided is None) == (show == "open"):
            places.setdefault(one.where, []).append(_line(one))
    return Findings(
        tuple(PlaceLine(_place(scheme, where), tuple(lines)) for where, lines in places.items()),
        questions_of(scheme),
        len(found),
        sum(one.decided is None for one in found),
    )


def questions_of(scheme: Scheme) -> tuple[QuestionLine, ...]:
    """The questions that a method raises: first those that stand before issuing, then the open ones."""
    blocking = GRADE_CHANGING if scheme.grading.grades else frozenset[str]()
    undecided = open_questions(scheme)
    lines = [
        QuestionLine(
            name,
            QUESTIONS[name],
            scheme.readings.get(name, Reading(by="default")),
            scheme.reading(name),
            is_open=not is_decided(scheme, name),
            blocks=name in undecided and name in blocking,
        )
        for name in relevant_questions(scheme)
    ]
    return tuple(sorted(lines, key=lambda one: (not one.blocks, not one.is_open)))


def is_finding(scheme: Scheme, check: str, *, where: str) -> bool:
    """Has the linter found this at this place?"""
    return any((one.check, one.where) == (check, where) for one in lint_scheme(scheme))


def _line(finding: Finding) -> FindingLine:
    title = _TITLES.get(finding.check, "")  # a reader's own remark has none
    return FindingLine(finding, title, SEVERITIES[finding.severity], TONES[finding.severity])


def _place(scheme: Scheme, where: str) -> str:
    for one in scheme.walk():
        if one.id == where:
            return f"{one.id} {one.title}"
    for grade in scheme.grading.grades:
        if grade.grade == where:
            return f"等次“{where}”"
    for goal in scheme.goals:
        if goal.id == where:
            return f"目标 {goal.id} {goal.title}"
    first, _, rest = where.partition(".")
    if first == "readings":
        return "口径"
    return LABELS.get(rest) or LABELS.get(first) or where
