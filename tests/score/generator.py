"""Random schemes with inputs, the same for the same seed: what the engine and `check/` are compared on.

`draw(seed)` gives a `Drawn`: a scheme as its YAML would give it, the inputs as a bundle holds them,
and what was drawn. `aim` moves one assessment, whose outcome is known, to where mistakes hide: a
total onto a line (or a hair beside it), the edge of a quota into a tie.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from jiheng.values.exact import exact_text, fixed_text
from tests.score.generated_inputs import draw_inputs
from tests.score.generated_rules import FactPool, Node, RuleDrawer, condition_on, plain

ROUNDING = ("exact", "0", "1", "2", "3", "4")
OPTIONS = {
    "rounding-cell": ROUNDING,
    "rounding-section": ROUNDING,
    "rounding-total": ROUNDING,
    "line-basis": ("exact", "rounded"),
    "tie-basis": ("exact", "rounded"),
    "quota-basis": ("exact", "rounded"),
    "quota-rounding": ("down", "half-up", "up"),
    "quota-counted": ("listed", "assessed", "not-vetoed"),
    "under-line": ("lost", "passed-on"),
    "ties-at-edge": ("all-in", "all-out"),
    "line-bonus": ("with", "without"),
    "steps": ("whole", "pro-rata"),
    "missing-interim": ("unranked", "as-known"),
    "not-applicable": ("rescale", "full"),
    "jury-order": ("group-first", "pooled"),
    "empty-group": ("stop", "reweigh"),
    "trimming": ("none", "1", "2"),
}
GRADES = ("优秀", "良好", "合格", "基本合格", "不合格")
HAIR = (0, 0, 1, -1, 50, -50, 99, -99)  # millionths: on the edge, or within 10^-4 of it


@dataclass
class Drawn:
    """One random assessment: the scheme, the inputs of its bundle, and what was drawn."""

    scheme: Node
    inputs: Node
    counts: Counter[str] = field(default_factory=Counter)


def draw(seed: int) -> Drawn:
    """The assessment of this seed."""
    random = Random(seed)
    counts: Counter[str] = Counter()
    categories = _categories(random)
    subjects = [(name, one["id"]) for one in categories for name in one["subjects"]]
    jury = _jury(random) if random.random() < 0.35 else None
    facts = FactPool(random, categories, counts, is_huge=random.random() < 0.04)
    rules = RuleDrawer(random, facts, counts, has_jury=jury is not None)
    scheme: Node = {
        "scheme": f"虚构-{seed}",
        "title": "虚构示例",
        "period": {"year": "2017"},
        "categories": categories,
        "indicators": [_top(random, rules, str(spot + 1)) for spot in range(random.randint(1, 4))],
        "bonus": _bonus(random, rules),
        "readings": _readings(random, counts),
    }
    scheme["vetoes"] = [_veto(random, facts, spot, counts) for spot in range(_few(random))]
    scheme["grading"] = _grading(random, scheme, counts)
    scheme["vetoes"] = _fitting(scheme, random)
    scheme["honours"] = [_honour(random, scheme, counts) for _ in range(_few(random))]
    scheme["facts"] = facts.declared
    if jury:
        scheme["jury"] = jury
    inputs = draw_inputs(random, scheme, subjects, facts, counts)
    return Drawn(scheme, inputs, counts)


def _few(random: Random) -> int:
    return random.choice((0, 0, 1, 1, 2))


def _categories(random: Random) -> list[Node]:
    names = iter(f"示例{spot}县" for spot in range(40))
    return [
        {"id": f"c{spot}", "title": "类", "subjects": [next(names) for _ in range(count)]}
        for spot in range(random.choice((1, 1, 2, 3)))
        for count in [random.choice((1, 2, 3, 4, 5, 8))]
    ]


def _jury(random: Random) -> Node:
    count = random.randint(1, 3)
    weights = ["40", "30", "30"] if random.random() < 0.5 else ["33.3", "12.5", "0.7"]
    jury: Node = {
        "groups": [{"id": f"g{i}", "title": "组", "weight": weights[i]} for i in range(count)]
    }
    if random.random() < 0.4:
        jury["recusal"] = random.choice(("own-unit", "none"))
    if random.random() < 0.4:
        jury["quorum"] = random.choice(("0", "1", "2", "3"))
    return jury


def _top(random: Random, rules: RuleDrawer, name: str) -> Node:
    """A top indicator: mostly a section, up to three deep."""
    deep = random.choice((0, 1, 1, 2, 3))
    return _indicator(random, rules, name, deep)


def _indicator(random: Random, rules: RuleDrawer, name: str, deep: int) -> Node:
    node: Node = {"id": name, "title": f"指标{name}"}
    if random.random() < (0.2 if deep == 0 else 0.06):
        node["applies"] = condition_on(random, rules.facts, deep=1)
        rules.counts[f"applies on a {'section' if deep else 'clause'}"] += 1
    if deep == 0 and random.random() < 0.02:
        return {**node, **({"points": "3"} if random.random() < 0.3 else {})}  # nothing scores it
    if deep == 0:
        points = plain(random, 0 if random.random() < 0.05 else 1, 30, random.choice((0, 0, 1, 2)))
        return {**node, "points": points, "rule": rules.box(name, points)}
    spots = range(random.randint(1, 3))
    node["children"] = [
        _indicator(random, rules, f"{name}.{spot + 1}", random.randint(0, deep - 1))
        for spot in spots
    ]
    if random.random() < 0.5:
        total = sum(map(_points, node["children"]), Fraction(0))
        node["points"] = exact_text(total) if random.random() < 0.8 else plain(random, 1, 40, 0)
    if random.random() < 0.25:
        node["cap"] = plain(random, 1, 40, 1)
    return node


def _points(node: Node) -> Fraction:
    if "points" in node:
        return Fraction(node["points"])
    return sum(map(_points, node.get("children", ())), Fraction(0))


def _bonus(random: Random, rules: RuleDrawer) -> Node:
    """Bonus items; the first lets `aim` add any amount to a total."""
    items: list[Node] = []
    if random.random() < 0.6:
        items.append({"id": "aim", "title": "调整", "rule": rules.adjuster()})
    for spot in range(random.choice((0, 1, 2, 3))):
        name, points = f"b{spot}", plain(random, 1, 10, 1)
        item = {"id": name, "title": "加分", "rule": rules.bonus_box(name, points)}
        if random.random() < 0.5:
            item["points"] = points
        if random.random() < 0.2:
            item["applies"] = condition_on(random, rules.facts, deep=1)
        items.append(item)
    if len(items) > 1 and random.random() < 0.2:
        items[-2:] = [{"id": "bs", "title": "加分大项", "cap": "8", "children": items[-2:]}]
    capped = bool(items) and items[0]["id"] != "aim" and random.random() < 0.6
    return {"items": items, **({"cap": plain(random, 1, 12, 1)} if capped else {})}


def _readings(random: Random, counts: Counter[str]) -> Node:
    readings = {}
    for question, options in OPTIONS.items():
        if random.random() < 0.5:
            chosen = random.choice(options)
            readings[question] = {"chosen": chosen}
            counts[f"reading {question} {chosen}"] += 1
    if random.random() < 0.5:  # rounded cells hide what comes after
        for question in ("rounding-cell", "rounding-section"):
            readings.pop(question, None)
    return readings


def _veto(random: Random, facts: FactPool, spot: int, counts: Counter[str]) -> Node:
    effect = random.choice(("grade", "total"))
    keeps = random.random() < 0.5
    counts[f"veto {effect} {'keeps' if keeps else 'leaves'}"] += 1
    return {
        "id": f"v{spot}",
        "when": condition_on(random, facts, deep=random.randint(0, 1), rarely=True),
        effect: "0",
        "keeps-place": keeps,
    }


def _fitting(scheme: Node, random: Random) -> list[Node]:
    """Vetoes that force a grade of this scheme; without grades they set the total."""
    grades = [one["grade"] for one in scheme["grading"]["grades"]]
    vetoes = scheme["vetoes"]
    for veto in vetoes:
        if "grade" in veto:
            veto.pop("grade")
            veto.update({"grade": random.choice(grades[1:])} if grades else {"total": "0"})
    return list(vetoes)


def _grading(random: Random, scheme: Node, counts: Counter[str]) -> Node:
    tops = [one["id"] for one in scheme["indicators"]]
    everywhere = [*_ids(scheme["indicators"]), *_ids(scheme["bonus"]["items"]), "base", "bonus"]
    names = sorted(random.sample(range(len(GRADES)), random.choice((0, 2, 3, 4))))
    whole = sum(map(_points, scheme["indicators"]), Fraction(0))
    grades: list[Node] = [{"grade": GRADES[spot]} for spot in names]
    for spot, grade in enumerate(grades[:-1]):
        counts["grades"] += 1
        if random.random() < 0.8:
            grade["line"] = fixed_text(whole * (75 - 20 * spot) / 100, 2)
            grade["beyond"] = random.random() < 0.2
        if random.random() < 0.6 or "line" not in grade:
            grade["quota"] = _quota(random, counts)
        if random.random() < 0.25:
            grade["floors"] = [_floor(random, random.choice(tops))]
            counts["floor"] += 1
    chain = random.sample(everywhere, min(len(everywhere), random.choice((0, 0, 1, 2))))
    counts["tie-break"] += bool(chain)
    return {"per": random.choice(("category", "all")), "tie-break": chain, "grades": grades}


def _ids(nodes: list[Node]) -> list[str]:
    return [name for one in nodes for name in (one["id"], *_ids(one.get("children", [])))]


def _quota(random: Random, counts: Counter[str]) -> Node:
    measure = random.choice(("share", "places"))
    counts[f"quota {measure}"] += 1
    return {measure: plain(random, 10, 60, 1) if measure == "share" else str(random.randint(0, 4))}


def _floor(random: Random, section: str) -> Node:
    if random.random() < 0.5:
        return {"section": section, "share": plain(random, 20, 80, 0)}
    return {"section": section, "score": plain(random, 1, 15, 1)}


def _honour(random: Random, scheme: Node, counts: Counter[str]) -> Node:
    grades = [one["grade"] for one in scheme["grading"]["grades"]]
    counts["honour"] += 1
    return {
        "title": f"先进{random.randint(0, 9)}",
        "top": str(random.randint(1, 4)),
        "per": random.choice(("category", "all")),
        "grades": grades[:1] if random.random() < 0.4 else [],
    }


def aim(seed: int, drawn: Drawn, outcome: Node) -> None:
    """Move totals onto a line, or a quota's edge into a tie, now that the outcome is known."""
    random = Random(-seed - 1)
    lined = [one for one in drawn.scheme["grading"]["grades"] if "line" in one]
    quotas = [one for one in drawn.scheme["grading"]["grades"] if "quota" in one]
    tied = [
        rank
        for rank, count in Counter(one["rank"] for one in outcome["subjects"]).items()
        if rank and count > 1
    ]
    _aim_at_floors(random, drawn, outcome)
    if tied and quotas:
        random.choice(quotas)["quota"] = {"places": str(random.choice(tied))}
    elif lined:
        _aim_at_line(random, drawn, outcome, random.choice(lined))


def _aim_at_floors(random: Random, drawn: Drawn, outcome: Node) -> None:
    """Put every floor where some subject's section lies."""
    for grade in drawn.scheme["grading"]["grades"]:
        for floor in grade.get("floors", ()):
            one = random.choice(outcome["subjects"])
            found = {part["id"]: part["score"] for part in (*one["cells"], *one["sections"])}
            score = found[floor["section"]]
            if score and "/" not in score:
                floor.pop("share", None)
                floor["score"] = score


def _aim_at_line(random: Random, drawn: Drawn, outcome: Node, grade: Node) -> None:
    """Bring some totals to the edge of a line: by the adjusting bonus, or by moving the line."""
    whole = [one for one in outcome["subjects"] if one["total_exact"] and not one["vetoed"]]
    readings = {name: one["chosen"] for name, one in drawn.scheme["readings"].items()}
    without = readings.get("line-bonus") == "without"
    has_aim = any(one["id"] == "aim" for one in drawn.scheme["bonus"]["items"])
    if has_aim and not without:
        places = readings.get("rounding-total", "2")
        edge = Fraction(grade["line"])
        if readings.get("line-basis") != "exact" and places != "exact":
            edge -= Fraction(1, 2 * 10 ** int(places))
        for one in random.sample(whole, min(len(whole), 2)):
            gap = int((edge - Fraction(one["total_exact"])) * 10**6) + random.choice(HAIR)
            facts = drawn.inputs["facts"][one["name"]]
            facts["aim"] = shifted(facts["aim"], max(gap, -4_000_000))
    elif whole:
        looked_at = Fraction(random.choice(whole)["base" if without else "total_exact"])
        grade["line"] = shifted("0", round(looked_at * 10**6) + random.choice(HAIR))


def shifted(text: str, millionths: int) -> str:
    """A decimal text and so many millionths, added up."""
    return fixed_text(Fraction(text) + Fraction(millionths, 10**6), 6)
