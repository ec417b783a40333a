"""Leniency, group bias, drift and the luck of recusal on tables worked by hand."""

import math
from fractions import Fraction

import numpy as np
import pytest

from jiheng.fairness.drift import drift
from jiheng.fairness.group_bias import group_bias
from jiheng.fairness.leniency import leniency, robust_z
from jiheng.fairness.marks import Juror, Matrix
from jiheng.fairness.recusal import recusal_luck
from tests.fairness import simulated


def table(marks, *, groups=None, units=None) -> Matrix:
    jurors = tuple(
        Juror(f"评委{n + 1}", groups[n] if groups else "一组", units[n] if units else None)
        for n in range(len(marks))
    )
    totals = tuple(tuple(None if m is None else Fraction(m) for m in row) for row in marks)
    return Matrix(jurors, tuple("东西南北中"[: len(marks[0])]), totals)


def test_leniency_is_the_distance_on_the_same_subjects() -> None:
    # The third juror marks 6 less than the others and left out the best subject.
    found = leniency(table([[90, 80, 70], [90, 80, 70], [None, 74, 64]]))
    assert [juror.points for juror in found] == pytest.approx([2, 2, -4])
    assert [juror.robust_z for juror in found] == [0.0, 0.0, -math.inf]


def test_robust_z_by_hand() -> None:
    # Median 3, absolute deviations 2 1 0 1 97, their median 1.
    scores = robust_z(np.array([1.0, 2, 3, 4, 100]))
    assert scores == pytest.approx(np.array([-2, -1, 0, 1, 97]) / 1.4826)
    assert robust_z(np.array([])).size == 0


def test_a_group_that_marks_four_more() -> None:
    matrix = table(
        [[84, 74], [85, 75], [80, 70], [81, 71]], groups=["领导组", "领导组", "部门组", "部门组"]
    )
    leaders, offices = group_bias(matrix)
    assert (leaders.group, leaders.jurors, leaders.own_kind) == ("领导组", 2, None)
    assert (leaders.difference, offices.difference) == pytest.approx((4, -4))
    # Each side has variance 1/2 over two jurors.
    assert leaders.error == pytest.approx(math.sqrt(0.25 + 0.25))


def test_one_group_alone_has_no_difference() -> None:
    (only,) = group_bias(table([[1, 2], [2, 4]]))
    assert (only.difference, only.error) == (None, None)


def test_own_kind_is_favoured() -> None:
    # Jurors from 东 and 西 (urban) give urban subjects 4 more than jurors from 南 and 北 do.
    marks = [[None, 84, 70, 70], [84, None, 70, 70], [80, 80, None, 70], [80, 80, 70, None]]
    kinds = {"东": "城区", "西": "城区", "南": "县", "北": "县"}
    both = group_bias(table(marks, units=list("东西南北")), category_of=kinds)
    assert both[0].own_kind > 1
    assert group_bias(table(marks, units=list("东西南北")))[0].own_kind is None


def test_a_mark_for_the_own_unit_is_no_sign_of_favouring_the_kind() -> None:
    # Each juror gives himself 8 more and nothing else differs.
    marks = [[88, 80, 80, 80], [80, 88, 80, 80], [80, 80, 88, 80], [80, 80, 80, 88]]
    kinds = {"东": "城区", "西": "城区", "南": "县", "北": "县"}
    (group,) = group_bias(table(marks, units=list("东西南北")), category_of=kinds)
    assert group.own_kind == pytest.approx(0)


def test_a_planted_slope_of_one_point_a_place_is_flagged() -> None:
    rng = np.random.default_rng(12)
    order = rng.permutation(10)

    def tired(rng, marks) -> None:
        marks[:, order] += np.arange(10)

    found = drift(simulated.jury(rng, tired, quality=1.0), [simulated.county(s) for s in order])
    assert found is not None
    assert found.flagged
    assert found.slope == pytest.approx(1, abs=0.3)
    assert found.sentence.startswith("出场每晚一位，打分平均升高 ")


def test_drift_in_honest_juries_is_seldom_flagged() -> None:
    rng = np.random.default_rng(13)
    flagged = 0
    for _ in range(200):
        order = [simulated.county(s) for s in rng.permutation(10)]
        found = drift(simulated.jury(rng, simulated.honest), order)
        flagged += found is not None and found.flagged
    assert flagged <= 10


def test_drift_by_hand() -> None:
    found = drift(table([[70, 71, 72, 73]]), list("东西南北"))
    assert found is not None
    assert (found.slope, found.flagged) == (pytest.approx(1), True)
    level = drift(table([[70, 70, 70, 70]]), list("东西南北"))
    assert level is not None
    assert (level.flagged, level.sentence) == (False, "打分没有随出场顺序明显升高或降低。")
    assert drift(table([[70, 71, 72]]), list("东西南")) is None


def test_the_harsh_juror_spares_his_own() -> None:
    # One of four marks 12 less and not himself: the others' marks of him average 4 more.
    marks = [[None, 68, 68, 68], [80, None, 80, 80], [80, 80, None, 80], [80, 80, 80, None]]
    luck = recusal_luck(table(marks, units=list("东西南北")), {"一组": Fraction(3, 10)})
    # Severity -9, 3, 3, 3 around the mean: who is marked by 3, 3, 3 gains 3; by -9, 3, 3 loses 1.
    assert [luck[s] for s in "东西南北"] == pytest.approx([0.9, -0.3, -0.3, -0.3])
    assert sum(recusal_luck(table(marks)).values()) == pytest.approx(0)


def test_recusal_alone_spreads_honest_results_by_a_fifth_of_a_point() -> None:
    # T18: 0.21 points on average among ten counties that decide 30 %, from severity alone.
    rng = np.random.default_rng(18)
    spreads = []
    for _ in range(300):
        marks = 80 + np.tile(rng.normal(0, 2, 10)[:, None], 10)
        matrix = simulated.matrix_from(np.round(marks, 4))
        luck = recusal_luck(matrix, {"县区组": Fraction(3, 10)}).values()
        spreads.append(max(luck) - min(luck))
    assert np.mean(spreads) == pytest.approx(0.21, abs=0.01)
    assert np.quantile(spreads, 0.95) == pytest.approx(0.30, abs=0.02)
