"""A scheme that is wrong is told so all at once, each thing with its place and what would be right."""

from __future__ import annotations

import pytest

from jiheng.files.yaml import yaml_of
from jiheng.scheme.dump import digest, dump
from jiheng.scheme.load import scheme_of
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Refused, Unreadable

GOOD = """
scheme: small
title: 小办法
period: {year: "2017"}
categories: [{id: a, title: 县, subjects: [甲县, 乙县]}]
facts:
  meetings: {title: 会议, unit: 次}
  plan: {title: 有计划, type: yes-no}
indicators:
  - id: "1"
    title: 会议
    points: "2"
    rule: {bands: {of: meetings, rows: [{from: "2", points: "2"}]}}
"""


def _scheme(text: str) -> Scheme:
    return scheme_of(yaml_of(text, name="s.yaml"))


def _told(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        _scheme(text)
    return [str(problem) for problem in refused.value.problems]


def test_a_good_scheme_loads() -> None:
    assert [leaf.id for leaf in _scheme(GOOD).leaves()] == ["1"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('points: "2"\n', "points: 2\n", ['s.yaml:12:13  数字要加引号，以免 3.10 变成 3.1：请写 "2"']),
        ('points: "2"\n', "points: 1_000\n",
         ['s.yaml:12:13  数字要加引号，以免 3.10 变成 3.1：请写 "1_000"',
          "s.yaml:12:13  indicators[0].points  应为加引号的数字（如 \"2.5\"），现为“1_000”"]),
        ("title: 小办法", "title:", ['s.yaml:3:1  此处没有值；请填写，或删去这一项（空文本写作 ""）']),
        ("title: 小办法", "title: yes",
         ['s.yaml:3:8  “yes”会被当作开关；是非写 true/false，文字请加引号："yes"']),
        ("title: 小办法", "title: 小办法\ntitle: 大办法",
         ["s.yaml:4:1  “title”写了两次（前一次在 s.yaml:3:8）；请删去一处"]),
        ("bands:", "band:",
         ["s.yaml:13:18  indicators[0].rule.band  没有“band”这一项，是否要写“bands”？可用：title、bands、steps、per、"
          "share、choice、judged、fixed、parts、awards"]),
        ("of: meetings", "of: meeting",
         ["s.yaml:13:19  indicators[0].rule.bands  填报项“meeting”没有在 facts 中说明"]),
        ('from: "2"', 'from: "2", above: "1"',
         ["s.yaml:13:41  indicators[0].rule.bands.rows[0]  一档只能有一个下限：from（含）或 above（不含）"]),
        ("unit: 次", "unit: 次, given: {丙县: \"1\"}",
         ["s.yaml:7:46  facts.meetings.given.丙县  “丙县”不是被考核单位或类别；可写单位名、类别编号或 *"]),
        ("subjects: [甲县, 乙县]", "subjects: [甲县, 甲县]",
         ["s.yaml:5:13  categories  “甲县”在被考核单位中列了 2 次"]),
        ("type: yes-no", "type: yesno",
         ["s.yaml:8:28  facts.plan.type  “yesno”不可用；可用：yes-no、count、number、percent、money、choice、"
          "date"]),
    ],
)  # fmt: skip
def test_each_fault_has_its_place(old: str, new: str, told: list[str]) -> None:
    assert old in GOOD
    assert _told(GOOD.replace(old, new)) == told


def test_all_faults_are_told_at_once() -> None:
    faulty = GOOD.replace('points: "2"\n', "points: 2\n").replace("bands:", "band:")
    assert len(_told(faulty.replace("unit: 次", "unti: 次"))) == 3


@pytest.mark.parametrize("text", ["", "a: [", "a: b: c", "\tx: y", "- 1\n  - 2: ["])
def test_what_is_no_yaml_is_one_line(text: str) -> None:
    with pytest.raises(Unreadable):
        _scheme(text)


def test_dumped_and_loaded_it_is_the_same() -> None:
    scheme = _scheme(GOOD)
    assert resolve(Scheme.model_validate(dump(scheme))) == scheme


def test_the_hash_knows_numbers_not_their_spelling() -> None:
    one = digest(_scheme(GOOD))
    assert digest(_scheme(GOOD.replace('points: "2"', 'points: "2.00"'))) == one
    assert (
        digest(_scheme("# 注\n" + GOOD.replace("title: 小办法\n", "") + "title: 小办法\n")) == one
    )
    assert digest(_scheme(GOOD.replace('points: "2"', 'points: "2.01"'))) != one
