"""IM-01 and IM-02 through the whole reader: a spoilt workbook or table is read or refused by name, in
time, and every text of it is in the inputs or listed."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jiheng.files.csv import read_csv, read_rows
from jiheng.files.inputs import read_inputs
from jiheng.files.xlsx_read import read_workbook
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms import fact_tables, fill_in_sheet
from jiheng.forms.fact_tables import fact_table
from jiheng.forms.fill_in import fill_in_workbook, own_texts
from jiheng.forms.fill_in_reading import read_fill_in
from jiheng.values.problems import Refused, Unreadable
from tests.files import csv_mutants, xlsx_mutants
from tests.files.mangled import HOUSE, PROJECT, RULES, filled_copy, scheme_of
from tests.files.told import bare_text, joined

SECONDS = 10


def fate_of(sample: str, path: Path) -> str:
    """Read, refused or unreadable; anything else is raised, and so is being slow."""
    begun = time.monotonic()
    try:
        read_inputs(scheme_of(sample), path)
    except Refused:
        return "refused"
    except Unreadable:
        return "unreadable"
    finally:
        assert time.monotonic() - begun < SECONDS
    return "read"


def untold_words(sample: str, path: Path) -> list[str]:
    """The words of a workbook that are neither read, nor ours, nor listed."""
    scheme = scheme_of(sample)
    subjects = [name for name, _ in scheme.subjects()]
    found = read_fill_in(scheme, read_workbook(path), subjects=subjects)
    own = own_texts(scheme, scheme.subjects())
    told = [cell.text for cell in found.cells]
    told += [
        text for lines in found.tables.values() for line in lines for text in line.cells.values()
    ]
    told += [*found.evidence.values(), *own[0], *own[1], *found.subjects]
    told += [one.message for one in (*found.unread, *found.problems, *found.notes)]
    return _untold(
        xlsx_mutants.words_in(path.read_bytes()) - blank_words(sample, path.parent), told
    )


@cache
def blank_words(sample: str, folder: Path) -> frozenset[str]:
    """The words of the sample's workbook before anybody fills it in."""
    path = folder / "blank.xlsx"
    write_workbook(fill_in_workbook(scheme_of(sample), sample=True), path)
    return frozenset(xlsx_mutants.words_in(path.read_bytes()))


def _untold(words: Iterable[str], told: list[str]) -> list[str]:
    texts = "\n".join(joined(text) for text in told)
    exact = {bare_text(text) for text in told}
    # A long text is looked for in what was told; a short one must have been told by itself.
    return [
        word
        for word in words
        if bare_text(word) not in exact and (len(joined(word)) < 2 or joined(word) not in texts)
    ]


def workbook_fates(folder: Path, *, count: int, seed: int) -> Counter[str]:
    draw = random.Random(seed)
    originals = {
        sample: xlsx_mutants.repacked(filled_copy(sample, folder).read_bytes())
        for sample in (RULES, PROJECT)
    }
    fates: Counter[str] = Counter()
    for at in range(count):
        sample = draw.choice([RULES, PROJECT])
        operator = xlsx_mutants.OPERATORS[at % len(xlsx_mutants.OPERATORS)]
        path = folder / "facts.xlsx"
        path.write_bytes(operator(originals[sample], draw))
        fate = fate_of(sample, path)
        fates[fate] += 1
        if fate != "unreadable":
            assert (at, untold_words(sample, path)) == (at, [])
    return fates


def table_fates(folder: Path, *, count: int, seed: int) -> Counter[str]:
    draw = random.Random(seed)
    fates: Counter[str] = Counter()
    for at in range(count):
        sample = draw.choice([RULES, PROJECT])
        rows = [list(row) for row in read_rows(HOUSE / "samples" / sample / "facts.csv")][:120]
        path = folder / "facts.csv"
        path.write_bytes(csv_mutants.OPERATORS[at % len(csv_mutants.OPERATORS)](rows, draw))
        fate = fate_of(sample, path)
        fates[fate] += 1
        if fate != "unreadable":
            assert (at, untold_fields(sample, path)) == (at, [])
    return fates


def untold_fields(sample: str, path: Path) -> list[str]:
    """The fields of a table of facts that are neither read nor listed."""
    scheme = scheme_of(sample)
    sheet = read_csv(path)
    names = [name for name, _ in scheme.subjects()]
    if fact_tables.is_fact_table(sheet):
        table: Any = fact_table(scheme, sheet, subjects=names)
        told = [*fact_tables.SUBJECT, *fact_tables.FACT, *fact_tables.VALUE, *names]
    else:
        table = read_fill_in(scheme, [sheet], subjects=names)
        told = [text for text in own_texts(scheme, scheme.subjects())[0] if len(text) > 4]
    told += [
        text
        for cell in table.cells
        for text in (cell.text, cell.fact, scheme.facts[cell.fact].title)
    ]
    told += [one.message for one in (*table.unread, *table.problems, *table.notes)]
    return _untold(csv_mutants.words_in(path.read_bytes()), told)


@pytest.mark.slow
def test_some_spoilt_workbooks(tmp_path: Path) -> None:
    fates = workbook_fates(tmp_path, count=30, seed=31)
    assert (fates.total(), min(fates["read"], fates["unreadable"]) >= 3) == (30, True)


@pytest.mark.prove
def test_300_spoilt_workbooks(tmp_path: Path) -> None:
    fates = workbook_fates(tmp_path, count=300, seed=32)
    assert (fates.total(), min(fates.values()) >= 30) == (300, True)


def test_some_spoilt_tables(tmp_path: Path) -> None:
    fates = table_fates(tmp_path, count=30, seed=33)
    assert (fates.total(), min(fates["read"], fates["refused"]) >= 3) == (30, True)


@pytest.mark.prove
def test_100_spoilt_tables(tmp_path: Path) -> None:
    fates = table_fates(tmp_path, count=100, seed=34)
    assert (fates.total(), min(fates.values()) >= 10) == (100, True)


@pytest.mark.slow
def test_without_the_list_of_unread_text_words_are_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fill_in_sheet.SheetReading, "close", lambda *_, **__: None)
    with pytest.raises(AssertionError):
        workbook_fates(tmp_path, count=30, seed=31)


def test_without_the_list_of_unread_fields_they_are_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fact_tables, "_tell_rest", lambda *_, **__: None)
    monkeypatch.setattr(fact_tables._Names, "_complain", lambda *_, **__: None)
    with pytest.raises(AssertionError):
        table_fates(tmp_path, count=30, seed=33)
