"""The set of detectors: what it catches, what it lets pass, and what it says."""

from fractions import Fraction

import numpy as np
import pytest

from jiheng.fairness.detect import DETECTORS, RATE, detect
from jiheng.fairness.flag import MEASURES
from jiheng.fairness.marks import Matrix
from tests.fairness import simulated
from tests.fairness.simulated import county, jury, matrix_from, share_flagged

PROMISED = [
    (simulated.off_all_rivals, Fraction(95, 100)),
    (simulated.off_top_three, Fraction(60, 100)),
    (simulated.off_top_three_from_below, Fraction(60, 100)),
    (simulated.mutual_lift, Fraction(60, 100)),
    (simulated.two_press_a_third, Fraction(60, 100)),
]
MOST_FALSE_ALARMS = Fraction(12, 100)


@pytest.mark.parametrize(("attack", "least"), PROMISED)
def test_catches_in_a_sample(attack, least) -> None:
    assert share_flagged(attack, rounds=100) >= least


@pytest.mark.parametrize("quality", [0.0, 2.2, 6.0])
def test_leaves_honest_juries_alone_in_a_sample(quality) -> None:
    assert share_flagged(simulated.honest, rounds=100, quality=quality) <= MOST_FALSE_ALARMS


@pytest.mark.prove
@pytest.mark.parametrize(("attack", "least"), PROMISED)
def test_catches(attack, least) -> None:
    assert share_flagged(attack, rounds=1000, seed=2024) >= least


@pytest.mark.prove
@pytest.mark.parametrize("quality", [0.0, 1.0, 2.2, 6.0])
def test_leaves_honest_juries_alone(quality) -> None:
    share = share_flagged(simulated.honest, rounds=1000, seed=2024, quality=quality)
    assert share <= MOST_FALSE_ALARMS


def test_the_allowances_add_up_to_a_tenth() -> None:
    assert sum(rate for _, rate in DETECTORS) == pytest.approx(4 * RATE)


def planted(change) -> tuple:
    """Flags on a jury of ten whose honest part is the same for every plant."""
    rng = np.random.default_rng(5)
    marks = 80 - np.arange(10.0) + rng.normal(0, 1, (10, 10)) + rng.normal(0, 1, 10)[:, None]
    change(marks)
    return detect(matrix_from(np.round(marks, 1)))


def test_the_clean_jury_has_no_flag() -> None:
    assert planted(lambda marks: None) == ()


def test_severity_is_named_with_its_points() -> None:
    def press_all(marks) -> None:
        marks[3] -= 20

    (flag,) = planted(press_all)
    assert (flag.jurors, flag.measure) == (("第4县评委",), "severity")
    assert flag.subjects == tuple(county(s) for s in range(10) if s != 3)
    assert flag.strength >= 40
    assert flag.sentence.startswith(
        "评委“第4县评委”给所评 9 个单位的打分，比“县区组”组其他评委平均低 "
    )
    assert flag.sentence.endswith("请人工核实原因；本提示不改变任何得分。")


def test_a_single_mark_is_named_with_its_subject() -> None:
    def lift_one(marks) -> None:
        marks[6, 8] += 9

    flags = [flag for flag in planted(lift_one) if flag.measure == "single-cell"]
    assert [(flag.jurors, flag.subjects) for flag in flags] == [(("第7县评委",), ("第9县",))]
    assert (
        "给“第9县”的打分，比按该评委平时松紧和其他评委对该单位的打分推算的高 " in flags[0].sentence
    )


def test_a_pair_that_lifts_each_other_is_named_both_ways() -> None:
    def lift(marks) -> None:
        marks[2, 5] += 6
        marks[5, 2] += 6

    (flag,) = [flag for flag in planted(lift) if flag.measure == "mutual-pair"]
    assert flag.jurors == ("第3县评委", "第6县评委")
    assert flag.subjects == ("第6县", "第3县")
    assert "给对方单位的打分都偏高" in flag.sentence


def test_a_pair_that_presses_a_third_is_named_with_the_third() -> None:
    def press(marks) -> None:
        marks[2, 0] -= 6
        marks[5, 0] -= 6

    flags = [flag for flag in planted(press) if flag.measure == "mutual-pair"]
    assert [(flag.jurors, flag.subjects) for flag in flags] == [
        (("第3县评委", "第6县评委"), ("第1县",))
    ]
    assert "给“第1县”的打分都偏低" in flags[0].sentence


def test_one_high_mark_alone_makes_no_pair() -> None:
    def lift_one_way(marks) -> None:
        marks[2, 5] += 14
        marks[5, 2] -= 1

    assert {flag.measure for flag in planted(lift_one_way)} == {"single-cell"}


def test_one_low_mark_alone_presses_nobody_together() -> None:
    def press_one(marks) -> None:
        marks[5, 8] -= 14

    assert {flag.measure for flag in planted(press_one)} == {"single-cell"}


def test_harder_on_those_above_names_the_leaders_only() -> None:
    def press_leaders(marks) -> None:
        marks[5, :3] -= 6

    flags = [flag for flag in planted(press_leaders) if flag.measure == "harder-above"]
    assert [(flag.jurors, set(flag.subjects)) for flag in flags] == [
        (("第6县评委",), {"第1县", "第2县", "第3县"})
    ]
    assert "排在评委“第6县评委”所在的“第6县”之前" in flags[0].sentence


def test_every_measure_has_its_name() -> None:
    rng = np.random.default_rng(3)
    attacks = (simulated.off_all_rivals, simulated.off_top_three, simulated.mutual_lift)
    seen = {
        flag.measure for attack in attacks for _ in range(20) for flag in detect(jury(rng, attack))
    }
    assert seen == set(MEASURES)


def test_the_order_of_jurors_and_subjects_does_not_matter() -> None:
    rng = np.random.default_rng(8)
    matrix = jury(rng, simulated.off_top_three)
    turn = [7, 2, 9, 0, 4, 1, 8, 3, 6, 5]
    turned = Matrix(
        tuple(matrix.jurors[j] for j in turn),
        tuple(matrix.subjects[s] for s in reversed(turn)),
        tuple(tuple(matrix.totals[j][s] for s in reversed(turn)) for j in turn),
    )
    assert named(detect(turned)) == named(detect(matrix)) != set()


def named(flags) -> set:
    return {(frozenset(f.jurors), frozenset(f.subjects), f.measure) for f in flags}


@pytest.mark.parametrize("size", [1, 2, 3])
def test_too_few_to_judge_gives_no_flag_and_no_warning(size) -> None:
    marks = np.round(np.random.default_rng(1).normal(80, 3, (size, size)), 1)
    assert detect(matrix_from(marks)) == ()


def test_equal_marks_give_no_flag() -> None:
    assert detect(matrix_from(np.full((10, 10), 80.0))) == ()


def test_an_empty_jury_gives_no_flag() -> None:
    assert detect(Matrix((), (), ())) == ()
