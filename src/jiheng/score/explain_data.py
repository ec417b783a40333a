"""An explanation as JSON: from it alone every cell can be computed again with pencil and paper."""

from __future__ import annotations

from typing import Any

from jiheng.ledger.claims import ClaimLine
from jiheng.score.bundle import claim_data, text_or_none
from jiheng.score.explain import ClauseExplanation, explain, why_not
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.values.exact import exact_text

Data = dict[str, Any]


def explanation_data(outcome: Outcome, name: str) -> Data:
    """One subject with all its clauses; numbers are exact text."""
    one = outcome.subject(name)
    return {
        "subject": one.name,
        "category": one.category,
        "base": text_or_none(one.base.score),
        "bonus": text_or_none(one.bonus.score),
        "total_exact": text_or_none(one.total_exact),
        "total": text_or_none(one.total),
        "known": exact_text(one.at_least),
        "at_most": text_or_none(one.at_most),
        "missing": list(one.missing),
        "vetoed": [veto.id for veto in one.vetoes],
        "rank": one.rank,
        "grade": one.grade,
        "grade_by_score": one.grade_by_score,
        "why_not": list(why_not(outcome, one)),
        "readings": {name: outcome.scheme.reading(name) for name in READINGS},
        "indicators": [_clause_data(outcome, one, told=told) for told in explain(outcome, name)],
    }


READINGS = (
    "rounding-cell", "rounding-section", "rounding-total", "not-applicable", "jury-order",
    "empty-group", "trimming",
)  # fmt: skip


def _clause_data(outcome: Outcome, one: SubjectOutcome, *, told: ClauseExplanation) -> Data:
    indicator, cell = told.clause.indicator, told.cell
    data: Data = {
        "id": indicator.id,
        "title": indicator.title,
        "points": exact_text(told.clause.points),
        "bonus": told.clause.is_bonus,
        "state": cell.state,
        "facts": {name: _fact_data(outcome, one, name=name) for name in told.facts},
        "rule": indicator.rule.model_dump(by_alias=True, exclude_defaults=True, mode="json")
        if indicator.rule
        else None,
        "claimed": text_or_none(cell.claimed),
        "computed": text_or_none(cell.computed),
        "settled": None
        if cell.settled is None
        else {
            "score": exact_text(cell.settled.score),
            "reason": cell.settled.reason,
            "by": cell.settled.by,
        },
        "score": text_or_none(cell.score),
        "attainment": told.attainment,
        "met": told.why.met,
        "next": told.why.next,
        "why": told.why.sentence,
        "source": indicator.source.model_dump(exclude_none=True),
    }
    if told.jury is not None:
        data["jury"] = _jury_data(outcome, told)
    if told.claims:
        data["claims"] = [line_data(line) for line in told.claims]
    return data


def _fact_data(outcome: Outcome, one: SubjectOutcome, *, name: str) -> Data:
    words = outcome.prepared.words
    value = one.known.values.get(name)
    return {
        "title": words.titles.get(name, name),
        "unit": words.units.get(name, ""),
        "value": text_or_none(value),
        "state": "known" if value is not None else one.known.states.get(name, "missing"),
    }


def _jury_data(outcome: Outcome, told: ClauseExplanation) -> Data:
    jury, found = outcome.scheme.jury, told.jury
    assert jury is not None  # asked for only where a jury judged
    assert found is not None
    weights = {group.id: group for group in jury.groups}
    return {
        "value": text_or_none(found.value),
        "reason": found.reason,
        "groups": [
            {
                "id": group.group,
                "title": weights[group.group].title,
                "weight": exact_text(weights[group.group].weight),
                "marks": [exact_text(mark) for mark in group.kept],
                "recused": list(group.recused),
                "trimmed": group.trimmed,
                "mean": exact_text(group.mean) if group.kept else None,
            }
            for group in found.groups
        ],
    }


def line_data(line: ClaimLine) -> Data:
    """One line of the ledger: the claim, its points, whether they count and why."""
    judged = {"points": exact_text(line.points), "accepted": line.accepted, "reason": line.reason}
    return claim_data(line.claim) | judged
