"""The published defects of the five documents: the linter finds what docs/defects.md lists, none more,
none fewer, each with a decision and at the line that the table names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from jiheng.files.scheme_yaml import load_scheme
from jiheng.lint.finding import Finding
from jiheng.lint.lint_scheme import lint_scheme

ROOT = Path(__file__).parents[2]
SCHEMES = sorted(path.parent.name for path in (ROOT / "schemes").glob("*/scheme.yaml"))
HEAD = ["line", "check", "where", "what the document says", "decision"]
Told = list[tuple[str, str]]


@dataclass(frozen=True)
class Row:
    """One row of a table in docs/defects.md."""

    scheme: str
    part: str
    line: str
    check: str
    where: str
    says: str
    decision: str


@cache
def rows() -> tuple[Row, ...]:
    """Every listed defect; a place is the first scheme's of its section unless another is named."""
    return tuple(_rows((ROOT / "docs" / "defects.md").read_text("utf-8")))


def _rows(text: str) -> Iterator[Row]:
    for section in text.split("\n## ")[1:]:
        first = re.search(r"^Schemes: `([^`]+)`", section, re.MULTILINE)
        for part in section.split("\n### ")[1:]:
            lines = [line.strip("| ").split(" | ") for line in part.splitlines() if "| " in line]
            for cells in lines[1:] if lines and lines[0] == HEAD else ():
                line, check, place, says, decision = cells
                scheme, _, where = place.rpartition(": ")
                name = part.splitlines()[0]
                yield Row(scheme or first[1], name, line, check, where, says, decision)  # type: ignore[index]


@cache
def findings(scheme: str) -> tuple[Finding, ...]:
    return lint_scheme(load_scheme(ROOT / "schemes" / scheme))


def listed(scheme: str, part: str) -> Told:
    return sorted(
        (row.check, row.where) for row in rows() if (row.scheme, row.part) == (scheme, part)
    )


def told(scheme: str, *, by_reader: bool) -> Told:
    found = (one for one in findings(scheme) if (one.severity == "note") == by_reader)
    return sorted((one.check, one.where) for one in found)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_checks_find_what_the_table_lists(scheme: str) -> None:
    assert told(scheme, by_reader=False) == listed(scheme, "Found by a check")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_readers_notes_are_what_the_table_lists(scheme: str) -> None:
    assert told(scheme, by_reader=True) == listed(scheme, "Noted by a reader")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_finding_is_decided(scheme: str) -> None:
    assert [one for one in findings(scheme) if one.decided is None] == []


def test_every_row_is_of_a_scheme_and_says_what_was_decided() -> None:
    assert {row.scheme for row in rows()} == set(SCHEMES)
    assert [row for row in rows() if not (lines_in(row.line) and row.says and row.decision)] == []


def test_a_finding_stands_at_the_line_that_the_table_names() -> None:
    named = {(row.scheme, row.check, row.where): lines_in(row.line) for row in rows()}
    known = [
        (scheme, one) for scheme in SCHEMES for one in findings(scheme) if one.severity != "note"
    ]
    astray = [
        (scheme, one.check, one.where)
        for scheme, one in known
        if _line(one) and not lines_in(_line(one)) & named[scheme, one.check, one.where]
    ]
    assert astray == []


def _line(finding: Finding) -> str:
    return (finding.source.line if finding.source else None) or ""


def lines_in(text: str) -> set[int]:
    """The lines of an address such as `42, 45-48`."""
    spans = re.findall(r"(\d+)(?:-(\d+))?", text)
    return {line for low, high in spans for line in range(int(low), int(high or low) + 1)}


def test_the_summary_counts_right() -> None:
    text = (ROOT / "docs" / "defects.md").read_text("utf-8")
    counts = re.findall(r"^\| \[.*?\) \| (.*?) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    assert len(counts) == 5
    for names, by_check, by_reader in counts:
        own = [row for row in rows() if f"`{row.scheme}`" in names]
        assert sum(row.part == "Found by a check" for row in own) == int(by_check)
        assert sum(row.part == "Noted by a reader" for row in own) == int(by_reader)
