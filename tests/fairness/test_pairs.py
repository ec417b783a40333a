"""Outliers, mutual lifts, presses and harder-above as measures, beside their flags."""

import numpy as np
import pytest

from jiheng.fairness.above import harder_above
from jiheng.fairness.marks import Juror, Matrix
from jiheng.fairness.outliers import outliers
from jiheng.fairness.pressing import shared_presses
from jiheng.fairness.reciprocity import mutual_lifts
from tests.fairness.simulated import county, matrix_from


def additive_marks() -> np.ndarray:
    """Marks that are subject plus juror exactly: best county first, jurors 0 or 1 generous."""
    return 90 - 2 * np.arange(6.0) + (np.arange(6) % 2)[:, None]


def test_a_planted_distance_is_measured_in_points() -> None:
    marks = additive_marks()
    marks[1, 4] += 9
    (found,) = outliers(matrix_from(marks))
    assert (found.juror, found.subject) == ("第2县评委", "第5县")
    assert found.distance == pytest.approx(9)


def test_a_planted_lift_is_measured_both_ways() -> None:
    marks = additive_marks()
    marks[1, 4] += 8
    marks[4, 1] += 8
    pairs = mutual_lifts(matrix_from(marks))
    assert len(pairs) == 15
    assert (pairs[0].first, pairs[0].second) == (1, 4)
    assert (pairs[0].lift, pairs[0].given, pairs[0].received) == pytest.approx((8, 8, 8))


def test_a_planted_press_is_measured() -> None:
    marks = additive_marks()
    marks[1, 0] -= 8
    marks[4, 0] -= 8
    strongest = shared_presses(matrix_from(marks))[0]
    assert (strongest.jurors, strongest.subject) == (("第2县评委", "第5县评委"), "第1县")
    assert strongest.press == pytest.approx(8)


def test_two_jurors_of_one_unit_are_no_pair() -> None:
    matrix = matrix_from(additive_marks())
    second = Juror("第1县另一评委", "县区组", county(0))
    more = Matrix((*matrix.jurors, second), matrix.subjects, (*matrix.totals, matrix.totals[0]))
    names = {(pair.first, pair.second) for pair in mutual_lifts(more)}
    assert (0, 6) not in names
    assert (1, 6) in names


def test_harder_above_lists_all_but_the_best_and_measures_the_shift() -> None:
    marks = additive_marks()
    marks[4, :3] -= 12
    found = harder_above(matrix_from(marks))
    assert {above.juror for above in found} == {f"{county(j)}评委" for j in range(1, 6)}
    assert found[0].juror == "第5县评委"
    assert set(found[0].subjects) == {county(0), county(1), county(2)}
    assert found[0].shift == pytest.approx(-12, abs=0.5)


def test_jurors_without_a_unit_are_never_paired() -> None:
    matrix = matrix_from(additive_marks())
    strangers = tuple(Juror(juror.name, juror.group) for juror in matrix.jurors)
    neutral = Matrix(strangers, matrix.subjects, matrix.totals)
    assert (mutual_lifts(neutral), shared_presses(neutral), harder_above(neutral)) == ((), (), ())
