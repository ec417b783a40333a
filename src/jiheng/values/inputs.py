"""Everything that is known about the subjects of one assessment, as plain data.

The same content as JSON (`bundle`), read by `check/`:

    {"scheme": <the resolved scheme, dumped>, "subjects": [{"name", "category"}],
     "facts": {subject: {fact: "3.5" | null (missing) | {"state": "pending"}}},
     "claimed": {subject: {indicator: "2"}},
     "settled": {subject: {indicator: {"score": "1", "reason": "…", "by": "…"}}},
     "jurors": [{"name", "group", "unit"}],
     "marks": [{"juror", "subject", "indicator", "mark": "3.5"}],
     "claims": [{"subject", "indicator", "kind", "level", "work", "award", "year": 2017, "number",
                 "persons": 1}],
     "used": [same fields as a claim; only those that identify the award are looked at]}
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

State = Literal["known", "missing", "pending", "refused", "not-applicable"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of one subject: its value, or the state that stands in for it; the text as keyed."""

    value: Fraction | None = None
    state: State = "known"
    text: str = ""


MISSING = Entry(None, "missing")


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the reviewer settled for one cell, and why; it never destroys the computed score."""

    score: Fraction
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Juror:
    """One juror: the group he marks in, and the unit he belongs to."""

    name: str
    group: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One juror's mark for one indicator of one subject; a blank ballot is no mark at all."""

    juror: str
    subject: str
    indicator: str
    mark: Fraction


@dataclass(frozen=True, slots=True)
class Claim:
    """One claimed award; `place` is where it was written (sheet, row)."""

    subject: str
    indicator: str
    kind: str
    level: str
    work: str
    award: str
    year: int
    number: str = ""
    persons: int = 1
    place: str = ""

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes it the same award: subject and document number, else what it says."""
        if self.number:
            return (self.subject, self.number)
        return (self.subject, self.work, self.award, self.level, str(self.year))


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record of one subject, entered when it happened; its fields as text: numbers exact (`"3"`,
    `"2.5"`), dates ISO, yes-or-no 是/否, a choice as its option; a field left blank may be absent."""

    id: str
    kind: str
    date: datetime.date
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Subjects in order, with everything reported, claimed, settled, marked and used before."""

    subjects: tuple[tuple[str, str], ...]
    facts: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    claimed: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    settled: Mapping[str, Mapping[str, Settlement]] = field(default_factory=dict)
    jurors: tuple[Juror, ...] = ()
    marks: tuple[Mark, ...] = ()
    claims: tuple[Claim, ...] = ()
    used: tuple[Claim, ...] = ()
