"""The engine against `check/`: random assessments, every cell, total, rank and grade equal.

A difference begins with its seed; `compared(seed).bundle` is the bundle that shows it.
"""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pytest

from check import jiheng_check
from jiheng.rules.rule_box import RULES
from jiheng.scheme.dump import dump
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.score.bundle import inputs_of, outcome_data
from jiheng.score.outcome import assess
from tests.score.generator import Drawn, aim, draw

SAMPLE, FULL = 300, 10_000
HAIR = Fraction(1, 10_000)

# What the full volume must hold at least; a sample in proportion, never less than one.
AT_LEAST: dict[str, int] = (
    {f"rule {name}": 500 for name in RULES}
    | {
        "tie at a quota": 200,
        "total beside a line": 1000,
        "overflowing": 100,
        "parts nested 3": 500,
        "fact ratio": 500,
        "fact given": 500,
        "edge from a fact": 500,
        "condition built-in": 500,
        "applies on a clause": 500,
        "applies on a section": 100,
        "rule judged by jury": 500,
        "recused": 500,
        "settled": 500,
        "claims": 5000,
        "twins": 5000,
        "honour": 500,
        "floor": 500,
        "tie-break": 500,
        "listed only": 100,
    }
    | {f"fact {state}": 500 for state in ("missing", "pending", "refused", "not-applicable")}
    | {
        f"veto {effect} {place}": 200
        for effect in ("grade", "total")
        for place in ("keeps", "leaves")
    }
    | {f"highest {where}": 200 for where in ("kind", "indicator", "scheme", "none")}
)


@dataclass
class Compared:
    """One assessment by both programs: what differs, and what it exercised."""

    bundle: dict[str, Any]
    differences: list[str]
    counts: Counter[str] = field(default_factory=Counter)


def compared(seed: int) -> Compared:
    """The assessment of this seed, aimed, by both programs."""
    drawn = draw(seed)
    aim(seed, drawn, jiheng_check.outcome_of(drawn_bundle(drawn)))
    bundle = drawn_bundle(drawn)
    ours = outcome_data(assess(Scheme.model_validate(bundle["scheme"]), inputs_of(bundle)))
    theirs = jiheng_check.outcome_of(bundle)
    lacking: set[str] = set()
    found = [
        *jiheng_check.differences(theirs, ours, where=f"{seed}", lacking=lacking),
        *sorted(lacking),
    ]
    drawn.counts["tie at a quota"] += splits_a_tie(bundle, theirs)
    drawn.counts["overflowing"] += overflowing(bundle)
    drawn.counts["total beside a line"] += beside_a_line(drawn.scheme, theirs)
    return Compared(bundle, found, drawn.counts)


def drawn_bundle(drawn: Drawn) -> dict[str, Any]:
    """What is drawn, resolved, as both programs read it."""
    return {"scheme": dump(resolve(Scheme.model_validate(drawn.scheme))), **drawn.inputs}


def splits_a_tie(bundle: dict[str, Any], outcome: dict[str, Any]) -> bool:
    """True when the edge of a quota lies within a tie: the other way to treat it gives other grades."""
    ranks = [(one["rank"], one["category"]) for one in outcome["subjects"] if one["rank"]]
    if len(set(ranks)) == len(ranks) or '"quota"' not in json.dumps(bundle["scheme"]):
        return False
    readings = bundle["scheme"].get("readings", {})
    chosen = readings.get("ties-at-edge", {}).get("chosen", "all-in")
    other = {"ties-at-edge": {"chosen": "all-out" if chosen == "all-in" else "all-in"}}
    scheme = {**bundle["scheme"], "readings": readings | other}
    turned = jiheng_check.outcome_of({**bundle, "scheme": scheme})
    return [one["grade"] for one in turned["subjects"]] != [
        one["grade"] for one in outcome["subjects"]
    ]


def beside_a_line(scheme: dict[str, Any], outcome: dict[str, Any]) -> int:
    """How many totals lie on, or within 10^-4 of, the least exact figure that reaches some line."""
    readings = {name: one["chosen"] for name, one in scheme["readings"].items()}
    places = readings.get("rounding-total", "2")
    is_rounded = readings.get("line-basis", "rounded") == "rounded" and places != "exact"
    down = Fraction(1, 2 * 10 ** int(places)) if is_rounded else Fraction(0)
    edges = [Fraction(one["line"]) - down for one in scheme["grading"]["grades"] if "line" in one]
    key = "base" if readings.get("line-bonus") == "without" else "total_exact"
    looked_at = [Fraction(one[key]) for one in outcome["subjects"] if one["total_exact"]]
    return sum(any(abs(value - edge) <= HAIR for edge in edges) for value in looked_at)


def overflowing(bundle: dict[str, Any]) -> int:
    """How many cells multiply to more than int64 holds: fact x points, at two decimals each."""
    scheme = bundle["scheme"]
    nodes = [*scheme.get("indicators", ()), *scheme.get("bonus", {}).get("items", ())]
    leaves = [one for one in jiheng_check.walk(nodes) if "rule" in one]
    return sum(
        isinstance(value, str)
        and abs(Fraction(value)) * Fraction(leaf.get("points", "1")) * 10**4 >= 2**63
        for leaf in leaves
        for facts in bundle["facts"].values()
        for value in map(facts.get, jiheng_check.names_in(leaf["rule"]))
    )


def chunk(seeds: range) -> tuple[list[str], Counter[str]]:
    """The first differences of many assessments, and what they exercised together."""
    counts: Counter[str] = Counter()
    found: list[str] = []
    for seed in seeds:
        one = compared(seed)
        found += one.differences[:5]
        counts += one.counts
    return found[:50], counts


def missed(counts: Counter[str], volume: int) -> dict[str, int]:
    """What was exercised too seldom for this volume."""
    needed = {name: max(1, least * volume // FULL) for name, least in AT_LEAST.items()}
    return {name: counts[name] for name, least in needed.items() if counts[name] < least}


@pytest.mark.slow
def test_both_programs_agree_on_a_sample() -> None:
    found, counts = chunk(range(SAMPLE))
    assert found == []
    assert missed(counts, SAMPLE) == {}


@pytest.mark.prove
def test_both_programs_agree() -> None:
    seeds = [range(start, start + 250) for start in range(0, FULL, 250)]
    counts: Counter[str] = Counter()
    found: list[str] = []
    with ProcessPoolExecutor(max_workers=2) as pool:
        for some, counted in pool.map(chunk, seeds):
            found += some
            counts += counted
    assert found == []
    assert missed(counts, FULL) == {}


def test_the_same_seed_draws_the_same() -> None:
    assert draw(7) == draw(7)
