"""An edge in a rule: a number printed in the method, or a target that a fact supplies per subject."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator

from jiheng.values.carrier import Value
from jiheng.values.exact import exact, exact_text
from jiheng.values.noun import Noun

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FactEdge(Noun):
    """The edge is the value of another fact, so that it can differ by subject or category."""

    fact: str


def _read_edge(raw: Any) -> FactEdge | Fraction:
    if isinstance(raw, (FactEdge, Fraction)):
        return raw
    if isinstance(raw, str) and _DAY.fullmatch(raw):
        return Fraction(date.fromisoformat(raw).toordinal())
    if isinstance(raw, str):
        return exact(raw)
    if isinstance(raw, dict) and set(raw) == {"fact"} and isinstance(raw["fact"], str):
        return FactEdge(fact=raw["fact"])
    raise ValueError(f'应写数字（如 "90"）或 {{fact: 填报项}}，现为 {raw!r}')


def _write_edge(edge: Any) -> Any:
    return {"fact": edge.fact} if isinstance(edge, FactEdge) else exact_text(edge)


Edge = Annotated[FactEdge | Fraction, PlainValidator(_read_edge), PlainSerializer(_write_edge)]
"""`"90"`, `"2017-12-31"` (held against a date fact), or `{fact: target}`."""

Facts = Mapping[str, Value]
"""What a rule reads: the value of every fact it needs, on one carrier."""


def edge_value(edge: Any, facts: Facts) -> Value:
    """The edge as a number on the carrier of the facts."""
    return facts[edge.fact] if type(edge) is FactEdge else edge  # asking a model's class is slow


def edge_facts(*edges: Any) -> frozenset[str]:
    """The facts that these edges read."""
    return frozenset(edge.fact for edge in edges if isinstance(edge, FactEdge))
