"""Rows into a matrix: what is summed, what is left out, what is refused."""

from fractions import Fraction

import numpy as np
import pytest

from jiheng.fairness.marks import Juror, Row, UnusableMarksError, matrices_by_item, matrix_of


def row(juror, subject, item, mark, **other) -> Row:
    who = {"group": "县区组", "unit": None, **other}
    exact = None if mark is None else Fraction(mark)
    return Row(juror=juror, subject=subject, item=item, mark=exact, **who)


def test_items_are_summed_exactly() -> None:
    matrix = matrix_of([row("甲", "东县", "一", "0.1"), row("甲", "东县", "二", "0.2")])
    assert matrix.totals == ((Fraction(3, 10),),)
    assert matrix.jurors == (Juror("甲", "县区组", None),)


def test_a_recused_juror_leaves_a_missing_cell_not_a_zero() -> None:
    matrix = matrix_of(
        [row("甲", "东县", "一", None), row("甲", "西县", "一", 9), row("乙", "东县", "一", 8)]
    )
    assert matrix.subjects == ("西县", "东县")
    assert matrix.totals == ((9, None), (None, 8))
    assert matrix.partial == ()
    assert np.array_equal(np.isnan(matrix.grid()), [[False, True], [True, False]])


def test_half_a_ballot_is_left_out_and_named() -> None:
    rows = [row("甲", "东县", "一", 9), row("甲", "东县", "二", 9), row("乙", "东县", "一", 8)]
    matrix = matrix_of([*rows, row("乙", "西县", "一", 7)])
    assert matrix.totals == ((18, None), (None, 7))
    assert matrix.partial == (("乙", "东县"),)


def test_jurors_and_subjects_without_a_mark_are_left_out() -> None:
    matrix = matrix_of([row("甲", "东县", "一", 9), row("乙", "西县", "一", None)])
    assert ([j.name for j in matrix.jurors], matrix.subjects) == (["甲"], ("东县",))


def test_one_matrix_an_item() -> None:
    by_item = matrices_by_item([row("甲", "东县", "一", 9), row("甲", "东县", "二", 5)])
    assert {item: matrix.totals for item, matrix in by_item.items()} == {
        "一": ((9,),),
        "二": ((5,),),
    }


def test_every_contradiction_is_told_at_once() -> None:
    rows = [
        row("甲", "东县", "一", 9),
        row("甲", "东县", "一", 8),
        row("甲", "西县", "一", 8, group="部门组"),
        row("甲", "北县", "一", 8, unit="南县"),
    ]
    with pytest.raises(UnusableMarksError) as refused:
        matrix_of(rows)
    assert refused.value.problems == (
        "评委“甲”对“东县”的“一”有两次打分，请只留有效的一次",
        "评委“甲”同时列在“县区组”和“部门组”两个组，请只留一个",
        "评委“甲”的所在单位写成“无”和“南县”，请统一",
    )


def test_no_rows_make_an_empty_matrix() -> None:
    assert matrix_of([]).grid().shape == (0, 0)
