"""Gaps, overlaps, dead rows and best scores held against plain counting over every possible value."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jiheng.lint.band_gap import gaps_in
from jiheng.lint.band_rows import BandTable, tables_of
from jiheng.lint.interval import Interval, after, before
from jiheng.lint.possible import best_score
from jiheng.rules.points.bands import Bands
from jiheng.scheme.scheme import Scheme
from tests.lint.told import found_by, scheme_from

MOST = 6
EDGES = st.sampled_from([f"{half / 2:g}" for half in range(2 * MOST + 1)])
POINTS = st.sampled_from(["0", "1", "2", "3"])
LOW = st.sampled_from(["from", "above", None])
HIGH = st.sampled_from(["to", "below", None])


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    """One row of a table, sound or not."""
    low, high = draw(LOW), draw(HIGH)
    edges = sorted((draw(EDGES), draw(EDGES)), key=float)
    row = {name: edge for name, edge in ((low, edges[0]), (high, edges[1])) if name}
    return (row or {"from": edges[0]}) | {"points": draw(POINTS)}


TABLES = st.tuples(st.lists(rows(), min_size=1, max_size=4), st.booleans())


def scheme_of_table(table: list[dict[str, str]], whole: bool) -> Scheme:
    fact = {"title": "数", "type": "count" if whole else "number", "max": str(MOST)}
    rule: dict[str, Any] = {"bands": {"of": "x", "rows": table}}
    clause = {"id": "1", "title": "条", "points": "3", "rule": rule}
    return scheme_from({"facts": {"x": fact}, "indicators": [clause]})


def table_of(scheme: Scheme) -> tuple[BandTable, Bands]:
    clause = scheme.indicators[0]
    assert clause.rule is not None
    assert isinstance(clause.rule.shape, Bands)
    return next(tables_of(scheme, clause)), clause.rule.shape


def values(*, whole: bool) -> list[Fraction]:
    """Every value at which anything can change, and one between each two."""
    step = Fraction(1) if whole else Fraction(1, 4)
    return [step * count for count in range(int(MOST / step) + 1)]


def lies_in(interval: Interval, value: Fraction) -> bool:
    return interval.low <= before(value) and after(value) <= interval.high


@given(TABLES)
def test_a_gap_is_what_no_row_has_between_rows(drawn: tuple[list[dict[str, str]], bool]) -> None:
    table, rule = table_of(scheme_of_table(*drawn))
    gaps = list(gaps_in(table))
    spread = Interval(
        min(row.values.low for row in table.rows), max(row.values.high for row in table.rows)
    )
    for value in values(whole=drawn[1]):
        missed = not any(row.has(value, {}) for row in rule.rows) and lies_in(spread, value)
        assert any(lies_in(gap, value) for gap in gaps) == missed


@given(TABLES)
def test_two_rows_overlap_only_where_both_have_the_value(
    drawn: tuple[list[dict[str, str]], bool],
) -> None:
    scheme = scheme_of_table(*drawn)
    _, rule = table_of(scheme)
    doubled = any(
        one.points != other.points and one.has(value, {}) and other.has(value, {})
        for value in values(whole=drawn[1])
        for spot, one in enumerate(rule.rows)
        for other in rule.rows[spot + 1 :]
    )
    found = found_by("band-overlap", scheme)
    assert doubled or found == []
    closed = all(len(row) == 3 for row in drawn[0])  # no row open at one end, so no cascade
    assert found != [] or not (doubled and closed)


@given(TABLES)
def test_the_best_score_is_the_best_of_all_values(
    drawn: tuple[list[dict[str, str]], bool],
) -> None:
    scheme = scheme_of_table(*drawn)
    _, rule = table_of(scheme)
    best = max(Fraction(rule.score({"x": value})) for value in values(whole=drawn[1]))
    assert best_score(rule, scheme) == best


@given(TABLES)
def test_a_row_is_dead_when_no_value_falls_into_it(
    drawn: tuple[list[dict[str, str]], bool],
) -> None:
    scheme = scheme_of_table(*drawn)
    _, rule = table_of(scheme)
    first = [
        next((spot for spot, row in enumerate(rule.rows) if row.has(value, {})), None)
        for value in values(whole=drawn[1])
    ]
    dead = [spot for spot in range(len(rule.rows)) if spot not in first]
    told = "".join(one["message"] for one in found_by("unreachable-points", scheme))
    assert [spot for spot in range(len(rule.rows)) if f"第{spot + 1}档" in told] == dead
