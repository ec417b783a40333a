"""IM-01 and IM-02: a spoilt workbook is read whole or refused by name; no word of it vanishes."""

import contextlib
import io
import random
import time
from fractions import Fraction
from pathlib import Path

import pytest

from jiheng.files.xlsx_parts import sheets_in
from jiheng.files.xlsx_read import read_workbook
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.workbook import Cell, Check, Sheet, Workbook, number, row
from jiheng.values.problems import Unreadable
from tests.files.packages import Parts, packed, parts, shared, sheet
from tests.files.xlsx_mutants import OPERATORS, repacked, words_in, words_of


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> list[Parts]:
    """One workbook as we write it and one as others do."""
    check = Check(choices=("是", "否"))
    rows = [
        row(
            f"指标{at}",
            number(f"{at}.50"),
            Cell(f"说明{at}", entry=True, check=check, help=f"帮助{at}"),
        )
        for at in range(12)
    ]
    ours = Workbook(
        (
            Sheet("填报表", (row(Cell("标题", colspan=3)), *rows), locked=True),
            Sheet("加分", (row("平江县", Cell(Fraction(1, 3))),)),
        )
    )
    path = tmp_path_factory.mktemp("originals") / "ours.xlsx"
    write_workbook(ours, path)
    cells = "".join(
        f'<row r="{at}"><c r="A{at}" t="s"><v>{at % 3}</v></c><c r="B{at}"><v>{at}.25</v></c>'
        f'<c r="C{at}" t="inlineStr"><is><r><t>行内{at}</t></r></is></c>'
        f'<c r="D{at}" t="str"><f>B{at}*2</f><v>算{at}</v></c></row>'
        for at in range(1, 9)
    )
    texts = shared("甲", "<r><t>乙</t></r><r><t>丙</t></r>", "丁")
    theirs = parts(sheet(cells), sheet(""), strings=texts)
    return [repacked(path.read_bytes()), theirs]


def _fate(package: bytes) -> str:
    """Read, or refused; anything else fails. What is read must hold every word of the file."""
    begun = time.monotonic()
    try:
        answer = sheets_in(io.BytesIO(package))
    except Unreadable as refused:
        return f"refused: {refused.problem.message}"
    finally:
        assert time.monotonic() - begun < 10
    told = words_of(answer)
    assert [word for word in words_in(package) if repr(word)[1:-1] not in told] == []
    return "read"


def _fates(originals: list[Parts], *, count: int, seed: int) -> dict[str, int]:
    draw = random.Random(seed)
    fates = {"read": 0, "refused": 0}
    for at in range(count):
        operator = OPERATORS[at % len(OPERATORS)]
        fate = _fate(operator(draw.choice(originals), draw))
        fates[fate.partition(":")[0]] += 1
    return fates


def test_the_originals_are_read_whole(originals: list[Parts]) -> None:
    assert [_fate(packed(made)) for made in originals] == ["read", "read"]


def test_300_mutants(originals: list[Parts]) -> None:
    fates = _fates(originals, count=300, seed=11)
    assert min(fates.values()) >= 60  # neither reading nor refusing everything would be a test


@pytest.mark.prove
def test_10_000_mutants(originals: list[Parts]) -> None:
    fates = _fates(originals, count=10_000, seed=12)
    assert min(fates.values()) >= 2000


@pytest.mark.slow
def test_mutants_through_the_fence(originals: list[Parts], tmp_path: Path) -> None:
    """The same from outside: whatever the child meets, the caller gets sheets or one line."""
    draw = random.Random(13)
    path = tmp_path / "facts.xlsx"
    for at in range(30):
        path.write_bytes(OPERATORS[at % len(OPERATORS)](draw.choice(originals), draw))
        with contextlib.suppress(Unreadable):
            assert read_workbook(path)
