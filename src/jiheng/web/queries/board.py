"""The board: subjects by sections (or clauses by subjects) with completeness and scores, and what is lost.

Reads the figures that are kept with each subject; nothing is scored here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from statistics import median
from typing import Any

from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact, exact_text, fixed_text
from jiheng.web.models import Assessment, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.assessments import due_of, is_due_soon, is_overdue, window_of
from jiheng.web.queries.figures import figures_of
from jiheng.web.queries.method import method_of
from jiheng.web.queries.stages import StageLine

NOTHING: Mapping[str, Any] = {"known": None, "at_most": None, "answered": 0, "asked": 0}


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One section (or clause) of one subject: points known and at most (exact text), answered of asked."""

    known: str | None
    at_most: str | None
    answered: int
    asked: int

    @property
    def is_complete(self) -> bool:
        """Is everything answered?"""
        return self.answered == self.asked

    @property
    def is_open(self) -> bool:
        """Can it still become more?"""
        return self.known != self.at_most


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One subject: where it stands (a state of `look.STATES`), until when, its cells and its totals."""

    subject: Subject
    category: str
    state: str
    due: datetime | None
    cells: tuple[BoardCell, ...]
    whole: BoardCell
    total: str | None

    @property
    def is_overdue(self) -> bool:
        """Should it have reported?"""
        return self.state == "overdue"


@dataclass(frozen=True, slots=True)
class Board:
    """All of it: the sections as columns, a row a subject."""

    sections: tuple[Indicator, ...]
    rows: tuple[BoardRow, ...]


def board_of(assessment: Assessment, subjects: Sequence[Subject]) -> Board:
    """The board of these subjects in their order; their figures are fresh."""
    method, window = method_of(assessment.scheme), window_of(assessment)
    titles = {one.id: one.title for one in method.scheme.categories}
    sections = method.scheme.indicators
    rows = (_row(one, sections, window=window, titles=titles) for one in subjects)
    return Board(sections, tuple(rows))


def standing_shown(subject: Subject, window: StageLine | None) -> str:
    """Where it stands, and whether that is late or nearly so: a state of `look.STATES`."""
    if is_overdue(subject, window):
        return "overdue"
    if is_due_soon(subject, window) and subject.standing in (Standing.FILLING, Standing.RETURNED):
        return "due"
    if subject.standing == Standing.FILLING and subject.revision == 0:
        return "planned"
    return str(subject.standing)


def _row(
    subject: Subject,
    sections: Sequence[Indicator],
    *,
    window: StageLine | None,
    titles: Mapping[str, str],
) -> BoardRow:
    figures = figures_of(subject)
    kept = figures.get("sections", {})
    return BoardRow(
        subject,
        titles.get(subject.category, ""),
        standing_shown(subject, window),
        due_of(subject, window),
        tuple(_cell(kept.get(one.id, NOTHING)) for one in sections),
        _cell({**NOTHING, **figures}),
        figures.get("total"),
    )


def _cell(kept: Mapping[str, Any]) -> BoardCell:
    return BoardCell(kept["known"], kept["at_most"], kept["answered"], kept["asked"])


SORTS = ("name", "known", "most", "progress", "due")
_LATEST = "9999"


def sorted_rows(rows: Sequence[BoardRow], by: str) -> list[BoardRow]:
    """In the order asked for; nonsense leaves the order of the method."""
    name = by.removeprefix("-")
    if name not in SORTS:
        return list(rows)
    keys = {
        "name": lambda one: one.subject.name,
        "known": lambda one: number(one.whole.known),
        "most": lambda one: number(one.whole.at_most),
        "progress": lambda one: Fraction(one.whole.answered, max(one.whole.asked, 1)),
        "due": lambda one: one.due.isoformat() if one.due else _LATEST,
    }
    return sorted(rows, key=keys[name], reverse=by.startswith("-"))


def number(text: str | None) -> Fraction:
    """An exact text as a number; nothing is 0."""
    if not text:
        return Fraction(0)
    above, stroke, below = text.partition("/")
    return exact(above) / exact(below) if stroke else exact(above)


_MOST = 2


def places_of(texts: Sequence[str | None]) -> int:
    """With how many decimals a column of scores is shown: as many as the finest has, two at most."""
    ends = (text.partition(".")[2] for text in texts if text and "/" not in text)
    odd = _MOST if any(text and "/" in text for text in texts) else 0
    return min(_MOST, max((odd, *(len(one) for one in ends))))


# --- clauses by subjects -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One line of the clause board: a clause, or a section's total (`is_section`)."""

    id: str
    title: str
    points: Fraction | None
    scores: tuple[tuple[str | None, str], ...]  # score, state
    is_section: bool = False


def clause_rows(scheme: Scheme, subjects: Sequence[Subject]) -> list[ClauseRow]:
    """Every clause, each section's total above its clauses; a column a subject."""
    kept = [figures_of(one) for one in subjects]
    rows: list[ClauseRow] = []
    for top in (*scheme.indicators, *scheme.bonus.items):
        if top.children:
            sums = tuple(_section_score(one, top.id) for one in kept)
            rows.append(ClauseRow(top.id, top.title, top.points, sums, is_section=True))
        rows += [_clause(leaf, kept) for leaf in top.leaves()]
    return rows


def _clause(leaf: Indicator, kept: Sequence[Mapping[str, Any]]) -> ClauseRow:
    scores = tuple(
        (one.get("score"), one.get("state", "missing"))
        for one in (figures.get("clauses", {}).get(leaf.id, {}) for figures in kept)
    )
    return ClauseRow(leaf.id, leaf.title, leaf.points, scores)


def _section_score(figures: Mapping[str, Any], section: str) -> tuple[str | None, str]:
    kept = figures.get("sections", {}).get(section, NOTHING)
    return kept["known"], "known" if kept["known"] == kept["at_most"] else "pending"


# --- what people would rather look at -------------------------------------------------------------------


def lost_points(board: Board) -> list[tuple[str, Fraction]]:
    """By section, what can no longer be had by these subjects together."""
    lost = [Fraction(0)] * len(board.sections)
    for row in board.rows:
        for at, cell in enumerate(row.cells):
            points = board.sections[at].points
            if points is not None and cell.at_most is not None:
                lost[at] += points - number(cell.at_most)
    return [(section.title, amount) for section, amount in zip(board.sections, lost, strict=True)]


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One section of one subject: its points known, the median of its category (None: not told), and
    what could be had."""

    title: str
    own: Fraction | None
    others: Fraction | None
    lost: Fraction
    most: Fraction


def profile_of(board: Board, subject: Subject, *, with_others: bool) -> list[ProfileLine]:
    """The subject's sections; with the category's medians if `with_others`."""
    own = next(one for one in board.rows if one.subject.pk == subject.pk)
    alike = [one for one in board.rows if one.subject.category == subject.category]
    lines = []
    for at, section in enumerate(board.sections):
        if section.points is None:
            continue
        cell = own.cells[at]
        known = [number(one.cells[at].known) for one in alike]
        lines.append(
            ProfileLine(
                section.title,
                None if cell.known is None else number(cell.known),
                median(known) if with_others else None,
                section.points - number(cell.at_most) if cell.at_most else Fraction(0),
                section.points,
            )
        )
    return lines


def progress_of(
    board: Board, *, sent: int, received: int
) -> list[tuple[str, tuple[int, int, int]]]:
    """How many are done, at it, and not begun: with the notice (if one was sent), filling, submitting,
    signing."""
    rows = board.rows
    standings = [one.subject.standing for one in rows]
    submitted = sum(one in (Standing.SUBMITTED, Standing.SIGNED) for one in standings)
    signed = sum(one == Standing.SIGNED for one in standings)
    full = sum(one.whole.asked > 0 and one.whole.is_complete for one in rows)
    begun = sum(one.whole.answered > 0 and not one.whole.is_complete for one in rows)
    lines = [
        ("填报齐全", (full, begun, len(rows) - full - begun)),
        ("提交自评", (submitted, full - min(full, submitted), len(rows) - max(full, submitted))),
        ("负责人签字", (signed, submitted - signed, len(rows) - submitted)),
    ]
    if sent:
        lines.insert(0, ("签收通知", (received, sent - received, len(rows) - sent)))
    return lines


def drawn(value: Fraction | None) -> str | None:
    """A number for a chart; charts are the only place where less than exact will do."""
    return None if value is None else fixed_text(value, 2)


def told(value: Fraction | None) -> str:
    """The same beside the chart, exact where it ends."""
    if value is None:
        return "—"
    text = exact_text(value)
    return f"≈{fixed_text(value, 2)}" if "/" in text else text
