"""Runs every check over a scheme and holds what they find against the decisions taken.

A decision of the scheme settles a finding when it is about the same place and names the same check.
Decisions that no check can find the reason for are a reader's: they are told as notes under the
name that the reader gave them, so that the list of findings is the whole list of defects.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.addresses import addresses
from jiheng.lint.checks import CHECKS
from jiheng.lint.finding import Finding
from jiheng.scheme.printed import Source
from jiheng.scheme.scheme import Scheme


def lint_scheme(scheme: Scheme) -> tuple[Finding, ...]:
    """Every finding on a resolved scheme, in the order of the document."""
    places = addresses(scheme)
    found = list(_found(scheme, places))
    found += _noted(scheme, {(one.check, one.where) for one in found})
    order = {place: spot for spot, place in enumerate(places)}
    return tuple(
        sorted(found, key=lambda one: (_line(one.source), order.get(one.where, len(order))))
    )


def _found(scheme: Scheme, places: dict[str, Source]) -> Iterator[Finding]:
    decisions = {(one.check, one.about): one for one in scheme.decisions}
    for check in CHECKS:
        for fault in check.faults(scheme):
            yield Finding(
                check=check.name,
                severity=check.severity,
                where=fault.where,
                message=fault.message,
                source=fault.source
                if fault.source and fault.source.line
                else places.get(fault.where),
                decided=decisions.get((check.name, fault.where), fault.decided),
            )


def _noted(scheme: Scheme, found: set[tuple[str, str]]) -> Iterator[Finding]:
    """A note for every decision whose reason no check has found."""
    places = addresses(scheme)
    for one in scheme.decisions:
        if (one.check, one.about) not in found:
            remark = one.because or one.decision
            yield Finding(one.check, "note", one.about, remark, places.get(one.about), one)


def _line(source: Source | None) -> int:
    """The first line of an address; what has none comes last."""
    first = (source.line or "").split("-")[0].split("–")[0] if source else ""
    return int(first) if first.isdigit() else 10**9
