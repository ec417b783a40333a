"""Tiny bundles for the second program: what a test names, with the least around it."""

from __future__ import annotations

from typing import Any

from check.jiheng_check import outcome_of

Node = dict[str, Any]


def clause(name: str, points: str, rule: Node, **more: Any) -> Node:
    """One clause."""
    return {"id": name, "title": name, "points": points, "rule": rule, **more}


def counted(name: str, points: str, **more: Any) -> Node:
    """A clause whose score is the fact of the same name, not above its points."""
    return clause(name, points, {"per": {"of": name, "each": "1", "cap": points}}, **more)


def bundle(indicators: list[Node], facts: Node, **more: Any) -> Node:
    """Subjects (all of category `c`) with their facts; `scheme` adds to the scheme."""
    scheme = {
        "scheme": "虚构",
        "title": "虚构示例",
        "period": {"year": "2017"},
        "categories": [{"id": "c", "title": "类", "subjects": list(facts)}],
        "facts": {name: {"title": name} for entries in facts.values() for name in entries},
        "indicators": indicators,
    }
    scheme |= more.pop("scheme", {})
    subjects = [{"name": name, "category": "c"} for name in facts]
    return {"scheme": scheme, "subjects": subjects, "facts": facts, **more}


def readings(**chosen: str) -> Node:
    """Readings by name; `tie_basis` stands for `tie-basis`."""
    return {name.replace("_", "-"): {"chosen": option} for name, option in chosen.items()}


def subjects_of(data: Node) -> list[Node]:
    """What the program says of the subjects."""
    found: list[Node] = outcome_of(data)["subjects"]
    return found


def cell(rule: Node, facts: Node, **more: Any) -> Node:
    """The one cell of one subject with these facts."""
    found: Node = subjects_of(bundle([clause("1", "10", rule)], {"甲": facts}, **more))[0]["cells"][
        0
    ]
    return found


def column(data: Node, key: str) -> list[Any]:
    """One key of every subject."""
    return [one[key] for one in subjects_of(data)]
