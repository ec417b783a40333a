"""Sheets of a jury: what each group gave, and every juror's marks with those set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from jiheng.forms.figures import full_figure
from jiheng.forms.outcome_words import code_of
from jiheng.forms.result_cells import Frame, Grid, centred, head_row, score, score_places
from jiheng.forms.score_sheets import ranked_subjects
from jiheng.forms.workbook import Cell, Look, Row, Sheet, row
from jiheng.jury.marks import JuryTally
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.panel import Jury
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.values.inputs import Inputs, Juror


def groups_sheet(outcome: Outcome, jury: Jury, *, frame: Frame) -> Sheet:
    """评委组得分: for each clause of each subject the groups' means and how many marks counted."""
    rows = [_groups_head(jury)]
    means = [g.mean for found in outcome.jury.values() for g in found.groups if g.kept]
    values = [found.value for found in outcome.jury.values()]
    places = score_places([*means, *values])
    for one, leaf, found in _judged(outcome):
        settled = one.cells[leaf.id].settled
        rows.append(
            row(
                one.name,
                code_of(leaf),
                leaf.title,
                centred(full_figure(leaf.points or Fraction(0))),
                *_groups(found, places),
                score(found.value, places, look=Look.OPEN if found.value is None else Look.SECTION),
                score(None if settled is None else settled.score, places),
                _note(found, "" if settled is None else settled.reason),
            )
        )
    widths = [16, 8, 30, 8, *([12, 7, 7] * len(jury.groups)), 12, 12, 36]
    return frame.sheet("评委组得分", Grid(rows, widths=widths, frozen=3))


def _groups_head(jury: Jury) -> Row:
    titles = ["单位", "编号", "指标", "分值"]
    for group in jury.groups:
        titles += [f"{group.title}平均（{full_figure(group.weight)}%）", "有效人数", "回避人数"]
    return head_row(*titles, "合成得分", "复核得分", "说明")


def _judged(outcome: Outcome) -> Iterator[tuple[SubjectOutcome, Indicator, JuryTally]]:
    """Every cell that the jury judged, subject by subject as ranked."""
    for one in ranked_subjects(outcome):
        for leaf in outcome.scheme.leaves():
            if (found := outcome.jury.get((one.name, leaf.id))) is not None:
                yield one, leaf, found


def _groups(found: JuryTally, places: int) -> Iterator[Cell | int]:
    for group in found.groups:
        look = Look.OPEN if group.is_empty else Look.PLAIN
        yield score(group.mean if group.kept else None, places, look=look)
        yield len(group.kept)
        yield len(group.recused)


def _note(found: JuryTally, reason: str) -> str:
    trimmed = sum(group.trimmed for group in found.groups)
    told = [found.reason, f"去掉最高最低分共{trimmed}个" if trimmed else "", reason]
    return "；".join(text for text in told if text)


def marks_sheet(outcome: Outcome, jury: Jury, *, inputs: Inputs, frame: Frame) -> Sheet:
    """评委打分: every juror's mark for every clause of every subject, group beside group."""
    order = {group.id: at for at, group in enumerate(jury.groups)}
    jurors = tuple(sorted(inputs.jurors, key=lambda one: order.get(one.group, len(order))))
    marks = {(one.juror, one.subject, one.indicator): one.mark for one in inputs.marks}
    ballot = _Ballots(outcome, jurors, marks, score_places(marks.values()))
    rows = [*ballot.head(jury)]
    for one in ranked_subjects(outcome):
        rows += ballot.rows(one)
    notes = ["灰色为回避（评委本单位），不计入；蓝色为未打分，空白不是0分。"]
    widths = [16, 8, 26, *([8] * len(jurors))]
    return frame.sheet("评委打分", Grid(rows, widths=widths, head=2, frozen=3, notes=notes))


@dataclass(frozen=True)
class _Ballots:
    """All marks by juror, subject and clause; jurors in the order of their columns."""

    outcome: Outcome
    jurors: tuple[Juror, ...]
    marks: Mapping[tuple[str, str, str], Fraction]
    places: int

    def head(self, jury: Jury) -> Iterator[Row]:
        """Groups above their jurors."""
        lead = [Cell(text, look=Look.HEAD, rowspan=2) for text in ("单位", "编号", "指标")]
        bands: list[Cell | None] = []
        for group in jury.groups:
            count = sum(one.group == group.id for one in self.jurors)
            if count:
                bands += [Cell(group.title, look=Look.HEAD, colspan=count), *([None] * (count - 1))]
        yield Row((*lead, *bands))
        names = (Cell(one.name, look=Look.HEAD, help=one.unit) for one in self.jurors)
        yield Row((None, None, None, *names))

    def rows(self, one: SubjectOutcome) -> Iterator[Row]:
        """One subject: each juror's sum, then his marks clause by clause."""
        judged = {own for _, own in self.outcome.jury}
        leaves = [leaf for leaf in self.outcome.scheme.leaves() if leaf.id in judged]
        lead = (Cell(text, look=Look.SECTION) for text in (one.name, "", "各评委合计"))
        yield Row((*lead, *(self._sum(juror, one.name) for juror in self.jurors)))
        for leaf in leaves:
            marks = (self._mark(juror, one, own=leaf.id) for juror in self.jurors)
            yield row(one.name, code_of(leaf), leaf.title, *marks)

    @cached_property
    def _sums(self) -> Mapping[tuple[str, str], Fraction]:
        """What each juror gave each subject in all; nothing where he gave no mark."""
        sums: dict[tuple[str, str], Fraction] = {}
        for (juror, subject, _), mark in self.marks.items():
            sums[juror, subject] = sums.get((juror, subject), Fraction(0)) + mark
        return sums

    def _sum(self, juror: Juror, subject: str) -> Cell:
        return score(self._sums.get((juror.name, subject)), self.places, look=Look.SECTION)

    def _mark(self, juror: Juror, one: SubjectOutcome, *, own: str) -> Cell:
        mark = self.marks.get((juror.name, one.name, own))
        if mark is None:
            return Cell(None, look=Look.OPEN)
        found = self.outcome.jury[one.name, own]
        recused = any(juror.name in group.recused for group in found.groups)
        return score(mark, self.places, look=Look.QUIET if recused else Look.PLAIN)
