"""Recomputes an assessment from its JSON bundle: the second program, which shares nothing with jiheng.

    python -I check/jiheng_check.py BUNDLE.json                         prints the result as JSON
    python -I check/jiheng_check.py BUNDLE.json --against OUTCOME.json  lists what differs, exit 1

Standard library only, exact fractions, one file: whoever is handed a published bundle can run it
anywhere and read it in an afternoon. Written from the rule pages, not from the engine.

BUNDLE is what `jiheng.values.inputs` describes, with the resolved scheme: every scored clause has
its rule and points, options have their `code`, `judged.of` is `jury:<id>`, `awards.of` is
`awards:<id>`. A clause without a rule does not apply to anyone; a scheme of only such clauses gives
no total.

OUTCOME, and what is printed here (numbers are exact text, `"86.5"` or `"85/3"`; null where none):

    {"subjects": [{"name", "category",
                   "base", "bonus",        what was reached; null while a cell of theirs is open
                   "total_exact", "total", in force (a veto may have set them); `total` as published
                   "known", "at_most",     exact, what was reached without looking at vetoes, with
                                           open cells counted as 0 and at their points; at_most is
                                           null where nothing bounds an open bonus
                   "missing": [ids],       cells that are missing, pending or refused
                   "vetoed": [veto ids], "open_vetoes": [veto ids not answerable yet],
                   "rank", "grade",        rank a whole number
                   "grade_by_score",       the grade that follows without this subject's vetoes
                   "honours": [titles],
                   "cells": [{"id", "state", "computed", "score"}],
                   "sections": [{"id", "state", "score"}],
                   "jury": {indicator: what the marks come to}}],
     "ledger": [{"indicator", "counted": tariff or null,
                 "rejected": null, "tariff", "year", "used", "repeated" or "highest"}]}

The order is: subjects as the bundle lists them, cells and sections as the scheme does (base before
bonus; a section before what is in it), the ledger as the claims. With `--against`, of the last
three keys and `open_vetoes` those that the OUTCOME lacks are named on standard error, not compared.
"""

from __future__ import annotations

import argparse
import json
import operator
import sys
from collections.abc import Callable, Iterator
from copy import copy, deepcopy
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

Node = dict[str, Any]

ZERO = Fraction(0)
BOUNDLESS = Fraction(10**100)  # what nothing bounds; shown as null
KNOWN, NOT_APPLICABLE, MISSING = "known", "not-applicable", "missing"
OPEN = ("refused", "pending", MISSING)
DEFAULT_READINGS = {
    "rounding-cell": "exact",
    "rounding-section": "exact",
    "rounding-total": "2",
    "line-basis": "rounded",
    "tie-basis": "rounded",
    "quota-basis": "rounded",
    "quota-rounding": "down",
    "quota-counted": "assessed",
    "under-line": "lost",
    "ties-at-edge": "all-in",
    "line-bonus": "with",
    "steps": "whole",
    "missing-interim": "unranked",
    "not-applicable": "rescale",
    "jury-order": "group-first",
    "empty-group": "stop",
    "trimming": "none",
}

# ---------------------------------------------------------------- numbers


def number(text: Any) -> Fraction:
    """The number that a text writes; ValueError for anything that is not text or a whole number."""
    if isinstance(text, str | int) and not isinstance(text, bool):
        return Fraction(text)
    raise ValueError(f"不是数字文本：{text!r}")


def text_of(value: Fraction | None) -> str | None:
    """Exact text: a decimal where it ends, else `p/q`."""
    if value is None:
        return None
    places = value.denominator.bit_length()  # 2^a 5^b has fewer decimals than it has bits
    if 10**places % value.denominator:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def half_up(value: Fraction, places: str) -> Fraction:
    """Rounded to so many decimals, the half away from zero; `exact` leaves it alone."""
    if places == "exact":
        return value
    units = int(abs(value) * 10 ** int(places) + Fraction(1, 2))
    return Fraction(units if value >= 0 else -units, 10 ** int(places))


def given(node: Node, key: str, default: Any = None) -> Any:  # sizes: called like dict.get
    """What the node says, or the default where it says nothing."""
    value = node.get(key)
    return default if value is None else value


def held(value: Fraction, node: Node) -> Fraction:
    """The value not above `cap` and not below `floor`, where the node has them."""
    if node.get("cap") is not None:
        value = min(value, number(node["cap"]))
    if node.get("floor") is not None:
        value = max(value, number(node["floor"]))
    return value


# ---------------------------------------------------------------- conditions and rules

Facts = Callable[[str], Fraction]
COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}
BAND_EDGES = (("from", ">="), ("above", ">"), ("to", "<="), ("below", "<"))


def names_in(node: Any) -> set[str]:
    """Every fact that conditions, or a rule in its box, name: under `fact`, `of` and `share`."""
    if isinstance(node, list):
        return set().union(*map(names_in, node))
    if not isinstance(node, dict):
        return set()
    found: set[str] = set()
    for key, value in node.items():
        if key in ("fact", "of", "share") and isinstance(value, str | list):
            names = [value] if isinstance(value, str) else value
            found |= {name for name in names if isinstance(name, str)}
        if key != "kinds":  # a tariff's `of: person` names no fact
            found |= names_in(value)
    return found


def edge(written: Any, facts: Facts) -> Fraction:
    """A printed number, or the value of the fact that stands for it."""
    return facts(written["fact"]) if isinstance(written, dict) else number(written)


def sum_of(names: str | list[str], facts: Facts) -> Fraction:
    """The fact, or the sum of the facts."""
    return facts(names) if isinstance(names, str) else sum(map(facts, names), ZERO)


def holds(condition: Node, facts: Facts) -> bool:
    """The answer to a condition whose facts are all known."""
    if given(condition, "all"):
        return all(holds(inner, facts) for inner in condition["all"])
    if given(condition, "any"):
        return any(holds(inner, facts) for inner in condition["any"])
    if given(condition, "not"):
        return not holds(condition["not"], facts)
    value = facts(condition["fact"])
    if given(condition, "is"):
        return bool(value == int(condition["code"]))
    if given(condition, "op"):
        return COMPARE[condition["op"]](value, edge(condition["value"], facts))
    return value > 0


def bands(rule: Node, facts: Facts) -> Fraction:
    """Points of the first row in which the sum lies."""
    value = sum_of(rule["of"], facts)
    for row in rule["rows"]:
        edges = [(op, row[key]) for key, op in BAND_EDGES if row.get(key) is not None]
        if all(COMPARE[op](value, edge(written, facts)) for op, written in edges):
            return number(row["points"])
    return number(given(rule, "otherwise", 0))


def steps(rule: Node, facts: Facts) -> Fraction:
    """Points of the first row whose condition holds."""
    for row in rule["rows"]:
        if holds(row["when"], facts):
            return number(row["points"])
    return number(given(rule, "otherwise", 0))


def per(rule: Node, facts: Facts) -> Fraction:
    """So much for every quantum."""
    beyond = max(ZERO, sum_of(rule["of"], facts) - number(given(rule, "beyond", 0)))
    count = beyond / number(given(rule, "quantum", 1))
    if rule["steps"] == "whole":
        count = Fraction(int(count))
    return held(number(given(rule, "start", 0)) + number(rule["each"]) * count, rule)


def share(rule: Node, facts: Facts) -> Fraction:
    """Points in proportion to a target, either way."""
    value, target = sum_of(rule["of"], facts), edge(rule["over"], facts)
    more = given(rule, "toward", "more") == "more"
    if (more and (target <= 0 or value < 0)) or target < 0:
        return ZERO
    if value >= target if more else value <= target:
        return number(rule["points"])
    reached = value / target if more else target / value
    is_passed = reached * 100 >= number(given(rule, "pass", 0))
    return number(rule["points"]) * reached if is_passed else ZERO


def choice(rule: Node, facts: Facts) -> Fraction:
    """Points of the chosen level, or of the place within its range; none where no level fits."""
    level = next((one for one in rule["levels"] if int(one["code"]) == facts(rule["of"])), None)
    if level is None or level.get("points") is not None:
        return number(level["points"]) if level else ZERO
    low, high = number(level["low"]), number(level["high"])
    return low + (high - low) * facts(rule["share"]) / 100


def judged(rule: Node, facts: Facts) -> Fraction:
    """The mark, brought to the scale of the points and held between 0 and them."""
    points, mark = number(rule["points"]), facts(rule["of"])
    if rule.get("out-of") is not None:
        mark = points * mark / number(rule["out-of"])
    return min(max(mark, ZERO), points)


def parts(rule: Node, facts: Facts) -> Fraction:
    """The sum of several rules."""
    return held(sum((score_of(box, facts) for box in rule["of"]), ZERO), rule)


RULES: dict[str, Callable[[Node, Facts], Fraction]] = {
    "bands": bands,
    "steps": steps,
    "per": per,
    "share": share,
    "choice": choice,
    "judged": judged,
    "fixed": lambda rule, _facts: number(rule["points"]),
    "parts": parts,
    "awards": lambda rule, facts: held(facts(rule["of"]), rule),
}


def opened(box: Node) -> tuple[str, Node]:
    """The name of the rule in a box, and the rule."""
    for name in RULES:
        if box.get(name) is not None:
            return name, box[name]
    raise ValueError(f"不认识的评分规则：{', '.join(box)}")


def score_of(box: Node, facts: Facts) -> Fraction:
    """The points of the rule in a box."""
    name, rule = opened(box)
    return RULES[name](rule, facts)


def rules_in(box: Node | None) -> Iterator[tuple[str, Node]]:
    """The rule in a box and, for parts, those within it; nothing where there is no box."""
    if box is not None:
        name, rule = opened(box)
        yield name, rule
        for inner in rule["of"] if name == "parts" else ():
            yield from rules_in(inner)


def top_of(box: Node) -> Fraction:
    """The most that a rule can give."""
    name, rule = opened(box)
    if name == "parts":
        top = sum(map(top_of, rule["of"]), ZERO)
    elif name == "awards" or (name == "per" and number(rule["each"]) > 0):
        top = BOUNDLESS
    elif name == "per":
        top = number(given(rule, "start", 0))
    elif name in ("bands", "steps"):
        top = max(number(given(one, "points", 0)) for one in rule["rows"])
        top = max(top, number(given(rule, "otherwise", 0)))
    elif name == "choice":
        bests = [one["points"] if given(one, "points") else one["high"] for one in rule["levels"]]
        top = max(map(number, bests))
    else:
        top = number(rule["points"])
    return held(top, rule)


# ---------------------------------------------------------------- the bundle


def walk(indicators: list[Node]) -> Iterator[Node]:
    """Every indicator, a section before what is in it."""
    for one in indicators:
        yield one
        yield from walk(given(one, "children", []))


def leaves_of(indicators: list[Node]) -> list[Node]:
    """The clauses among the indicators and below them."""
    return [one for one in walk(indicators) if not given(one, "children")]


def points_of(node: Node) -> Fraction:
    """The points of an indicator; of a section that names none, those of its children."""
    if node.get("points") is not None:
        return number(node["points"])
    return sum(map(points_of, given(node, "children", [])), ZERO)


class Bundle:
    """A bundle with the lookups that everything below needs."""

    def __init__(self, data: Node) -> None:
        self.data = data
        self.scheme: Node = deepcopy(data["scheme"])  # the reading `steps` is written into it
        self.base: list[Node] = given(self.scheme, "indicators", [])
        self.extra: Node = given(self.scheme, "bonus", {})
        self.bonus: list[Node] = given(self.extra, "items", [])
        self.leaves = leaves_of(self.base + self.bonus)
        self.in_bonus = {one["id"] for one in walk(self.bonus)}
        self.grading: Node = given(self.scheme, "grading", {})
        self.readings = dict(DEFAULT_READINGS)
        for question, entry in given(self.scheme, "readings", {}).items():
            self.readings[question] = given(entry, "chosen", self.readings[question])
        self.rules = [
            (one["id"], *rule) for one in self.leaves for rule in rules_in(one.get("rule"))
        ]
        for _, name, rule in self.rules:
            if name == "per" and not given(rule, "steps"):
                rule["steps"] = self.readings["steps"]
        self.applies: dict[str, list[Node]] = {}
        self._hand_down(self.base + self.bonus, [])

    def _hand_down(self, indicators: list[Node], above: list[Node]) -> None:
        """What a section applies to, every clause in it does."""
        for one in indicators:
            asked = [*above, one["applies"]] if given(one, "applies") else above
            self.applies[one["id"]] = asked
            self._hand_down(given(one, "children", []), asked)

    def part(self, key: str) -> list[Node]:
        """A list of the bundle: `jurors`, `marks`, `claims`, `used`."""
        return list(given(self.data, key, []))

    def of_subject(self, key: str, subject: str) -> Node:
        """What the bundle holds for one subject under `facts` or `settled`."""
        return dict(given(given(self.data, key, {}), subject, {}))


# ---------------------------------------------------------------- jury

Results = dict[str, Fraction | None]
Tally = dict[tuple[str, str], Fraction | None]


def jury_tally(bundle: Bundle) -> Tally:
    """Subject and indicator → what the jury's marks come to, for all that the jury judges."""
    by_jury = [
        i for i, name, rule in bundle.rules if name == "judged" and rule["of"] == f"jury:{i}"
    ]
    if not by_jury:
        return {}
    jurors = {one["name"]: one for one in bundle.part("jurors")}
    recusal = given(bundle.scheme["jury"], "recusal", "own-unit") == "own-unit"
    ballots: dict[tuple[str, str], dict[str, list[Fraction]]] = {}
    for mark in bundle.part("marks"):
        juror = jurors[mark["juror"]]
        if not recusal or juror.get("unit") != mark["subject"]:
            groups = ballots.setdefault((mark["subject"], mark["indicator"]), {})
            groups.setdefault(juror["group"], []).append(number(mark["mark"]))
    keys = [(one["name"], name) for one in bundle.data["subjects"] for name in by_jury]
    return {key: jury_result(bundle, ballots.get(key, {})) for key in keys}


def jury_result(bundle: Bundle, by_group: dict[str, list[Fraction]]) -> Fraction | None:
    """What the marks for one indicator of one subject come to; None where that is missing."""
    jury, readings = bundle.scheme["jury"], bundle.readings
    trim = 0 if readings["trimming"] == "none" else int(readings["trimming"])
    voting = []
    for group in jury["groups"]:
        marks = by_group.get(group["id"], [])
        if marks and len(marks) >= number(given(jury, "quorum", 1)):
            voting.append((number(group["weight"]), marks))
        elif readings["empty-group"] == "stop":
            return None
    weights = sum((weight for weight, _ in voting), ZERO)
    if not voting:
        return None
    if readings["jury-order"] == "pooled":
        return mean_of([mark for _, marks in voting for mark in marks], trim)
    if weights == 0:
        return None
    return sum((weight * mean_of(marks, trim) for weight, marks in voting), ZERO) / weights


def mean_of(marks: list[Fraction], trim: int) -> Fraction:
    """The mean, without the highest and lowest marks where enough are left."""
    ordered = sorted(marks)
    if len(ordered) > 2 * trim:
        ordered = ordered[trim : len(ordered) - trim]
    return sum(ordered, ZERO) / len(ordered)


# ---------------------------------------------------------------- the ledger of awards


@dataclass
class Line:
    """One claim in the ledger: its tariff, and why it is rejected."""

    claim: Node
    rule: Node
    counted: Fraction | None
    rejected: str | None = None


def ledger_of(bundle: Bundle) -> list[Line]:
    """Every claim with what it counts, or why it is rejected."""
    rules = {indicator: rule for indicator, name, rule in bundle.rules if name == "awards"}
    year = number(bundle.scheme["period"]["year"])
    used = {identity(one) for one in bundle.part("used")}
    listed: set[tuple[str, ...]] = set()
    lines = []
    for claim in bundle.part("claims"):
        rule = rules.get(claim["indicator"], {"kinds": []})
        line = Line(claim, rule, tariff_of(claim, rule))
        if line.counted is None:
            line.rejected = "tariff"
        elif not year - number(given(rule, "carry", 0)) <= number(claim["year"]) <= year:
            line.rejected = "year"
        elif identity(claim) in used:
            line.rejected = "used"
        elif identity(claim) in listed:
            line.rejected = "repeated"
        listed.add(identity(claim))
        lines.append(line)
    keep_highest([line for line in lines if line.rejected is None])
    return lines


def identity(claim: Node) -> tuple[str, ...]:
    """What makes two claims the same award."""
    if given(claim, "number", ""):
        return (claim["subject"], claim["number"])
    return (claim["subject"], claim["work"], claim["award"], claim["level"], str(claim["year"]))


def tariff_of(claim: Node, rule: Node) -> Fraction | None:
    """The points of a claim before anything is rejected; None where its kind or level has none."""
    kind: Node = next((one for one in rule["kinds"] if one["kind"] == claim["kind"]), {})
    points = given(kind, "points", given(kind, "levels", {}).get(claim["level"]))
    if points is None:
        return None
    persons = given(claim, "persons", 1) if kind.get("of") == "person" else 1
    return number(points) * number(persons)


def keep_highest(lines: list[Line]) -> None:
    """Of claims for the same work only the one that counts most stands, the first among equals."""
    best: dict[tuple[str, ...], Line] = {}
    for line in lines:
        claim, where = line.claim, given(line.rule, "highest", "indicator")
        place = {
            "kind": (claim["indicator"], claim["kind"]),
            "indicator": (claim["indicator"],),
            "scheme": (),
        }.get(where)
        if place is None or not claim["work"]:
            continue
        key = (claim["subject"], claim["work"], where, *place)
        before = best.setdefault(key, line)
        if before is not line and (line.counted or ZERO) > (before.counted or ZERO):
            before.rejected, best[key] = "highest", line
        elif before is not line:
            line.rejected = "highest"


# ---------------------------------------------------------------- one subject


@dataclass(frozen=True)
class Cell:
    """One clause of one subject."""

    state: str
    computed: Fraction | None
    score: Fraction | None


class Subject:
    """One subject: its facts, its cells, what they come to, and what is decided about it."""

    rank: int | None = None
    grade: str | None = None
    grade_by_score: str | None = None

    def __init__(self, bundle: Bundle, listed: Node, *, tallies: Results) -> None:
        self.bundle = bundle
        self.name: str = listed["name"]
        self.category: str = listed["category"]
        self.honours: list[str] = []
        self.tallies = tallies
        self.seen: dict[str, Fraction | str] = {}
        self.settled = bundle.of_subject("settled", self.name)
        self.cells = {leaf["id"]: self._cell(leaf) for leaf in bundle.leaves}
        self.open_cells = [name for name, cell in self.cells.items() if cell.state in OPEN]
        vetoes = [(veto, self.answer(veto["when"])) for veto in given(bundle.scheme, "vetoes", [])]
        self.vetoes = [veto for veto, answer in vetoes if answer]
        self.open_vetoes = [veto["id"] for veto, answer in vetoes if answer is None]
        self.scores = self._scores(Sheet(bundle, self.cells))
        self.known = self.scores["base"] + self.scores["bonus"]

    def look_up(self, fact: str) -> Fraction | str:
        """The value of a fact, or the state that stands in for it."""
        if fact not in self.seen:
            self.seen[fact] = self._found(fact)
        return self.seen[fact]

    def value(self, fact: str) -> Fraction:
        """The value of a fact that is known."""
        found = self.look_up(fact)
        assert isinstance(found, Fraction)
        return found

    def state(self, names: set[str]) -> str:
        """Known, or the state that comes first in the order of precedence."""
        states = {one for one in map(self.look_up, names) if isinstance(one, str)}
        return next((one for one in (NOT_APPLICABLE, *OPEN) if one in states), KNOWN)

    def answer(self, condition: Node) -> bool | None:
        """The answer to a condition; None while a fact that it names is not known."""
        is_known = self.state(names_in(condition)) == KNOWN
        return holds(condition, self.value) if is_known else None

    def _found(self, fact: str) -> Fraction | str:
        if fact.startswith(("jury:", "awards:")):
            tally = self.tallies.get(fact)
            return MISSING if tally is None else tally
        if fact in ("category", "subject"):
            return self._position(fact)
        declared = given(self.bundle.scheme, "facts", {})[fact]
        if given(declared, "ratio"):
            return self._ratio(declared)
        entry = self.bundle.of_subject("facts", self.name).get(fact)
        if given(declared, "given"):
            keys = (self.name, self.category, "*")
            entry = next((declared["given"][key] for key in keys if key in declared["given"]), None)
        if entry is None:
            return MISSING
        return str(entry["state"]) if isinstance(entry, dict) else number(entry)

    def _position(self, built_in: str) -> Fraction:
        """Where the scheme lists the subject, or its category, counted from 0."""
        categories = given(self.bundle.scheme, "categories", [])
        if built_in == "category":
            return Fraction([one["id"] for one in categories].index(self.category))
        names = [name for one in categories for name in given(one, "subjects", [])]
        return Fraction(names.index(self.name) if self.name in names else -1)

    def _ratio(self, declared: Node) -> Fraction | str:
        of, over = (self.look_up(declared["ratio"][key]) for key in ("of", "over"))
        if isinstance(of, str) or isinstance(over, str):
            return of if isinstance(of, str) else over
        if over == 0:
            return NOT_APPLICABLE
        return of / over * (100 if declared["type"] == "percent" else 1)

    def _cell(self, leaf: Node) -> Cell:
        """State, computed score and score in force of one clause."""
        state, computed = self._state_of_cell(leaf), None
        if state == KNOWN:
            exact = score_of(leaf["rule"], self.value)
            computed = half_up(exact, self.bundle.readings["rounding-cell"])
        if leaf["id"] in self.settled:
            return Cell(KNOWN, computed, number(self.settled[leaf["id"]]["score"]))
        if state == NOT_APPLICABLE and leaf["id"] in self.bundle.in_bonus:
            return Cell(state, None, ZERO)
        if state == NOT_APPLICABLE and self.bundle.readings["not-applicable"] == "full":
            return Cell(state, None, points_of(leaf))
        return Cell(state, computed, computed)

    def _state_of_cell(self, leaf: Node) -> str:
        """The state that the facts of a clause, and of what decides whether it applies, lead to."""
        asked = self.bundle.applies[leaf["id"]]
        if not given(leaf, "rule") or any(self.answer(one) is False for one in asked):
            return NOT_APPLICABLE
        return self.state(names_in([*asked, leaf["rule"]]))

    def _scores(self, sheet: Sheet) -> dict[str, Fraction]:
        """What every indicator gave (0: open, or left out), with `base` and `bonus`."""
        found = {one["id"]: sheet.score(one) or ZERO for one in walk(self.bundle.base)}
        found |= {one["id"]: sheet.score(one) or ZERO for one in walk(self.bundle.bonus)}
        return found | {"base": sheet.base(), "bonus": sheet.bonus()}

    @property
    def stands(self) -> bool:
        """True when it has a place in the ranking as far as vetoes go."""
        return all(given(veto, "keeps-place", False) for veto in self.vetoes)

    @property
    def is_zeroed(self) -> bool:
        """True when a veto sets the total, which can only be to 0."""
        return any(veto.get("total") is not None for veto in self.vetoes)

    @property
    def total(self) -> Fraction | None:
        """The total in force, exact; None while a cell is open, or where nothing is scored."""
        if self.open_cells or not self.bundle.rules:
            return None
        return ZERO if self.is_zeroed else self.known

    def pardoned(self) -> Subject:
        """The same subject without its vetoes."""
        free = copy(self)
        free.vetoes = []
        return free


def state_of(node: Node, cells: dict[str, Cell]) -> str:
    """A section is not applicable when all below is left out, missing when anything is open."""
    below = [cells[leaf["id"]] for leaf in leaves_of([node])]
    if any(cell.state in OPEN for cell in below):
        return MISSING
    return NOT_APPLICABLE if all(cell.score is None for cell in below) else KNOWN


@dataclass(frozen=True)
class Sheet:
    """One subject's cells put together, open ones counted as nothing, or as the most they can be."""

    bundle: Bundle
    cells: dict[str, Cell]
    at_most: bool = False

    def score(self, node: Node) -> Fraction | None:
        """The score of an indicator; None where it does not apply and is left out."""
        if not given(node, "children"):
            total = self._of_cell(node)
        elif (total := self._together(node["children"])) is not None:
            total = held(total, {"cap": node.get("cap")})
        if total is not None and any(node is one for one in self.bundle.base):
            return half_up(total, self.bundle.readings["rounding-section"])
        return total

    def _of_cell(self, leaf: Node) -> Fraction | None:
        cell = self.cells[leaf["id"]]
        if cell.state not in OPEN:
            return cell.score
        if not self.at_most:
            return ZERO
        if leaf["id"] in self.bundle.in_bonus and leaf.get("points") is None:
            return top_of(leaf["rule"])
        return points_of(leaf)

    def _together(self, nodes: list[Node]) -> Fraction | None:
        """The sum of siblings, those that do not apply left out and the rest scaled up."""
        scores = [(node, self.score(node)) for node in nodes]
        left = [(node, score) for node, score in scores if score is not None]
        if not left:
            return None
        total = sum((score for _, score in left), ZERO)
        applying = sum((points_of(node) for node, _ in left), ZERO)
        if len(left) == len(nodes) or applying == 0:
            return total
        return total * sum(map(points_of, nodes), ZERO) / applying

    def base(self) -> Fraction:
        """The top indicators put together like the children of one section."""
        return self._together(self.bundle.base) or ZERO

    def bonus(self) -> Fraction:
        """The sum of the bonus items, not above the cap."""
        return held(
            self._together(self.bundle.bonus) or ZERO, {"cap": self.bundle.extra.get("cap")}
        )


# ---------------------------------------------------------------- ranks and grades


@dataclass(frozen=True)
class Ladder:
    """Ranks and grades among some subjects."""

    bundle: Bundle
    group: list[Subject]

    def _read(self, question: str) -> str:
        return self.bundle.readings[question]

    def on_basis(self, value: Fraction, question: str) -> Fraction:
        """The value as the reading looks at it: exact, or rounded like the published total."""
        exact = self._read(question) == "exact"
        return value if exact else half_up(value, self._read("rounding-total"))

    def order_key(self, one: Subject, question: str) -> tuple[Fraction, ...]:
        """What is compared: the total (in the interim what is known), then the chain."""
        total = self.on_basis(ZERO if one.is_zeroed else one.known, question)
        return (total, *(one.scores[name] for name in given(self.bundle.grading, "tie-break", [])))

    def ranks(self) -> dict[str, int]:
        """Competition ranks by name; who has none is not in it."""
        interim = self._read("missing-interim") == "as-known"
        keys = {
            one.name: self.order_key(one, "tie-basis")
            for one in self.group
            if one.stands and (interim or one.total is not None)
        }
        return {name: 1 + sum(key < other for other in keys.values()) for name, key in keys.items()}

    def reaches(self, one: Subject, grade: Node) -> bool:
        """True when the subject reaches line and floors of a grade."""
        total = one.total or ZERO
        if self._read("line-bonus") == "without" and not one.is_zeroed:
            total = one.scores["base"]
        if grade.get("line") is not None:
            looked_at, line = self.on_basis(total, "line-basis"), number(grade["line"])
            if looked_at < line or (given(grade, "beyond", False) and looked_at == line):
                return False
        return all(self._clears(one, floor) for floor in given(grade, "floors", []))

    def _clears(self, one: Subject, floor: Node) -> bool:
        """A section that does not apply holds nobody back."""
        section = next(node for node in self.bundle.base if node["id"] == floor["section"])
        if state_of(section, one.cells) == NOT_APPLICABLE:
            return True
        if floor.get("score") is not None:
            return one.scores[section["id"]] >= number(floor["score"])
        return one.scores[section["id"]] >= points_of(section) * number(floor["share"]) / 100

    def places(self, quota: Node) -> int:
        """How many may have the grade."""
        if quota.get("places") is not None:
            return int(number(quota["places"]))
        counted = {
            "listed": self._listed(),
            "assessed": sum(one.total is not None for one in self.group),
            "not-vetoed": sum(one.total is not None and not one.vetoes for one in self.group),
        }[self._read("quota-counted")]
        exact = number(quota["share"]) * counted / 100
        rounding = self._read("quota-rounding")
        if rounding == "half-up":
            return int(half_up(exact, "0"))
        return exact.__ceil__() if rounding == "up" else exact.__floor__()

    def _listed(self) -> int:
        """How many the scheme lists in the group; how many are here where it lists none."""
        ids = {one.category for one in self.group}
        is_all = given(self.bundle.grading, "per", "category") == "all"
        categories = given(self.bundle.scheme, "categories", [])
        listed = [given(one, "subjects", []) for one in categories if is_all or one["id"] in ids]
        return sum(map(len, listed)) or len(self.group)

    def holders(self, grade: Node, waiting: list[Subject]) -> list[Subject]:
        """Those who stand on a place of the grade, among those still without one."""
        order = [one for one in waiting if one.stands]
        if self._read("under-line") == "passed-on":
            order = [one for one in order if not one.vetoes and self.reaches(one, grade)]
        places = self.places(grade["quota"])
        if places >= len(order) or places <= 0:
            return order if places > 0 else []
        keys = [self.order_key(one, "quota-basis") for one in order]
        last = sorted(keys, reverse=True)[places - 1]
        fits = sum(key >= last for key in keys) == places
        takes_level = fits or self._read("ties-at-edge") == "all-in"
        pairs = zip(order, keys, strict=True)
        return [one for one, key in pairs if key > last or (takes_level and key == last)]

    def grades(self) -> dict[str, str]:
        """The grade that follows from the score, by name; who is vetoed takes no place."""
        found: dict[str, str] = {}
        waiting = [one for one in self.group if one.total is not None]
        for grade in given(self.bundle.grading, "grades", []):
            getting = [one for one in waiting if self.reaches(one, grade)]
            if grade.get("quota") is not None:
                holders = [one.name for one in self.holders(grade, waiting)]
                getting = [one for one in getting if one.name in holders and not one.vetoes]
            found |= {one.name: grade["grade"] for one in getting}
            waiting = [one for one in waiting if one.name not in found]
        return found


def groups_of(subjects: list[Subject], per: str) -> list[list[Subject]]:
    """All together, or one group for each category."""
    if per == "all":
        return [subjects]
    categories = dict.fromkeys(one.category for one in subjects)
    return [[one for one in subjects if one.category == name] for name in categories]


def decide(bundle: Bundle, subjects: list[Subject]) -> None:
    """Ranks, grades and honours: everything that compares subjects with each other."""
    order = [grade["grade"] for grade in given(bundle.grading, "grades", [])]
    for group in groups_of(subjects, given(bundle.grading, "per", "category")):
        ranks, reached = Ladder(bundle, group).ranks(), Ladder(bundle, group).grades()
        for one in group:
            one.rank, one.grade = ranks.get(one.name), reached.get(one.name)
            one.grade_by_score = one.grade
            if one.vetoes:
                others = [other.pardoned() if other is one else other for other in group]
                one.grade_by_score = Ladder(bundle, others).grades().get(one.name)
            forced = [veto["grade"] for veto in one.vetoes if veto.get("grade") is not None]
            if forced:  # the worst, where several vetoes force different ones
                one.grade = max(forced, key=order.index)
    for honour in given(bundle.scheme, "honours", []):
        for group in groups_of(subjects, given(honour, "per", "all")):
            honour_some(Ladder(bundle, group), honour)


def honour_some(ladder: Ladder, honour: Node) -> None:
    """Give a title to the first ranks of a group: never to the vetoed or the unfinished."""
    allowed, ranks = given(honour, "grades", []), ladder.ranks()
    for one in ladder.group:
        may_hold = not one.vetoes and one.total is not None
        if may_hold and ranks[one.name] <= number(honour["top"]):
            one.honours += [honour["title"]] if not allowed or one.grade in allowed else []


# ---------------------------------------------------------------- the outcome


def outcome_of(data: Node) -> Node:
    """The whole outcome of a bundle, as the first page of this file lays it out."""
    bundle = Bundle(data)
    juries, ledger = jury_tally(bundle), ledger_of(bundle)
    subjects = []
    for listed in data["subjects"]:
        tallies: Results = {f"awards:{leaf['id']}": ZERO for leaf in bundle.leaves}
        tallies |= {f"jury:{i}": v for (name, i), v in juries.items() if name == listed["name"]}
        for line in ledger:
            if line.claim["subject"] == listed["name"] and not line.rejected:
                fact = f"awards:{line.claim['indicator']}"
                tallies[fact] = (tallies[fact] or ZERO) + (line.counted or ZERO)
        subjects.append(Subject(bundle, listed, tallies=tallies))
    decide(bundle, subjects)
    lines = [
        {
            "indicator": line.claim["indicator"],
            "counted": None if line.rejected else text_of(line.counted),
            "rejected": line.rejected,
        }
        for line in ledger
    ]
    return {"subjects": [shown(one) for one in subjects], "ledger": lines}


def shown(one: Subject) -> Node:
    """A subject as JSON shows it."""
    bundle, total = one.bundle, one.total
    in_bonus = [name in bundle.in_bonus for name in one.open_cells]
    most = Sheet(bundle, one.cells, at_most=True)
    at_most = most.base() + most.bonus()
    published = None if total is None else half_up(total, bundle.readings["rounding-total"])
    return {
        "name": one.name,
        "category": one.category,
        "base": None if not all(in_bonus) else text_of(one.scores["base"]),
        "bonus": None if any(in_bonus) else text_of(one.scores["bonus"]),
        "total_exact": text_of(total),
        "total": text_of(published),
        "known": text_of(one.known),
        "at_most": None if at_most * 2 > BOUNDLESS else text_of(at_most),
        "missing": one.open_cells,
        "vetoed": [veto["id"] for veto in one.vetoes],
        "open_vetoes": one.open_vetoes,
        "rank": one.rank,
        "grade": one.grade,
        "grade_by_score": one.grade_by_score,
        "honours": one.honours,
        "cells": [
            {"id": i, "state": c.state, "computed": text_of(c.computed), "score": text_of(c.score)}
            for i, c in one.cells.items()
        ],
        "sections": [
            shown_section(one, node)
            for node in walk(bundle.base + bundle.bonus)
            if given(node, "children")
        ],
        "jury": {
            fact.removeprefix("jury:"): text_of(value)
            for fact, value in one.tallies.items()
            if fact.startswith("jury:")
        },
    }


def shown_section(one: Subject, node: Node) -> Node:
    """A section as JSON shows it; no score while it is open, or where it is left out."""
    state = state_of(node, one.cells)
    score = text_of(one.scores[node["id"]]) if state == KNOWN else None
    return {"id": node["id"], "state": state, "score": score}


# ---------------------------------------------------------------- comparing, and the command

MAY_LACK = {"jury", "ledger", "sections", "open_vetoes"}


def differences(ours: Any, theirs: Any, *, where: str, lacking: set[str]) -> Iterator[str]:
    """One line for every place where two outcomes differ; keys they may lack are gathered."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key, value in ours.items():
            if key in theirs or key not in MAY_LACK:
                inner = f"{where}.{key}"
                yield from differences(value, theirs.get(key), where=inner, lacking=lacking)
            else:
                lacking.add(key)
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{where}: 复算有 {len(ours)} 项，对方有 {len(theirs)} 项"
        for spot, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            named = (one.get("name") or one.get("id")) if isinstance(one, dict) else None
            inner = f"{where}[{named or spot}]"
            yield from differences(one, other, where=inner, lacking=lacking)
    elif not is_same(ours, theirs):
        yield f"{where}: 复算 {ours}，对方 {theirs}"


def is_same(ours: Any, theirs: Any) -> bool:
    """Equal, or two texts of the same number (`86.5` and `86.50`)."""
    if ours == theirs or not isinstance(ours, str) or not isinstance(theirs, str):
        return bool(ours == theirs)
    try:
        return Fraction(ours) == Fraction(theirs)
    except ValueError:
        return False


def no_float(text: str) -> Any:
    """Numbers are text in these files; a bare decimal may have been rounded by its writer."""
    raise ValueError(f"数字应写成文本（加引号），发现 {text}")


def read_json(path: str) -> Any:
    """The content of a JSON file, without bare decimal numbers."""
    return json.loads(Path(path).read_text("utf-8"), parse_float=no_float, parse_constant=no_float)


def main(arguments: list[str]) -> int:
    """0: printed, or nothing differs; 1: something differs; 2: unreadable."""
    parser = argparse.ArgumentParser(prog="jiheng_check.py", description="从数据包独立复算考核结果")
    parser.add_argument("bundle", metavar="BUNDLE.json", help="数据包")
    parser.add_argument("--against", metavar="OUTCOME.json", help="与这份结果逐格比较")
    chosen = parser.parse_args(arguments)
    try:
        ours = outcome_of(read_json(chosen.bundle))
        theirs = read_json(chosen.against) if chosen.against else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"不能复算：文件读不出或内容不全（{error}）", file=sys.stderr)
        return 2
    if chosen.against is None:
        print(json.dumps(ours, ensure_ascii=False, indent=1))
        return 0
    lacking: set[str] = set()
    found = list(differences(ours, theirs, where="outcome", lacking=lacking))
    print("\n".join(found) or "逐格相同")
    if lacking:
        print(f"对方没有、因而没有比较：{'、'.join(sorted(lacking))}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
