"""A rule or a question on columns, in the narrowest lane of whole numbers that no step leaves.

Before a column is touched, the rule runs on `Span`s as wide as the columns were measured to be;
what `Meter` saw says whether int16, int32 or int64 carries every step, or whether the rows must be
Python's own whole numbers (`object`: slow, never wrong). NumPy would wrap without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Protocol, TypeAlias

import numpy as np

from jiheng.score.columns import Columns, fact_units
from jiheng.score.prepare import Prepared, numbers_in, with_numbers
from jiheng.score.standing import Ints
from jiheng.values.carrier import Ratios, Value
from jiheng.values.lane import OBJECT, Column, lane_for, room_of
from jiheng.values.noun import Noun
from jiheng.values.span import Meter, Span

Rows: TypeAlias = slice | Ints
"""Some rows of the columns: a run of them, or their positions."""

Ask: TypeAlias = Callable[[Any, Mapping[str, Value]], Value]
"""What is asked of a noun: the points of a rule, the answer of a question."""

_BYTES = 200_000  # a piece of a column this long stays in a processor's own cache


def count_of(rows: Rows) -> int:
    """How many rows these are."""
    return rows.stop - rows.start if isinstance(rows, slice) else len(rows)


class Table:
    """The columns of one scoring with their sizes, each measured once."""

    def __init__(self, prepared: Prepared, columns: Columns) -> None:
        self.prepared, self.columns = prepared, columns
        self._made: dict[str, Column] = {}
        self._sizes: dict[str, tuple[int, int]] = {}

    def __getitem__(self, name: str) -> Column | Ratios:
        supplied = self.columns.facts.get(name)
        return self._own(name) if supplied is None else supplied

    def _own(self, name: str) -> Column:
        """Columns that nobody supplies: who the subject is, what the method gives, what is missing."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Column:
        scheme, codes = self.prepared.scheme, self.prepared.codes
        if name == "category":
            listed = len(codes["category"])
            return np.where(self.columns.category < listed, self.columns.category, -1)
        if name == "subject":
            known = codes["subject"]
            return self._each([known.get(one, -1) for one in self.columns.names])
        given = scheme.facts[name].given if name in scheme.facts else {}
        unit = fact_units(self.prepared)[name]
        return self._each([0 if one is None else int(one * unit) for one in self._given(given)])

    def _each(self, values: list[int]) -> Column:
        column = np.zeros(len(self.columns), dtype=lane_for(max(map(abs, values), default=0)))
        if values:
            column[:] = values
        return column

    def _given(self, given: Mapping[str, Fraction]) -> list[Fraction | None]:
        """What the method gives every subject: its own value, its category's, or that of all."""
        common = [given.get(c, given.get("*")) for c in self.columns.categories]
        by_row = [common[code] for code in self.columns.category.tolist()] if given else []
        if not self.columns.names:
            return by_row
        return [given.get(n, one) for n, one in zip(self.columns.names, by_row, strict=False)]

    def missing_of(self, name: str) -> Column | None:
        """Where the method gives no value, True; None where it always does."""
        values = self._given(self.prepared.scheme.facts[name].given)
        missing = np.array([one is None for one in values], dtype=np.bool_)
        return missing if missing.any() else None

    def size(self, name: str) -> tuple[int, int]:
        """All ones in binary, not below any magnitude in the column; the same for denominators of
        quotients, negative where they differ by row."""
        if name not in self._sizes:
            column, den = self[name], self.den(name)
            if isinstance(column, Ratios):
                den = den if den > 0 else -room_of(column.den)
                column = column.num
            self._sizes[name] = (room_of(column), den)
        return self._sizes[name]

    def den(self, name: str) -> int:
        """The denominator of a column; -1 where it differs by row."""
        column = self[name]
        if not isinstance(column, Ratios):
            return 1
        return column.den if isinstance(column.den, int) else -1


def _cut(column: Column, rows: Rows, *, lane: np.dtype[Any], factor: int) -> Column:
    part = column[rows].astype(lane, copy=False)
    return part if factor == 1 else part * (factor if lane == OBJECT else lane.type(factor))


Size: TypeAlias = tuple[int, int]
"""How large a column is, and its denominator (negative: how large they are)."""


class Source(Protocol):
    """Where a formula takes one fact from."""

    def size(self, table: Table) -> Size:
        """How large its columns are; read once."""

    def den(self, table: Table) -> Size:
        """The same for a column of ones: only the denominator is looked at."""

    def span(self, size: Size, meter: Meter) -> Span:
        """What values it can have."""

    def take(self, table: Table, rows: Rows, *, lane: np.dtype[Any]) -> Value:
        """Its values in some rows, in a lane."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A column as it stands, `factor` times finer."""

    name: str
    factor: int

    def size(self, table: Table) -> Size:
        """As measured."""
        return table.size(self.name)

    def den(self, table: Table) -> Size:
        """Its denominator."""
        return (1, table.den(self.name))

    def span(self, size: Size, meter: Meter) -> Span:
        """Up to the largest magnitude."""
        num, den = size[0] * self.factor, size[1]
        return Span(meter, grain=None, num=num, den=abs(den), fixed=den > 0)

    def take(self, table: Table, rows: Rows, *, lane: np.dtype[Any]) -> Value:
        """The column, or the quotients."""
        column = table[self.name]
        if not isinstance(column, Ratios):
            return _cut(column, rows, lane=lane, factor=self.factor)
        den = (
            column.den
            if isinstance(column.den, int)
            else _cut(column.den, rows, lane=lane, factor=1)
        )
        return Ratios(_cut(column.num, rows, lane=lane, factor=self.factor), den)


@dataclass(frozen=True, slots=True)
class Quotient:
    """A ratio of two columns, `up * of / (down * over)`; rows with nothing in `over` are not asked."""

    of: str
    over: str
    up: int
    down: int

    def size(self, table: Table) -> Size:
        """As measured."""
        return (table.size(self.of)[0], -table.size(self.over)[0])

    def den(self, table: Table) -> Size:
        """It differs by row."""
        return (1, -1)

    def span(self, size: Size, meter: Meter) -> Span:
        """A numerator and a denominator up to the largest magnitudes."""
        num, den = size[0] * self.up, max(-size[1], 1) * self.down
        return Span(meter, grain=None, num=num, den=den, fixed=False)

    def take(self, table: Table, rows: Rows, *, lane: np.dtype[Any]) -> Value:
        """The quotients, their denominators positive."""
        num = _cut(_whole(table[self.of]), rows, lane=lane, factor=self.up)
        den = _cut(_whole(table[self.over]), rows, lane=lane, factor=self.down)
        below = den < 0
        if below.any():
            sign = np.where(below, -1, 1).astype(lane)
            num, den = num * sign, den * sign
        return Ratios(num, np.maximum(den, 1))


def _whole(column: Column | Ratios) -> Column:
    assert not isinstance(column, Ratios)  # only marks are quotients, and no ratio is made of them
    return column


@dataclass(frozen=True, slots=True)
class Lane:
    """A formula ready for columns of known sizes; `den`: of all its answers, None where they differ."""

    dtype: np.dtype[Any]
    noun: Noun
    den: int | None


@dataclass(frozen=True)
class Formula:
    """A noun of the scheme, what is asked of it, and its facts in whole numbers of 1/`unit`."""

    noun: Noun
    ask: Ask
    unit: int
    sources: Mapping[str, Source]
    lanes: dict[tuple[Size, ...], Lane] = field(default_factory=dict, compare=False, repr=False)

    def lane(self, sizes: tuple[Size, ...]) -> Lane:
        """The lane for columns of these sizes; worked out once."""
        if sizes not in self.lanes:
            self.lanes[sizes] = self._metered(sizes)
        return self.lanes[sizes]

    def den(self, table: Table) -> int | None:
        """The denominator of all its answers, None where they differ; no column is read for it."""
        return self.lane(tuple(source.den(table) for source in self.sources.values())).den

    def _metered(self, sizes: tuple[Size, ...]) -> Lane:
        meter = Meter()
        facts = {
            name: source.span(size, meter)
            for (name, source), size in zip(self.sources.items(), sizes, strict=True)
        }
        in_spans = with_numbers(self.noun, lambda number: Span.of(meter, number * self.unit))
        answer = self.ask(in_spans, facts)
        den = answer.den if isinstance(answer, Span) and answer.fixed else None
        dtype = lane_for(meter.peak)
        kind: Callable[[int], Any] = int if dtype == OBJECT else dtype.type
        noun = with_numbers(self.noun, lambda number: kind(int(number * self.unit)))
        return Lane(dtype, noun, den)

    def pieces(self, table: Table, rows: Rows) -> Iterator[tuple[slice, Value]]:
        """The answers, a run of rows at a time; the slices count within `rows`."""
        lane = self.lane(tuple(source.size(table) for source in self.sources.values()))
        step = _BYTES // lane.dtype.itemsize
        start = rows.start if isinstance(rows, slice) else 0
        for begin in range(0, count_of(rows), step):
            end = min(begin + step, count_of(rows))
            part = slice(start + begin, start + end)
            here = part if isinstance(rows, slice) else rows[part]
            facts = {
                n: source.take(table, here, lane=lane.dtype) for n, source in self.sources.items()
            }
            yield slice(begin, end), self.ask(lane.noun, facts)

    def column(self, table: Table, rows: Rows) -> Ratios:
        """The points in these rows as `num / den`, in units of the formula."""
        if not self.sources:
            return self._same(table, rows)
        nums: list[Column] = []
        dens: list[Any] = []
        for part, value in self.pieces(table, rows):
            num, den = (value.num, value.den) if isinstance(value, Ratios) else (value, 1)
            nums.append(
                num if isinstance(num, np.ndarray) else np.full(part.stop - part.start, num)
            )
            dens.append(den)
        if len(nums) == 1:
            return Ratios(nums[0], dens[0])
        den = dens[0] if isinstance(dens[0], int) else np.concatenate(dens)
        return Ratios(np.concatenate(nums), den)

    def _same(self, table: Table, rows: Rows) -> Ratios:
        """Points that no fact changes."""
        points = Fraction(self.ask(self.noun, {})) * self.unit
        num = np.full(count_of(rows), points.numerator, dtype=lane_for(abs(points.numerator)))
        return Ratios(num, points.denominator)

    def holds(self, table: Table, rows: Rows) -> Column:
        """The answers of a question in these rows."""
        parts = [
            np.broadcast_to(np.asarray(value, dtype=np.bool_), (part.stop - part.start,))
            for part, value in self.pieces(table, rows)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.bool_)


def formula_of(prepared: Prepared, noun: Noun, *, needs: tuple[str, ...], ask: Ask) -> Formula:
    """A rule or question with the facts it needs, over the least unit in which all are whole."""
    units, facts = fact_units(prepared), prepared.scheme.facts
    plain = [n for n in needs if n not in prepared.words.options and not _is_ratio(prepared, n)]
    unit = lcm(
        *(number.denominator for number in numbers_in(noun)), *(units.get(n, 1) for n in plain)
    )
    sources: dict[str, Source] = {}
    for name in needs:
        ratio = facts[name].ratio if name in facts else None
        if ratio is not None:
            up = units[ratio.over] * (100 if facts[name].type == "percent" else 1) * unit
            shared = gcd(up, units[ratio.of])
            sources[name] = Quotient(ratio.of, ratio.over, up // shared, units[ratio.of] // shared)
        else:
            sources[name] = Amount(name, unit // units.get(name, 1) if name in plain else 1)
    return Formula(noun, ask, unit, sources)


def _is_ratio(prepared: Prepared, name: str) -> bool:
    facts = prepared.scheme.facts
    return name in facts and facts[name].ratio is not None
