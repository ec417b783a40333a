"""What a new version does to answers: kept, asked again, new or gone, and every total before and after."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from jiheng.files.inputs import read_inputs
from jiheng.files.scheme_yaml import load_scheme
from jiheng.score.effect import Effect, Figures, effect
from jiheng.values.inputs import Claim, Entry, Inputs, Settlement
from tests.scheme.test_difference import METHOD, Data, clause, of

HOUSE = Path(__file__).parents[2]
SAMPLES = sorted(path.name for path in (HOUSE / "samples").iterdir() if path.is_dir())


def entries(**values: int) -> dict[str, Entry]:
    return {name: Entry(Fraction(value)) for name, value in values.items()}


GIVEN = Inputs(
    subjects=(("甲县", "rural"), ("丙县", "rural"), ("乙区", "urban")),
    facts={
        "甲县": entries(visits=2, firms=100, **{"with": 90}, plan=1, level=1, cases=0),
        "丙县": entries(visits=1, firms=50, **{"with": 40}, plan=0, cases=0),
        "乙区": {"visits": Entry(None, "pending")},
    },
    claimed={"甲县": {"1.1": Fraction(2), "1.3": Fraction(3)}},
)


def after(change: Callable[[Data], object], given: Inputs = GIVEN) -> Effect:
    data = copy.deepcopy(METHOD)
    change(data)
    return effect(of(METHOD), of(data), inputs=given)


def fates(found: Effect) -> list[tuple[str, tuple[str, ...], str]]:
    """All that does not simply stand."""
    return [(one.fate, one.subjects, one.sentence) for one in found.answers if one.fate != "kept"]


def test_a_bound_is_asked_again_only_where_it_is_passed() -> None:
    found = after(lambda d: d["facts"]["with"].update(max="80"))
    again = (
        "again", ("甲县",), "填报项“建会企业”不应大于80家，要重新填报（1个单位已填）。"
    )  # fmt: skip
    assert fates(found) == [again]
    kept = [one for one in found.of_fate("kept") if one.new == "with"]
    assert [(one.subjects, one.sentence) for one in kept] == [
        (("丙县",), "填报项“建会企业”的填报继续有效（1个单位已填）。")
    ]
    assert found.inputs.facts["甲县"].keys() == {"visits", "firms", "plan", "level", "cases"}
    assert found.inputs.facts["丙县"] == GIVEN.facts["丙县"]


FATES: dict[str, tuple[Callable[[Data], object], list[tuple[str, tuple[str, ...], str]]]] = {
    "unit": (
        lambda d: d["facts"]["visits"].update(unit="人次"),
        [("again", ("甲县", "丙县", "乙区"),
          "填报项“走访”的单位由“次”改为“人次”，要重新填报（3个单位已填）。")],
    ),
    "meaning": (
        lambda d: d["facts"]["visits"].update(title="走访企业"),
        [("again", ("甲县", "丙县", "乙区"),
          "填报项“走访企业”原为“走访”，含义已变，要重新填报（3个单位已填）。")],
    ),
    "type": (
        lambda d: [d["facts"]["plan"].update(type="count", unit="")],
        [("again", ("甲县", "丙县"),
          "填报项“有计划”由填是否改为填个数，要重新填报（2个单位已填）。")],
    ),
    "who": (
        lambda d: d["facts"]["plan"].update({"from": "office"}),
        [("again", ("甲县", "丙县"), "填报项“有计划”改由主办单位填报，要重新填报（2个单位已填）。")],
    ),
    "gone": (
        lambda d: [d["indicators"][0]["children"].pop(2), d["facts"].pop("plan")],
        [("gone", ("甲县", "丙县"), "填报项“有计划”不再填报（2个单位已填的不再使用）。")],
    ),
    "given": (
        lambda d: d["facts"]["firms"].update(given={"*": "60"}),
        [("gone", ("甲县", "丙县"), "填报项“企业”不再填报（2个单位已填的不再使用）。")],
    ),
    "new": (
        lambda d: d["facts"].update(talks={"title": "座谈", "unit": "场"}),
        [("new", (), "新增填报项“座谈”，由被考核单位填报。")],
    ),
    "option": (
        lambda d: [
            d["facts"]["level"].update(options=["优", "中"]),
            d["indicators"][1]["rule"]["choice"]["levels"][1].update(level="中"),
        ],
        [("again", ("甲县",), "填报项“档次”已没有“良”这一选项，要重新填报（1个单位已填）。")],
    ),
    "a wider number": (lambda d: d["facts"]["visits"].update(type="number"), []),
    "a comma": (lambda d: d["facts"]["visits"].update(title="走 访，"), []),
}  # fmt: skip


@pytest.mark.parametrize("name", FATES)
def test_what_becomes_of_answers(name: str) -> None:
    change, expected = FATES[name]
    assert fates(after(change)) == expected


def test_an_option_is_carried_by_its_name() -> None:
    found = after(lambda d: d["facts"]["level"].update(options=["良", "优"]))
    assert fates(found) == []
    assert found.inputs.facts["甲县"]["level"] == Entry(Fraction(0))
    assert [one.sentence for one in found.subjects] == [
        "甲县：得分不变。", "丙县：得分不变。", "乙区：得分不变。",
    ]  # fmt: skip


def test_help_that_changed_is_pointed_out() -> None:
    found = after(lambda d: d["facts"]["level"].update(help="按文件"))
    told = [one.sentence for one in found.answers if one.new == "level"]
    assert told == ["填报项“档次”的填报继续有效（1个单位已填），填报说明改了，请核对。"]


def test_totals_before_and_after_with_the_clauses_that_differ() -> None:
    found = after(lambda d: clause(d, 1)["rule"]["bands"]["rows"][0].update({"from": "95"}))
    county = found.subjects[0]
    assert county.sentence == "甲县：总分由7.5分变为5.5分。"
    assert [one.sentence for one in county.clauses] == ["1.2 由2分变为0分。"]
    assert (county.before, county.after) == (
        Figures(Fraction("7.5"), Fraction("7.5"), Fraction("7.5")),
        Figures(Fraction("5.5"), Fraction("5.5"), Fraction("5.5")),
    )
    assert [one.sentence for one in found.subjects[1:]] == ["丙县：得分不变。", "乙区：得分不变。"]


def test_an_answer_asked_again_opens_its_clause() -> None:
    found = after(lambda d: d["facts"]["visits"].update(unit="人次"))
    county = found.subjects[0]
    assert county.sentence == "甲县：总分由7.5分变为已知5.5分（最高7.5分）。"
    assert [one.sentence for one in county.clauses] == ["1.1 由2分变为已知0分（最高2分）。"]


def test_new_and_gone_clauses_are_told() -> None:
    def change(data: Data) -> None:
        data["indicators"][1].update(id="3", title="新档次")
        data["indicators"][0]["children"][2].update(id="1.9")

    found = after(change)
    assert [one.sentence for one in found.subjects[0].clauses] == [
        "3 是新增的，0.5分。", "2 取消了。",
    ]  # fmt: skip
    assert found.inputs.claimed == {"甲县": {"1.1": Fraction(2), "1.9": Fraction(3)}}


def test_claims_and_settlements_follow_their_clause() -> None:
    claim = Claim("甲县", "1.1", "奖", "", "事", "奖", 2017)
    gone = replace(claim, indicator="2")
    settled = {"甲县": {"1.1": Settlement(Fraction(1), "核减"), "2": Settlement(Fraction(1), "")}}
    given = replace(GIVEN, claims=(claim, gone), used=(gone,), settled=settled)

    def change(data: Data) -> None:
        clause(data, 0).update(id="1.0")
        data["indicators"].pop()

    left = after(change, given).inputs
    assert left.claims == (replace(claim, indicator="1.0"),)
    assert left.used == (gone,)
    assert left.settled == {"甲县": {"1.0": Settlement(Fraction(1), "核减")}}


def test_who_comes_and_who_goes() -> None:
    def change(data: Data) -> None:
        data["categories"][0]["subjects"] = ["甲县"]
        data["categories"][1]["subjects"] = ["乙区", "丁区"]

    found = after(change)
    assert [one.sentence for one in found.subjects] == [
        "甲县：得分不变。", "丙县：不再参加考核。", "乙区：得分不变。", "丁区：新参加考核。",
    ]  # fmt: skip
    assert found.inputs.subjects == (("甲县", "rural"), ("乙区", "urban"), ("丁区", "urban"))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_scheme_changes_nothing(name: str) -> None:
    scheme = load_scheme(HOUSE / "schemes" / name)
    inputs = read_inputs(scheme, HOUSE / "samples" / name).inputs
    found = effect(scheme, scheme, inputs=inputs)
    assert {one.fate for one in found.answers} <= {"kept"}
    assert [one.clauses for one in found.subjects] == [()] * len(inputs.subjects)
    assert all(one.before == one.after for one in found.subjects)
