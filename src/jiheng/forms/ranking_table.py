"""Tables of an outcome for print: ranking of a group, sections of all subjects, sections of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeVar

from jiheng.forms.figures import (
    NOTHING,
    figure,
    full_figure,
    places_for,
    rounded_to_be_shown,
    total_places,
)
from jiheng.forms.line_breaks import POINTS, characters_in, even_lines, width_for
from jiheng.forms.standings import Standings, is_interim, standings
from jiheng.forms.table import Cell, Column, Place, Size, Table, Tone, table
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.score.sections import Sum, points_of

T = TypeVar("T")
_MOST = 2  # decimals of a section or a bonus: more are for the workbook
_LEAST, _LONGEST = 12, 30  # millimetres for figures and names of 小五


def ranking_places(outcome: Outcome) -> tuple[int, int]:
    """Decimals of the columns 基础分 and 加分, and of the column 总分, equal for all groups."""
    scores = [s for one in outcome.subjects for s in (one.base.score, one.bonus.score)]
    total = total_places(outcome.scheme, (one.total for one in outcome.subjects))
    return places_for(scores, least=min(total, _MOST), most=max(total, _MOST)), total


def ranking_table(outcome: Outcome, group: Standings, *, places: tuple[int, int]) -> Table:
    """名次, 单位, 总分; 基础分 and 加分, 等次, 备注 where there is something to say in them."""
    scheme = outcome.scheme
    rows = [_ranking_row(one, places) for one in group.listed]
    bonus = bool(scheme.bonus.items)
    keep = [True, True, bonus, bonus, True, grades_tell(outcome)]
    keep.append(any(remark(one) for one in outcome.subjects))
    head = ("名次", "单位", "基础分", "加分", "总分", "等次", "备注")
    columns = (
        Column(mm=14, place=Place.CENTRE),
        Column(share=3),
        *(Column(mm=mm, place=Place.RIGHT) for mm in _figure_widths(rows)),
        Column(mm=_grade_width(scheme), place=Place.CENTRE),
        Column(mm=28),
    )
    return table(_kept(columns, keep), [_kept(row, keep) for row in rows], head=[_kept(head, keep)])


def _figure_widths(rows: Iterable[tuple[Cell, ...]]) -> Iterator[int]:
    """Millimetres of 基础分, 加分 and 总分: as usual, or as wide as their figures."""
    there = list(rows)
    for at, usual in ((2, 21), (3, 18), (4, 21)):
        yield max(usual, width_for((row[at].text for row in there), size=POINTS[Size.NORMAL]))


def grades_tell(outcome: Outcome) -> bool:
    """Are there grades worth a column? Where honours are given and no grade tells two subjects
    apart, the honours say it all."""
    clear = [one for one in outcome.subjects if not one.vetoes]
    same = len({one.grade for one in clear}) < 2
    return bool(outcome.scheme.grading.grades) and not (outcome.scheme.honours and same)


def _kept(cells: Iterable[T], keep: list[bool]) -> tuple[T, ...]:
    return tuple(cell for cell, kept in zip(cells, keep, strict=True) if kept)


def _grade_width(scheme: Scheme) -> int:
    """Millimetres for the longest grade in one line, within reason."""
    longest = max((len(one.grade) for one in scheme.grading.grades), default=2)
    return min(max(16, longest * 5 + 3), 30)


def _ranking_row(one: SubjectOutcome, places: tuple[int, int]) -> tuple[Cell, ...]:
    part, whole = places
    return (
        Cell(NOTHING if one.rank is None else str(one.rank)),
        Cell(one.name),
        Cell(figure(one.base.score, part)),
        Cell(figure(one.bonus.score, part)),
        Cell(figure(shown_total(one), whole), tone=Tone.STRONG),
        Cell(one.grade or NOTHING, tone=Tone.WARN if one.vetoes else Tone.PLAIN),
        Cell(remark(one)),
    )


def shown_total(one: SubjectOutcome) -> Fraction | None:
    """The total, or what is known of it where an interim ranking goes by that."""
    return one.at_least if is_interim(one) else one.total


def remark(one: SubjectOutcome) -> str:
    """What stands beside a result: a veto, honours, an interim place."""
    told = ["一票否决"] if one.vetoes else []
    told += one.honours
    told += ["暂排"] if is_interim(one) else []
    return "\n".join(told)


def sections_columns(scheme: Scheme) -> int:
    """How many columns `sections_table` has."""
    return len(scheme.indicators) + 2 + bool(scheme.bonus.items)


def sections_rounded(outcome: Outcome) -> bool:
    """Does `sections_table` show fewer decimals than the scores have?"""
    return rounded_to_be_shown(_section_scores(outcome), _MOST)


def _section_scores(outcome: Outcome) -> list[Fraction | None]:
    tops = outcome.scheme.indicators
    scores = [one.sums[top.id].score for one in outcome.subjects for top in tops]
    return scores + [one.bonus.score for one in outcome.subjects]


def sections_table(outcome: Outcome, *, width: int) -> Table:
    """Every subject with its sections, bonus and total, group by group as they are ranked.

    `width` is the page's between its margins, in millimetres.
    """
    scheme = outcome.scheme
    tops, bonus = scheme.indicators, bool(scheme.bonus.items)
    places = places_for(_section_scores(outcome), most=_MOST)
    total = total_places(scheme, (one.total for one in outcome.subjects))
    rows = [
        _sections_row(outcome, one, places=(places, total))
        for group in standings(outcome)
        for one in group.subjects
    ]
    name = min(_LONGEST, max((len(one.name) for one in outcome.subjects), default=0) * 16 // 5 + 3)
    ends = [
        max(_LEAST, width_for((row[at].text for row in rows), size=POINTS[Size.FINE]))
        for at in range(len(tops) + 1, len(tops) + 2 + bonus)
    ]
    each = Fraction(width - name - sum(ends), max(len(tops), 1))
    fits = characters_in(each, size=POINTS[Size.FINE])
    head = ["单位", *(_headed(top, fits) for top in tops), *(["加分"] if bonus else []), "总分"]
    right = [Column(place=Place.RIGHT) for _ in tops]
    columns = [Column(mm=name), *right, *(Column(mm=mm, place=Place.RIGHT) for mm in ends)]
    return table(columns, rows, head=[head], size=Size.FINE)


def _headed(top: Indicator, fits: int) -> str:
    """Title and points."""
    points = points_of(top)
    return f"{even_lines(top.title, fits)}\n（{figure(points, places_for([points]))}分）"


def _sections_row(
    outcome: Outcome, one: SubjectOutcome, *, places: tuple[int, int]
) -> tuple[Cell, ...]:
    part, whole = places
    scheme = outcome.scheme
    sections = [_section_cell(one.sums[top.id], part) for top in scheme.indicators]
    bonus = [Cell(figure(one.bonus.score, part))] if scheme.bonus.items else []
    total = Cell(figure(shown_total(one), whole), tone=Tone.STRONG)
    return (Cell(one.name), *sections, *bonus, total)


def _section_cell(found: Sum, places: int) -> Cell:
    if not found.is_applicable:
        return Cell("不适用", tone=Tone.QUIET)
    if found.score is None:
        return Cell("待补", tone=Tone.QUIET)
    return Cell(figure(found.score, places))


def single_table(outcome: Outcome, one: SubjectOutcome) -> Table:
    """One subject's sections: points, score, points lost; bonus and total below."""
    scheme = outcome.scheme
    tops = scheme.indicators
    points = [points_of(top) for top in tops]
    scores = [one.sums[top.id].score for top in tops]
    whole_places = total_places(scheme, [one.total])
    shown = [*points, *scores, one.bonus.score]
    even = places_for(shown, least=min(whole_places, _MOST), most=_MOST)
    rows: list[list[Cell | str]] = [
        [
            top.title,
            Cell(figure(whole, even)),
            _section_cell(one.sums[top.id], even),
            _lost(whole, got, places=even),
        ]
        for top, whole, got in zip(tops, points, scores, strict=True)
    ]
    if scheme.bonus.items:
        cap = scheme.bonus.cap
        most = "" if cap is None else f"，最高{full_figure(cap)}分"
        title, got = f"{scheme.bonus.title}（另加{most}）", figure(one.bonus.score, even)
        rows.append([title, Cell(NOTHING), Cell(got), Cell("")])
    whole_points = figure(sum(points, Fraction(0)), even)
    total = figure(shown_total(one), whole_places)
    strong = [Cell(text, tone=Tone.STRONG) for text in ("合计", whole_points, total, "")]
    columns = (Column(), *(Column(mm=26, place=Place.RIGHT) for _ in range(3)))
    return table(columns, [*rows, strong], head=[("大项", "分值", "得分", "失分")])


def _lost(points: Fraction, score: Fraction | None, *, places: int) -> Cell:
    if score is None or score >= points:
        return Cell("")
    return Cell(figure(points - score, places), tone=Tone.WARN)
