"""Issuing writes every reading out, and refuses what could still change a grade."""

from __future__ import annotations

from typing import Any

import pytest

from jiheng.scheme.issue import issue
from jiheng.scheme.open_questions import open_questions
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Refused


def _scheme(**readings: str) -> Scheme:
    data: dict[str, Any] = {
        "scheme": "s", "title": "办法", "period": {"year": "2017"},
        "facts": {"n": {"title": "数"}},
        "indicators": [{"id": "1", "title": "一", "points": "100",
                        "rule": {"per": {"of": "n", "each": "1", "quantum": "2", "cap": "100"}}}],
        "grading": {"grades": [{"grade": "优秀", "line": "85", "quota": {"share": "30"}},
                               {"grade": "合格"}]},
        "readings": {name: {"chosen": option} for name, option in readings.items()},
    }  # fmt: skip
    return resolve(Scheme.model_validate(data))


DECIDED = {
    name: QUESTIONS[name].default
    for name in ("line-basis", "tie-basis", "quota-basis", "quota-rounding", "quota-counted",
                 "under-line", "ties-at-edge", "not-applicable", "steps", "rounding-cell",
                 "rounding-section", "rounding-total")
}  # fmt: skip


def test_undecided_questions_are_all_told() -> None:
    with pytest.raises(Refused) as refused:
        issue(_scheme())
    told = {problem.place for problem in refused.value.problems}
    assert told == {f"readings.{name}" for name in DECIDED}


@pytest.mark.parametrize("left", DECIDED)
def test_one_undecided_question_is_enough_to_refuse(left: str) -> None:
    rest = {name: option for name, option in DECIDED.items() if name != left}
    with pytest.raises(Refused) as refused:
        issue(_scheme(**rest))
    assert [problem.place for problem in refused.value.problems] == [f"readings.{left}"]


def test_issued_leaves_nothing_open() -> None:
    issued = issue(_scheme(**DECIDED))
    assert open_questions(issued.scheme) == ("missing-interim",)
    assert issued.scheme.readings["missing-interim"].chosen == "unranked"


def test_a_default_taken_and_a_default_chosen_hash_apart_only_by_who_decided() -> None:
    one, other = issue(_scheme(**DECIDED)), issue(_scheme(**DECIDED | {"rounding-total": "1"}))
    assert one.digest != other.digest
