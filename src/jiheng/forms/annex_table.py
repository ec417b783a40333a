"""The filled assessment table in the layout that the method itself prints in its annex."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from jiheng.forms.figures import (
    NOTHING,
    figure,
    full_figure,
    places_for,
    rounded_to_be_shown,
    total_places,
)
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
    base_points,
    number_of,
    office_of,
    result_name,
    unit_word,
    veto_reason,
)
from jiheng.forms.page import (
    Detail,
    Document,
    Note,
    PageBreak,
    Part,
    Title,
    day_in_words,
    document,
)
from jiheng.forms.ranking_table import grades_tell, shown_total
from jiheng.forms.standings import standings
from jiheng.forms.table import Cell, Column, Place, Size, Table, Tone, table
from jiheng.forms.title_lines import title_lines
from jiheng.scheme.annex import Annex, AnnexColumn, Shows
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.score.sections import points_of

_USUAL = (
    AnnexColumn(head="项目", shows="section", share=4),
    AnnexColumn(head="序号", shows="number", share=2),
    AnnexColumn(head="考核内容", shows="clause", share=11),
    AnnexColumn(head="分值", shows="points", share=2),
    AnnexColumn(head="得分", shows="score", share=2),
)
"""The columns where a method prints no table of its own."""
_MOST = 2  # decimals of a score on paper
_PLACES: dict[Shows, Place] = {
    "section": Place.CENTRE,
    "number": Place.CENTRE,
    "clause": Place.LEFT,
    "points": Place.RIGHT,
    "score": Place.RIGHT,
}


def annex_table(
    outcome: Outcome, subject: str | None = None, *, day: date, sample: bool
) -> Document:
    """The table of one subject, or of all, each from a new page on, with room for seals below.

    KeyError when the subject is not in this assessment.
    """
    title = annex_title(outcome.scheme)
    everyone = [one for group in standings(outcome) for one in group.subjects]
    chosen = everyone if subject is None else [outcome.subject(subject)]
    parts: list[Part] = []
    for one in chosen:
        parts += [PageBreak()] if parts else []
        parts += _filled(outcome, one, title=title, day=day)
    name = title if subject is None else f"{title}（{subject}）"
    author, mark = office_of(outcome.scheme), SAMPLE if sample else ""
    return document(name, parts, day=day, author=author, mark=mark)


def annex_title(scheme: Scheme) -> str:
    """What the method calls its table, or a table named after the result."""
    return scheme.annex.title or f"{result_name(scheme).removesuffix('结果')}评分表"


def _filled(outcome: Outcome, one: SubjectOutcome, *, title: str, day: date) -> Iterator[Part]:
    yield Title(title_lines(title))
    yield Detail(
        f"被考核{unit_word(outcome.scheme)}：{one.name}　　　填表日期：{day_in_words(day)}",
        indent=False,
    )
    sheet = _Sheet(outcome, one, outcome.scheme.annex)
    yield sheet.table()
    if rounded_to_be_shown(sheet.scores(), _MOST):
        yield Note("注：得分按四舍五入保留两位小数显示，总分由未取整的数相加后取整。")
    yield _seals(outcome.scheme)


def _seals(scheme: Scheme) -> Table:
    """Where the two sides sign and seal."""
    right = "　" * 10
    line = f"\n\n\n负责人（签字）：\n{right}（盖章）\n{right}年　月　日"
    subject = "项目单位" if scheme.kind == "project" else "被考核单位"
    sides = (f"{subject}意见：", f"{office_of(scheme)}意见：")
    cells = [Cell(side + line) for side in sides]
    return table([Column(), Column()], [cells], size=Size.SMALL)


@dataclass(frozen=True)
class _Sheet:
    """The table of one subject under the columns of an annex."""

    outcome: Outcome
    one: SubjectOutcome
    annex: Annex

    @property
    def columns(self) -> tuple[AnnexColumn, ...]:
        return self.annex.columns or _USUAL

    def scores(self) -> list[Fraction | None]:
        """Every score on the sheet but the total."""
        one = self.one
        return [*(cell.score for cell in one.cells.values()), one.base.score, one.bonus.score]

    def table(self) -> Table:
        scheme = self.outcome.scheme
        rows = [row for top in scheme.indicators for row in self._section(top)]
        if scheme.bonus.items:
            rows += self._bonus()
        rows += self._totals()
        shapes = [self._shape(one) for one in self.columns]
        return table(shapes, rows, head=[[one.head for one in self.columns]], size=Size.SMALL)

    def _shape(self, column: AnnexColumn) -> Column:
        place = _PLACES[column.shows]
        if column.shows in self._figures_wide:
            return Column(mm=self._figures_wide[column.shows], place=place)
        return Column(share=column.share, place=place)

    @cached_property
    def _figures_wide(self) -> Mapping[Shows, int]:
        """Millimetres of points and scores: the column's share, or as wide as its figures."""
        total = figure(shown_total(self.one), total_places(self.outcome.scheme, [self.one.total]))
        texts: Mapping[Shows, list[str]] = {
            "points": [self._points(leaf) for leaf in self.outcome.scheme.leaves()],
            "score": [total, *(figure(one, self._decimals) for one in self.scores())],
        }
        shares = sum(one.share for one in self.columns)
        return {
            one.shows: max(
                WIDTH * one.share // shares,
                width_for(texts[one.shows], size=POINTS[Size.SMALL]),
            )
            for one in self.columns
            if one.shows in texts
        }

    def _fits(self, column: AnnexColumn) -> int:
        """How many characters a line of a column of words takes."""
        words = sum(one.share for one in self.columns if one.shows not in self._figures_wide)
        left = WIDTH - sum(self._figures_wide.values())
        return characters_in(Fraction(left * column.share, words), size=POINTS[Size.SMALL])

    def _section(self, top: Indicator) -> Iterator[list[Cell]]:
        points = full_figure(points_of(top))
        number = "" if self._has_numbers else number_of(top)
        label = f"{number}." if number else ""
        yield from self._rows(list(top.leaves()), title=f"{label}{top.title}\n（{points}分）")

    def _bonus(self) -> Iterator[list[Cell]]:
        bonus = self.outcome.scheme.bonus
        number = bonus.printed.number
        label = f"{number}." if number and not self._has_numbers else ""
        most = "" if bonus.cap is None else f"\n（最高{full_figure(bonus.cap)}分）"
        leaves = [leaf for item in bonus.items for leaf in item.leaves()]
        yield from self._rows(leaves, title=f"{label}{bonus.title}{most}")

    @property
    def _has_numbers(self) -> bool:
        """Is there a column for numbers? Then neither sections nor clauses begin with theirs."""
        return any(one.shows == "number" for one in self.columns)

    def _rows(self, leaves: list[Indicator], *, title: str) -> Iterator[list[Cell]]:
        """A row a clause; the section stands once beside all of them."""
        for count, leaf in enumerate(leaves):
            there = (one for one in self.columns if count == 0 or one.shows != "section")
            yield [
                self._beside(title, one, rowspan=len(leaves))
                if one.shows == "section"
                else self._cell(leaf, one)
                for one in there
            ]

    def _beside(self, title: str, column: AnnexColumn, *, rowspan: int) -> Cell:
        lines = [even_lines(line, self._fits(column)) for line in title.split("\n")]
        return Cell("\n".join(lines), rowspan=rowspan)

    def _cell(self, leaf: Indicator, column: AnnexColumn) -> Cell:
        match column.shows:
            case "number":
                return Cell(number_of(leaf))
            case "points":
                return Cell(self._points(leaf))
            case "score":
                return self._score(leaf)
            case _:
                return Cell(without_orphan(self._words(leaf), self._fits(column)))

    def _words(self, leaf: Indicator) -> str:
        number = "" if self._has_numbers else f"{number_of(leaf)} ".lstrip()
        words = f"{leaf.title}：{leaf.printed.text}" if leaf.printed.text else leaf.title
        return f"{number}{words.rstrip('。')}。"

    def _points(self, leaf: Indicator) -> str:
        """Points allotted; of a bonus clause what it can bring at most, where that is bounded."""
        clauses = self.outcome.prepared.clauses
        places = places_for(one.points for one in clauses)
        clause = next(one for one in clauses if one.indicator.id == leaf.id)
        if not clause.points:
            return ""
        return f"{'最高' if clause.is_bonus else ''}{figure(clause.points, places)}"

    @cached_property
    def _decimals(self) -> int:
        """As many as the total has, so that the column can be added up by eye."""
        total = total_places(self.outcome.scheme, [self.one.total])
        return places_for(self.scores(), least=min(total, _MOST), most=_MOST)

    def _score(self, leaf: Indicator) -> Cell:
        cell = self.one.cells[leaf.id]
        if cell.score is not None:
            return Cell(figure(cell.score, self._decimals))
        if leaf.rule is None:
            return Cell(NOTHING, tone=Tone.QUIET)
        return Cell("不适用" if cell.state == "not-applicable" else "待补", tone=Tone.QUIET)

    def _totals(self) -> Iterator[list[Cell]]:
        scheme, one = self.outcome.scheme, self.one
        points = full_figure(base_points(scheme))
        total = figure(shown_total(one), total_places(scheme, [one.total]))
        if scheme.bonus.items:
            yield self._total(
                "基础分合计", score=figure(one.base.score, self._decimals), points=points
            )
            yield self._total("加分合计", score=figure(one.bonus.score, self._decimals))
        yield self._total("总分", score=total, points="" if scheme.bonus.items else points)
        if standing := self._standing():
            yield [Cell(standing, colspan=len(self.columns), place=Place.CENTRE, tone=Tone.STRONG)]

    def _total(self, label: str, *, score: str, points: str = "") -> list[Cell]:
        """The label stands under everything that comes before points and scores."""
        figures: dict[Shows, str] = {"points": points, "score": score}
        lead = next((at for at, one in enumerate(self.columns) if one.shows in figures), 0) or 1
        rest = (figures.get(one.shows, "") for one in self.columns[lead:])
        head = Cell(label, colspan=lead, place=Place.CENTRE, tone=Tone.STRONG)
        return [head, *(Cell(text, tone=Tone.STRONG) for text in rest)]

    def _standing(self) -> str:
        one = self.one
        alone = len(self.outcome.subjects) == 1
        told = [] if alone else [f"名次：{'不参加排名' if one.rank is None else f'第{one.rank}名'}"]
        if one.total is None and one.rank is None:
            most = "" if one.at_most is None else f"，最高可达{full_figure(one.at_most)}分"
            told = [f"资料未齐，暂无结果（已知{full_figure(one.at_least)}分{most}）"]
        told += [f"等次：{one.grade}"] if one.grade and grades_tell(self.outcome) else []
        told += [f"一票否决：{veto_reason(veto)}" for veto in one.vetoes]
        return "　　".join([*told, *one.honours])
