"""Every option of each open question is run, and told by whom it moves."""

from __future__ import annotations

from fractions import Fraction

from jiheng.scheme.open_questions import open_questions
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.score.sensitivity import option_runs
from jiheng.values.inputs import Entry, Inputs

SCHEME = resolve(Scheme.model_validate({
    "scheme": "s", "title": "s", "period": {"year": "2017"},
    "facts": {"n": {"title": "数", "type": "number", "places": "3", "max": "100"}},
    "indicators": [{"id": "1", "title": "一", "points": "100",
                    "rule": {"judged": {"of": "n", "points": "100"}}}],
    "grading": {"per": "all", "grades": [
        {"grade": "优秀", "line": "85", "quota": {"share": "40"}}, {"grade": "合格"}]},
}))  # fmt: skip
FACTS = {"甲": "84.995", "乙": "90", "丙": "60", "丁": "70"}
INPUTS = Inputs(
    tuple((name, "") for name in FACTS),
    {name: {"n": Entry(Fraction(text))} for name, text in FACTS.items()},
)


def test_the_open_questions_are_those_that_concern_the_scheme() -> None:
    assert open_questions(SCHEME) == (
        "rounding-cell", "rounding-section", "rounding-total", "line-basis", "tie-basis",
        "quota-basis", "quota-rounding", "quota-counted", "under-line", "ties-at-edge",
        "missing-interim", "not-applicable",
    )  # fmt: skip


def test_who_hangs_on_which_reading() -> None:
    runs = option_runs(SCHEME, INPUTS, questions=open_questions(SCHEME))
    moved = {
        (run.question, run.option): {one.subject: one.grade for one in run.shifts}
        for run in runs if run.shifts
    }  # fmt: skip
    assert moved == {
        ("quota-rounding", "half-up"): {"甲": ("合格", "优秀")},
        ("quota-rounding", "up"): {"甲": ("合格", "优秀")},
    }
