"""A target with all that is said around it: where it stands, what it is a target of, in which section."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jiheng.lint.finding import Fault
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.printed import Source
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target


@dataclass(frozen=True, slots=True)
class Aim:
    """One target, of an indicator or of a goal; `section` is the title one level up."""

    where: str
    title: str
    target: Target
    fact: Fact | None
    section: str
    source: Source
    is_alone: bool

    @property
    def names(self) -> str:
        """Every title under which the target stands; an indicator with several says little."""
        own = self.title if self.is_alone else ""
        return f"{own} {self.fact.title if self.fact else ''}"

    @property
    def is_number(self) -> bool:
        """True when the target is a number that a number is held against."""
        return self.target.op in (">=", ">", "<=", "<", "=", "range") and not self.is_choice

    @property
    def is_choice(self) -> bool:
        """True for yes or no, an option, a date."""
        return self.fact is not None and self.fact.type in ("yes-no", "choice", "date")

    @property
    def unit(self) -> str:
        """The printed unit, with a full-width per cent sign as the ordinary one."""
        return self.target.unit.replace("％", "%")


def aims_of(scheme: Scheme) -> Iterator[Aim]:
    """Targets of all indicators, then those of goals that no indicator repeats."""
    used: set[str] = set()
    for section, leaf in _leaves(scheme):
        for target in leaf.targets:
            used |= {target.fact} if target.fact else set()
            alone = len(leaf.targets) == 1
            fact = scheme.facts.get(target.fact or "")
            yield Aim(leaf.id, leaf.title, target, fact, section, leaf.source, alone)
    for goal in scheme.goals:
        for target in goal.targets:
            if target.fact not in used or target.fact is None:
                fact = scheme.facts.get(target.fact or "")
                yield Aim(goal.id, goal.title, target, fact, "", goal.source, is_alone=False)


def _leaves(scheme: Scheme) -> Iterator[tuple[str, Indicator]]:
    for indicator in scheme.walk():
        for child in indicator.children:
            if not child.children:
                yield indicator.title, child
    for top in (*scheme.indicators, *scheme.bonus.items):
        if not top.children:
            yield "", top


def faults_of(scheme: Scheme, told: Callable[[Aim], str | None], *, cure: str) -> Iterator[Fault]:
    """One fault for every place of which something is to be told, however many targets it has."""
    places: dict[str, tuple[Aim, list[str]]] = {}
    for aim in aims_of(scheme):
        said = told(aim)
        if said:
            places.setdefault(aim.where, (aim, []))[1].append(said)
    for where, (aim, parts) in places.items():
        message = f"“{where} {aim.title}”{'；'.join(dict.fromkeys(parts))}；{cure}"
        yield Fault(where, message, aim.source)


def clause_with(scheme: Scheme, fact: str | None) -> Indicator | None:
    """The first clause of the scheme that has a target on this fact."""
    if fact is None:
        return None
    leaves = scheme.leaves()
    return next((leaf for leaf in leaves if fact in {one.fact for one in leaf.targets}), None)
