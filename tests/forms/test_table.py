"""Cells fill the grid exactly, or the table is refused where it is made."""

import pytest

from jiheng.forms.table import Cell, Column, Spot, Table, Tone, grid, table

THREE = (Column(), Column(), Column())


def test_a_tall_cell_hangs_down_into_the_rows_below() -> None:
    tall, b, c, d, e = Cell("甲", rowspan=2), Cell("b"), Cell("c"), Cell("d"), Cell("e")
    assert grid(((tall, b, c), (d, e)), width=3) == (
        (Spot(tall, 0), Spot(b, 1), Spot(c, 2)),
        (Spot(tall, 0, below=True), Spot(d, 1), Spot(e, 2)),
    )


def test_a_cell_both_wide_and_tall() -> None:
    block, side, last = Cell("块", colspan=2, rowspan=3), Cell("右"), Cell("下")
    laid = grid(((block, side), (side,), (side,), (last, last, last)), width=3)
    assert [[spot.column for spot in row] for row in laid] == [[0, 2], [0, 2], [0, 2], [0, 1, 2]]
    assert [row[0].below for row in laid] == [False, True, True, False]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (((Cell("a"),),), "row 1"),
        (((Cell("a"),) * 4,), "row 1"),
        (((Cell("a"),) * 3, (Cell("a", colspan=2),)), "row 2"),
        (
            ((Cell("a"), Cell("b", rowspan=2), Cell("c")), (Cell("w", colspan=2), Cell("x"))),
            "row 2",
        ),
        (((Cell("a", rowspan=2), Cell("b"), Cell("c")),), "row 1 .* hangs out"),
    ],
)
def test_cells_that_do_not_fill_the_grid(rows: tuple[tuple[Cell, ...], ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Table(THREE, (), rows)


def test_bare_strings_become_cells_in_the_tone_of_their_rows() -> None:
    made = table(THREE, [["1", "甲县", Cell("90.00")]], head=[["名次", Cell("县"), "得分"]])
    head = [Cell(text, tone=Tone.HEAD) for text in ("名次", "县", "得分")]
    assert made.head == (tuple(head),)
    assert made.rows == ((Cell("1"), Cell("甲县"), Cell("90.00")),)


def test_a_column_has_a_width() -> None:
    with pytest.raises(ValueError, match="width"):
        Column(share=0)
    with pytest.raises(ValueError, match="width"):
        Column(mm=0)
