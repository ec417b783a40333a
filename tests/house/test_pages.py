"""Docs made from the code are up to date, and every documented file has the same headings."""

from __future__ import annotations

import re

import pytest

from tools.generate_docs import PAGES, entries_of, family_page, pages


def test_the_made_pages_are_what_the_code_says() -> None:
    written = {path.name: path.read_text("utf-8") for path in PAGES.glob("*.md")}
    assert written == pages()


@pytest.mark.parametrize("room", ["rules", "lint"])
def test_a_family_has_the_same_headings(room: str) -> None:
    by_name = {name: re.findall(r"^## .+$", told, re.MULTILINE) for name, told in entries_of(room)}
    usual = next(iter(by_name.values()), [])
    assert {name: found for name, found in by_name.items() if found != usual} == {}


def test_a_page_gives_examples_air() -> None:
    told = "Points.\n\n## What it does\nGives.\n## In a scheme\n    rule: {}\n    more: {}\nThat is all."
    assert family_page("Rules", [("points/x-y", told)]).splitlines()[2:] == [
        "# Rules", "", "- [`points/x-y`](#pointsx-y): Points.", "", "## points/x-y", "",
        "Points.", "", "### What it does", "Gives.", "### In a scheme", "", "    rule: {}",
        "    more: {}", "That is all.",
    ]  # fmt: skip
