"""Sheets of scores: clauses by subjects, points lost, and the exact values behind what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from jiheng.forms.figures import full_figure, total_places
from jiheng.forms.outcome_words import base_points, code_of
from jiheng.forms.ranking_table import shown_total
from jiheng.forms.result_cells import (
    Frame,
    Grid,
    centred,
    head_row,
    is_shown_exactly,
    look_of,
    score,
    score_places,
)
from jiheng.forms.standings import standings
from jiheng.forms.workbook import Cell, Look, Row, Sheet, row
from jiheng.scheme.indicator import Indicator
from jiheng.score.explain import explain
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.score.sections import Sum, points_of
from jiheng.values.exact import exact_text

_ABREAST = 60
"""More subjects than this stand one below another instead of side by side."""


def ranked_subjects(outcome: Outcome) -> tuple[SubjectOutcome, ...]:
    """Everyone, group by group as ranked."""
    return tuple(one for group in standings(outcome) for one in group.subjects)


def matrix_sheet(outcome: Outcome, frame: Frame) -> Sheet:
    """得分矩阵: clauses with their sections and totals down, subjects across (many: turned round)."""
    matrix = _Matrix(outcome, ranked_subjects(outcome))
    lines = list(matrix.lines())
    notes = ["绿：满分；黄：部分失分；红：零分；蓝：待补；灰：不适用或不计分。"]
    subjects = len(matrix.subjects)
    if subjects <= _ABREAST:
        rows = [Row(tuple(line)) for line in lines]
        widths = [8, 34, 8, *([12] * subjects)]
        return frame.sheet("得分矩阵", Grid(rows, widths=widths, frozen=3, notes=notes))
    rows = [Row(cells) for cells in zip(*lines, strict=True)]
    widths = [18, *([12] * (len(lines) - 1))]
    return frame.sheet("得分矩阵", Grid(rows, widths=widths, head=3, frozen=1, notes=notes))


@dataclass(frozen=True)
class _Matrix:
    """Lines of equal length: number, title, points, then a cell for each subject."""

    outcome: Outcome
    subjects: tuple[SubjectOutcome, ...]

    def lines(self) -> Iterator[list[Cell]]:
        names = (Cell(one.name, look=Look.HEAD) for one in self.subjects)
        yield [*(Cell(text, look=Look.HEAD) for text in ("编号", "指标", "分值")), *names]
        for top in self.outcome.scheme.indicators:
            yield from self._section(top)
        if self.outcome.scheme.bonus.items:
            base = Indicator(id="base", title="基础分合计")
            points = base_points(self.outcome.scheme)
            yield self._sums(base, points, of=lambda one: one.base)
            yield from self._bonus()
        yield from self._results()

    @cached_property
    def _places(self) -> int:
        """Equal for clauses, sections and sums, so that a column can be added up by eye."""
        found = [cell.score for one in self.subjects for cell in one.cells.values()]
        found += [part.score for one in self.subjects for part in one.sums.values()]
        found += [part.score for one in self.subjects for part in (one.base, one.bonus)]
        return score_places(found)

    def _section(self, top: Indicator) -> Iterator[list[Cell]]:
        if top.children:
            yield self._sums(top, points_of(top), of=lambda one: one.sums[top.id])
        for leaf in top.leaves():
            yield self._clause(leaf, is_bonus=False)

    def _bonus(self) -> Iterator[list[Cell]]:
        bonus = self.outcome.scheme.bonus
        named = Indicator(id=bonus.printed.number or "bonus", title=bonus.title)
        yield self._sums(named, bonus.cap, of=lambda one: one.bonus)
        for item in bonus.items:
            for leaf in item.leaves():
                yield self._clause(leaf, is_bonus=True)

    def _sums(
        self,
        named: Indicator,
        points: Fraction | None,
        *,
        of: Callable[[SubjectOutcome], Sum],
    ) -> list[Cell]:
        """A section's line: its points (of the bonus: its cap) and every subject's sum."""
        cells = [score(of(one).score, self._places, look=Look.SECTION) for one in self.subjects]
        lead = [Cell(text, look=Look.SECTION) for text in (code_of(named), named.title)]
        shown = centred("" if points is None else full_figure(points), look=Look.SECTION)
        return [*lead, shown, *cells]

    def _clause(self, leaf: Indicator, *, is_bonus: bool) -> list[Cell]:
        points = points_of(leaf)
        shown = full_figure(points) if points else ""
        cells = [self._cell(one, leaf, is_bonus=is_bonus) for one in self.subjects]
        return [Cell(code_of(leaf)), Cell(leaf.title), centred(shown), *cells]

    def _cell(self, one: SubjectOutcome, leaf: Indicator, *, is_bonus: bool) -> Cell:
        found = one.cells[leaf.id]
        look = look_of(found, points_of(leaf), is_bonus=is_bonus)
        if found.score is not None:
            return score(found.score, self._places, look=look)
        word = "待补" if look is Look.OPEN else "不计分" if leaf.rule is None else "不适用"
        return centred(word, look=look)

    def _results(self) -> Iterator[list[Cell]]:
        scheme = self.outcome.scheme
        places = total_places(scheme, (one.total for one in self.subjects))
        totals = [score(shown_total(one), places, look=Look.SECTION) for one in self.subjects]
        yield [*(Cell(text, look=Look.SECTION) for text in ("", "总分", "")), *totals]
        ranks = ["" if one.rank is None else str(one.rank) for one in self.subjects]
        yield self._words("名次", ranks)
        if scheme.grading.grades:
            yield self._words("等次", [one.grade or "" for one in self.subjects])

    def _words(self, title: str, texts: Sequence[str]) -> list[Cell]:
        lead = [Cell(text, look=Look.SECTION) for text in ("", title, "")]
        return [*lead, *(centred(text, look=Look.SECTION) for text in texts)]


@dataclass(frozen=True, slots=True)
class _Lost:
    """Points lost at one place by all who have a score there."""

    number: str
    title: str
    points: Fraction
    scored: int
    losing: int
    lost: Fraction

    @property
    def mean(self) -> Fraction:
        return self.lost / self.scored if self.scored else Fraction(0)

    @property
    def share(self) -> Fraction:
        """Per cent of what could be had."""
        return self.mean / self.points * 100 if self.points else Fraction(0)


def lost_sheet(outcome: Outcome, frame: Frame) -> Sheet:
    """失分: sections, then clauses, where most was lost first."""
    scheme, subjects = outcome.scheme, outcome.subjects
    tops = [_lost(top, [one.sums[top.id].score for one in subjects]) for top in scheme.indicators]
    leaves = [leaf for top in scheme.indicators for leaf in top.leaves() if leaf.rule]
    clauses = [_lost(leaf, [one.cells[leaf.id].score for one in subjects]) for leaf in leaves]
    titles = (
        "编号",
        "指标",
        "分值",
        "计分单位数",
        "失分单位数",
        "失分合计",
        "平均失分",
        "失分率（%）",
    )
    rows = [head_row(*titles), *_lost_rows(tops, "按大项"), *_lost_rows(clauses, "按指标")]
    return frame.sheet("失分", Grid(rows, widths=[8, 46, 9, 12, 12, 12, 12, 13], frozen=2))


def _lost(indicator: Indicator, scores: Sequence[Fraction | None]) -> _Lost:
    points = points_of(indicator)
    known = [found for found in scores if found is not None]
    losses = [points - found for found in known if found < points]
    return _Lost(
        number=code_of(indicator),
        title=indicator.title,
        points=points,
        scored=len(known),
        losing=len(losses),
        lost=sum(losses, Fraction(0)),
    )


def _lost_rows(found: list[_Lost], band: str) -> Iterator[Row]:
    yield row(Cell(f"{band}（失分多的在前）", look=Look.SECTION, colspan=8))
    places = score_places([one.lost for one in found])
    for one in sorted(found, key=lambda one: -one.lost):
        yield row(
            one.number,
            one.title,
            centred(full_figure(one.points)),
            one.scored,
            one.losing,
            score(one.lost, places, look=Look.WARN if one.lost else Look.PLAIN),
            score(one.mean, 4),
            score(one.share, 2),
        )


def lost_details_sheet(outcome: Outcome, frame: Frame) -> Sheet:
    """失分明细: each subject's clauses with points lost, the dearest first, with the derivation."""
    rows = [head_row("单位", "编号", "指标", "分值", "得分", "失分", "计分说明")]
    lost = [(one, each) for one in ranked_subjects(outcome) for each in explain(outcome, one.name)]
    there = [(one, each) for one, each in lost if each.lost]
    places = score_places(each.lost for _, each in there)
    order = {one.name: at for at, one in enumerate(ranked_subjects(outcome))}
    for one, each in sorted(there, key=lambda pair: (order[pair[0].name], -pair[1].lost)):
        clause = each.clause
        rows.append(
            row(
                one.name,
                code_of(clause.indicator),
                clause.indicator.title,
                centred(full_figure(clause.points)),
                score(each.cell.score, places),
                score(each.lost, places, look=Look.WARN),
                each.why.sentence,
            )
        )
    return frame.sheet("失分明细", Grid(rows, widths=[14, 8, 30, 8, 10, 10, 80], frozen=1))


def exact_sheet(outcome: Outcome, frame: Frame) -> Sheet | None:
    """精确值: the fractions behind scores that no decimal number shows; None when there are none."""
    rows = [
        row(name, number, title, score(value, 4), Cell(exact_text(value)))
        for one in ranked_subjects(outcome)
        for name, number, title, value in _scores(outcome, one)
        if value is not None and not is_shown_exactly(value)
    ]
    if not rows:
        return None
    notes = [
        "其他表中这些得分按四舍五入显示4位小数；排名、等次一律按口径所列的精确值或取整值判定。"
    ]
    head = head_row("单位", "编号", "项目", "显示值", "精确值（分数）")
    return frame.sheet("精确值", Grid([head, *rows], widths=[18, 8, 34, 12, 40], notes=notes))


def _scores(
    outcome: Outcome, one: SubjectOutcome
) -> Iterator[tuple[str, str, str, Fraction | None]]:
    """Every score of a subject: clauses, sections, base, bonus and the total before rounding."""
    for clause in outcome.prepared.clauses:
        leaf = clause.indicator
        yield one.name, code_of(leaf), leaf.title, one.cells[leaf.id].score
    for top in outcome.scheme.indicators:
        if top.children:
            yield one.name, code_of(top), top.title, one.sums[top.id].score
    yield one.name, "", "基础分", one.base.score
    yield one.name, "", "加分", one.bonus.score
    yield one.name, "", "取整前总分", one.total_exact
