"""Every rule has its cases; whole numbers and fractions agree; the sentence states the points given."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from jiheng.files.yaml import read_yaml
from jiheng.rules.rule_box import RULES, RuleBox
from jiheng.rules.wording import YES_NO, Wording, points_text
from jiheng.score.prepare import scaled

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
LEVELS = ("达成", "部分达成", "未达成")
WORDS = Wording(
    titles={"n": "数量", "m": "个数", "a": "甲", "b": "乙", "level": "程度", "within": "位置"},
    units={"n": "家", "m": "个", "a": YES_NO, "b": YES_NO, "within": "%"},
    options={"level": LEVELS},
)
UNIT = 1000


def _box(data: dict[str, Any]) -> RuleBox:
    box = RuleBox.model_validate(data["rule"])
    if box.choice is None:
        return box
    coded = tuple(
        level.model_copy(update={"code": LEVELS.index(level.level)}) for level in box.choice.levels
    )
    return box.model_copy(update={"choice": box.choice.model_copy(update={"levels": coded})})


CASES = [
    pytest.param(_box(data), case, id=f"{path.stem}: {case['facts']}")
    for path in FILES
    for data in [read_yaml(path).data]
    for case in data["cases"]
]


def _facts(case: dict[str, Any]) -> dict[str, Fraction]:
    return {
        name: Fraction(LEVELS.index(text)) if text in LEVELS else Fraction(text)
        for name, text in case["facts"].items()
    }


@pytest.mark.parametrize(("box", "case"), CASES)
def test_points(box: RuleBox, case: dict[str, Any]) -> None:
    assert box.shape.score(_facts(case)) == Fraction(case["score"])


@pytest.mark.parametrize(("box", "case"), CASES)
def test_whole_numbers_agree(box: RuleBox, case: dict[str, Any]) -> None:
    facts = {
        name: int(value) if name == "level" else int(value * UNIT)
        for name, value in _facts(case).items()
    }
    assert Fraction(scaled(box.shape, UNIT).score(facts)) / UNIT == Fraction(case["score"])


@pytest.mark.parametrize(("box", "case"), CASES)
def test_the_sentence_states_the_points(box: RuleBox, case: dict[str, Any]) -> None:
    told = box.shape.why(_facts(case), WORDS).sentence
    assert points_text(Fraction(case["score"])) in told
    assert told == case.get("why", told)


def test_every_rule_has_cases() -> None:
    told = {next(iter(read_yaml(path).data["rule"])) for path in FILES}
    assert told == set(RULES)


@pytest.mark.parametrize(("box", "case"), CASES)
def test_top_is_never_passed(box: RuleBox, case: dict[str, Any]) -> None:
    top = box.shape.top()
    assert top is None or Fraction(case["score"]) <= top
