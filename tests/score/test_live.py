"""One subject live: the very cells, sentences and sums of `assess`; and what is answered of what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from jiheng.files.inputs import read_inputs
from jiheng.files.scheme_yaml import load_scheme
from jiheng.scheme.load import scheme_of
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.score.bundle import inputs_of
from jiheng.score.explain import explain
from jiheng.score.live import LiveClause, Progress, live, live_clause
from jiheng.score.outcome import assess
from jiheng.score.prepare import Prepared, prepare
from jiheng.values.inputs import Entry, Inputs
from jiheng.values.placed import Placed
from tests.score.generator import draw

HOUSE = Path(__file__).parents[2]
SAMPLES = sorted(path.name for path in (HOUSE / "samples").iterdir() if path.is_dir())

Answers = Mapping[str, Entry]


@cache
def sample(name: str) -> tuple[Prepared, Inputs]:
    scheme = load_scheme(HOUSE / "schemes" / name)
    return prepare(scheme), read_inputs(scheme, HOUSE / "samples" / name).inputs


def partly(inputs: Inputs, random: Random) -> Inputs:
    """The same with answers, claims and marks left out, and some answers in another state."""

    def answers(entries: Answers) -> dict[str, Entry]:
        kept = {name: one for name, one in entries.items() if random.random() < 0.7}
        for name in random.sample(sorted(kept), len(kept) // 8):
            kept[name] = Entry(None, random.choice(["pending", "refused", "not-applicable"]))
        return kept

    return replace(
        inputs,
        facts={subject: answers(entries) for subject, entries in inputs.facts.items()},
        claims=tuple(one for one in inputs.claims if random.random() < 0.7),
        marks=tuple(one for one in inputs.marks if random.random() < 0.9),
    )


def hold_against_assess(prepared: Prepared, inputs: Inputs) -> None:
    outcome = assess(prepared.scheme, inputs, prepared=prepared)
    for one in outcome.subjects:
        now = live(prepared, inputs, subject=one.name)
        unranked = {"rank": None, "grade": None, "grade_by_score": None, "honours": (), "seats": {}}
        assert now.one == replace(one, **unranked)
        assert now.lines == tuple(line for line in outcome.ledger if line.claim.subject == one.name)
        told = explain(outcome, one.name)
        assert tuple(clause.told for clause in now.clauses.values()) == told
        for clause in now.clauses.values():
            alone = live_clause(prepared, inputs, subject=one.name, clause=clause.id)
            assert alone == clause


@pytest.mark.parametrize("name", SAMPLES)
def test_live_is_what_assess_says_of_every_sample(name: str) -> None:
    prepared, inputs = sample(name)
    hold_against_assess(prepared, inputs)
    for seed in range(3):
        hold_against_assess(prepared, partly(inputs, Random(seed)))


def test_live_is_what_assess_says_of_random_schemes() -> None:
    for seed in range(40):
        drawn = draw(seed)
        scheme = resolve(Scheme.model_validate(drawn.scheme))
        inputs = inputs_of({"scheme": {}, **drawn.inputs})
        hold_against_assess(prepare(scheme), partly(inputs, Random(seed)))


def of_one(inputs: Inputs, subject: str) -> Inputs:
    """What the site holds of one subject: nothing of the others."""
    return Inputs(
        subjects=tuple(one for one in inputs.subjects if one[0] == subject),
        facts={subject: inputs.facts.get(subject, {})},
        claimed={subject: inputs.claimed.get(subject, {})},
        settled={subject: inputs.settled.get(subject, {})},
        jurors=inputs.jurors,
        marks=tuple(one for one in inputs.marks if one.subject == subject),
        claims=tuple(one for one in inputs.claims if one.subject == subject),
        used=tuple(one for one in inputs.used if one.subject == subject),
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_others_need_not_be_there(name: str) -> None:
    prepared, inputs = sample(name)
    for subject, _ in inputs.subjects:
        alone = live(prepared, of_one(inputs, subject), subject=subject)
        assert alone == live(prepared, inputs, subject=subject)


# ---------------------------------------------------------------- what is asked

TOWNS: dict[str, Any] = {
    "scheme": "x",
    "title": "虚构示例",
    "period": {"year": "2017"},
    "categories": [
        {"id": "rural", "title": "县", "subjects": ["甲县"]},
        {"id": "urban", "title": "区", "subjects": ["乙区"]},
    ],
    "facts": {
        "meetings": {"title": "会议", "unit": "次"},
        "firms": {"title": "企业总数", "unit": "家"},
        "with": {"title": "建会企业", "unit": "家"},
        "rate": {"title": "覆盖率", "type": "percent", "unit": "%",
                 "ratio": {"of": "with", "over": "firms"}},
        "farms": {"title": "农技协", "unit": "个"},
        "checked": {"title": "年检", "type": "yes-no", "from": "office"},
        "goal": {"title": "任务数", "given": {"*": "2"}},
        "note": {"title": "经验", "unit": "条"},
        "cases": {"title": "违纪", "unit": "例", "from": "authority"},
    },
    "indicators": [
        {"id": "1", "title": "组织", "points": "5", "children": [
            {"id": "1.1", "title": "会议", "points": "2", "rule": {"bands": {"of": "meetings",
             "rows": [{"from": {"fact": "goal"}, "points": "2"}, {"from": "1", "points": "1"}]}}},
            {"id": "1.2", "title": "覆盖", "points": "3", "rule": {"parts": {"of": [
                {"bands": {"of": "rate", "rows": [{"from": "50", "points": "2"}]}},
                {"per": {"of": "meetings", "each": "1", "cap": "1"}}]}}},
        ]},
        {"id": "2", "title": "农技协", "points": "1", "applies": {"fact": "category", "is": "rural"},
         "rule": {"per": {"of": "farms", "each": "1", "cap": "1"}}},
        {"id": "3", "title": "年检", "points": "1",
         "rule": {"steps": {"rows": [{"when": {"fact": "checked"}, "points": "1"}]}}},
    ],
    "vetoes": [{"id": "v", "when": {"fact": "cases", "op": ">=", "value": "1"}, "total": "0"}],
}  # fmt: skip


def towns(subject: str, **answers: int | None) -> tuple[Prepared, Inputs]:
    scheme = scheme_of(Placed(TOWNS, {}))
    entries = {
        name: Entry(None, "pending") if value is None else Entry(Fraction(value))
        for name, value in answers.items()
    }
    return prepare(scheme), Inputs(subjects=scheme.subjects(), facts={subject: entries})


def asked(clauses: Mapping[str, LiveClause]) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {one.id: (one.asked, one.unanswered, one.awaited) for one in clauses.values()}


def test_the_subject_is_asked_for_its_own_facts_only() -> None:
    prepared, inputs = towns("甲县", meetings=1, firms=4)
    now = live(prepared, inputs, subject="甲县")
    assert asked(now.clauses) == {
        "1.1": (("meetings",), (), ()),
        "1.2": (("meetings", "firms", "with"), ("with",), ()),
        "2": (("farms",), ("farms",), ()),
        "3": ((), (), ("checked",)),
    }
    assert now.loose == ("note",)
    assert now.progress == {"1": Progress(2, 3)}
    assert (now.whole, now.unanswered) == (Progress(2, 5), ("with", "farms", "note"))
    assert (now.known, now.at_most, now.total) == (1, 6, None)


def test_what_does_not_concern_a_subject_is_not_asked() -> None:
    prepared, inputs = towns("乙区", meetings=2, firms=4, **{"with": 2}, checked=1, note=0)
    now = live(prepared, inputs, subject="乙区")
    assert asked(now.clauses)["2"] == ((), (), ())
    assert now.whole == Progress(4, 4)
    assert now.whole.is_complete
    assert (now.clauses["2"].score, now.clauses["2"].at_most) == (None, 0)


def test_not_done_is_an_answer_and_not_yet_known_is_none() -> None:
    prepared, inputs = towns("乙区", meetings=0, note=None)
    now = live(prepared, inputs, subject="乙区")
    assert now.clauses["1.1"].unanswered == ()
    assert now.unanswered == ("firms", "with", "note")


def test_a_clause_says_why_and_what_brings_more() -> None:
    prepared, inputs = towns("甲县", meetings=1)
    told = live_clause(prepared, inputs, subject="甲县", clause="1.1")
    assert (told.score, told.at_most, told.progress) == (1, 1, Progress(1, 1))
    assert told.sentence == "会议：1次，符合“1次（含）以上”，得1分；任务数2次（含）以上可得2分。"
    assert told.next == "任务数2次（含）以上可得2分"
    still_open = live_clause(prepared, inputs, subject="甲县", clause="3")
    assert (still_open.score, still_open.at_most) == (None, 1)
    assert still_open.sentence == "“年检”缺资料，暂不能计分；补齐后最高可得1分。"


def test_who_and_what_is_unknown_is_said() -> None:
    prepared, inputs = towns("甲县")
    with pytest.raises(KeyError):
        live(prepared, inputs, subject="丙县")
    with pytest.raises(KeyError):
        live_clause(prepared, inputs, subject="甲县", clause="9")
