"""An assessment as JSON: everything needed to recompute it, and the outcome in the same terms.

The keys are those of `values/inputs.py` and of the second program `check/`; numbers are exact text.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from jiheng.ledger.claims import ClaimLine
from jiheng.scheme.dump import dump
from jiheng.scheme.scheme import Scheme
from jiheng.score.cells import Cell
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.values.exact import exact_text
from jiheng.values.inputs import Claim, Entry, Inputs, Juror, Mark, Settlement

Bundle = dict[str, Any]


def bundle_of(scheme: Scheme, inputs: Inputs) -> Bundle:
    """Scheme and inputs as plain data for JSON."""
    return {
        "scheme": dump(scheme),
        "subjects": [{"name": name, "category": category} for name, category in inputs.subjects],
        "facts": {
            subject: {name: _entry_data(entry) for name, entry in entries.items()}
            for subject, entries in inputs.facts.items()
        },
        "claimed": _texts(inputs.claimed),
        "settled": {
            subject: {
                one: {"score": exact_text(s.score), "reason": s.reason, "by": s.by}
                for one, s in cells.items()
            }
            for subject, cells in inputs.settled.items()
        },
        "jurors": [{"name": j.name, "group": j.group, "unit": j.unit} for j in inputs.jurors],
        "marks": [
            {
                "juror": m.juror,
                "subject": m.subject,
                "indicator": m.indicator,
                "mark": exact_text(m.mark),
            }
            for m in inputs.marks
        ],
        "claims": [claim_data(claim) for claim in inputs.claims],
        "used": [claim_data(claim) for claim in inputs.used],
    }


def inputs_of(bundle: Mapping[str, Any]) -> Inputs:
    """The inputs that a bundle holds."""
    return Inputs(
        subjects=tuple((one["name"], one["category"]) for one in bundle["subjects"]),
        facts={
            subject: {name: _entry(raw) for name, raw in entries.items()}
            for subject, entries in bundle.get("facts", {}).items()
        },
        claimed={
            subject: {one: Fraction(text) for one, text in cells.items()}
            for subject, cells in bundle.get("claimed", {}).items()
        },
        settled={
            subject: {
                one: Settlement(Fraction(s["score"]), s.get("reason", ""), s.get("by", ""))
                for one, s in cells.items()
            }
            for subject, cells in bundle.get("settled", {}).items()
        },
        jurors=tuple(
            Juror(one["name"], one["group"], one.get("unit", ""))
            for one in bundle.get("jurors", ())
        ),
        marks=tuple(
            Mark(m["juror"], m["subject"], m["indicator"], Fraction(m["mark"]))
            for m in bundle.get("marks", ())
        ),
        claims=tuple(_claim(raw) for raw in bundle.get("claims", ())),
        used=tuple(_claim(raw) for raw in bundle.get("used", ())),
    )


def _texts(cells: Mapping[str, Mapping[str, Fraction]]) -> Bundle:
    return {
        subject: {one: exact_text(score) for one, score in scores.items()}
        for subject, scores in cells.items()
    }


def _entry_data(entry: Entry) -> Any:
    if entry.state == "known" and entry.value is not None:
        return exact_text(entry.value)
    return None if entry.state in ("missing", "known") else {"state": entry.state}


def _entry(raw: Any) -> Entry:
    if raw is None:
        return Entry(None, "missing")
    return Entry(None, raw["state"]) if isinstance(raw, dict) else Entry(Fraction(raw))


def claim_data(claim: Claim) -> Bundle:
    """One claimed award as plain data."""
    return {
        "subject": claim.subject,
        "indicator": claim.indicator,
        "kind": claim.kind,
        "level": claim.level,
        "work": claim.work,
        "award": claim.award,
        "year": claim.year,
        "number": claim.number,
        "persons": claim.persons,
    }


def _claim(raw: Mapping[str, Any]) -> Claim:
    return Claim(
        subject=raw["subject"],
        indicator=raw.get("indicator", ""),
        kind=raw.get("kind", ""),
        level=raw.get("level") or "",
        work=raw.get("work", ""),
        award=raw.get("award", ""),
        year=int(raw["year"]),
        number=raw.get("number") or "",
        persons=int(raw.get("persons", 1)),
    )


def text_or_none(value: Fraction | None) -> str | None:
    """Exact text, None where there is no value."""
    return None if value is None else exact_text(value)


def outcome_data(outcome: Outcome) -> Bundle:
    """The outcome in the terms of `check/`: exact text, null where there is none."""
    return {
        "subjects": [_subject_data(outcome, one) for one in outcome.subjects],
        "ledger": [_line_data(line) for line in outcome.ledger],
    }


def _line_data(line: ClaimLine) -> Bundle:
    return {
        "indicator": line.claim.indicator,
        "counted": text_or_none(line.points if line.accepted else None),
        "rejected": line.cause,
    }


def _subject_data(outcome: Outcome, one: SubjectOutcome) -> Bundle:
    return {
        "name": one.name,
        "category": one.category,
        "base": text_or_none(one.base.score),
        "bonus": text_or_none(one.bonus.score),
        "total_exact": text_or_none(one.total_exact),
        "total": text_or_none(one.total),
        "known": exact_text(one.at_least),
        "at_most": text_or_none(one.at_most),
        "missing": list(one.missing),
        "vetoed": [veto.id for veto in one.vetoes],
        "open_vetoes": [veto.id for veto in one.open_vetoes],
        "rank": one.rank,
        "grade": one.grade,
        "grade_by_score": one.grade_by_score,
        "honours": list(one.honours),
        "cells": [_cell_data(cell) for cell in one.cells.values()],
        "sections": [
            {
                "id": node.id,
                "state": _section_state(one, node.id),
                "score": text_or_none(
                    one.sums[node.id].score if one.sums[node.id].is_applicable else None
                ),
            }
            for node in outcome.scheme.walk()
            if node.children
        ],
        "jury": {
            indicator: text_or_none(found.value)
            for (name, indicator), found in outcome.jury.items()
            if name == one.name
        },
    }


def _cell_data(cell: Cell) -> Bundle:
    computed, score = text_or_none(cell.computed), text_or_none(cell.score)
    return {"id": cell.id, "state": cell.state, "computed": computed, "score": score}


def _section_state(one: SubjectOutcome, section: str) -> str:
    found = one.sums[section]
    if not found.is_applicable:
        return "not-applicable"
    return "known" if found.score is not None else "missing"
