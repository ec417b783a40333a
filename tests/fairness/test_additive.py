"""The additive fit and the rarity of its distances, against dense algebra and printed tables."""

import numpy as np
import pytest

from jiheng.fairness.additive import additive, room_of_cells, room_of_sets, studentised
from jiheng.fairness.rarity import LARGEST, critical, once_in, tail


def holed() -> np.ndarray:
    rng = np.random.default_rng(6)
    grid = rng.normal(80, 3, (5, 7))
    grid[rng.random(grid.shape) < 0.2] = np.nan
    return grid


def dense(grid):
    rows, columns = np.nonzero(~np.isnan(grid))
    design = np.hstack([np.eye(len(grid))[rows], np.eye(grid.shape[1])[columns]])
    return rows, columns, grid[rows, columns], design


def test_rests_and_room_are_those_of_dense_least_squares() -> None:
    grid = holed()
    rows, columns, marks, design = dense(grid)
    hat = design @ np.linalg.pinv(design)
    fit = additive(grid)
    assert fit.rest[rows, columns] == pytest.approx(marks - hat @ marks)
    assert room_of_cells(fit)[rows, columns] == pytest.approx(1 - np.diag(hat))
    assert (fit.df, fit.islands) == (len(marks) - np.linalg.matrix_rank(design), 1)


def test_the_room_of_a_set_is_that_of_dense_least_squares() -> None:
    grid = holed()
    rows, columns, marks, design = dense(grid)
    chosen = np.array([0, 9])
    column = np.zeros(len(marks))
    column[chosen] = 1
    expected = column @ column - column @ (design @ np.linalg.pinv(design)) @ column
    fit = additive(grid)
    weights = np.zeros((1, 5))
    for cell in chosen:
        weights[0, rows[cell]] += 1
        weights[0] -= fit.part[:, columns[cell]]
    spent = np.array([2 - (1 / fit.counts[columns[chosen]]).sum()])
    assert columns[0] != columns[9]
    assert room_of_sets(fit, weights, spent=spent) == pytest.approx(expected)


def test_a_studentised_cell_is_the_t_of_one_added_column() -> None:
    grid = holed()
    rows, columns, marks, design = dense(grid)
    added = np.hstack([design, np.eye(len(marks))[:, [4]]])
    solution = np.linalg.pinv(added) @ marks
    left = marks - added @ solution
    error = (left @ left) / (len(marks) - np.linalg.matrix_rank(added))
    expected = solution[-1] / np.sqrt(error * np.linalg.pinv(added.T @ added)[-1, -1])
    fit = additive(grid)
    scores = studentised(fit.rest, room_of_cells(fit), left=fit.left, df=fit.df)
    assert scores[rows[4], columns[4]] == pytest.approx(expected)


def test_who_marked_whom_does_not_move_a_subject() -> None:
    # The harsh juror (10 less) left out the first subject only: its level is still the same.
    fit = additive(np.array([[80.0, 80, 80], [80, 80, 80], [np.nan, 70, 70]]))
    assert fit.subject == pytest.approx([fit.subject[1]] * 3)
    assert fit.juror - fit.juror[0] == pytest.approx([0, 0, -10])


@pytest.mark.parametrize(
    ("df", "chance", "printed"),
    [
        (1, 0.025, 12.706),
        (2, 0.05, 2.920),
        (5, 0.005, 4.032),
        (10, 0.025, 2.228),
        (30, 0.01, 2.457),
        (120, 0.025, 1.980),
        (100_000, 0.025, 1.960),
    ],
)
def test_student_follows_the_printed_table(df, chance, printed) -> None:
    assert critical(chance, df) == pytest.approx(printed, abs=0.001)
    assert tail(-printed, df) == pytest.approx(1 - chance, abs=1e-4)


def test_both_ways_to_the_tail_meet_where_they_change() -> None:
    for t in (0.5, 2.0, 4.5):
        assert tail(t, 200) == pytest.approx(tail(t, 201), rel=0.01)


def test_once_in_counts_the_looks_and_stays_in_bounds() -> None:
    assert once_in(12.706, 1, looks=2) == pytest.approx(20, rel=1e-3)
    assert once_in(0.0, 5, looks=10) == 1.0
    assert once_in(float("inf"), 5, looks=10) == LARGEST
