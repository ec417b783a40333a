"""Marks in columns against `tally`: every mean is equal, under every reading."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from jiheng.jury.columns import MarkColumns, Means, columns_of_marks, tally_columns
from jiheng.jury.marks import JuryReadings, ballots_by_cell, tally
from jiheng.scheme.panel import JurorGroup, Jury
from jiheng.values.inputs import Juror, Mark

SUBJECTS = tuple(f"示例{spot}县" for spot in range(6))
INDICATORS = ("1", "2", "3")


def drawn(random: Random) -> tuple[Jury, list[Juror], list[Mark]]:
    """A made-up jury with its marks: blanks, own units, uneven groups."""
    count = random.randint(1, 3)
    weights = random.choice((["40", "30", "30"], ["33.3", "12.5", "0.7"], ["0", "50", "50"]))
    jury = Jury(
        groups=tuple(
            JurorGroup(id=f"g{at}", title="组", weight=Fraction(weights[at])) for at in range(count)
        ),
        recusal=random.choice(("own-unit", "none")),
        quorum=random.choice((0, 1, 2, 3)),
        places=random.choice((0, 1, 2)),
    )
    jurors = [
        Juror(f"评委{at}", f"g{random.randrange(count)}", random.choice((*SUBJECTS, "", "别处")))
        for at in range(random.randint(1, 12))
    ]
    gaps, top = random.choice((0.0, 0.2, 0.8)), random.choice((5, 100, 300))
    marks = [
        Mark(
            one.name,
            subject,
            own,
            Fraction(random.randint(0, top * 10**jury.places), 10**jury.places),
        )
        for one in jurors
        for subject in SUBJECTS
        for own in INDICATORS
        if random.random() >= gaps
    ]
    return jury, jurors, marks


def means_of(means: Means) -> list[list[Fraction | None]]:
    rows: list[list[Fraction | None]] = []
    for at in range(len(INDICATORS)):
        ratios = means.of(at)
        dens = np.broadcast_to(ratios.den, ratios.num.shape).tolist()
        rows.append(
            [
                None if is_open else Fraction(int(num), int(den))
                for num, den, is_open in zip(ratios.num, dens, means.open[at], strict=True)
            ]
        )
    return rows


def expected(
    jury: Jury, jurors: list[Juror], *, marks: list[Mark], readings: JuryReadings
) -> list[list[Fraction | None]]:
    cells = ballots_by_cell(marks)
    by_name = {one.name: one for one in jurors}
    return [
        [
            tally(
                jury, by_name, marks=cells.get((subject, own), []), subject=subject,
                readings=readings,
            ).value
            for subject in SUBJECTS
        ]
        for own in INDICATORS
    ]  # fmt: skip


@pytest.mark.parametrize("order", ["group-first", "pooled"])
@pytest.mark.parametrize("empty", ["stop", "reweigh"])
@pytest.mark.parametrize("trimming", [0, 1, 2])
def test_every_mean_is_equal(order: str, empty: str, trimming: int) -> None:
    readings = JuryReadings(order, empty, trimming)
    for seed in range(40):
        jury, jurors, marks = drawn(Random(seed))
        columns = columns_of_marks(
            jury, jurors, marks=marks, subjects=SUBJECTS, indicators=INDICATORS
        )
        found = means_of(tally_columns(jury, columns, readings=readings))
        assert found == expected(jury, jurors, marks=marks, readings=readings), seed


PANEL = Jury(groups=(JurorGroup(id="g", title="组", weight=Fraction(100)),), places=1)


def test_a_large_group_of_high_marks_does_not_wrap() -> None:
    marks = np.full((400, 1, 2), 1000, dtype=np.int16)
    columns = MarkColumns(marks, (0,) * 400, (-1,) * 400, 1)
    means = tally_columns(PANEL, columns, readings=JuryReadings("group-first", "stop", 0))
    assert means.of(0).num.tolist() == [means.of(0).den * 100] * 2
    assert np.add.reduce(marks, axis=0, dtype=np.int16).tolist() != [[400_000, 400_000]]


def test_uneven_counts_of_a_large_group_stay_exact() -> None:
    """Sixty subjects, each marked by another number of jurors: no common number in int64."""
    marks = np.full((60, 1, 60), 7, dtype=np.int16)
    for row in range(60):
        marks[: 59 - row, 0, row] = np.iinfo(np.int16).min
    columns = MarkColumns(marks, (0,) * 60, (-1,) * 60, 0)
    means = tally_columns(PANEL, columns, readings=JuryReadings("group-first", "stop", 0)).of(0)
    assert {Fraction(int(num), means.den) for num in means.num} == {Fraction(7)}


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ([Fraction(1, 20)], "评委0给示例0县“1”的打分应在 ±3276 以内，最多1位小数"),
        ([Fraction(3277)], "评委0给示例0县“1”的打分应在 ±3276 以内，最多1位小数"),
        ([Fraction(1), Fraction(2)], "评委0给示例0县“1”的打分有两份，只能有一份"),
    ],
)
def test_what_columns_cannot_hold_is_refused(marks: list[Fraction], message: str) -> None:
    given = [Mark("评委0", "示例0县", "1", mark) for mark in marks]
    with pytest.raises(ValueError, match="^" + message + "$"):
        columns_of_marks(
            PANEL, [Juror("评委0", "g")], marks=given, subjects=SUBJECTS, indicators=INDICATORS
        )


def test_a_group_must_sit_together() -> None:
    two = Jury(groups=tuple(JurorGroup(id=g, title="组", weight=Fraction(50)) for g in "ab"))
    columns = MarkColumns(np.zeros((3, 1, 1), np.int16), (0, 1, 0), (-1, -1, -1), 1)
    with pytest.raises(ValueError, match=r"^评委须按组排列，同组评委相邻$"):
        tally_columns(two, columns, readings=JuryReadings("group-first", "stop", 0))
