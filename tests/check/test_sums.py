"""Sections, base, bonus, jury and ledger of the second program, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from check.jiheng_check import outcome_of
from tests.check.tiny import Node, bundle, clause, column, counted, readings, subjects_of

NEVER = {"fact": "no"}


def section(name: str, *children: Node, **more: Any) -> Node:
    return {"id": name, "title": name, "children": list(children), **more}


@pytest.mark.parametrize(
    ("reading", "cell", "section_score", "base"),
    [("rescale", None, "5", "15"), ("full", "6", "8", "18")],
)
def test_what_does_not_apply_is_left_out_or_full(
    reading: str, cell: str | None, section_score: str, base: str
) -> None:
    """2 of the 4 points that apply stand for 5 of all 10; or 2 and the full 6."""
    tree = [section("1", counted("a", "4"), counted("b", "6", applies=NEVER)), counted("c", "10")]
    chosen = {"readings": readings(not_applicable=reading)}
    facts = {"甲": {"a": "2", "b": "1", "c": "10", "no": "0"}}
    one = subjects_of(bundle(tree, facts, scheme=chosen))[0]
    left_out = {"id": "b", "state": "not-applicable", "computed": None, "score": cell}
    assert one["cells"][1] == left_out
    assert one["sections"] == [{"id": "1", "state": "known", "score": section_score}]
    assert one["base"] == base


def test_a_section_left_out_brings_the_base_back_to_its_points() -> None:
    tree = [section("1", counted("a", "20"), applies=NEVER), counted("b", "80")]
    one = subjects_of(bundle(tree, {"甲": {"a": "9", "b": "60", "no": "0"}}))[0]
    assert one["sections"] == [{"id": "1", "state": "not-applicable", "score": None}]
    assert one["total_exact"] == "75"


def test_caps_and_rounding_of_sections_come_before_the_base() -> None:
    third = {"share": {"of": "a", "over": "3", "points": "1"}}
    tree = [
        section("1", clause("1.1", "1", third)),
        section("2", counted("b", "9"), cap="5"),
        clause("3", "1", third),
    ]
    chosen = {"readings": readings(rounding_section="1")}
    one = subjects_of(bundle(tree, {"甲": {"a": "1", "b": "9"}}, scheme=chosen))[0]
    assert [part["score"] for part in one["sections"]] == ["0.3", "5"]
    assert [part["score"] for part in one["cells"]] == ["1/3", "9", "1/3"]
    assert one["base"] == "5.6"


def test_three_thirds_of_85_reach_the_line() -> None:
    third = {"share": {"of": "a", "over": "3", "points": "85"}}
    tree = [clause(name, "85", third) for name in ("1", "2", "3")]
    grades = {"grading": {"grades": [{"grade": "优秀", "line": "85"}, {"grade": "合格"}]}}
    chosen = {"readings": readings(line_basis="exact")}
    data = bundle(tree, {"甲": {"a": "1"}}, scheme=grades | chosen)
    assert column(data, "total_exact") == ["85"]
    assert column(data, "grade") == ["优秀"]


def test_an_unfinished_subject_has_no_total() -> None:
    tree = [section("1", counted("a", "4"), counted("b", "6"))]
    bonus = {
        "items": [
            counted("d", "3"),
            {"id": "e", "title": "e", "rule": {"per": {"of": "d", "each": "1"}}},
        ]
    }
    data = bundle(tree, {"甲": {"a": "3", "b": None, "d": "2"}}, scheme={"bonus": bonus})
    one = subjects_of(data)[0]
    assert (one["base"], one["bonus"], one["total"], one["rank"]) == (None, "4", None, None)
    assert (one["known"], one["at_most"], one["missing"]) == ("7", "13", ["b"])


def test_an_open_bonus_that_nothing_bounds_has_no_most() -> None:
    open_bonus = {"id": "e", "title": "e", "rule": {"per": {"of": "d", "each": "1"}}}
    facts = {"甲": {"a": "1", "d": None}}
    free = bundle([counted("a", "4")], facts, scheme={"bonus": {"items": [open_bonus]}})
    capped = bundle(
        [counted("a", "4")], facts, scheme={"bonus": {"items": [open_bonus], "cap": "7"}}
    )
    assert (column(free, "at_most"), column(capped, "at_most")) == ([None], ["8"])


def test_a_settled_score_stands_above_everything_and_destroys_nothing() -> None:
    settled = {"甲": {"a": {"score": "2.5", "reason": "核实"}, "b": {"score": "1", "reason": "补"}}}
    data = bundle(
        [counted("a", "4"), counted("b", "4")], {"甲": {"a": "3", "b": None}}, settled=settled
    )
    one = subjects_of(data)[0]
    assert [part["computed"] for part in one["cells"]] == ["3", None]
    assert (one["total"], one["missing"]) == ("3.5", [])


def test_a_scheme_that_scores_nothing_gives_no_total() -> None:
    one = subjects_of(bundle([{"id": "1", "title": "1", "points": "3"}], {"甲": {}}))[0]
    assert (one["cells"][0]["state"], one["total"], one["missing"]) == ("not-applicable", None, [])


# ---------------------------------------------------------------- jury

GROUPS = [{"id": "g", "title": "g", "weight": "40"}, {"id": "h", "title": "h", "weight": "60"}]
JUDGED = clause("1", "10", {"judged": {"by": "jury", "of": "jury:1", "points": "10"}})


def juried(marks: dict[str, str], jury: Node, **chosen: str) -> Any:
    """Jurors `g1`, `g2`, `h1` …; `h9` belongs to the subject itself."""
    jurors = [
        {"name": name, "group": name[0], "unit": "甲" if name == "h9" else ""} for name in marks
    ]
    given = [
        {"juror": name, "subject": "甲", "indicator": "1", "mark": mark}
        for name, mark in marks.items()
    ]
    scheme = {"jury": {"groups": GROUPS, **jury}, "readings": readings(**chosen)}
    data = bundle([JUDGED], {"甲": {}}, scheme=scheme, jurors=jurors, marks=given)
    return subjects_of(data)[0]["jury"]["1"]


@pytest.mark.parametrize(
    ("marks", "jury", "chosen", "result"),
    [
        ({"g1": "8", "g2": "6", "h1": "5"}, {}, {}, "5.8"),
        ({"g1": "8", "g2": "6", "h1": "5"}, {}, {"jury_order": "pooled"}, "19/3"),
        ({"g1": "8", "h1": "5", "h9": "10"}, {}, {}, "6.2"),
        ({"g1": "8", "h1": "5", "h9": "10"}, {"recusal": "none"}, {}, "7.7"),
        ({"g1": "8", "h9": "10"}, {}, {}, None),
        ({"g1": "8", "h9": "10"}, {}, {"empty_group": "reweigh"}, "8"),
        ({"g1": "8", "g2": "6", "h1": "5"}, {"quorum": "2"}, {"empty_group": "reweigh"}, "7"),
        ({"g1": "1", "g2": "6", "g3": "9", "h1": "5"}, {}, {"trimming": "1"}, "5.4"),
        ({"g1": "1", "g2": "6", "h1": "5"}, {}, {"trimming": "1"}, "4.4"),
        ({"g1": "1", "g2": "6", "h1": "5"}, {}, {"trimming": "1", "jury_order": "pooled"}, "5"),
        ({"h9": "10"}, {}, {"empty_group": "reweigh"}, None),
    ],
)
def test_marks_become_a_fact(
    marks: dict[str, str], jury: Node, chosen: dict[str, str], result: str | None
) -> None:
    assert juried(marks, jury, **chosen) == result


# ---------------------------------------------------------------- ledger

KINDS = [
    {"kind": "表彰", "levels": {"国家级": "10", "省部级": "5"}},
    {"kind": "专利", "of": "person", "points": "2"},
]


def claim(number: str, **more: Any) -> Node:
    usual = {"subject": "甲", "indicator": "b", "kind": "表彰", "level": "省部级", "work": number}
    return {**usual, "award": "奖", "year": 2017, "number": number, "persons": 3, **more}


@pytest.mark.parametrize(
    ("rule", "claims", "lines", "bonus"),
    [
        ({}, [claim("1"), claim("2", kind="专利")], [("5", None), ("6", None)], "11"),
        ({"cap": "8"}, [claim("1"), claim("2", kind="专利")], [("5", None), ("6", None)], "8"),
        ({}, [claim("1", kind="其他"), claim("2", level="县级")], [(None, "tariff")] * 2, "0"),
        ({}, [claim("1", year=2018), claim("2", year=2016)], [(None, "year")] * 2, "0"),
        (
            {"carry": "1"},
            [claim("1", year=2016), claim("2", year=2015)],
            [("5", None), (None, "year")],
            "5",
        ),
        ({}, [claim("用过")], [(None, "used")], "0"),
        ({}, [claim("1"), claim("1", work="另")], [("5", None), (None, "repeated")], "5"),
        ({}, [claim("1"), claim("2", work="1")], [("5", None), (None, "highest")], "5"),
        (
            {},
            [claim("1"), claim("2", work="1", level="国家级")],
            [(None, "highest"), ("10", None)],
            "10",
        ),
        ({"highest": "none"}, [claim("1"), claim("2", work="1")], [("5", None), ("5", None)], "10"),
        (
            {"highest": "kind"},
            [claim("1"), claim("2", work="1", kind="专利")],
            [("5", None), ("6", None)],
            "11",
        ),
        (
            {"highest": "scheme"},
            [claim("1"), claim("2", work="1", indicator="b2")],
            [("5", None), (None, "highest")],
            "5",
        ),
        ({}, [claim("1"), claim("2", work="1", indicator="b2")], [("5", None), ("5", None)], "10"),
        (
            {},
            [claim("", work="甲作"), claim("", work="甲作")],
            [("5", None), (None, "repeated")],
            "5",
        ),
    ],
)
def test_each_claim_counts_or_is_rejected_for_a_reason(
    rule: Node, claims: list[Node], lines: list[tuple[str | None, str | None]], bonus: str
) -> None:
    items = [
        {
            "id": name,
            "title": name,
            "rule": {"awards": {"of": f"awards:{name}", "kinds": KINDS, **rule}},
        }
        for name in ("b", "b2")
    ]
    used = [claim("用过", indicator="")]
    data = bundle([], {"甲": {}}, scheme={"bonus": {"items": items}}, claims=claims, used=used)
    found = outcome_of(data)
    assert [(line["counted"], line["rejected"]) for line in found["ledger"]] == lines
    assert found["subjects"][0]["bonus"] == bonus
