"""Rows of heads in a filled-in workbook: which table a row begins, and what stands in its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiheng.forms.fill_in_words import (
    CLAUSE,
    EVIDENCE,
    EVIDENCE_ASKED,
    EVIDENCE_SHARED,
    FACT,
    FACT_HEADS,
    HEADS,
    NUMBER,
    OPEN_SUBJECT,
    OPTIONAL,
    POINTS,
)
from jiheng.forms.known_names import Names, plain
from jiheng.forms.workbook import ReadCell
from jiheng.scheme.scheme import Scheme

FACTS, CLAIMED_MATRIX, MARKS_MATRIX = "facts", "claimed-matrix", "marks-matrix"
_EVIDENCE = "佐证材料"
_JUROR, _SUBJECT = HEADS["marks"]["juror"], HEADS["marks"]["subject"]
_LONGEST = 40
_OWN = frozenset(
    plain(head)
    for heads in (FACT_HEADS, (POINTS,), *(columns.values() for columns in HEADS.values()))
    for head in heads
)
_ASKED = frozenset({plain(EVIDENCE_ASKED), plain(CLAUSE), plain(EVIDENCE), plain(EVIDENCE_SHARED)})
_OPEN = plain(OPEN_SUBJECT.partition("{}")[2])


@dataclass(frozen=True)
class Head:
    """A row of heads: the table it begins, the column of each head, of each subject and of each
    clause, the column of evidence, and what is wrong with the heads."""

    table: str
    row: int
    columns: Mapping[str, int]
    subjects: Mapping[str, int]
    leaves: Mapping[str, int]
    evidence: int | None = None
    unnamed: tuple[int, ...] = ()
    doubled: tuple[str, ...] = ()

    def column(self, head: str) -> int | None:
        """The column under this head, if there is one."""
        return self.columns.get(plain(head))

    @property
    def own_columns(self) -> frozenset[int]:
        """The columns under our own heads, entries and evidence of facts left out."""
        return frozenset(at for name, at in self.columns.items() if name in _OWN | _ASKED)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The heads that a table of lines needs and this one has not."""
        wanted = HEADS.get(self.table, {})
        return tuple(
            head
            for key, head in wanted.items()
            if key not in OPTIONAL and self.column(head) is None
        )


class Heads:
    """Recognises the heads of one scheme's tables."""

    def __init__(self, scheme: Scheme, subjects: Iterable[str]) -> None:
        self._subjects = Names(subjects)
        self._leaves = Names(leaf.id for leaf in scheme.leaves())

    def of(self, cells: Sequence[ReadCell], *, is_open: bool) -> Head | None:
        """The head that this row of cells is, None when it is none; `is_open` sheets let any name
        stand over a column of facts."""
        if sum(plain(cell.text) in _OWN for cell in cells if len(cell.text) < _LONGEST) < 2:
            return None
        columns: dict[str, int] = {}
        doubled: list[str] = []
        for cell in cells:
            name = plain(cell.text)
            if name in columns and (is_open or self._matters(name)):
                doubled.append(f"“{cell.text.strip()}”({cell.address})")
            columns.setdefault(name, cell.column)
        table = self._table(columns)
        if table is None:
            return None
        subjects = self._found(self._subjects, columns)
        unnamed: tuple[int, ...] = ()
        if is_open and table == FACTS:
            subjects, unnamed = _open_columns(cells, columns)
        evidence = next((at for name, at in columns.items() if name.startswith(_EVIDENCE)), None)
        doubled += self._same_subject(columns)
        return Head(
            table, cells[0].row, columns, subjects, self._found(self._leaves, columns), evidence,
            unnamed, tuple(doubled),
        )  # fmt: skip

    def _table(self, columns: Mapping[str, int]) -> str | None:
        """Which table these heads begin."""
        named = any(self._subjects.find(name) for name in columns)
        own = sum(plain(head) in columns for head in FACT_HEADS)
        if FACT in columns and (named or own >= 3):
            return FACTS
        if POINTS in columns and NUMBER in columns and named:
            return CLAIMED_MATRIX
        if {_JUROR, _SUBJECT} <= columns.keys() and self._found(self._leaves, columns):
            return MARKS_MATRIX
        return _line_table(columns)

    def _found(self, names: Names, columns: Mapping[str, int]) -> dict[str, int]:
        """The column of each name, in the order of the columns; of doubled ones the first."""
        found: dict[str, int] = {}
        for text, column in columns.items():
            name = names.find(text)
            if name is not None:
                found.setdefault(name, column)
        return found

    def _matters(self, name: str) -> bool:
        return name in _OWN or bool(self._subjects.find(name) or self._leaves.find(name))

    def _same_subject(self, columns: Mapping[str, int]) -> list[str]:
        """Differently written heads that name one subject (平江县 and 平江县（公章）)."""
        first: dict[str, str] = {}
        doubled = []
        for text in columns:
            name = self._subjects.find(text)
            if name is not None and first.setdefault(name, text) != text:
                doubled.append(f"“{text}”")
        return doubled


def _line_table(columns: Mapping[str, int]) -> str | None:
    """The table of lines that most of these heads belong to, if enough of them do; awards claimed
    and awards used differ in one head, and without it nobody can tell."""
    fits = {
        table: len(columns.keys() & {plain(head) for head in heads.values()})
        for table, heads in HEADS.items()
    }
    best = max(fits, key=lambda table: fits[table])
    is_unsure = fits["claims"] == fits["used"] == fits[best]
    return best if fits[best] >= max(2, len(HEADS[best]) - 2) and not is_unsure else None


def _open_columns(
    cells: Sequence[ReadCell], columns: Mapping[str, int]
) -> tuple[dict[str, int], tuple[int, ...]]:
    """Between our own heads and those of evidence every column is a subject's; those whose head
    still asks for a name come apart."""
    left = max(columns[plain(head)] for head in FACT_HEADS if plain(head) in columns)
    ends = [
        at
        for name, at in columns.items()
        if at > left and name.startswith((_EVIDENCE, plain(EVIDENCE_ASKED)))
    ]
    right = min(ends, default=1 << 20)
    between = [cell for cell in cells if left < cell.column < right]
    named = {cell.text.strip(): cell.column for cell in between if _OPEN not in plain(cell.text)}
    return named, tuple(cell.column for cell in between if _OPEN in plain(cell.text))
