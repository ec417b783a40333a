"""One subject scored as fast as Python goes: its facts in whole units, every rule in one flat list.

Equal to `assess` and to the columns, in whole numbers of the scheme's unit wherever a grid exists.
Explanations, missing facts and settled scores take the longer way of `reckoned.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

from jiheng.rules.condition import Condition
from jiheng.rules.veto.veto import Veto
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.score.columns import fact_units, needed_facts, read_facts
from jiheng.score.prepare import Clause, Prepared, plain, scaled
from jiheng.score.sections import points_of
from jiheng.values.carrier import ratio
from jiheng.values.exact import rounded_units

Units: TypeAlias = int | Fraction
"""An exact number in 1/`unit` of the scheme; whole wherever a grid exists."""

Row: TypeAlias = Mapping[str, Units]
"""One subject's facts in the whole units of `fact_units`; the position of an option."""

_Values: TypeAlias = dict[str, Units]
_Score: TypeAlias = Callable[[Mapping[str, Any]], Units]


@dataclass(frozen=True, slots=True)
class One:
    """One subject's figures, those in 1/`unit` of the scheme as they were added up.

    `cells`: in the order of the clauses, `sums`: of sections; None where nothing applies. `total`
    is published: rounded as the scheme says, 0 after a veto that says so.
    """

    prepared: Prepared
    cells: tuple[Units | None, ...]
    sums: Mapping[str, Units | None]
    total: Fraction
    vetoes: tuple[Veto, ...]

    @property
    def is_complete(self) -> bool:
        """Nothing is missing: it would not have been scored."""
        return True

    def is_applicable(self, what: str) -> bool:
        """Does anything in the section apply?"""
        return self.units(what) is not None

    @property
    def total_exact(self) -> Fraction:
        """Base and bonus, 0 after a veto that says so."""
        if any(veto.total is not None for veto in self.vetoes):
            return Fraction(0)
        return self.known("total")

    def units(self, what: str) -> Units | None:
        """`total`, `base`, `bonus`, a section or a clause in 1/`unit`; None where it does not apply."""
        if what == "total":
            return (self.sums["base"] or 0) + (self.sums["bonus"] or 0)
        if what in self.sums:
            return self.sums[what]
        return self.cells[_program_of(self.prepared).positions[what]]

    def known(self, what: str) -> Fraction:
        """The same in points; 0 where it does not apply. The total before any veto."""
        return Fraction(self.units(what) or 0) / self.prepared.unit


@dataclass(frozen=True, slots=True)
class _Branch:
    """A sum of clauses (positions) and branches, with the points of each where some can be left
    out; not above `cap`, rounded to `places`."""

    own: str
    parts: tuple[Any, ...]  # of each: int or _Branch
    points: tuple[Fraction, ...]
    cap: Units | None = None
    places: int | None = None


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One clause: how it scores, when it applies, what stands for it where it does not."""

    score: _Score | None
    applies: Condition | None
    asked: frozenset[str]
    reads: frozenset[str]
    instead: Units | None


@dataclass(frozen=True, slots=True)
class _Rate:
    """A fact that is computed from two others: `up * of / over`."""

    name: str
    of: str
    over: str
    up: int


@dataclass(frozen=True, slots=True)
class _Program:
    """A scheme worked out once for single subjects; `positions`: of the clauses."""

    unit: int
    factors: tuple[tuple[str, int], ...]
    given: tuple[tuple[str, Fact], ...]
    rates: tuple[_Rate, ...]
    leaves: tuple[_Leaf, ...]
    straight: tuple[_Score, ...]  # the same where every clause always applies, unrounded
    vetoes: tuple[tuple[Veto, Condition, frozenset[str]], ...]
    base: _Branch
    bonus: _Branch
    places: tuple[int | None, int | None]  # of cells, of totals
    positions: Mapping[str, int]
    read: frozenset[str]
    count: int  # of values where everything is known
    is_scored: bool


def score_one(prepared: Prepared, facts: Row, *, subject: tuple[str, str] = ("", "")) -> One | None:
    """The figures of one subject (name, category id); None while something is missing.

    `facts` holds whole units, as one row of the columns does.
    """
    program = _program_of(prepared)
    values: _Values = {n: facts[n] * factor for n, factor in program.factors if n in facts}
    _add_who(prepared, program, values=values, subject=subject)
    cells = _cells(program, values, gaps=_add_rates(program, values))
    if cells is None or not program.is_scored:
        return None
    sums: dict[str, Units | None] = {}
    adding = _Adding(program.unit, cells, sums, None not in cells)
    reached = (adding.sum(program.base) or 0) + (adding.sum(program.bonus) or 0)
    vetoes = tuple(
        veto
        for veto, when, needs in program.vetoes
        if needs <= values.keys() and when.holds(values)
    )
    zeroed = any(veto.total is not None for veto in vetoes)
    total = _published(0 if zeroed else reached, program.unit, places=program.places[1])
    return One(prepared, tuple(cells), sums, total, vetoes)


def _published(value: Units, unit: int, *, places: int | None) -> Fraction:
    """A total in 1/`unit`, in points and rounded as the scheme says."""
    if places is None:
        return Fraction(value) / unit
    if type(value) is int and value >= 0:
        return Fraction((2 * value * 10**places + unit) // (2 * unit), 10**places)
    return Fraction(rounded_units(Fraction(value) / unit, places), 10**places)


def _add_who(
    prepared: Prepared, program: _Program, *, values: _Values, subject: tuple[str, str]
) -> None:
    """What the method itself knows of a subject: who it is, and what is given to it."""
    name, category = subject
    values["category"] = prepared.codes["category"].get(category, -1)
    values["subject"] = prepared.codes["subject"].get(name, -1)
    for fact_name, fact in program.given:
        value = fact.given.get(name, fact.given.get(category, fact.given.get("*")))
        if value is not None:
            values[fact_name] = plain(value * program.unit)


def _add_rates(program: _Program, values: _Values) -> frozenset[str]:
    """The rates into the values; back come those over nothing, which do not apply."""
    gaps = []
    for rate in program.rates:
        if rate.of not in values or rate.over not in values:
            continue
        if values[rate.over] == 0:
            gaps.append(rate.name)
        else:
            values[rate.name] = ratio(values[rate.of] * rate.up, values[rate.over])
    return frozenset(gaps)


def _cells(
    program: _Program, values: _Values, *, gaps: frozenset[str]
) -> list[Units | None] | None:
    """Every clause's score, or what stands instead where it does not apply; None if one is open."""
    if program.straight and len(values) == program.count:  # nothing is unknown
        return [score(values) for score in program.straight]
    unknown, places = program.read - values.keys(), program.places[0]
    cells: list[Units | None] = []
    for leaf in program.leaves:
        if leaf.score is None or _is_left_out(leaf, values, unknown=unknown):
            cells.append(leaf.instead)
        elif unknown and leaf.reads & unknown:
            if not leaf.reads & gaps:
                return None
            cells.append(leaf.instead)
        else:
            score = leaf.score(values)
            cells.append(score if places is None else _rounded(score, program.unit, places=places))
    return cells


def _is_left_out(leaf: _Leaf, values: _Values, *, unknown: frozenset[str]) -> bool:
    """True where the clause asks whether it applies, and it does not."""
    if leaf.applies is None or leaf.asked & unknown:
        return False
    return not leaf.applies.holds(values)


def _rounded(value: Units, unit: int, *, places: int) -> Units:
    """A figure in 1/`unit` rounded half-up to `places` decimals of a point."""
    points = rounded_units(Fraction(value) / unit, places)
    return plain(Fraction(points * unit, 10**places))


@dataclass(frozen=True, slots=True)
class _Adding:
    """The cells of one subject, and the sums that were made of them; `is_whole`: all apply."""

    unit: int
    cells: Sequence[Any]  # Units, None where a clause does not apply
    sums: dict[str, Units | None]
    is_whole: bool

    def sum(self, branch: _Branch) -> Units | None:
        """One sum; None where nothing in it applies."""
        cells = self.cells
        parts: list[Any] = [
            cells[one] if type(one) is int else self.sum(one) for one in branch.parts
        ]
        total: Units | None
        total = sum(parts) if self.is_whole else _stretched(branch, parts)
        if total is not None:
            if branch.cap is not None and total > branch.cap:
                total = branch.cap
            if branch.places is not None:
                total = _rounded(total, self.unit, places=branch.places)
        self.sums[branch.own] = total
        return total


def _stretched(branch: _Branch, parts: Sequence[Units | None]) -> Units | None:
    """The sum brought back from the points of the parts that apply to the points of all; None where
    there are parts and none applies."""
    there = [part for part in parts if part is not None]
    if len(there) == len(parts) or not there:
        return sum(there) if there or not parts else None
    points = [p for p, one in zip(branch.points, parts, strict=True) if one is not None]
    part = sum(points, Fraction(0))
    return plain(sum(there) * sum(branch.points, Fraction(0)) / part) if part else sum(there)


def _program_of(prepared: Prepared) -> _Program:
    if "one" not in prepared.memo:
        prepared.memo["one"] = _program(prepared)
    program: _Program = prepared.memo["one"]
    return program


def _program(prepared: Prepared) -> _Program:
    scheme, unit, units = prepared.scheme, prepared.unit, fact_units(prepared)
    read, supplied, facts = read_facts(prepared), needed_facts(prepared), prepared.scheme.facts
    positions = {clause.indicator.id: at for at, clause in enumerate(prepared.clauses)}
    leaves = tuple(_leaf(prepared, clause) for clause in prepared.clauses)
    places = (_places(prepared, "rounding-cell"), _places(prepared, "rounding-total"))
    factors = tuple(
        (name, 1 if name in prepared.words.options else unit // units[name])
        for name in sorted(supplied)
    )
    given = tuple((name, fact) for name, fact in facts.items() if fact.given)
    rates = tuple(
        _Rate(name, one.ratio.of, one.ratio.over, unit * (100 if one.type == "percent" else 1))
        for name, one in facts.items()
        if one.ratio is not None and name in read
    )
    return _Program(
        unit=unit,
        factors=factors,
        given=given,
        rates=rates,
        leaves=leaves,
        straight=_straight(leaves) if places[0] is None else (),
        vetoes=tuple((v, scaled(v.when, unit), v.when.needs()) for v in scheme.vetoes),
        base=_Make(prepared, positions).base(),
        bonus=_Make(prepared, positions).bonus(),
        places=places,
        positions=positions,
        read=read,
        count=len(factors) + len(given) + len(rates) + len(("category", "subject")),
        is_scored=any(clause.rule is not None for clause in prepared.clauses),
    )


def _straight(leaves: Sequence[_Leaf]) -> tuple[_Score, ...]:
    """How every clause scores, where each has a rule and none asks whether it applies."""
    scores = tuple(one.score for one in leaves if one.score is not None and one.applies is None)
    return scores if len(scores) == len(leaves) else ()


def _places(prepared: Prepared, question: str) -> int | None:
    chosen = prepared.scheme.reading(question)
    return None if chosen == "exact" else int(chosen)


def _leaf(prepared: Prepared, clause: Clause) -> _Leaf:
    applies = clause.indicator.applies
    asked = applies.needs() if applies is not None else frozenset[str]()
    instead: Units | None = 0 if clause.is_bonus else None
    if not clause.is_bonus and prepared.scheme.reading("not-applicable") == "full":
        instead = plain(clause.points * prepared.unit)
    return _Leaf(
        score=clause.scaled.score if clause.scaled is not None else None,
        applies=None if applies is None else scaled(applies, prepared.unit),
        asked=asked,
        reads=asked | frozenset(clause.needs),
        instead=instead,
    )


@dataclass(frozen=True, slots=True)
class _Make:
    """What branches are made of."""

    prepared: Prepared
    positions: Mapping[str, int]

    def part(self, indicator: Indicator) -> int | _Branch:
        """A clause's position, or a section as a branch."""
        if not indicator.children:
            return self.positions[indicator.id]
        return self.branch(indicator.id, indicator.children, cap=indicator.cap)

    def top(self, indicator: Indicator) -> int | _Branch:
        """What stands at the top: rounded where the scheme says so."""
        part, places = self.part(indicator), _places(self.prepared, "rounding-section")
        if places is None:
            return part
        if isinstance(part, int):
            part = self.branch(indicator.id, [indicator])
        return replace(part, places=places)

    def branch(
        self, own: str, children: Sequence[Indicator], *, cap: Fraction | None = None
    ) -> _Branch:
        """The sum of some indicators."""
        parts = tuple(
            self.positions[one.id] if one.id == own else self.part(one) for one in children
        )
        limit = None if cap is None else plain(cap * self.prepared.unit)
        return _Branch(own, parts, tuple(map(points_of, children)), limit)

    def base(self) -> _Branch:
        """All tops together."""
        tops = self.prepared.scheme.indicators
        return _Branch("base", tuple(map(self.top, tops)), tuple(map(points_of, tops)))

    def bonus(self) -> _Branch:
        """All bonus items, not above the cap."""
        bonus = self.prepared.scheme.bonus
        return self.branch("bonus", bonus.items, cap=bonus.cap)
