"""What a check sees (a fault), and what a person is told of it (a finding, with who decided what)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from jiheng.scheme.indicator import Indicator
from jiheng.scheme.printed import Decision, Source
from jiheng.scheme.scheme import Scheme

Severity = Literal["error", "warning", "note"]
"""error: the method contradicts itself; warning: it leaves something open; note: a reader's remark."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault at one place.

    `where` is an indicator's id or the name of another place (bonus, grading, jury, a grade, a
    goal's id, project.parts); `message` is Chinese and says the thing, the place and the cure.
    `decided` is given where the scheme settles the matter elsewhere than in `decisions`.
    """

    where: str
    message: str
    source: Source | None = None
    decided: Decision | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault under the name of its check; `decided` is the decision that settles it, if any."""

    check: str
    severity: Severity
    where: str
    message: str
    source: Source | None = None
    decided: Decision | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, the same in Chinese, how grave it is, and the function that finds it."""

    name: str
    title: str
    severity: Severity
    faults: Callable[[Scheme], Iterator[Fault]]


def named(indicator: Indicator) -> str:
    """An indicator in a message: `“3.3 基层组织”`."""
    return f"“{indicator.id} {indicator.title}”"


def fault_at(indicator: Indicator, message: str) -> Fault:
    """A fault of one indicator; the message is put behind its number and title."""
    return Fault(indicator.id, f"{named(indicator)}{message}", indicator.source)
