"""Leave-one-out, shares and flips: fractions throughout, compared with ==."""

from fractions import Fraction

import pytest

from jiheng.fairness.flips import Flip, Lever, Line, smallest_flips
from jiheng.fairness.leave_one_out import Move, WithoutJuror, competition_ranks, leave_one_out
from jiheng.fairness.marks import Juror, Matrix
from jiheng.fairness.shares import shares
from jiheng.fairness.totals import totals_of


def peers(size) -> Matrix:
    names = tuple(f"第{n + 1}县" for n in range(size))
    jurors = tuple(Juror(f"{name}评委", "县区组", name) for name in names)
    totals = tuple(
        tuple(None if j == s else Fraction(80 + 10 * (s == 0)) for s in range(size))
        for j in range(size)
    )
    return Matrix(jurors, names, totals)


def three() -> Matrix:
    jurors = (Juror("甲", "领导组"), Juror("乙", "部门组"), Juror("丙", "部门组"))
    marks = ((90, 80), (80, 90), (None, 85))
    totals = tuple(tuple(None if m is None else Fraction(m) for m in row) for row in marks)
    return Matrix(jurors, ("东县", "西县"), totals)


HALVES = {"领导组": Fraction(1, 2), "部门组": Fraction(1, 2)}


def test_group_means_first_and_pooled() -> None:
    assert totals_of(three(), HALVES) == {"东县": 85, "西县": Fraction(335, 4)}
    assert totals_of(three()) == {"东县": 85, "西县": 85}


def test_an_empty_group_stops_the_subject() -> None:
    assert totals_of(three(), HALVES, without="乙") == {"西县": Fraction(165, 2)}
    assert totals_of(three(), HALVES, without="甲") == {}


@pytest.mark.parametrize(("size", "reach"), [(10, Fraction(10, 3)), (6, Fraction(6))])
def test_a_countys_reach(size, reach) -> None:
    found = shares(peers(size), {"县区组": Fraction(3, 10)})
    assert [100 * share.largest for share in found] == [reach] * size
    assert all(len(share.per_point) == size - 1 for share in found)
    # The first county marks all alike; the others differ by 10.
    assert [share.used for share in found] == [0, *[reach / 10] * (size - 1)]


def test_shares_of_a_subject_add_up_to_the_weights() -> None:
    for subject in ("东县", "西县"):
        assert sum(s.per_point.get(subject, 0) for s in shares(three(), HALVES)) == 1


def test_ranks_share_places() -> None:
    totals = {"东": Fraction(9), "西": Fraction(10), "南": Fraction(9), "北": Fraction(1)}
    assert competition_ranks(totals) == {"东": 2, "西": 1, "南": 2, "北": 4}


def test_the_juror_on_whom_the_first_place_hangs() -> None:
    def outcome(without):
        return totals_of(three(), without=without)

    assert leave_one_out(["甲", "乙", "丙"], outcome) == (
        WithoutJuror("甲", (Move("东县", 1, 2),), Fraction(5)),
        WithoutJuror("乙", (Move("西县", 1, 2),), Fraction(5)),
        WithoutJuror("丙", (), Fraction(0)),
    )


def test_a_result_that_no_longer_stands_has_no_rank() -> None:
    (found,) = leave_one_out(["乙"], lambda juror: totals_of(three(), HALVES, without=juror))
    assert found == WithoutJuror("乙", (Move("东县", 1, None), Move("西县", 2, 1)), Fraction(5, 4))


def test_a_difference_no_float_can_see_decides_a_rank() -> None:
    hair = Fraction(1, 10**30)
    results = {
        None: {"东": 85 + hair, "西": Fraction(85)},
        "甲": {"东": 85 - hair, "西": Fraction(85)},
    }
    (found,) = leave_one_out(["甲"], lambda juror: results[juror])
    assert found.moves == (Move("东", 1, 2), Move("西", 2, 1))


def test_the_callers_ranking_is_used() -> None:
    (found,) = leave_one_out(
        ["甲"],
        lambda juror: {"东": Fraction(1), "西": Fraction(1)},
        ranking=lambda totals: {name: place for place, name in enumerate(totals, start=1)},
    )
    assert found.moves == ()


def lever(subject, mark, *, juror="甲", weight=Fraction(1, 30), step=Fraction(1)) -> Lever:
    bounds = {"low": Fraction(0), "high": Fraction(100)}
    return Lever(juror, subject, "总分", Fraction(mark), weight, **bounds, step=step)


def test_the_smallest_change_that_flips_a_rank() -> None:
    totals = {"东": Fraction("85.10"), "西": Fraction("85.00")}
    # A tenth of a point of result is exactly 3 points of a mark that counts a thirtieth.
    down, up = smallest_flips(totals, [lever("东", 90), lever("西", 80)])
    gap = Fraction(1, 10)
    assert down == Flip("rank", "东", "西", -gap, "甲", "总分", Fraction(-3), "tie")
    assert up == Flip("rank", "西", "东", gap, "甲", "总分", Fraction(3), "tie")


def test_whole_steps_are_rounded_away_from_zero() -> None:
    totals = {"东": Fraction("85.11"), "西": Fraction("85.00")}
    (flip,) = smallest_flips(totals, [lever("西", 80)])
    assert (flip.change, flip.reaches) == (4, "pass")
    (half,) = smallest_flips(totals, [lever("西", 80, step=Fraction(1, 2))])
    assert half.change == Fraction(7, 2)


def test_a_tie_is_broken_by_one_step_either_way() -> None:
    totals = {"东": Fraction(85), "西": Fraction(85)}
    flips = smallest_flips(totals, [lever("东", 90)])
    assert [(flip.change, flip.reaches) for flip in flips] == [(1, "pass"), (-1, "pass")]


def test_a_line_is_reached_at_it_and_lost_only_below() -> None:
    line = Line("优秀", Fraction(85))
    (reached,) = smallest_flips({"东": Fraction("84.9")}, [lever("东", 80)], lines=[line])
    assert (reached.what, reached.against, reached.change) == ("grade", "优秀", 3)
    (lost,) = smallest_flips({"东": Fraction("85.1")}, [lever("东", 80)], lines=[line])
    assert (lost.gap, lost.change) == (Fraction(-1, 10), -4)
    (at,) = smallest_flips({"东": Fraction(85)}, [lever("东", 80)], lines=[line])
    assert (at.gap, at.change) == (0, -1)


def test_a_mark_at_its_bound_cannot_move_and_the_heaviest_needs_least() -> None:
    totals = {"东": Fraction("85.1"), "西": Fraction(85)}
    full = lever("西", 100)
    assert smallest_flips(totals, [full]) == ()
    heavy = lever("西", 80, juror="乙", weight=Fraction(2, 30))
    (flip,) = smallest_flips(totals, [full, lever("西", 80), heavy])
    assert (flip.juror, flip.change) == ("乙", 2)


def test_the_flip_does_flip() -> None:
    matrix = peers(4)
    weights = {"县区组": Fraction(3, 10)}
    totals = totals_of(matrix, weights)
    (down,) = [
        flip
        for flip in smallest_flips(totals, [lever("第1县", 90, weight=Fraction(1, 10))])
        if flip.what == "rank"
    ]
    changed = dict(totals)
    changed["第1县"] += down.change * Fraction(1, 10)
    assert competition_ranks(totals)["第2县"] == 2
    assert competition_ranks(changed)["第2县"] == 1


def test_a_weight_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="应大于 0"):
        smallest_flips({"东": Fraction(1)}, [lever("东", 1, weight=Fraction(0))])
