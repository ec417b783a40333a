"""One typed cell to an exact number: the table of pairs, and what holds for every text."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from jiheng.values.chinese_number import chinese_number, written
from jiheng.values.exact import exact_text
from jiheng.values.numerals import Note, Reading, read_number, read_percent

CASES = YAML(typ="safe").load(Path(__file__).with_name("numerals.yaml").read_text("utf-8"))


def _told(reading: Reading) -> str:
    """A reading in the words of the table."""
    if reading.state == "refused":
        return f"refused: {reading.why.removeprefix(f'“{reading.original.strip()[:30]}”')}"
    if reading.value is None:
        return reading.state
    return f"{reading.value} {reading.note.value}".rstrip()


@pytest.mark.parametrize(("text", "unit", "told"), CASES["number"])
def test_a_typed_number(text: str, unit: str, told: str) -> None:
    assert _told(read_number(text, unit=unit or None)) == told


@pytest.mark.parametrize(("text", "number_format", "told"), CASES["percent"])
def test_a_typed_percentage(text: str, number_format: str, told: str) -> None:
    assert _told(read_percent(text, number_format or None)) == told


def test_the_table_is_long_enough_and_has_no_doubles() -> None:
    pairs = [(kind, *case[:2]) for kind, cases in CASES.items() for case in cases]
    assert len(pairs) == len(set(pairs))
    assert len(pairs) >= 300


@given(st.text(max_size=20))
@settings(max_examples=300)
def test_any_text_is_read_or_refused_and_kept(text: str) -> None:
    for reading in (read_number(text), read_number(text, unit="万元"), read_percent(text)):
        assert reading.original == text
        assert (reading.value is not None) == (reading.state == "known")
        assert bool(reading.why) == (reading.state == "refused" or reading.note is not Note.NONE)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_what_is_written_exactly_is_read_exactly(units: int, places: int) -> None:
    value = Fraction(units, 10**places)
    text = exact_text(value)
    again = [read_number(form).value for form in (text, text.translate(FULL_WIDTH))]
    assert again == [value, value]
    assert read_percent(text + "%").value == value


FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789.-"}


@given(st.integers(0, 10**16))
def test_chinese_numerals_are_read_as_written(value: int) -> None:
    assert chinese_number(written(value)) == value


@given(st.text(alphabet="零一二两三十百千万亿", min_size=1, max_size=6))
def test_a_chinese_numeral_means_one_thing(text: str) -> None:
    value = chinese_number(text)
    assert value is None or value.denominator == 1


def test_small_numerals_are_all_read() -> None:
    assert [chinese_number(written(value)) for value in range(3000)] == list(range(3000))
