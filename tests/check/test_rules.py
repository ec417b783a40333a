"""Every rule of the second program on its edges; the scores were worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.check.tiny import cell, readings

Node = dict[str, Any]

BANDS = {
    "of": "a",
    "rows": [
        {"from": "30", "points": "2"},
        {"above": "20", "below": "30", "points": "1"},
        {"above": {"fact": "t"}, "to": "20", "points": "0.5"},
    ],
    "otherwise": "0.1",
}
MORE = {"of": "a", "over": "60", "points": "10", "pass": "50"}
LESS = {"of": "a", "over": "60", "points": "10", "toward": "less", "pass": "50"}
STEPS = {
    "rows": [
        {"when": {"all": [{"fact": "a"}, {"fact": "b", "op": ">=", "value": "2"}]}, "points": "1"},
        {
            "when": {"any": [{"fact": "a"}, {"not": {"fact": "b", "op": "<", "value": "5"}}]},
            "points": "0.5",
        },
    ]
}
CHOICE = {
    "of": "a",
    "share": "b",
    "levels": [
        {"level": "优", "points": "10", "code": 0},
        {"level": "良", "low": "6", "high": "9", "code": 1},
    ],
}
PARTS = {
    "cap": "5",
    "floor": "-1",
    "of": [{"fixed": {"points": "-3"}}, {"parts": {"of": [{"per": {"of": "a", "each": "2"}}]}}],
}


@pytest.mark.parametrize(
    ("rule", "facts", "score"),
    [
        ({"bands": BANDS}, {"a": "30", "t": "5"}, "2"),
        ({"bands": BANDS}, {"a": "29.99", "t": "5"}, "1"),
        ({"bands": BANDS}, {"a": "20", "t": "5"}, "0.5"),
        ({"bands": BANDS}, {"a": "5", "t": "5"}, "0.1"),
        ({"bands": {**BANDS, "of": ["a", "t"]}}, {"a": "25", "t": "5"}, "2"),
        ({"steps": STEPS}, {"a": "1", "b": "2"}, "1"),
        ({"steps": STEPS}, {"a": "1", "b": "1"}, "0.5"),
        ({"steps": STEPS}, {"a": "0", "b": "5"}, "0.5"),
        ({"steps": STEPS}, {"a": "0", "b": "4"}, "0"),
        ({"per": {"of": "a", "each": "0.4", "quantum": "10"}}, {"a": "29.9"}, "0.8"),
        (
            {"per": {"of": "a", "each": "0.4", "quantum": "10", "steps": "pro-rata"}},
            {"a": "29.9"},
            "1.196",
        ),
        ({"per": {"of": "a", "each": "1", "beyond": "3"}}, {"a": "2"}, "0"),
        ({"per": {"of": "a", "each": "1", "beyond": "3", "cap": "2"}}, {"a": "9"}, "2"),
        ({"per": {"of": "a", "each": "-2", "start": "10", "floor": "0"}}, {"a": "4"}, "2"),
        ({"per": {"of": "a", "each": "-2", "start": "10", "floor": "0"}}, {"a": "6"}, "0"),
        ({"per": {"of": ["a", "b"], "each": "1"}}, {"a": "1", "b": "1"}, "2"),
        ({"share": MORE}, {"a": "60"}, "10"),
        ({"share": MORE}, {"a": "59"}, "59/6"),
        ({"share": MORE}, {"a": "30"}, "5"),
        ({"share": MORE}, {"a": "29"}, "0"),
        ({"share": MORE}, {"a": "-1"}, "0"),
        ({"share": {**MORE, "over": "0"}}, {"a": "5"}, "0"),
        ({"share": {**MORE, "over": {"fact": "t"}}}, {"a": "5", "t": "0"}, "0"),
        ({"share": LESS}, {"a": "60"}, "10"),
        ({"share": LESS}, {"a": "0"}, "10"),
        ({"share": LESS}, {"a": "90"}, "20/3"),
        ({"share": LESS}, {"a": "120"}, "5"),
        ({"share": LESS}, {"a": "121"}, "0"),
        ({"share": {**LESS, "over": "0"}}, {"a": "0"}, "10"),
        ({"share": {**LESS, "over": "0"}}, {"a": "1"}, "0"),
        ({"choice": CHOICE}, {"a": "0", "b": "50"}, "10"),
        ({"choice": CHOICE}, {"a": "1", "b": "50"}, "7.5"),
        ({"choice": CHOICE}, {"a": "2", "b": "50"}, "0"),
        ({"judged": {"of": "a", "points": "5"}}, {"a": "6"}, "5"),
        ({"judged": {"of": "a", "points": "5"}}, {"a": "-1"}, "0"),
        ({"judged": {"of": "a", "points": "5", "out-of": "100"}}, {"a": "85"}, "4.25"),
        ({"fixed": {"points": "3"}}, {}, "3"),
        ({"parts": PARTS}, {"a": "2"}, "1"),
        ({"parts": PARTS}, {"a": "0"}, "-1"),
        ({"parts": PARTS}, {"a": "99"}, "5"),
    ],
)
def test_a_rule_gives_what_its_page_says(rule: Node, facts: Node, score: str) -> None:
    found = cell(rule, facts)
    assert (found["state"], found["score"]) == ("known", score)


def test_without_steps_the_reading_decides() -> None:
    rule = {"per": {"of": "a", "each": "1", "quantum": "2"}}
    chosen = {"readings": readings(steps="pro-rata")}
    assert cell(rule, {"a": "3"})["score"] == "1"
    assert cell(rule, {"a": "3"}, scheme=chosen)["score"] == "1.5"


@pytest.mark.parametrize(
    ("places", "value", "score"),
    [("2", "2.345", "2.35"), ("2", "-2.345", "-2.35"), ("0", "0.5", "1"), ("exact", "0.5", "0.5")],
)
def test_cells_are_rounded_half_up_away_from_zero(places: str, value: str, score: str) -> None:
    chosen = {"readings": readings(rounding_cell=places)}
    assert cell({"fixed": {"points": value}}, {}, scheme=chosen)["score"] == score


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ({"a": "1", "b": None}, "missing"),
        ({"a": "1"}, "missing"),
        ({"a": {"state": "pending"}, "b": None}, "pending"),
        ({"a": {"state": "pending"}, "b": {"state": "refused"}}, "refused"),
        ({"a": {"state": "not-applicable"}, "b": {"state": "refused"}}, "not-applicable"),
        ({"a": "0", "b": "0"}, "known"),
    ],
)
def test_what_is_not_known_decides_the_state(entries: Node, state: str) -> None:
    rule = {"parts": {"of": [{"per": {"of": "a", "each": "1"}}, {"per": {"of": "b", "each": "1"}}]}}
    declared = {"facts": {"a": {"title": "a"}, "b": {"title": "b"}}}
    assert cell(rule, entries, scheme=declared)["state"] == state


@pytest.mark.parametrize(
    ("of", "over", "found"),
    [
        ("3", "4", ("known", "75")),
        ("1", "3", ("known", "100/3")),
        ("3", "0", ("not-applicable", None)),
        (None, {"state": "pending"}, ("missing", None)),
        ("3", {"state": "pending"}, ("pending", None)),
    ],
)
def test_a_ratio_is_two_numbers(of: Any, over: Any, found: tuple[str, str | None]) -> None:
    declared = {name: {"title": name} for name in ("of", "over")} | {
        "rate": {"title": "率", "type": "percent", "ratio": {"of": "of", "over": "over"}}
    }
    rule = {"per": {"of": "rate", "each": "1", "steps": "pro-rata"}}
    got = cell(rule, {"of": of, "over": over}, scheme={"facts": declared})
    assert (got["state"], got["score"]) == found


@pytest.mark.parametrize(
    ("given", "score"),
    [({"甲": "3", "c": "4", "*": "5"}, "3"), ({"c": "4", "*": "5"}, "4"), ({"*": "5"}, "5")],
)
def test_the_method_sets_a_value_for_subject_category_or_all(given: Node, score: str) -> None:
    declared = {"facts": {"t": {"title": "目标", "given": given}}}
    assert cell({"per": {"of": "t", "each": "1"}}, {}, scheme=declared)["score"] == score
