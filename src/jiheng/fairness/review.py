"""One jury day looked at from every side: what an office reads before it signs the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from jiheng.fairness.detect import detect
from jiheng.fairness.flag import Flag
from jiheng.fairness.flips import Flip, Lever, Line, smallest_flips
from jiheng.fairness.group_bias import GroupBias, group_bias
from jiheng.fairness.icc import Agreement, icc
from jiheng.fairness.kendall import Concordance, kendalls_w
from jiheng.fairness.leave_one_out import WithoutJuror, leave_one_out
from jiheng.fairness.leniency import Leniency, leniency
from jiheng.fairness.marks import Matrix, Row, matrix_of
from jiheng.scheme.scheme import Scheme
from jiheng.score.outcome import assess
from jiheng.score.prepare import Prepared, prepare
from jiheng.score.result import Outcome
from jiheng.values.inputs import Inputs


@dataclass(frozen=True, slots=True)
class JuryReview:
    """Every measure of one jury, for people to look at; nothing here changes a score."""

    matrix: Matrix
    concordance: Concordance
    agreement: Agreement
    leniency: tuple[Leniency, ...]
    groups: tuple[GroupBias, ...]
    flags: tuple[Flag, ...]
    without: tuple[WithoutJuror, ...]
    flips: tuple[Flip, ...]


def review(scheme: Scheme, inputs: Inputs) -> JuryReview | None:
    """The review of a scheme's jury; None where nobody judged."""
    if scheme.jury is None or not inputs.marks:
        return None
    prepared = prepare(scheme)
    outcome = assess(scheme, inputs, prepared=prepared)
    matrix = matrix_of(_rows(scheme, inputs))
    lines = [
        Line(grade.grade, grade.line) for grade in scheme.grading.grades if grade.line is not None
    ]
    totals = {one.name: one.total_exact for one in outcome.subjects if one.total_exact is not None}
    return JuryReview(
        matrix=matrix,
        concordance=kendalls_w(matrix),
        agreement=icc(matrix),
        leniency=leniency(matrix),
        groups=group_bias(matrix),
        flags=detect(matrix),
        without=_without_each(prepared, inputs),
        flips=smallest_flips(totals, _levers(scheme, inputs, outcome=outcome), lines=lines),
    )


def _rows(scheme: Scheme, inputs: Inputs) -> list[Row]:
    """The marks that count: a juror's marks for his own unit are set aside where the scheme says so."""
    jurors = {juror.name: juror for juror in inputs.jurors}
    recused = scheme.jury is not None and scheme.jury.recusal == "own-unit"
    titles = {group.id: group.title for group in scheme.jury.groups} if scheme.jury else {}
    return [
        Row(
            juror=mark.juror,
            group=titles.get(jurors[mark.juror].group, ""),
            unit=jurors[mark.juror].unit or None,
            subject=mark.subject,
            item=mark.indicator,
            mark=None if recused and jurors[mark.juror].unit == mark.subject else mark.mark,
        )
        for mark in inputs.marks
    ]


def _without_each(prepared: Prepared, inputs: Inputs) -> tuple[WithoutJuror, ...]:
    """The engine's own result without each juror in turn."""

    def totals(juror: str | None) -> Mapping[str, Fraction]:
        marks = tuple(mark for mark in inputs.marks if mark.juror != juror)
        outcome = assess(prepared.scheme, replace(inputs, marks=marks), prepared=prepared)
        return {
            one.name: one.total_exact for one in outcome.subjects if one.total_exact is not None
        }

    return leave_one_out([juror.name for juror in inputs.jurors], totals)


def _levers(scheme: Scheme, inputs: Inputs, *, outcome: Outcome) -> list[Lever]:
    """Every mark that can move, with what one point of it is worth in the total.

    Only where the mean of each group is weighted and nothing is trimmed has a mark one worth.
    """
    jury = scheme.jury
    if jury is None or scheme.reading("jury-order") != "group-first":
        return []
    if scheme.reading("trimming") != "none":
        return []
    weights = {group.id: group.weight for group in jury.groups}
    jurors = {juror.name: juror for juror in inputs.jurors}
    points = {leaf.id: leaf.points for leaf in scheme.leaves()}
    step, levers = Fraction(1, 10**jury.places), []
    for mark in inputs.marks:
        tally = outcome.jury.get((mark.subject, mark.indicator))
        groups = [one for one in tally.groups if not one.is_empty] if tally else []
        own = next((one for one in groups if one.group == jurors[mark.juror].group), None)
        whole = sum((weights[one.group] for one in groups), Fraction(0))
        top = points.get(mark.indicator)
        if own is None or mark.juror in own.recused or not whole or top is None:
            continue
        worth = weights[own.group] / whole / len(own.kept)
        levers.append(
            Lever(
                mark.juror, mark.subject, mark.indicator, mark.mark, worth, Fraction(0), top, step
            )
        )
    return levers
