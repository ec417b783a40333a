"""Ranks, places, grades, vetoes and honours of the second program, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.check.tiny import Node, bundle, column, counted, readings

NAMES = "甲乙丙丁戊己"


def graded(totals: list[str], grades: list[Node], **more: Any) -> Node:
    """Subjects with these totals, and a yes-no fact `v` for a veto."""
    vetoed = more.pop("vetoed", "")
    facts = {
        name: {"a": total, "v": "1" if name in vetoed else "0"}
        for name, total in zip(NAMES, totals, strict=False)
    }
    scheme: Node = {"grading": {"grades": [*grades, {"grade": "合格"}], **more.pop("grading", {})}}
    scheme["readings"] = readings(**more.pop("chosen", {}))
    scheme |= more
    return bundle([counted("a", "1000")], facts, scheme=scheme)


def marks(data: Node) -> str:
    """The first sign of every grade: 优 or 合; `-` without one."""
    return "".join((grade or "-")[0] for grade in column(data, "grade"))


@pytest.mark.parametrize(
    ("total", "grade", "chosen", "grades"),
    [
        ("84.995", "良", {}, "优"),
        ("84.994", "良", {}, "合"),
        ("84.995", "良", {"line_basis": "exact"}, "合"),
        ("85", "良", {"line_basis": "exact"}, "优"),
        ("84.5", "良", {"rounding_total": "0"}, "优"),
        ("84.9999", "良", {"rounding_total": "exact"}, "合"),
    ],
)
def test_a_line_looks_at_the_total_that_is_chosen(
    total: str, grade: str, chosen: Node, grades: str
) -> None:
    whole = {"per": {"of": "a", "each": "1", "steps": "pro-rata"}}
    data = graded([total], [{"grade": "优秀", "line": "85"}], chosen=chosen)
    data["scheme"]["indicators"][0]["rule"] = whole
    assert marks(data) == grades


def test_beyond_a_line_is_above_it() -> None:
    assert marks(graded(["86", "85"], [{"grade": "优秀", "line": "85", "beyond": True}])) == "优合"


@pytest.mark.parametrize(
    ("totals", "quota", "chosen", "grades"),
    [
        (["9", "8", "7", "6"], {"places": "2"}, {}, "优优合合"),
        (["9", "8", "8", "6"], {"places": "2"}, {}, "优优优合"),
        (["9", "8", "8", "6"], {"places": "2"}, {"ties_at_edge": "all-out"}, "优合合合"),
        (["9", "8", "8", "6"], {"places": "3"}, {"ties_at_edge": "all-out"}, "优优优合"),
        (["9", "8", "7", "6"], {"share": "40"}, {}, "优合合合"),
        (["9", "8", "7", "6"], {"share": "40"}, {"quota_rounding": "half-up"}, "优优合合"),
        (["9", "8", "7", "6"], {"share": "30"}, {"quota_rounding": "half-up"}, "优合合合"),
        (["9", "8", "7", "6"], {"share": "30"}, {"quota_rounding": "up"}, "优优合合"),
        (["9", "8"], {"places": "0"}, {}, "合合"),
    ],
)
def test_places_go_down_the_order(
    totals: list[str], quota: Node, chosen: Node, grades: str
) -> None:
    assert marks(graded(totals, [{"grade": "优秀", "quota": quota}], chosen=chosen)) == grades


@pytest.mark.parametrize(("under_line", "grades"), [("lost", "优合"), ("passed-on", "优优")])
def test_a_place_under_a_floor_is_lost_or_passed_on(under_line: str, grades: str) -> None:
    """乙 stands second but misses the floor of section b; 丙 stands third and clears it."""
    data = graded(
        ["90", "80", "70"],
        [{"grade": "优秀", "quota": {"places": "2"}, "floors": [{"section": "b", "share": "50"}]}],
        chosen={"under_line": under_line},
    )
    data["scheme"]["indicators"].append(counted("b", "10"))
    for name, value in zip(NAMES, ("9", "4", "5"), strict=False):
        data["facts"][name]["b"] = value
    data["scheme"]["facts"]["b"] = {"title": "b"}
    assert marks(data) == grades[0] + "合" + grades[1]


@pytest.mark.parametrize(
    ("counted_on", "grades"), [("listed", "优优"), ("assessed", "优合"), ("not-vetoed", "合合")]
)
def test_a_quota_is_a_share_of_those_counted(counted_on: str, grades: str) -> None:
    """Half of four listed, of three assessed, of one that no veto met."""
    data = graded(
        ["9", "8", "7"],
        [{"grade": "优秀", "quota": {"share": "50"}}],
        vetoed="丙",
        vetoes=[{"id": "v", "when": {"fact": "v"}, "grade": "合格"}],
        chosen={"quota_counted": counted_on},
    )
    data["scheme"]["categories"][0]["subjects"].append("丁")
    if counted_on == "not-vetoed":
        data["facts"]["乙"]["v"] = "1"
    assert marks(data)[:2] == grades


@pytest.mark.parametrize(
    ("keeps", "under_line", "grades", "ranks"),
    [
        (False, "lost", "合优合", [None, 1, 2]),
        (True, "lost", "合合合", [1, 2, 3]),
        (True, "passed-on", "合优合", [1, 2, 3]),
    ],
)
def test_a_vetoed_subject_takes_no_place_but_may_keep_it_from_others(
    keeps: bool, under_line: str, grades: str, ranks: list[int | None]
) -> None:
    data = graded(
        ["9", "8", "7"],
        [{"grade": "优秀", "quota": {"places": "1"}}],
        vetoed="甲",
        vetoes=[{"id": "v", "when": {"fact": "v"}, "grade": "合格", "keeps-place": keeps}],
        chosen={"under_line": under_line},
    )
    assert marks(data) == grades
    assert column(data, "rank") == ranks
    assert column(data, "total") == ["9", "8", "7"]
    assert column(data, "grade_by_score")[0] == "优秀"
    assert column(data, "vetoed") == [["v"], [], []]


def test_a_veto_can_make_the_total_nothing_and_keeps_what_was_reached() -> None:
    vetoes = [{"id": "v", "when": {"fact": "v"}, "total": "0", "keeps-place": True}]
    data = graded(["9", "8"], [{"grade": "优秀", "line": "5"}], vetoed="甲", vetoes=vetoes)
    assert column(data, "total") == ["0", "8"]
    assert column(data, "base") == ["9", "8"]
    assert column(data, "rank") == [2, 1]
    assert (marks(data), column(data, "grade_by_score")[0]) == ("合优", "优秀")


def test_a_veto_beats_what_is_missing_and_one_nobody_answered_is_open() -> None:
    vetoes = [{"id": "v", "when": {"fact": "v"}, "grade": "合格"}]
    data = graded(["9", "8"], [{"grade": "优秀", "line": "5"}], vetoed="甲", vetoes=vetoes)
    data["facts"]["甲"]["a"] = None
    data["facts"]["乙"]["v"] = None
    assert column(data, "total") == [None, "8"]
    assert marks(data) == "合优"
    assert column(data, "open_vetoes") == [[], ["v"]]


def test_ranks_count_equals_and_the_chain_parts_them() -> None:
    data = graded(["9", "8", "8", "7"], [])
    assert column(data, "rank") == [1, 2, 2, 4]
    data["scheme"]["bonus"] = {"items": [counted("v", "1")]}
    data["scheme"]["indicators"][0]["rule"]["per"]["of"] = ["a"]
    for name, bonus, base in zip(NAMES, "0101", "9786", strict=False):
        data["facts"][name] |= {"v": bonus, "a": base}
    assert column(data, "rank") == [1, 2, 2, 4]  # 9, 7+1, 8, 6+1
    data["scheme"]["grading"]["tie-break"] = ["base"]
    assert column(data, "rank") == [1, 3, 2, 4]


@pytest.mark.parametrize(("reading", "ranks"), [("unranked", [1, None]), ("as-known", [2, 1])])
def test_who_is_unfinished_is_ranked_only_if_the_scheme_says_so(
    reading: str, ranks: list[int | None]
) -> None:
    data = graded(["8", "9"], [{"grade": "优秀", "line": "5"}], chosen={"missing_interim": reading})
    data["scheme"]["indicators"].append(counted("b", "1"))
    data["scheme"]["facts"]["b"] = {"title": "b"}
    data["facts"]["甲"]["b"] = "0"
    assert column(data, "rank") == ranks
    assert marks(data) == "优-"


def test_a_line_without_bonus_looks_at_the_base() -> None:
    bonus = {"items": [counted("v", "5")]}
    chosen = {"line_bonus": "without"}
    grades = [{"grade": "优秀", "line": "10"}]
    assert marks(graded(["9", "10"], grades, vetoed="甲", bonus=bonus)) == "优优"
    assert marks(graded(["9", "10"], grades, vetoed="甲", bonus=bonus, chosen=chosen)) == "合优"


def test_honours_go_to_the_first_ranks_and_never_to_the_vetoed() -> None:
    honours = [
        {"title": "先进", "top": "2"},
        {"title": "标兵", "top": "3", "per": "category", "grades": ["优秀"]},
    ]
    vetoes = [{"id": "v", "when": {"fact": "v"}, "grade": "合格", "keeps-place": True}]
    data = graded(
        ["9", "8", "7"],
        [{"grade": "优秀", "line": "8"}],
        vetoed="甲",
        vetoes=vetoes,
        honours=honours,
    )
    assert column(data, "honours") == [[], ["先进", "标兵"], []]
