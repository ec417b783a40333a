"""What a subject's report comes to so far, kept with it as derived data (`Subject.figures`).

{"revision": 12, "digest": …, "known": "61", "at_most": "99", "total": null, "answered": 70, "asked": 80,
 "sections": {"1": {"known": "9", "at_most": "11", "points": "11", "answered": 8, "asked": 9}, …},
 "clauses": {"1.1": {"score": "1", "at_most": "1", "state": "known"}, …}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from jiheng.score.live import Live, live
from jiheng.values.exact import exact_text
from jiheng.web.models import Assessment, Subject
from jiheng.web.queries.inputs import inputs_of
from jiheng.web.queries.method import Method, method_of


def stale(assessment: Assessment, subjects: Sequence[Subject]) -> list[Subject]:
    """Those whose kept figures are of an earlier revision or another version of the method."""
    return [one for one in subjects if _mark(assessment, one) != _kept_mark(one)]


def figures_of(subject: Subject) -> Mapping[str, Any]:
    """The kept figures; {} where there are none yet."""
    return json.loads(subject.figures)


def computed(assessment: Assessment, subjects: Sequence[Subject]) -> dict[str, str]:
    """New figures of these subjects as text, by the subject's key."""
    method = method_of(assessment.scheme)
    inputs = inputs_of(assessment, subjects)
    return {
        one.pk: json.dumps(
            _mark(assessment, one)
            | _figures(method, live(method.prepared, inputs, subject=one.name)),
            ensure_ascii=False,
        )
        for one in subjects
    }


def _mark(assessment: Assessment, subject: Subject) -> dict[str, Any]:
    return {"revision": subject.revision, "digest": assessment.scheme.digest}


def _kept_mark(subject: Subject) -> dict[str, Any]:
    kept = json.loads(subject.figures)
    return {name: kept.get(name) for name in ("revision", "digest")}


def _figures(method: Method, now: Live) -> dict[str, Any]:
    sections = {
        top.id: {
            "known": _text(now.sums[top.id].known),
            "at_most": _text(now.sums[top.id].at_most),
            "points": _text(top.points),
            "answered": now.progress[top.id].answered if top.id in now.progress else 0,
            "asked": now.progress[top.id].asked if top.id in now.progress else 0,
        }
        for top in method.scheme.indicators
        if top.id in now.sums
    }
    clauses = {
        one.id: {"score": _text(one.score), "at_most": _text(one.at_most), "state": one.cell.state}
        for one in now.clauses.values()
    }
    return {
        "known": _text(now.known),
        "at_most": _text(now.at_most),
        "total": _text(now.total),
        "answered": now.whole.answered,
        "asked": now.whole.asked,
        "sections": sections,
        "clauses": clauses,
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(Fraction(value))
