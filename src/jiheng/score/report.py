"""The outcome as the JSON that `jiheng assess` promises; amounts are exact text, totals as published."""

from __future__ import annotations

from typing import Any

from jiheng.scheme.dump import digest
from jiheng.scheme.open_questions import relevant_questions
from jiheng.score.bundle import text_or_none
from jiheng.score.explain import ClauseExplanation, explain, why_not
from jiheng.score.explain_data import line_data
from jiheng.score.published import published_text
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.values.exact import exact_text

Data = dict[str, Any]


def report_data(outcome: Outcome) -> Data:
    """The method with its hash and the readings in force, all subjects in the order given, the ledger."""
    return {
        "scheme": outcome.scheme.scheme,
        "title": outcome.scheme.title,
        "sha256": digest(outcome.scheme),
        "readings": {
            name: outcome.scheme.reading(name) for name in relevant_questions(outcome.scheme)
        },
        "subjects": [_subject_data(outcome, one) for one in outcome.subjects],
        "ledger": [line_data(line) for line in outcome.ledger],
    }


def _subject_data(outcome: Outcome, one: SubjectOutcome) -> Data:
    return {
        "name": one.name,
        "category": one.category,
        "base": text_or_none(one.base.score),
        "bonus": text_or_none(one.bonus.score),
        "total": published_text(outcome.scheme, one.total),
        "total_exact": text_or_none(one.total_exact),
        "vetoed": [
            {
                "id": veto.id,
                "title": veto.title,
                "authority": veto.authority,
                "because": veto.because,
                "keeps_place": veto.keeps_place,
            }
            for veto in one.vetoes
        ],
        "open_vetoes": [veto.id for veto in one.open_vetoes],
        "rank": one.rank,
        "grade": one.grade,
        "grade_by_score": one.grade_by_score,
        "honours": list(one.honours),
        "why_not": list(why_not(outcome, one)),
        "known": exact_text(one.at_least),
        "at_most": text_or_none(one.at_most),
        "missing": list(one.missing),
        "sections": [
            {"id": top.id, "title": top.title, "score": text_or_none(one.sums[top.id].score)}
            for top in outcome.scheme.indicators
        ],
        "indicators": [
            _indicator_data(outcome, one, told=told) for told in explain(outcome, one.name)
        ],
    }


def _indicator_data(outcome: Outcome, one: SubjectOutcome, *, told: ClauseExplanation) -> Data:
    cell, words = told.cell, outcome.prepared.words
    reported = {
        name: words.amount(name, one.known.values[name])
        if name in words.options and name in one.known.values
        else text_or_none(one.known.values.get(name))
        for name in told.facts
        if name in words.titles
    }
    return {
        "id": cell.id,
        "points": exact_text(told.clause.points),
        "reported": reported,
        "claimed": text_or_none(cell.claimed),
        "computed": text_or_none(cell.computed),
        "settled": text_or_none(cell.settled.score if cell.settled else None),
        "score": text_or_none(cell.score),
        "state": cell.state,
        "attainment": told.attainment,
        "why": told.why.sentence,
    }
