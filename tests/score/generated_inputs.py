"""Random inputs for a random scheme: values on and beside edges, gaps, twins, marks and claims."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from fractions import Fraction
from random import Random
from typing import Any

from tests.score.generated_rules import LEVELS, FactPool, Node, plain

Subjects = list[tuple[str, str]]
STATES = ("missing", "pending", "refused", "not-applicable", "not-applicable")


def draw_inputs(
    random: Random, scheme: Node, subjects: Subjects, facts: FactPool, counts: Counter[str]
) -> Node:
    """Subjects in some order with facts, settlements, jurors, marks, claims and used awards."""
    gaps = random.choice((0.0, 0.0, 0.0, 0.02, 0.1))
    inputs: Node = {
        "subjects": [{"name": name, "category": category} for name, category in subjects],
        "facts": {name: _facts(random, facts, gaps, counts) for name, _ in subjects},
        "settled": _settled(random, scheme, subjects, counts),
        "claims": _claims(random, scheme, subjects, counts),
    }
    inputs["used"] = [
        {**one, "indicator": "", "persons": 1} for one in inputs["claims"] if random.random() < 0.1
    ]
    inputs |= _jury(random, scheme, subjects, counts)
    for name, _ in subjects[1:]:
        if random.random() < 0.35:
            _twin(inputs, subjects[0][0] if random.random() < 0.5 else subjects[-1][0], name)
            counts["twins"] += 1
    if random.random() < 0.5:
        random.shuffle(inputs["subjects"])
    if len(subjects) > 1 and random.random() < 0.1:
        inputs["subjects"].pop()  # listed by the scheme, but nothing was handed in
        counts["listed only"] += 1
    return inputs


def _facts(random: Random, facts: FactPool, gaps: float, counts: Counter[str]) -> Node:
    entries: Node = {}
    for name, fact in facts.declared.items():
        if "ratio" in fact or "given" in fact:
            continue
        if name != "aim" and random.random() < gaps:
            state = random.choice(STATES)
            counts[f"fact {state}"] += 1
            entries[name] = None if state == "missing" else {"state": state}
            if state == "missing" and random.random() < 0.5:
                del entries[name]
        else:
            entries[name] = "4" if name == "aim" else _value(random, facts, name)
    return entries


def _value(random: Random, facts: FactPool, name: str) -> str:
    fact = facts.declared[name]
    kind, places = fact.get("type", "count"), int(fact.get("places", "2"))
    if kind == "yes-no":
        return random.choice(("0", "1"))
    if kind == "choice":
        return str(random.randrange(len(LEVELS)))
    if facts.is_huge and kind in ("money", "number", "count") and random.random() < 0.7:
        return _huge(random, facts, places if kind != "count" else 0)
    if facts.near[name] and random.random() < 0.5:
        return _beside(random, random.choice(facts.near[name]), kind, places)
    if "min" in fact and random.random() < 0.3:
        return "-" + plain(random, 1, 50, places)
    low = random.choice((0, 0, 1))
    return plain(
        random, low, random.choice((3, 60, 100)), 0 if kind in ("count", "date") else places
    )


def _beside(random: Random, edge: str, kind: str, places: int) -> str:
    """The edge itself, or one unit beside it, in the decimals that the fact may have."""
    unit = Fraction(1, 1 if kind in ("count", "date") else 10**places)
    units = int(Fraction(edge) / unit) + random.choice((0, 0, 1, -1))
    shown = 0 if unit == 1 else places
    digits = str(max(units, 0)).rjust(shown + 1, "0")
    return f"{digits[:-shown]}.{digits[-shown:]}" if shown else digits


def _huge(random: Random, facts: FactPool, places: int) -> str:
    """A value that wraps in int64 once it meets points and denominators, or by itself."""
    facts.counts["huge value"] += 1
    return plain(random, 10**14, 10 ** random.choice((16, 18, 22)), places)


def _settled(random: Random, scheme: Node, subjects: Subjects, counts: Counter[str]) -> Node:
    leaves = [*_leaves(scheme["indicators"]), *_leaves(scheme["bonus"]["items"])]
    settled: Node = {}
    for name, _ in subjects:
        for leaf in leaves:
            if leaf["id"] != "aim" and random.random() < 0.03:
                score = plain(random, 0, 6, random.choice((0, 1, 3)))
                settled.setdefault(name, {})[leaf["id"]] = {"score": score, "reason": "示例"}
                counts["settled"] += 1
    return settled


def _leaves(nodes: list[Node]) -> list[Node]:
    return [
        leaf for one in nodes for leaf in (_leaves(one["children"]) if "children" in one else [one])
    ]


def _judged(box: Any) -> bool:
    if isinstance(box, list):
        return any(map(_judged, box))
    if not isinstance(box, dict):
        return False
    return box.get("by") == "jury" or any(map(_judged, box.values()))


def _jury(random: Random, scheme: Node, subjects: Subjects, counts: Counter[str]) -> Node:
    if "jury" not in scheme:
        return {}
    jurors = [
        {
            "name": f"评委{group['id']}-{spot}",
            "group": group["id"],
            "unit": random.choice(subjects)[0] if random.random() < 0.2 else "",
        }
        for group in scheme["jury"]["groups"]
        for spot in range(random.choice((1, 2, 3, 5, 6)))
    ]
    leaves = [*_leaves(scheme["indicators"]), *_leaves(scheme["bonus"]["items"])]
    judged = [leaf["id"] for leaf in leaves if _judged(leaf.get("rule"))]
    blank = random.choice((0.0, 0.0, 0.1, 0.5))
    marks = [
        {
            "juror": one["name"],
            "subject": name,
            "indicator": leaf,
            "mark": plain(random, 0, random.choice((8, 100)), 1),
        }
        for leaf in judged
        for name, _ in subjects
        for one in jurors
        if random.random() >= blank
    ]
    random.shuffle(marks)
    counts["recused"] += sum(one["unit"] != "" for one in jurors) if judged else 0
    counts["marks"] += len(marks)
    return {"jurors": jurors, "marks": marks}


def _claims(random: Random, scheme: Node, subjects: Subjects, counts: Counter[str]) -> list[Node]:
    items = [
        leaf["id"]
        for leaf in _leaves(scheme["bonus"]["items"])
        if "awards" in str(leaf.get("rule"))
    ]
    claims: list[Node] = []
    for name, _ in subjects if items else ():
        count = random.choice((0, 1, 2, 4, 6))
        claims += [_claim(random, name, random.choice(items)) for _ in range(count)]
    counts["claims"] += len(claims)
    return claims


def _claim(random: Random, subject: str, indicator: str) -> Node:
    return {
        "subject": subject,
        "indicator": indicator,
        "kind": random.choice(("表彰", "表彰", "专利", "论文", "其他")),
        "level": random.choice(LEVELS),
        "work": f"作品{random.randint(1, 3)}",
        "award": f"奖{random.randint(1, 2)}",
        "year": random.choice((2017, 2017, 2017, 2016, 2015, 2018)),
        "number": random.choice(("", "", f"文号{random.randint(1, 4)}")),
        "persons": random.randint(1, 3),
    }


def _twin(inputs: Node, source: str, copy: str) -> None:
    """Give one subject everything that another has, so that they tie."""
    if source == copy:
        return
    for key in ("facts", "settled"):
        if source in inputs[key]:
            inputs[key][copy] = deepcopy(inputs[key][source])
        else:
            inputs[key].pop(copy, None)
    for key in ("claims", "used", "marks"):
        if key in inputs:
            rows = [one for one in inputs[key] if one["subject"] != copy]
            inputs[key] = rows + [{**r, "subject": copy} for r in rows if r["subject"] == source]
