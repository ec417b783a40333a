"""Runs every check over a scheme and holds what they find against the decisions taken.

A decision of the scheme settles a finding when it is about the same place and names the same check.
Decisions that no check can find the reason for are a reader's: they are told as notes under the
name that the reader gave them, so that the list of findings is the whole list of defects.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.checks import CHECKS
from jiheng.lint.finding import Finding
from jiheng.scheme.printed import Decision, Source
from jiheng.scheme.scheme import Scheme


def lint_scheme(scheme: Scheme) -> tuple[Finding, ...]:
    """Every finding on a resolved scheme, in the order of the document."""
    decisions = {(one.check, one.about): one for one in scheme.decisions}
    found = [
        Finding(
            check=check.name,
            severity=check.severity,
            where=fault.where,
            message=fault.message,
            source=fault.source,
            decided=decisions.get((check.name, fault.where), fault.decided),
        )
        for check in CHECKS
        for fault in check.faults(scheme)
    ]
    places = _sources(scheme)
    found += _noted(scheme, {(one.check, one.where) for one in found})
    order = {place: spot for spot, place in enumerate(places)}
    return tuple(
        sorted(found, key=lambda one: (_line(one.source), order.get(one.where, len(order))))
    )


def _noted(scheme: Scheme, found: set[tuple[str, str]]) -> Iterator[Finding]:
    """A note for every decision whose reason no check has found."""
    places = _sources(scheme)
    for one in scheme.decisions:
        if (one.check, one.about) not in found:
            source = places.get(one.about)
            yield Finding(one.check, "note", one.about, _remark(one), source, one)


def _remark(decision: Decision) -> str:
    return decision.because or decision.decision


def _sources(scheme: Scheme) -> dict[str, Source]:
    """Every place that has an address in the document, in the order of the scheme."""
    places = {one.id: one.source for one in scheme.categories}
    places |= {goal.id: goal.source for goal in scheme.goals}
    places |= {one.id: one.source for one in scheme.walk()}
    places["bonus"] = scheme.bonus.source
    if scheme.jury is not None:
        places["jury"] = scheme.jury.source
    if scheme.project is not None:
        parts = ("start", "end", "types", "uses", "sources", "parts", "spending-plan")
        places |= {f"project.{part}": scheme.project.source for part in parts}
    return places


def _line(source: Source | None) -> int:
    """The first line of an address; what has none comes last."""
    first = (source.line or "").split("-")[0].split("–")[0] if source else ""
    return int(first) if first.isdigit() else 10**9
