"""What a year's records come to, and for every row why it counts or not."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.files.yaml import read_yaml
from jiheng.ledger.tally import TallyLine, facts_by_row, tallied
from jiheng.scheme.dump import dump
from jiheng.scheme.load import scheme_of
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact_text
from jiheng.values.inputs import RecordRow
from jiheng.values.placed import Placed
from jiheng.values.problems import Refused

FILE = read_yaml(Path(__file__).parent / "tally.yaml").data
SCHEME = scheme_of(Placed(FILE["scheme"], {}))


def named(case: dict[str, Any]) -> str:
    return str(case["case"])


def row(spot: int, told: dict[str, str]) -> RecordRow:
    """One row as a case writes it; an activity of May unless it says otherwise."""
    own = {"id": str(spot), "kind": "activity", "date": "2030-05-01"} | told
    values = {name: text for name, text in own.items() if name not in ("id", "kind", "date")}
    return RecordRow(own["id"], own["kind"], date.fromisoformat(own["date"]), values)


def told(line: TallyLine) -> list[str]:
    return [line.reason] if line.cause is None else [line.cause, line.reason]


@pytest.mark.parametrize("case", FILE["good"], ids=named)
def test_every_row_has_its_reason(case: dict[str, Any]) -> None:
    rows = [row(spot, one) for spot, one in enumerate(case["rows"])]
    tally = tallied(SCHEME, rows)[case["fact"]]
    assert [told(line) for line in tally.lines] == case["lines"]
    assert [line.row for line in tally.lines] == rows
    assert [line.accepted for line in tally.lines] == [line.cause is None for line in tally.lines]
    assert exact_text(tally.value) == case["value"]


@pytest.mark.parametrize("case", FILE["bad"], ids=named)
def test_what_leads_nowhere_is_told_with_its_place(case: dict[str, Any]) -> None:
    records = FILE["scheme"]["records"] | case.get("records", {})
    data = FILE["scheme"] | {"records": records, "tallies": case["tallies"]}
    with pytest.raises(Refused) as refused:
        scheme_of(Placed(data, {}))
    assert [str(problem).strip() for problem in refused.value.problems] == case["told"]


def test_dumped_and_loaded_it_is_the_same() -> None:
    assert resolve(Scheme.model_validate(dump(SCHEME))) == SCHEME


def test_a_plan_counts_all_its_years() -> None:
    data = FILE["scheme"] | {"period": {"year": "2029", "until": "2031"}}
    rows = [
        row(year, {"name": "班", "sort": "培训", "date": f"{year}-07-01"})
        for year in range(2028, 2033)
    ]
    tally = tallied(scheme_of(Placed(data, {})), rows)["trainings"]
    assert [line.row.date.year for line in tally.accepted] == [2029, 2030, 2031]
    assert tally.lines[0].reason == "日期2028-07-01不在考核年度（2029至2031年）内"


def test_one_row_counts_for_several_facts() -> None:
    rows = [
        row(1, {"name": "甲", "sort": "培训", "persons": "120", "led": "是", "money": "5"}),
        row(2, {"name": "乙", "sort": "竞赛", "date": "2029-01-01"}),
    ]
    assert facts_by_row(tallied(SCHEME, rows).values()) == {
        "1": ("trainings", "trained", "outlay", "big-events"),
        "2": (),
    }


def test_what_was_typed_is_held_against_the_records() -> None:
    tally = tallied(SCHEME, [row(1, {"name": "甲", "sort": "培训"})])["trainings"]
    assert [tally.difference(Fraction(typed)) for typed in (0, 1, 3)] == [-1, 0, 2]


texts = st.sampled_from(["甲", "乙", " 甲 ", ""])
values = st.fixed_dictionaries(
    {},
    optional={
        "name": texts,
        "person": texts,
        "sort": st.sampled_from(["培训", "竞赛", "科普日", "别的"]),
        "persons": st.sampled_from(["0", "7", "120", "1.5", "x"]),
        "money": st.sampled_from(["0.10", "3", "-1"]),
        "led": st.sampled_from(["是", "否", "也许"]),
    },
)
rows_of_a_year = st.lists(
    st.builds(
        RecordRow,
        id=st.sampled_from("abcdefgh"),
        kind=st.sampled_from(["activity", "activity", "portrait", "gone"]),
        date=st.integers(-3, 368).map(lambda days: date(2030, 1, 1) + timedelta(days)),
        values=values,
    ),
    max_size=12,
)


def counted(lines: tuple[TallyLine, ...]) -> Counter[tuple[str, ...]]:
    """The lines whatever their order."""
    return Counter((repr(one.row), repr(one.counted), *told(one)) for one in lines)


@given(st.data(), rows_of_a_year)
def test_the_order_of_rows_does_not_matter(data: st.DataObject, rows: list[RecordRow]) -> None:
    shuffled = data.draw(st.permutations(rows))
    one, other = tallied(SCHEME, rows), tallied(SCHEME, shuffled)
    for fact, tally in one.items():
        assert tally.value == other[fact].value
        assert counted(tally.lines) == counted(other[fact].lines)


@given(rows_of_a_year)
def test_no_row_counts_twice_and_the_lines_add_up(rows: list[RecordRow]) -> None:
    for fact, tally in tallied(SCHEME, [*rows, *rows]).items():
        ids = [line.row.id for line in tally.accepted]
        assert len(ids) == len(set(ids))
        total = sum(line.counted for line in tally.lines)
        assert tally.value == (min(total, 1) if fact == "science-day" else total)
        assert [line.counted for line in tally.lines if not line.accepted] == [0] * (
            len(tally.lines) - len(ids)
        )
        assert all(line.reason for line in tally.lines)


@given(rows_of_a_year)
def test_one_more_record_never_counts_less(rows: list[RecordRow]) -> None:
    """A record that is not yet there cannot push out one that is, for facts that are counted."""
    fewer, more = tallied(SCHEME, rows[:-1]), tallied(SCHEME, rows)
    for fact in ("trainings", "contests", "people", "science-day", "big-events"):
        assert more[fact].value >= fewer[fact].value
