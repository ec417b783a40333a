"""Synthetic schemes as plain data, and random facts for them: invented, of no real place (虚构示例).

Every ten clauses of a scheme hold each shape of rule about as often as published methods do; the
facts are whole numbers in the units of their columns, two to a clause. The same seed draws the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jiheng.scheme.load import scheme_of
from jiheng.score.columns import Columns
from jiheng.score.prepare import Prepared, prepare
from jiheng.values.placed import Placed

Node = dict[str, Any]
LEVELS = ("优", "良", "中", "差")
CATEGORIES = ("c1", "c2", "c3")
ROUND_TARGETS = (10, 15, 20, 25, 30, 40, 50, 60)


@dataclass(frozen=True)
class Case:
    """A synthetic scheme with the facts of all its subjects."""

    name: str
    prepared: Prepared
    columns: Columns
    plain: Node


def assessment(name: str, *, subjects: int, clauses: int, seed: int = 20170101) -> Case:
    """A scheme of so many clauses, and facts of so many subjects."""
    plain = scheme_data(clauses)
    prepared = prepare(scheme_of(Placed(plain, {})))
    return Case(name, prepared, _columns(prepared, subjects, seed), plain)


def scheme_data(clauses: int) -> Node:
    """A scheme with every shape of rule, ten clauses to a section."""
    facts: dict[str, Node] = {"serious": {"title": "虚构重大事故", "from": "authority"}}
    sections = []
    for first in range(0, clauses, 10):
        own = str(first // 10 + 1)
        leaves = [_clause(f"{own}.{at + 1}", at, facts) for at in range(min(10, clauses - first))]
        sections.append({"id": own, "title": f"虚构大项{own}", "children": leaves})
    return {
        "scheme": f"synthetic-{clauses}",
        "title": "虚构示例：性能测量用",
        "period": {"year": "2017"},
        "categories": [{"id": one, "title": f"虚构类别{one}"} for one in CATEGORIES],
        "facts": facts,
        "indicators": sections,
        "vetoes": [
            {"id": "serious", "when": {"fact": "serious"}, "grade": "不合格", "keeps-place": False}
        ],
        "grading": {
            "tie-break": ["1", "base"],
            "grades": [
                {"grade": "优秀", "line": "75", "quota": {"share": "30"}, "floors": [_floor()]},
                {"grade": "良好", "line": "70", "quota": {"share": "40"}},
                {"grade": "合格", "line": "60"},
                {"grade": "不合格"},
            ],
        },
    }


def _floor() -> Node:
    return {"section": "1", "share": "50"}


def _clause(own: str, shape: int, facts: dict[str, Node]) -> Node:
    """One clause of one point, and the facts it needs."""
    rule = _SHAPES[shape](own, facts)
    return {"id": own, "title": f"虚构指标{own}", "points": "1", "rule": rule}


def _fact(facts: dict[str, Node], name: str, kind: str, **more: Any) -> str:
    facts[name] = {"title": f"虚构{name}", "type": kind, **more}
    return name


def _bands(own: str, facts: dict[str, Node]) -> Node:
    rows = [
        {"from": "90", "points": "1"},
        {"from": "75", "below": "90", "points": "0.7"},
        {"from": "60", "below": "75", "points": "0.4"},
    ]
    return {"bands": {"of": _fact(facts, f"{own}a", "percent"), "rows": rows}}


def _bands_of_two(own: str, facts: dict[str, Node]) -> Node:
    of = [_fact(facts, f"{own}{one}", "count") for one in "ab"]
    rows = [{"from": "30", "points": "1"}, {"above": "12", "below": "30", "points": "0.5"}]
    return {"bands": {"of": of, "rows": rows, "otherwise": "0.1"}}


def _steps(own: str, facts: dict[str, Node]) -> Node:
    built, used = (_fact(facts, f"{own}{one}", "yes-no") for one in "ab")
    meetings = {"fact": _fact(facts, f"{own}c", "count"), "op": ">=", "value": "6"}
    rows = [
        {"when": {"all": [{"fact": built}, {"fact": used}, meetings]}, "points": "1"},
        {"when": {"any": [{"fact": used}, meetings]}, "points": "0.5"},
    ]
    return {"steps": {"rows": rows}}


def _per_whole(own: str, facts: dict[str, Node]) -> Node:
    of = [_fact(facts, f"{own}{one}", "count") for one in "ab"]
    return {"per": {"of": of, "each": "0.15", "quantum": "4", "cap": "1", "steps": "whole"}}


def _per_share(own: str, facts: dict[str, Node]) -> Node:
    of = [_fact(facts, f"{own}{one}", "percent") for one in "ab"]
    rule = {"of": of, "each": "0.1", "quantum": "10", "beyond": "20", "cap": "1"}
    return {"per": {**rule, "steps": "pro-rata"}}


def _share_of_number(own: str, facts: dict[str, Node]) -> Node:
    of = [_fact(facts, f"{own}{one}", "count") for one in "ab"]
    return {"share": {"of": of, "over": "50", "points": "1"}}


def _share_of_target(own: str, facts: dict[str, Node]) -> Node:
    target = _fact(facts, f"{own}b", "count", help="target")
    of = _fact(facts, f"{own}a", "count")
    return {"share": {"of": of, "over": {"fact": target}, "points": "1", "pass": "40"}}


def _choice(own: str, facts: dict[str, Node]) -> Node:
    of = _fact(facts, f"{own}a", "choice", options=list(LEVELS))
    levels = [
        {"level": "优", "low": "0.8", "high": "1"},
        {"level": "良", "low": "0.6", "high": "0.8"},
        {"level": "中", "points": "0.4"},
        {"level": "差", "points": "0"},
    ]
    return {"choice": {"of": of, "share": _fact(facts, f"{own}b", "percent"), "levels": levels}}


def _judged(own: str, facts: dict[str, Node]) -> Node:
    of = _fact(facts, f"{own}a", "number", places="1", max="100")
    return {"judged": {"of": of, "points": "1", "out-of": "100"}}


def _parts(own: str, facts: dict[str, Node]) -> Node:
    each = [
        {
            "bands": {
                "of": _fact(facts, f"{own}a", "percent"),
                "rows": [{"from": "80", "points": "0.4"}],
            }
        },
        {
            "per": {
                "of": _fact(facts, f"{own}b", "count"),
                "each": "0.1",
                "cap": "0.4",
                "steps": "whole",
            }
        },
        {
            "steps": {
                "rows": [{"when": {"fact": _fact(facts, f"{own}c", "yes-no")}, "points": "0.3"}]
            }
        },
        {"fixed": {"points": "0.1"}},
    ]
    return {"parts": {"of": each, "cap": "1"}}


_SHAPES = (
    _bands, _bands_of_two, _steps, _per_whole, _per_share,
    _share_of_number, _share_of_target, _choice, _judged, _parts,
)  # fmt: skip


def _columns(prepared: Prepared, subjects: int, seed: int) -> Columns:
    """Random facts: percentages lean upwards, counts are small, targets are round numbers, one
    subject in 200 has an accident."""
    random = np.random.default_rng(seed)
    facts = {}
    for name, fact in prepared.scheme.facts.items():
        kind = "target" if fact.help else fact.type
        facts[name] = _drawn(random, kind, subjects).astype(np.int64)
    facts["serious"] = (random.integers(0, 200, subjects) == 0).astype(np.int64)
    category = random.integers(0, len(CATEGORIES), subjects)
    return Columns(category, CATEGORIES, facts)


def _drawn(random: np.random.Generator, kind: str, count: int) -> Any:
    match kind:
        case "yes-no":
            return random.integers(0, 10, count) < 7
        case "percent":
            return np.maximum(*random.integers(3000, 10001, (2, count)))
        case "target":
            return random.choice(ROUND_TARGETS, count)
        case "choice":
            return random.integers(0, len(LEVELS), count)
        case "number":
            return np.maximum(*random.integers(300, 1001, (2, count)))
        case _:
            return random.integers(4, 40, count)
