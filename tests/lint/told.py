"""Schemes of cases as data, and what one check finds in them."""

from __future__ import annotations

from typing import Any

from jiheng.lint.lint_scheme import lint_scheme
from jiheng.scheme.load import scheme_of
from jiheng.scheme.scheme import Scheme
from jiheng.values.placed import Placed

Told = dict[str, str]
BASE = {"scheme": "case", "title": "虚构考核办法", "period": {"year": "2024"}}


def scheme_from(parts: dict[str, Any]) -> Scheme:
    """A scheme of which only what matters is written down."""
    return scheme_of(Placed(BASE | parts, {}))


def found_by(check: str, scheme: Scheme) -> list[Told]:
    """What one check finds, as a case writes it down."""
    return [
        {"where": one.where, "message": one.message}
        | ({"decided": one.decided.decision} if one.decided else {})
        for one in lint_scheme(scheme)
        if one.check == check
    ]
