"""Evidence as a list on paper: what each file is, and which clauses it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiheng.forms.page import day_in_words
from jiheng.forms.table import Column, Place, Size, Table, table


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file: its name, what kind of paper it is, of which day, level and number, how many pages,
    and the ids of the clauses that it stands for."""

    name: str
    kind: str = ""
    day: date | None = None
    level: str = ""
    number: str = ""
    pages: int | None = None
    clauses: tuple[str, ...] = ()


def numbers_by_clause(evidence: Sequence[Evidence]) -> Mapping[str, tuple[int, ...]]:
    """For every clause the numbers of its evidence in the list, counted from 1."""
    found: dict[str, tuple[int, ...]] = {}
    for count, one in enumerate(evidence, start=1):
        for clause in one.clauses:
            found[clause] = (*found.get(clause, ()), count)
    return found


def evidence_table(evidence: Sequence[Evidence], *, with_clauses: bool = True) -> Table:
    """The list itself; whole-year papers stand for no clause."""
    columns = [
        Column(mm=12, place=Place.CENTRE),
        Column(share=12),
        Column(share=4),
        Column(mm=34),
        Column(share=3, place=Place.CENTRE),
        Column(share=6),
        Column(mm=14, place=Place.RIGHT),
        *([Column(share=4)] if with_clauses else []),
    ]
    head = ["序号", "材料名称", "种类", "日期", "级别", "文号", "页数"]
    head += ["用于条款"] if with_clauses else []
    rows = [
        [str(count), *_cells(one), *(["、".join(one.clauses)] if with_clauses else [])]
        for count, one in enumerate(evidence, start=1)
    ]
    return table(columns, rows, head=[head], size=Size.SMALL)


def _cells(one: Evidence) -> tuple[str, ...]:
    day = day_in_words(one.day) if one.day else ""
    pages = "" if one.pages is None else str(one.pages)
    return one.name, one.kind, day, one.level, one.number, pages
