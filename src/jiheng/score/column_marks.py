"""A nation's marks as facts: what the jury comes to for every clause that it judges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jiheng.jury.columns import MarkColumns, tally_columns
from jiheng.score.columns import STATES, Columns
from jiheng.score.outcome import judged_clauses, jury_readings
from jiheng.score.prepare import Prepared


def with_marks(prepared: Prepared, columns: Columns, *, marks: MarkColumns) -> Columns:
    """The columns with a fact `jury:<clause>` for every clause that a jury judges.

    The indicators of `marks` are those clauses, in the order of the scheme. ValueError where the
    shapes do not fit.
    """
    scheme, judged = prepared.scheme, judged_clauses(prepared.scheme)
    if scheme.jury is None or marks.marks.shape[1:] != (len(judged), len(columns)):
        raise ValueError(f"打分应为 {len(judged)} 项 × {len(columns)} 个单位")
    means = tally_columns(scheme.jury, marks, readings=jury_readings(scheme))
    facts, states = dict(columns.facts), dict(columns.states)
    is_open = bool(means.open.any())
    for at, clause in enumerate(judged):
        facts[f"jury:{clause}"] = means.of(at)
        if is_open and means.open[at].any():
            missing = np.int8(STATES.index("missing"))
            states[f"jury:{clause}"] = means.open[at].astype(np.int8) * missing
    return replace(columns, facts=facts, states=states)
