"""Two schemes compared: each change told once in words, and no change of the canonical form is lost."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest

from jiheng.files.scheme_yaml import load_scheme
from jiheng.rules.rule_box import RULES
from jiheng.scheme.difference import Difference, differences
from jiheng.scheme.difference_words import LABELS
from jiheng.scheme.dump import canonical, dump
from jiheng.scheme.load import scheme_of
from jiheng.scheme.rule_words import _TOLD
from jiheng.scheme.scheme import Scheme
from jiheng.values.noun import Noun, key_of
from jiheng.values.placed import Placed
from jiheng.values.problems import Refused

HOUSE = Path(__file__).parents[2]
SCHEMES = sorted(path.parent.name for path in (HOUSE / "schemes").glob("*/scheme.yaml"))
Data = dict[str, Any]


def of(data: Data) -> Scheme:
    return scheme_of(Placed(data, {}))


@cache
def real(name: str) -> Scheme:
    return load_scheme(HOUSE / "schemes" / name)


METHOD: Data = {
    "scheme": "x",
    "title": "虚构办法",
    "period": {"year": "2017"},
    "categories": [
        {"id": "rural", "title": "县", "subjects": ["甲县", "丙县"]},
        {"id": "urban", "title": "区", "subjects": ["乙区"]},
    ],
    "facts": {
        "visits": {"title": "走访", "unit": "次"},
        "firms": {"title": "企业", "unit": "家"},
        "with": {"title": "建会企业", "unit": "家", "max": "100"},
        "rate": {"title": "覆盖率", "type": "percent", "ratio": {"of": "with", "over": "firms"}},
        "plan": {"title": "有计划", "type": "yes-no"},
        "level": {"title": "档次", "type": "choice", "options": ["优", "良"]},
        "cases": {"title": "违纪", "unit": "例", "from": "authority"},
    },
    "records": {"talk": {"title": "座谈", "fields": {
        "sort": {"title": "类别", "type": "choice", "options": ["村", "镇"]}}}},
    "tallies": {"visits": {"count": "talk", "when": {"fact": "sort", "is": "村"}}},
    "indicators": [
        {"id": "1", "title": "组织", "points": "9", "source": {"line": "8"}, "children": [
            {"id": "1.1", "title": "走访基层", "points": "2",
             "rule": {"per": {"of": "visits", "each": "1", "cap": "2", "steps": "whole"}}},
            {"id": "1.2", "title": "覆盖", "points": "4", "rule": {"bands": {"of": "rate", "rows": [
                {"from": "90", "points": "2"}, {"from": "70", "below": "90", "points": "1"}]}}},
            {"id": "1.3", "title": "计划", "points": "3",
             "rule": {"steps": {"rows": [{"when": {"fact": "plan"}, "points": "3"}]}}},
        ]},
        {"id": "2", "title": "档次", "points": "1", "rule": {"choice": {"of": "level", "levels": [
            {"level": "优", "points": "1"}, {"level": "良", "points": "0.5"}]}}},
    ],
    "vetoes": [{"id": "v", "title": "违纪", "when": {"fact": "cases", "op": ">=", "value": "1"},
                "grade": "不合格"}],
    "grading": {"grades": [{"grade": "优秀", "line": "85", "quota": {"share": "30"}},
                           {"grade": "不合格"}]},
    "procedure": [{"id": "self", "title": "自评", "ends": "11月", "acts": "subject",
                   "does": "self-assessment"}],
    "readings": {"steps": {"chosen": "whole", "by": "office", "because": "惯例"}},
}  # fmt: skip


def changed(change: Callable[[Data], object]) -> list[Difference]:
    data = copy.deepcopy(METHOD)
    change(data)
    return list(differences(of(METHOD), of(data)))


def sentences(change: Callable[[Data], object]) -> list[str]:
    return [one.sentence for one in changed(change)]


def clause(data: Data, at: int) -> Data:
    found: Data = data["indicators"][0]["children"][at]
    return found


def swap(items: list[Any]) -> None:
    items[0], items[1] = items[1], items[0]


TOLD: dict[str, tuple[Callable[[Data], object], list[str]]] = {
    "points": (lambda d: clause(d, 0).update(points="5"), ["1.1 分值由“2分”改为“5分”。"]),
    "edge": (
        lambda d: clause(d, 1)["rule"]["bands"]["rows"][0].update({"from": "85"}),
        ["1.2 计分规则改了：90%（含）以上得2分 → 85%（含）以上得2分。"],
    ),
    "other rule": (
        lambda d: clause(d, 2).update(rule={"fixed": {"points": "3"}}),
        ["1.3 计分规则改了：落实“有计划”的，得3分 → 统一计3分。"],
    ),
    "order of bands": (
        lambda d: swap(clause(d, 1)["rule"]["bands"]["rows"]),
        [
            "1.2 计分规则的先后改了：看“覆盖率”；90%（含）以上得2分；70%（含）以上、90%以下（不含）得1分 → "
            "看“覆盖率”；70%（含）以上、90%以下（不含）得1分；90%（含）以上得2分。"
        ],
    ),
    "new clause": (
        lambda d: d["indicators"][0]["children"].append(
            {"id": "1.4", "title": "新", "points": "1", "rule": {"fixed": {"points": "1"}}}
        ),
        ["新增条款“1.4 新”：1分，统一计1分。"],
    ),
    "renumbered": (
        lambda d: [
            clause(d, 0).update(id="1.0"),
            clause(d, 1).update(id="1.1"),
        ],
        ["“走访基层”的编号由1.1改为1.0。", "“覆盖”的编号由1.2改为1.1。"],
    ),
    "renamed": (lambda d: clause(d, 0).update(title="下基层"), ["1.1 名称由“走访基层”改为“下基层”。"]),
    "order of clauses": (
        lambda d: d["indicators"][0]["children"].append(d["indicators"][0]["children"].pop(0)),
        ["“1.1 走访基层”的次序改了，移到“1.3 计划”之后。"],
    ),
    "moved": (
        lambda d: d["indicators"].append(d["indicators"][0]["children"].pop(2)),
        ["“1.3 计划”由“1 组织”移到各大项。"],
    ),
    "new fact": (
        lambda d: d["facts"].update(talks={"title": "座谈", "unit": "场"}),
        ["新增填报项“座谈”（场）。"],
    ),
    "unit": (
        lambda d: d["facts"]["visits"].update(unit="人次"),
        ["填报项“走访”的单位由“次”改为“人次”。"],
    ),
    "bound": (lambda d: d["facts"]["with"].update(max="80"), ["填报项“建会企业”的最大值由“100”改为“80”。"]),
    "no bound": (lambda d: d["facts"]["with"].pop("max"), ["填报项“建会企业”取消最大值（原为100）。"]),
    "who": (
        lambda d: d["facts"]["plan"].update({"from": "office"}),
        ["填报项“有计划”的提供者由“被考核单位”改为“主办单位”。"],
    ),
    "fact's name": (
        lambda d: [
            d["facts"].update(journeys=d["facts"].pop("visits")),
            clause(d, 0)["rule"]["per"].update(of="journeys"),
            d["tallies"].update(journeys=d["tallies"].pop("visits")),
        ],
        ["填报项“走访”的代号由visits改为journeys。"],
    ),
    "options": (
        lambda d: swap(d["facts"]["level"]["options"]),
        ["填报项“档次”的选项的先后改了：优；良 → 良；优。"],
    ),
    "subject": (
        lambda d: d["categories"][1]["subjects"].append(d["categories"][0]["subjects"].pop()),
        ["“丙县”由类别“县”移到“区”。"],
    ),
    "new subject": (
        lambda d: d["categories"][1]["subjects"].append("丁区"),
        ["类别“区”的单位增加：丁区。"],
    ),
    "categories": (lambda d: swap(d["categories"]), ["类别“县”由第1位移到第2位。"]),
    "deadline": (
        lambda d: d["procedure"][0].update(ends="12月"),
        ["阶段“自评”的截止时间由“11月”改为“12月”。"],
    ),
    "reading": (
        lambda d: d["readings"]["steps"].update(chosen="pro-rata"),
        ["口径“‘每……计……分’不足一档的部分怎样计分？”由“不足一档不计”改为“按比例计”。"],
    ),
    "reason": (
        lambda d: d["readings"]["steps"].update(because="会议"),
        ["口径“‘每……计……分’不足一档的部分怎样计分？”的理由由“惯例”改为“会议”。"],
    ),
    "line": (
        lambda d: d["grading"]["grades"][0].update(line="80"),
        ["等次“优秀”的分数线由“85分”改为“80分”。"],
    ),
    "quota": (
        lambda d: d["grading"]["grades"][0]["quota"].update(share="25"),
        ["等次“优秀”的名额的名额比例由“30%”改为“25%”。"],
    ),
    "veto": (
        lambda d: d["vetoes"][0]["when"].update(value="2"),
        ["一票否决“违纪”的条件由“违纪不少于1例”改为“违纪不少于2例”。"],
    ),
    "records": (
        lambda d: d["records"]["talk"]["fields"]["sort"].update(title="类型"),
        ["台账“座谈”的栏目的“类型”的名称由“类别”改为“类型”。"],
    ),
    "tally": (
        lambda d: d["tallies"]["visits"]["when"].update({"is": "镇"}),
        ["台账计数“走访”由“‘座谈’的次数，类别为村”改为“‘座谈’的次数，类别为镇”。"],
    ),
    "source": (
        lambda d: d["indicators"][0].update(source={"line": "9"}),
        ["1 出处的行号由“8”改为“9”。"],
    ),
    "title": (lambda d: d.update(title="新办法"), ["办法的名称由“虚构办法”改为“新办法”。"]),
    "document": (
        lambda d: d.update(document={"title": "通知", "number": "1号"}),
        ["新增文件：名称通知，编号1号。"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_a_change_is_told_in_words(name: str) -> None:
    change, expected = TOLD[name]
    assert sentences(change) == expected


def test_a_difference_has_an_address_and_both_values() -> None:
    (one,) = changed(lambda d: clause(d, 0).update(points="5"))
    assert (one.address, one.kind, one.before, one.after) == (
        "indicators/1.1/points", "changed", "2分", "5分",
    )  # fmt: skip
    assert not one.is_formal
    (source,) = changed(lambda d: d["indicators"][0].update(source={"line": "9"}))
    assert (source.address, source.is_formal) == ("indicators/1/source.line", True)


def test_the_code_of_a_project_is_no_position_of_an_option() -> None:
    old, new = (of({**METHOD, "project": {"code": code}}) for code in ("甲", "乙"))
    told = [one.sentence for one in differences(old, new)]
    assert told == ["项目的代码由“甲”改为“乙”。"]


@pytest.mark.parametrize("name", SCHEMES)
def test_nothing_differs_from_itself(name: str) -> None:
    scheme = real(name)
    shuffled = json.loads(json.dumps(dump(scheme), sort_keys=True))
    assert differences(scheme, of(shuffled)) == ()


# ---------------------------------------------------------------- nothing is lost


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in plain data, the whole excepted."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, one in items:
        yield (*path, key)
        if isinstance(one, dict | list):
            yield from leaves(one, (*path, key))


def edited(data: Data, random: Random) -> Data:
    """One thing somewhere replaced, left out, doubled or moved."""
    whole = copy.deepcopy(data)
    path = random.choice(list(leaves(whole)))
    holder: Any = whole
    for step in path[:-1]:
        holder = holder[step]
    key, one = path[-1], holder[path[-1]]
    deeds: list[Callable[[], object]] = [lambda: holder.pop(key)]
    if isinstance(one, str):
        numeric = re.fullmatch(r"-?[0-9.]+", one)
        deeds += [
            lambda: holder.__setitem__(key, str(random.randint(1, 99)) if numeric else one + "改")
        ]
        others = [value for value in _texts(data) if not re.fullmatch(r"-?[0-9.]+", value)]
        deeds += [lambda: holder.__setitem__(key, random.choice(others))]
    if isinstance(one, bool):
        deeds += [lambda: holder.__setitem__(key, not one)]
    if isinstance(holder, list) and len(holder) > 1:
        deeds += [lambda: holder.insert(0, holder.pop(key)), lambda: holder.append(holder.pop(key))]
    random.choice(deeds)()
    return whole


@cache
def _known_texts(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(re.findall(r'"([^"\\]*)"', text))))


def _texts(data: Data) -> tuple[str, ...]:
    return _known_texts(json.dumps(data, ensure_ascii=False, sort_keys=True))


def lost(name: str, seeds: range) -> tuple[int, list[str]]:
    """How many edits changed the canonical form, and those that nobody told of."""
    scheme, found, silent = real(name), 0, []
    data = json.loads(canonical(scheme))
    for seed in seeds:
        try:
            other = of(edited(data, Random(seed)))
        except Refused:
            continue
        if canonical(other) == canonical(scheme):
            continue
        found += 1
        told = (differences(scheme, other), differences(other, scheme))
        if not all(told) or not all(one.sentence for side in told for one in side):
            silent.append(f"{name} {seed}")
    return found, silent


@pytest.mark.slow
@pytest.mark.parametrize("name", SCHEMES)
def test_no_change_of_the_canonical_form_is_lost(name: str) -> None:
    found, silent = lost(name, range(30))
    assert silent == []
    assert found > 5


@pytest.mark.prove
@pytest.mark.parametrize("name", SCHEMES)
def test_no_change_is_lost_in_many(name: str) -> None:
    assert lost(name, range(1000, 1400))[1] == []


# ---------------------------------------------------------------- families


def keys_of(noun: type[Noun], seen: set[type[Noun]]) -> Iterator[str]:
    if noun in seen:
        return
    seen.add(noun)
    for name, field in noun.model_fields.items():
        yield key_of(name)
        for inner in _nouns(field.annotation):
            yield from keys_of(inner, seen)


def _nouns(annotation: Any) -> Iterator[type[Noun]]:
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        yield annotation
    for inner in get_args(annotation):
        yield from _nouns(inner)


def test_every_key_of_a_scheme_has_its_name() -> None:
    keys = set(keys_of(Scheme, set())) - set(RULES)
    assert sorted(keys - LABELS.keys()) == []


def test_every_rule_is_told() -> None:
    assert _TOLD.keys() == RULES.keys()
