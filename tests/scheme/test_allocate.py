"""Points divided over rows that print none, to the last hundredth; rules made from targets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme


def _scheme(rows: dict[str, list[dict[str, Any]]], **allocation: Any) -> Scheme:
    levels = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}
    data = {
        "scheme": "p", "title": "项目", "kind": "project", "period": {"year": "2022"},
        "allocation": {"levels": levels, "execution": "10"} | allocation,
        "indicators": [
            {"id": level, "title": level, "level": level, "children": [
                {"id": f"{level}{at}", "title": f"第{at}行", "targets": [target]}
                for at, target in enumerate(targets, start=1)]}
            for level, targets in rows.items()
        ],
    }  # fmt: skip
    return resolve(Scheme.model_validate(data))


ROW = {"op": ">=", "value": "10", "unit": "次"}
FULL = {"产出指标": [ROW] * 3, "效益指标": [ROW] * 7, "满意度指标": [ROW]}


def _points(scheme: Scheme) -> list[Fraction]:
    return [leaf.points or Fraction(0) for leaf in scheme.leaves()]


def test_the_rest_goes_to_the_last_row() -> None:
    third, seventh = Fraction("16.66"), Fraction("4.28")
    assert _points(_scheme(FULL)) == [
        third, third, Fraction("16.68"), *[seventh] * 6, Fraction("4.32"), 10, 10,
    ]  # fmt: skip


def test_the_rest_goes_to_the_first_row_in_whole_points() -> None:
    points = _points(_scheme(FULL, remainder="first", places="0"))
    assert points == [18, 16, 16, 6, 4, 4, 4, 4, 4, 4, 10, 10]


@pytest.mark.parametrize(("unused", "total"), [("spread", 100), ("drop", 70)])
def test_a_level_without_rows(unused: str, total: int) -> None:
    rows = {"产出指标": [ROW] * 2, "效益指标": [{"op": "none"}], "满意度指标": [ROW]}
    assert sum(_points(_scheme(rows, unused=unused))) == total


@pytest.mark.parametrize(
    ("target", "rule", "toward"),
    [
        (ROW, "share", "more"),
        ({"op": "=", "value": "5"}, "share", "more"),
        ({"op": "<=", "value": "5"}, "share", "less"),
        ({"op": "qualitative", "text": "良好"}, "choice", None),
        ({"op": "deadline", "text": "12月"}, "steps", None),
    ],
)
def test_a_target_makes_a_rule(target: dict[str, Any], rule: str, toward: str | None) -> None:
    leaf = next(_scheme({"产出指标": [target]}).leaves())
    assert leaf.rule is not None
    assert (leaf.rule.name, getattr(leaf.rule.shape, "toward", None)) == (rule, toward)


def test_resolving_twice_changes_nothing() -> None:
    scheme = _scheme(FULL)
    assert resolve(scheme) == scheme
