"""Kendall's W on published examples, on incomplete blocks, and at speed."""

from fractions import Fraction
from itertools import permutations
from time import perf_counter

import numpy as np
import pytest

from jiheng.fairness.kendall import kendalls_w, w_of
from tests.fairness import simulated

NAN = float("nan")


def test_three_interviewers_and_six_applicants() -> None:
    # Siegel, Nonparametric Statistics (1956), table 9.8: s = 25.5, W = 0.16.
    ranks = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]], dtype=float)
    answer = w_of(ranks)
    assert answer.w == pytest.approx(25.5 / 157.5)
    assert (answer.jurors, answer.subjects, answer.complete) == (3, 6, True)


def test_ties() -> None:
    # Siegel (1956), p. 235: W = 0.828 with, 0.796 without the correction for ties.
    ranks = np.array(
        [
            [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
            [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
            [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
        ]
    )
    assert w_of(ranks).w == pytest.approx(0.828, abs=0.0005)


def test_full_agreement_is_one_and_opposite_orders_are_zero() -> None:
    assert w_of(np.array([[1.0, 2, 3], [10, 20, 30]])).w == pytest.approx(1.0)
    assert w_of(np.array([[1.0, 2, 3], [3, 2, 1]])).w == pytest.approx(0.0)


def test_full_agreement_with_equal_ties_is_one() -> None:
    assert w_of(np.array([[1.0, 2, 2, 3], [5, 7, 7, 9]])).w == pytest.approx(1.0)


def test_balanced_incomplete_ranks_follow_the_published_formula() -> None:
    # Four counties, each leaving out itself: blocks of 3, every pair seen together by 2 jurors.
    marks = np.array([[NAN, 3, 2, 1], [4, NAN, 1, 2], [3, 2, NAN, 1], [1, 2, 3, NAN]])
    # Rank sums by hand, less three times the mean rank 2.
    sums = [Fraction(3 + 3 + 1 - 6), Fraction(3 + 2 + 2 - 6), Fraction(2 + 1 + 3 - 6)]
    sums.append(Fraction(1 + 2 + 1 - 6))
    published = Fraction(12) * sum(s * s for s in sums) / (2 * 2 * 4 * 15)
    answer = w_of(marks)
    assert answer.w == pytest.approx(float(published))
    assert not answer.complete
    assert "只比较各评委实际打过分的单位" in answer.sentence


def test_full_agreement_in_any_incomplete_block_is_one() -> None:
    marks = np.array([[NAN, 3, 2, 1], [4, NAN, NAN, 2], [9, 7, 5, NAN]])
    assert w_of(marks).w == pytest.approx(1.0)


def test_never_above_one_in_incomplete_blocks() -> None:
    orders = list(permutations([1.0, 2, 3]))
    for one in orders:
        for two in orders:
            marks = np.array([[*one, NAN], [NAN, *two], [1, NAN, 2, 3]])
            answer = w_of(marks).w
            assert answer is not None
            assert 0 <= answer <= 1


@pytest.mark.parametrize("marks", [[[1.0, 2.0]], [[1.0], [2.0]], [[5.0, 5.0], [7.0, 7.0]], [[]]])
def test_no_order_gives_no_figure(marks) -> None:
    answer = w_of(np.array(marks))
    assert answer.w is None
    assert "无法比较" in answer.sentence


def test_severity_does_not_lower_it_in_a_matrix() -> None:
    rng = np.random.default_rng(1)
    matrix = simulated.jury(rng, simulated.honest)
    harsh = matrix.grid()
    harsh[2] -= 30
    assert w_of(harsh).w == kendalls_w(matrix).w


def test_three_thousand_subjects_and_fifty_jurors_take_a_blink() -> None:
    marks = np.random.default_rng(1).integers(60, 100, (50, 3000)).astype(float)
    began = perf_counter()
    w_of(marks)
    # About 20 ms alone; the limit leaves room for a busy machine and still refuses a Python loop.
    assert perf_counter() - began < 0.5
