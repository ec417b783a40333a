"""Random facts, conditions and rules for the generator: every rule, every option of every rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from jiheng.values.exact import fixed_text

Node = dict[str, Any]
OPS = (">=", ">", "<=", "<", "=", "!=")
QUANTITIES = ("count", "number", "percent", "money", "date")
LEVELS = ("国家级", "省部级", "市厅级")


def plain(random: Random, low: int, high: int, places: int) -> str:
    """A decimal text between two whole numbers."""
    units = random.randint(low * 10**places, high * 10**places)
    return f"{units // 10**places}.{units % 10**places:0{places}d}" if places else str(units)


@dataclass
class FactPool:
    """The facts of a scheme as rules ask for them; `near` keeps the edges each is held against."""

    random: Random
    categories: list[Node]
    counts: Counter[str]
    is_huge: bool = False
    declared: dict[str, Node] = field(default_factory=dict)
    near: dict[str, list[str]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> str:
        """A fact of this kind: `quantity`, `yes-no`, `choice`, `share` or `target`."""
        fitting = [name for name in self.near if name.startswith(f"{kind}-")]
        if fitting and self.random.random() < 0.3:
            return self.random.choice(fitting)
        name = f"{kind}-{len(self.declared)}"
        self.near[name] = []
        self.declared[name] = getattr(self, "_" + kind.replace("-", "_"))()
        if self.random.random() < 0.3:
            self.declared[name]["from"] = self.random.choice(("office", "authority", "survey"))
        self.counts[f"fact {self.declared[name].get('type', 'count')}"] += 1
        return name

    def held_against(self, name: str, edge: Any) -> None:
        """Remember an edge, so that values on and beside it are drawn."""
        if isinstance(edge, str):
            self.near[name].append(edge)

    def _quantity(self) -> Node:
        if self.random.random() < 0.15:
            return self._ratio()
        kind = self.random.choice(QUANTITIES)
        places = {"count": 0, "date": 0}.get(kind, self.random.choice((0, 1, 2, 2, 4)))
        fact: Node = {"title": "量", "type": kind, "places": str(places)}
        if kind == "number" and self.random.random() < 0.3:
            fact["min"] = "-50"
        return fact

    def _ratio(self) -> Node:
        kind = self.random.choice(("percent", "number"))
        parts = {}
        for key in ("of", "over"):
            parts[key] = f"part-{len(self.declared)}"
            self.near[parts[key]] = []
            self.declared[parts[key]] = {"title": "数", "type": "count"}
        self.counts["fact ratio"] += 1
        return {"title": "率", "type": kind, "ratio": parts}

    def _yes_no(self) -> Node:
        return {"title": "是否", "type": "yes-no"}

    def _choice(self) -> Node:
        return {"title": "等级", "type": "choice", "options": list(LEVELS)}

    def _share(self) -> Node:
        return {"title": "档内位置", "type": "percent", "places": "2"}

    def _target(self) -> Node:
        """A target that the method sets by subject or category, or that the office supplies."""
        fact: Node = {"title": "目标", "type": "number", "places": "2"}
        if self.random.random() < 0.6:
            ids = [one["id"] for one in self.categories]
            names = [name for one in self.categories for name in one["subjects"]]
            keys = self.random.sample([*ids, *names], self.random.randint(1, len(ids)))
            keys += ["*"] if self.random.random() < 0.9 else []
            low = 0 if self.random.random() < 0.1 else 1
            fact["given"] = {key: plain(self.random, low, 60, 2) for key in keys}
            self.counts["fact given"] += 1
        return fact


def condition_on(random: Random, facts: FactPool, *, deep: int, rarely: bool = False) -> Node:
    """A condition; `rarely`: one that seldom holds."""
    if deep and random.random() < 0.6:
        kind = random.choice(("all", "any", "not"))
        facts.counts[f"condition {kind}"] += 1
        if kind == "not":
            return {"not": condition_on(random, facts, deep=deep - 1)}
        count = random.randint(1, 3)
        return {kind: [condition_on(random, facts, deep=deep - 1) for _ in range(count)]}
    kind = random.choice(("yes-no", "choice", "quantity", "built-in"))
    if kind == "yes-no":
        return {"fact": facts.of_kind("yes-no")}
    if kind == "choice":
        return {"fact": facts.of_kind("choice"), "is": random.choice(LEVELS)}
    if kind == "built-in":
        category = random.choice(facts.categories)
        facts.counts["condition built-in"] += 1
        if random.random() < 0.6:
            return {"fact": "category", "is": category["id"]}
        return {"fact": "subject", "is": random.choice(category["subjects"])}
    name = facts.of_kind("quantity")
    op = "=" if rarely else random.choice(OPS)
    return {"fact": name, "op": op, "value": edge_for(random, facts, name)}


def edge_for(random: Random, facts: FactPool, name: str) -> Any:
    """An edge for a fact: a printed number, or a target that another fact supplies."""
    if random.random() < 0.2:
        facts.counts["edge from a fact"] += 1
        return {"fact": facts.of_kind("target")}
    edge = plain(random, 0, 60, random.choice((0, 0, 1)))
    facts.held_against(name, edge)
    return edge


@dataclass
class RuleDrawer:
    """Draws the rule of a clause, with its own facts."""

    random: Random
    facts: FactPool
    counts: Counter[str]
    has_jury: bool = False

    def box(self, indicator: str, points: str, deep: int = 3) -> Node:
        """A rule in its box."""
        names = ["bands", "steps", "per", "share", "choice", "judged", "fixed"]
        if deep:
            names += ["parts"] * 2
        name = self.random.choice(names)
        self.counts[f"rule {name}"] += 1
        draw = {"parts": self._parts, "judged": self._judged}.get(name)
        rule = draw(indicator, points, deep) if draw else getattr(self, f"_{name}")(points)
        return {name: rule}

    def bonus_box(self, indicator: str, points: str) -> Node:
        """A rule of a bonus item: mostly awards, alone or as one part of several."""
        if self.random.random() < 0.3:
            return self.box(indicator, points)
        self.counts["rule awards"] += 1
        box = {"awards": self._awards()}
        if self.random.random() < 0.2:
            self.counts["rule parts"] += 1
            return {"parts": {"of": [box, self.box(indicator, points, 1)]}}
        return box

    def adjuster(self) -> Node:
        """A bonus that adds its fact to the total, to the millionth."""
        self.facts.declared["aim"] = {"title": "调整", "type": "number", "places": "6"}
        return {"per": {"of": "aim", "each": "1", "steps": "pro-rata"}}

    def _of(self) -> Any:
        """One fact, or several that are added."""
        count = self.random.choice((1, 1, 1, 2, 3))
        names = [self.facts.of_kind("quantity") for _ in range(count)]
        return names[0] if count == 1 else list(dict.fromkeys(names))

    def _bands(self, points: str) -> Node:
        of = self._of()
        first = of if isinstance(of, str) else of[0]
        rows = []
        edges = sorted(self.random.sample(range(1, 60), self.random.randint(1, 4)), reverse=True)
        upper: Node = {}
        for edge in edges:
            row: Node = {self.random.choice(("from", "above")): str(edge), **upper}
            if self.random.random() < 0.1:
                row = {"from": {"fact": self.facts.of_kind("target")}}
            rows.append({**row, "points": plain(self.random, 0, 8, 1)})
            upper = (
                {self.random.choice(("to", "below")): str(edge)}
                if self.random.random() < 0.7
                else {}
            )
            self.facts.held_against(first, str(edge))
        rows[0]["points"] = points
        rule: Node = {"of": of, "rows": rows}
        return {**rule, **({"otherwise": "0.5"} if self.random.random() < 0.3 else {})}

    def _steps(self, points: str) -> Node:
        rows = [
            {
                "when": condition_on(self.random, self.facts, deep=self.random.randint(0, 2)),
                "points": points if spot == 0 else plain(self.random, 0, 6, 1),
            }
            for spot in range(self.random.randint(1, 3))
        ]
        return {"rows": rows, **({"otherwise": "0.2"} if self.random.random() < 0.3 else {})}

    def _per(self, points: str) -> Node:
        random = self.random
        yes = random.random() < 0.3
        of: Any = [self.facts.of_kind("yes-no") for _ in range(3)] if yes else self._of()
        rule: Node = {"of": list(dict.fromkeys(of)) if yes else of}
        rule["each"] = random.choice(("1", "0.4", "-2", "0.25", "3", "0"))
        options = {
            "quantum": random.choice(("10", "3", "0.7", "2.5")),
            "beyond": plain(random, 0, 20, 0),
            "start": points,
            "cap": points,
            "floor": random.choice(("0", "-3", "0.5")),
            "steps": random.choice(("whole", "pro-rata")),
        }
        rule |= {key: value for key, value in options.items() if random.random() < 0.45}
        if not isinstance(of, list):
            self.facts.held_against(of, rule.get("quantum", "1"))
        return rule

    def _share(self, points: str) -> Node:
        of = self._of()
        first = of if isinstance(of, str) else of[0]
        rule: Node = {"of": of, "over": edge_for(self.random, self.facts, first), "points": points}
        if self.random.random() < 0.5:
            rule["toward"] = self.random.choice(("more", "less"))
        if self.random.random() < 0.5:
            rule["pass"] = self.random.choice(("60", "50", "33.3", "100"))
        if isinstance(rule["over"], str) and rule.get("pass") in ("60", "50"):
            part = Fraction(rule["pass"]) / 100  # the share that just passes, either way
            edge = Fraction(rule["over"]) * (part if rule.get("toward") != "less" else 1 / part)
            self.facts.held_against(first, fixed_text(edge, 4))
        return rule

    def _choice(self, points: str) -> Node:
        chosen = self.random.sample(LEVELS, self.random.randint(1, 3))
        levels: list[Node] = []
        is_ranged = self.random.random() < 0.4
        for spot, level in enumerate(chosen):
            if is_ranged and self.random.random() < 0.7:
                levels.append({"level": level, "low": "0.5", "high": points})
            else:
                levels.append({"level": level, "points": points if spot == 0 else "1.5"})
        rule: Node = {"of": self.facts.of_kind("choice"), "levels": levels}
        return {**rule, **({"share": self.facts.of_kind("share")} if is_ranged else {})}

    def _judged(self, _indicator: str, points: str, _deep: int) -> Node:
        if self.has_jury and self.random.random() < 0.7:
            self.counts["rule judged by jury"] += 1
            rule: Node = {"by": "jury", "points": points}
        else:
            rule = {"of": self.facts.of_kind("quantity"), "points": points}
        return {**rule, **({"out-of": "100"} if self.random.random() < 0.3 else {})}

    def _fixed(self, points: str) -> Node:
        return {"points": points}

    def _parts(self, indicator: str, points: str, deep: int) -> Node:
        self.counts[f"parts nested {4 - deep}"] += 1
        boxes = []
        for _ in range(self.random.randint(1, 3)):
            box = self.box(indicator, plain(self.random, 1, 8, 1), deep - 1)
            boxes.append({"title": "分项", **box})
        rule: Node = {"of": boxes}
        rule |= {"cap": points} if self.random.random() < 0.6 else {}
        return {**rule, **({"floor": "0"} if self.random.random() < 0.3 else {})}

    def _awards(self) -> Node:
        kinds: list[Node] = [
            {"kind": "表彰", "levels": {"国家级": "5", "省部级": "2.5"}},
            {"kind": "专利", "of": "person", "points": "0.75"},
            {"kind": "论文", "points": plain(self.random, 1, 3, 1)},
        ]
        rule: Node = {"kinds": self.random.sample(kinds, self.random.randint(1, 3))}
        options = {
            "carry": self.random.choice(("1", "2")),
            "highest": self.random.choice(("kind", "indicator", "scheme", "none")),
            "cap": plain(self.random, 2, 12, 1),
        }
        rule |= {key: value for key, value in options.items() if self.random.random() < 0.6}
        self.counts[f"highest {rule.get('highest', 'indicator')}"] += 1
        return rule
