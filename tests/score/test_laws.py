"""Laws that hold for every scheme: more never scores less, missing stays missing, order is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.rules.rule_box import RuleBox
from jiheng.scheme.dump import digest, dump
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.score.bundle import bundle_of, inputs_of, outcome_data
from jiheng.score.outcome import assess
from jiheng.values.inputs import MISSING, Inputs
from tests.score.generator import draw

Assessment = tuple[Scheme, Inputs]

amounts = st.integers(0, 10_000).map(lambda units: Fraction(units, 100))
texts = st.integers(1, 2_000).map(lambda units: f"{units // 100}.{units % 100:02d}")
seeds = st.integers(0, 1_000_000)


def assessment(seed: int) -> Assessment:
    """A random resolved scheme with its inputs."""
    drawn = draw(seed)
    scheme = resolve(Scheme.model_validate(drawn.scheme))
    return scheme, inputs_of({"scheme": {}, **drawn.inputs})


# ---------------------------------------------------------------- more never scores less


@st.composite
def rising(pick: st.DrawFn) -> dict[str, Any]:
    """A rule by which more is never worse."""
    points = pick(texts)
    edges = sorted(pick(st.sets(st.integers(1, 99), min_size=1, max_size=4)))
    rows = [
        {pick(st.sampled_from(["from", "above"])): str(edge), "points": str(spot + 1)}
        for spot, edge in enumerate(edges)
    ]
    step = {"when": {"fact": "a", "op": ">=", "value": str(edges[0])}, "points": points}
    per = {"each": points, "quantum": pick(texts), "beyond": pick(texts), "start": "-1"}
    share = {"over": pick(texts), "points": points, "pass": str(edges[0])}
    rules: list[dict[str, Any]] = [
        {"bands": {"of": "a", "rows": rows[::-1]}},
        {"steps": {"rows": [step]}},
        {"per": {"of": "a", **per, "steps": pick(st.sampled_from(["whole", "pro-rata"]))}},
        {"per": {"of": "a", **per, "steps": "whole", "cap": points, "floor": "0"}},
        {"share": {"of": "a", **share}},
        {"judged": {"of": "a", "points": points, "out-of": str(edges[0])}},
    ]
    chosen = pick(st.lists(st.sampled_from(rules), min_size=1, max_size=3))
    return chosen[0] if len(chosen) == 1 else {"parts": {"of": chosen, "cap": points}}


@st.composite
def falling(pick: st.DrawFn) -> dict[str, Any]:
    """A rule by which less is never worse."""
    points = pick(texts)
    per = {"each": f"-{points}", "quantum": pick(texts), "start": "10", "floor": "0"}
    share = {"over": pick(texts), "points": points, "toward": "less", "pass": "60"}
    row = {"below": points, "points": "2"}
    return pick(
        st.sampled_from(
            [
                {"per": {"of": "a", **per, "steps": "whole"}},
                {"share": {"of": "a", **share}},
                {"bands": {"of": "a", "rows": [row]}},
            ]
        )
    )


def scores(rule: dict[str, Any], values: list[Fraction]) -> list[Fraction]:
    """The points for each value of the fact `a`, from the smallest value up."""
    shape = RuleBox.model_validate(rule).shape
    return [Fraction(shape.score({"a": value})) for value in sorted(values)]


@given(rising(), st.lists(amounts, min_size=2, max_size=8))
def test_more_never_scores_less(rule: dict[str, Any], values: list[Fraction]) -> None:
    assert all(less <= more for less, more in pairwise(scores(rule, values)))


@given(falling(), st.lists(amounts, min_size=2, max_size=8))
def test_less_never_scores_less_where_less_is_wanted(
    rule: dict[str, Any], values: list[Fraction]
) -> None:
    assert all(more >= less for more, less in pairwise(scores(rule, values)))


@given(rising(), amounts)
def test_a_rule_never_gives_more_than_its_top(rule: dict[str, Any], value: Fraction) -> None:
    shape = RuleBox.model_validate(rule).shape
    top = shape.top()
    assert top is None or shape.score({"a": value}) <= top


def with_marks(seeds_from: int) -> Iterator[Assessment]:
    """Assessments in which a jury judges something."""
    for seed in range(seeds_from, seeds_from + 60):
        scheme, inputs = assessment(seed)
        if inputs.marks:
            yield scheme, inputs


def test_raising_a_mark_never_lowers_what_the_jury_gives() -> None:
    raised_anything = False
    for scheme, inputs in with_marks(5000):
        mark = inputs.marks[len(inputs.marks) // 2]
        raised = replace(mark, mark=mark.mark + 7)
        marks = tuple(raised if one is mark else one for one in inputs.marks)
        key = (mark.subject, mark.indicator)
        before = assess(scheme, inputs).jury.get(key)
        after = assess(scheme, replace(inputs, marks=marks)).jury.get(key)
        if before is None or after is None or before.value is None:
            continue
        assert after.value is not None
        assert after.value >= before.value
        raised_anything |= after.value > before.value
    assert raised_anything


# ---------------------------------------------------------------- order, absence, going round


@given(seeds)
@settings(max_examples=80)
def test_the_order_of_subjects_jurors_and_marks_is_nothing(seed: int) -> None:
    scheme, inputs = assessment(seed)
    random = Random(seed)
    mixed = replace(
        inputs,
        subjects=tuple(random.sample(inputs.subjects, len(inputs.subjects))),
        jurors=tuple(random.sample(inputs.jurors, len(inputs.jurors))),
        marks=tuple(random.sample(inputs.marks, len(inputs.marks))),
    )
    told, told_mixed = (
        {one["name"]: one for one in outcome_data(assess(scheme, given_))["subjects"]}
        for given_ in (inputs, mixed)
    )
    assert told == told_mixed


@given(seeds)
@settings(max_examples=80)
def test_missing_stays_missing(seed: int) -> None:
    """Without one fact, every cell that was scored from it is missing, and so is the total."""
    scheme, inputs = assessment(seed)
    name = inputs.subjects[0][0]
    for fact in list(inputs.facts[name])[:4]:
        before = assess(scheme, inputs).subject(name)
        facts = {**inputs.facts, name: {**inputs.facts[name], fact: MISSING}}
        after = assess(scheme, replace(inputs, facts=facts)).subject(name)
        for leaf in scheme.leaves():
            was, now = before.cells[leaf.id], after.cells[leaf.id]
            needs = leaf.rule.shape.needs() if leaf.rule else frozenset()
            if was.computed is not None and fact in needs:
                assert now.computed is None
                assert (now.state == "missing") is (now.settled is None)
            if now.state == "missing":
                assert now.score is None
                assert (after.total, leaf.id in after.missing) == (None, True)


@given(seeds)
@settings(max_examples=80)
def test_what_is_written_out_reads_back_the_same(seed: int) -> None:
    scheme, inputs = assessment(seed)
    again = Scheme.model_validate(dump(scheme))
    assert again == scheme
    assert digest(again) == digest(scheme)
    assert resolve(scheme) == scheme
    assert inputs_of(bundle_of(scheme, inputs)) == inputs


@given(seeds)
@settings(max_examples=40)
def test_computing_again_changes_nothing(seed: int) -> None:
    scheme, inputs = assessment(seed)
    assert outcome_data(assess(scheme, inputs)) == outcome_data(assess(scheme, inputs))


# ---------------------------------------------------------------- places and vetoes


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_a_quota_is_never_exceeded_but_by_the_stated_tie_rule(start: int) -> None:
    for seed in range(start, start + 100):
        scheme, inputs = assessment(seed)
        outcome = assess(scheme, inputs)
        by_category = scheme.grading.per == "category"
        for (group, grade), places in outcome.places.items():
            held = [
                one
                for one in outcome.subjects
                if one.grade == grade
                and not one.vetoes
                and (not by_category or one.category == group)
            ]
            if scheme.reading("ties-at-edge") == "all-out":
                assert len(held) <= places
            elif len(held) > places:  # only equals of the last may be too many
                ranks = sorted(one.rank or 0 for one in held)
                assert scheme.reading("quota-basis") != scheme.reading("tie-basis") or (
                    ranks[places:] == [ranks[-1]] * (len(held) - places)
                )


@given(seeds)
@settings(max_examples=80)
def test_a_veto_beats_the_score(seed: int) -> None:
    scheme, inputs = assessment(seed)
    order = [grade.grade for grade in scheme.grading.grades]
    for one in assess(scheme, inputs).subjects:
        forced = [veto.grade for veto in one.vetoes if veto.grade is not None]
        if forced:
            assert one.grade == max(forced, key=order.index)
        if any(veto.total is not None for veto in one.vetoes):
            assert one.total in (None, 0)
        if not all(veto.keeps_place for veto in one.vetoes):
            assert one.rank is None
        assert not (one.vetoes and one.honours)
