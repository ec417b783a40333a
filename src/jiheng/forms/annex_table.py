"""The filled assessment table in the layout that the method itself prints in its annex."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from jiheng.forms.annex_layout import AnnexLayout, Slot, points_text, slots_of
from jiheng.forms.figures import (
    NOTHING,
    figure,
    full_figure,
    places_for,
    rounded_to_be_shown,
    total_places,
)
from jiheng.forms.line_breaks import (
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
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.score.result import Outcome, SubjectOutcome

_MOST = 2  # decimals of a score on paper


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
    sheet = _Sheet(outcome, one)
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

    @cached_property
    def layout(self) -> AnnexLayout:
        scheme, clauses = self.outcome.scheme, self.outcome.prepared.clauses
        total = figure(shown_total(self.one), total_places(scheme, [self.one.total]))
        texts = {
            "points": [points_text(clauses, leaf) for leaf in scheme.leaves()],
            "score": [total, *(figure(one, self._decimals) for one in self.scores())],
        }
        return AnnexLayout(scheme, clauses, slots_of(scheme.annex), texts)

    def scores(self) -> list[Fraction | None]:
        """Every score on the sheet but the total."""
        one = self.one
        return [*(cell.score for cell in one.cells.values()), one.base.score, one.bonus.score]

    def table(self) -> Table:
        rows = [*self.layout.sections(self._cell), *self.layout.bonus(self._cell), *self._totals()]
        heads = [slot.head for slot in self.layout.slots]
        return table(self.layout.columns(), rows, head=[heads], size=Size.SMALL)

    def _cell(self, leaf: Indicator, slot: Slot) -> Cell:
        match slot.shows:
            case "number":
                return Cell(number_of(leaf))
            case "points":
                return Cell(self.layout.points(leaf))
            case "score":
                return self._score(leaf)
            case _:
                return Cell(without_orphan(self.layout.words(leaf), self.layout.fits(slot)))

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
            wide = len(self.layout.slots)
            yield [Cell(standing, colspan=wide, place=Place.CENTRE, tone=Tone.STRONG)]

    def _total(self, label: str, *, score: str, points: str = "") -> list[Cell]:
        return self.layout.total(label, {"points": points, "score": score})

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
