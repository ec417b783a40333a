"""The book that explains every score: a section a subject, each clause with its derivation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiheng.forms.clause_words import clause_lines, open_items
from jiheng.forms.figures import NOTHING, figure, full_figure, places_for
from jiheng.forms.line_breaks import (
    POINTS,
    WIDTH,
    characters_in,
    even_lines,
    width_for,
    without_orphan,
)
from jiheng.forms.outcome_words import (
    SAMPLE,
    code_of,
    nested,
    office_of,
    open_sentence,
    result_name,
    veto_sentence,
)
from jiheng.forms.page import (
    Caption,
    Detail,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    Title,
    document,
)
from jiheng.forms.ranking_table import grades_tell, ranking_places, ranking_table, single_table
from jiheng.forms.reading_words import grading_sentences, ranking_sentence, rounding_sentence
from jiheng.forms.standings import standings
from jiheng.forms.table import Cell, Column, Place, Size, Table, Tone, table
from jiheng.forms.title_lines import title_lines
from jiheng.scheme.indicator import Indicator
from jiheng.score.explain import ClauseExplanation, explain, why_not
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.score.sections import Sum, points_of


def explanation_book(outcome: Outcome, *, day: date, sample: bool) -> Document:
    """Results of all, then each subject from a new page on: sections, clauses, what is still open."""
    name = f"{result_name(outcome.scheme).removesuffix('结果')}计分说明书"
    parts = [Title(title_lines(name)), *_foreword(outcome)]
    places = ranking_places(outcome)
    everyone = [one for group in standings(outcome) for one in group.subjects]
    for number, one in enumerate(everyone, start=1):
        parts += [PageBreak()] if len(everyone) > 1 else []
        parts.append(_heading(outcome, one, number=number))
        parts += _subject(outcome, one, places=places)
    mark = SAMPLE if sample else ""
    return document(name, parts, day=day, author=office_of(outcome.scheme), mark=mark)


def _foreword(outcome: Outcome) -> Iterator[Part]:
    scheme = outcome.scheme
    basis = f"依据{nested(scheme.document.title)}，" if scheme.document else ""
    yield Paragraph(
        f"{basis}本书逐条说明每个得分的来历：填报了什么、按哪一档计分、再进一步可以得多少，"
        "自评、计算和复核的得分分别列出，失分以红色标出。"
    )
    if len(outcome.subjects) > 1:
        places = ranking_places(outcome)
        for group in standings(outcome):
            if group.listed:
                yield Caption(f"{group.title}得分和名次", "单位：分")
                yield ranking_table(outcome, group, places=places)
    told = [rounding_sentence(scheme), *grading_sentences(outcome)]
    if len(outcome.subjects) > 1:
        told.insert(1, ranking_sentence(scheme))
    yield Detail("".join(told))


def _heading(outcome: Outcome, one: SubjectOutcome, *, number: int) -> Heading:
    """After the ninety-ninth the Chinese numerals of headings end."""
    titles = {category.id: category.title for category in outcome.scheme.categories}
    group = f"（{titles[one.category]}）" if len(titles) > 1 and one.category in titles else ""
    return Heading(1, f"{one.name}{group}", number if number <= 99 else None)


def _subject(outcome: Outcome, one: SubjectOutcome, *, places: tuple[int, int]) -> Iterator[Part]:
    yield from _result(outcome, one, places=places)
    yield Caption("各项得分", "单位：分")
    yield single_table(outcome, one)
    yield Caption("逐条说明", "单位：分")
    yield _clauses_table(outcome, one)
    items = list(open_items(outcome, one))
    if items:
        yield Caption("待补事项")
        yield _open_table(items)


def _result(outcome: Outcome, one: SubjectOutcome, *, places: tuple[int, int]) -> Iterator[Part]:
    told = [_result_line(outcome, one, places=places)]
    told += [veto_sentence(outcome, one)] if one.vetoes else []
    told += [f"依据：{veto.because}。" for veto in one.vetoes if veto.because]
    if one.vetoes and one.grade_by_score and one.grade_by_score != one.grade:
        told.append(f"不计否决，按得分应为{one.grade_by_score}。")
    yield Detail("".join(told))
    reasons = why_not(outcome, one)
    grades = outcome.scheme.grading.grades
    if reasons and grades:  # without grades the result line has said what is open
        yield Detail(f"未评为{grades[0].grade}的原因：{'；'.join(reasons)}。")


def _result_line(outcome: Outcome, one: SubjectOutcome, *, places: tuple[int, int]) -> str:
    if one.total is None:
        return open_sentence(outcome.scheme, one)
    part, whole = places
    told = [f"总分{figure(one.total, whole)}分"]
    if outcome.scheme.bonus.items:
        base, bonus = figure(one.base.score, part), figure(one.bonus.score, part)
        told = [f"基础分{base}分，加分{bonus}分", *told]
    alone = len(outcome.subjects) == 1
    told += [f"第{one.rank}名"] if one.rank is not None and not alone else []
    told += [f"等次{one.grade}"] if one.grade and grades_tell(outcome) else []
    return "，".join([*told, *one.honours]) + "。"


@dataclass(frozen=True, slots=True)
class _Columns:
    """Decimals of points and scores, millimetres of a score, whether anybody scored himself."""

    points: int
    scores: int
    wide: int
    with_claims: bool

    @property
    def widths(self) -> tuple[int, ...]:
        """Millimetres of all columns but the last, which takes the rest."""
        return (11, 30, 12, *([self.wide] * (1 + self.with_claims)))

    @property
    def fits(self) -> int:
        """How many characters a line of the last column takes."""
        return characters_in(WIDTH - sum(self.widths), size=POINTS[Size.FINE])


def _clauses_table(outcome: Outcome, one: SubjectOutcome) -> Table:
    """A band a section, a row a clause; points and scores each with equal decimals."""
    told = {each.clause.indicator.id: each for each in explain(outcome, one.name)}
    cells = [each.cell for each in told.values()]
    scores = [score for cell in cells for score in (cell.score, cell.claimed)]
    places = places_for(scores)
    columns = _Columns(
        places_for(each.clause.points for each in told.values()),
        places,
        max(12, width_for((figure(one, places) for one in scores), size=POINTS[Size.FINE])),
        any(cell.claimed is not None for cell in cells),
    )
    rows: list[tuple[Cell, ...]] = []
    for band, section in _bands(outcome, one, columns=columns):
        if section.children:
            rows.append((band,))
        for leaf in section.leaves():
            lines = clause_lines(outcome, one, told=told[leaf.id])
            text = "\n".join(without_orphan(line, columns.fits) for line in lines)
            rows.append((*_figures(told[leaf.id], columns), Cell(text)))
    claimed, widths = columns.with_claims, columns.widths
    head = ("编号", "指标", "分值", *(["自评"] if claimed else []), "得分", "计分说明")
    right = [Column(mm=mm, place=Place.RIGHT) for mm in widths[2:]]
    shapes = (*(Column(mm=mm) for mm in widths[:2]), *right, Column())
    return table(shapes, rows, head=[head], size=Size.FINE)


def _bands(
    outcome: Outcome, one: SubjectOutcome, *, columns: _Columns
) -> Iterator[tuple[Cell, Indicator]]:
    """Every section with the line that stands above its clauses; the bonus is the last."""
    wide = 6 if columns.with_claims else 5
    for top in outcome.scheme.indicators:
        points = points_of(top)
        got = _got(one.sums[top.id], points, places=columns.scores)
        text = f"{top.title}：分值{full_figure(points)}分，{got}"
        yield Cell(text, colspan=wide, tone=Tone.HEAD, place=Place.LEFT), top
    bonus = outcome.scheme.bonus
    if bonus.items:
        cap = "不设上限" if bonus.cap is None else f"最高{full_figure(bonus.cap)}分"
        text = f"{bonus.title}：{cap}，{_got(one.bonus, None, places=columns.scores)}"
        section = Indicator(id=bonus.title, title=bonus.title, children=bonus.items)
        yield Cell(text, colspan=wide, tone=Tone.HEAD, place=Place.LEFT), section


def _got(found: Sum, points: Fraction | None, *, places: int) -> str:
    if not found.is_applicable:
        return "不适用"
    if found.score is None:
        return "资料未齐"
    got = f"得{figure(found.score, places)}分"
    if points is None or found.score >= points:
        return got
    return f"{got}，失{figure(points - found.score, places)}分"


def _figures(told: ClauseExplanation, columns: _Columns) -> tuple[Cell, ...]:
    """Number, title, points, self-score where there are any, score."""
    clause = told.clause
    unbounded = not clause.points
    claimed = Cell(figure(told.cell.claimed, columns.scores))
    return (
        Cell(code_of(clause.indicator)),
        Cell(even_lines(clause.indicator.title, characters_in(30, size=POINTS[Size.FINE]))),
        Cell(NOTHING if unbounded else figure(clause.points, columns.points)),
        *([claimed] if columns.with_claims else []),
        _score(told, columns.scores),
    )


def _score(told: ClauseExplanation, places: int) -> Cell:
    if told.clause.rule is None:
        return Cell("不计分", tone=Tone.QUIET)
    if told.cell.state == "not-applicable" and told.cell.score is None:
        return Cell("不适用", tone=Tone.QUIET)
    if told.cell.score is None:
        return Cell("待补", tone=Tone.QUIET)
    return Cell(figure(told.cell.score, places), tone=Tone.WARN if told.lost else Tone.PLAIN)


def _open_table(items: Iterable[tuple[str, str, str]]) -> Table:
    columns = (Column(mm=52), Column(), Column(mm=40))
    return table(columns, items, head=[("指标", "待补内容", "由谁提供")], size=Size.SMALL)
