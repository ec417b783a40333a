"""ICC on the published table, on missing cells against dense least squares, and at speed."""

from time import perf_counter

import numpy as np
import pytest

from jiheng.fairness.icc import icc, icc_of
from tests.fairness import simulated

# Shrout & Fleiss 1979, table 2: six subjects (columns here), four judges.
SHROUT_FLEISS = np.array(
    [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]], dtype=float
)


def test_shrout_and_fleiss() -> None:
    answer = icc_of(SHROUT_FLEISS)
    assert (round(answer.single, 2), round(answer.mean, 2)) == (0.29, 0.62)
    assert (answer.per_subject, answer.complete) == (4, True)


def test_shrout_and_fleiss_mean_squares() -> None:
    answer = icc_of(SHROUT_FLEISS)
    # Their table 3: between targets 11.24, judges 32.49, residual 1.02.
    assert answer.of_rest == pytest.approx(1.02, abs=0.005)
    assert 4 * answer.of_subjects + answer.of_rest == pytest.approx(11.24, abs=0.005)
    assert 6 * answer.of_jurors + answer.of_rest == pytest.approx(32.49, abs=0.005)


def test_turning_jurors_and_subjects_exchanges_their_variances() -> None:
    grid = SHROUT_FLEISS.copy()
    grid[0, 0] = grid[2, 3] = np.nan
    one, other = icc_of(grid), icc_of(grid.T)
    assert one.of_subjects == pytest.approx(other.of_jurors)
    assert one.of_jurors == pytest.approx(other.of_subjects)


def test_missing_cells_follow_dense_least_squares() -> None:
    rng = np.random.default_rng(4)
    grid = rng.normal(80, 3, (6, 8))
    grid[rng.random(grid.shape) < 0.25] = np.nan
    rows, columns = np.nonzero(~np.isnan(grid))
    marks = grid[rows, columns]
    jurors, subjects = np.eye(6)[rows], np.eye(8)[columns]
    rest = left_over(np.hstack([jurors, subjects]), marks)
    per_subject = left_over(jurors, marks) - rest
    error = rest / (len(marks) - 13)
    answer = icc_of(grid)
    assert answer.of_rest == pytest.approx(error)
    assert answer.of_subjects == pytest.approx((per_subject - 7 * error) / (len(marks) - 6))


def left_over(columns, marks) -> float:
    fitted = columns @ np.linalg.lstsq(columns, marks, rcond=None)[0]
    return float(((marks - fitted) ** 2).sum())


def test_recovers_the_variances_of_simulated_juries() -> None:
    rng = np.random.default_rng(9)
    found = [icc(simulated.jury(rng, simulated.honest)) for _ in range(200)]
    assert np.mean([a.of_subjects for a in found]) == pytest.approx(2.2**2, abs=0.6)
    assert np.mean([a.of_jurors for a in found]) == pytest.approx(4, abs=0.6)
    assert np.mean([a.of_rest for a in found]) == pytest.approx(9, abs=0.3)


@pytest.mark.parametrize(
    "marks", [[[]], [[1.0, 2.0]], [[1.0], [2.0]], [[80.0, 80.0, 80.0], [80.0, 80.0, 80.0]]]
)
def test_too_little_gives_no_figure(marks) -> None:
    answer = icc_of(np.array(marks))
    assert (answer.single, answer.mean) == (None, None)
    assert "无法判断" in answer.sentence


def test_jurors_who_share_no_subject_are_two_islands_not_a_crash() -> None:
    grid = np.full((4, 6), np.nan)
    grid[:2, :3] = [[1, 2, 4], [2, 3, 6]]
    grid[2:, 3:] = [[5, 7, 7], [1, 3, 4]]
    answer = icc_of(grid)
    assert answer.of_rest == pytest.approx((1 / 3 + 1 / 3) / 4)


def test_three_thousand_subjects_and_fifty_jurors_take_a_blink() -> None:
    marks = np.random.default_rng(1).normal(80, 5, (50, 3000))
    marks[np.random.default_rng(2).random(marks.shape) < 0.05] = np.nan
    began = perf_counter()
    icc_of(marks)
    # About 10 ms alone; the limit leaves room for a busy machine and still refuses a Python loop.
    assert perf_counter() - began < 0.5
