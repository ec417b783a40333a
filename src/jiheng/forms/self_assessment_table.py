"""The filled self-assessment (自评表) in the layout of the method's annex, for signature and seal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from jiheng.forms.annex_layout import AnnexLayout, Slot, points_text, slots_of
from jiheng.forms.annex_table import annex_title
from jiheng.forms.evidence_list import evidence_table, numbers_by_clause
from jiheng.forms.figures import NOTHING, figure, full_figure, places_for
from jiheng.forms.line_breaks import BROAD, without_orphan
from jiheng.forms.outcome_words import SAMPLE, base_points, nested, number_of
from jiheng.forms.page import (
    Caption,
    Detail,
    Document,
    Note,
    Part,
    Title,
    Turn,
    day_in_words,
    document,
)
from jiheng.forms.receipt import NO_SEAL, Seal, seal_notes
from jiheng.forms.reported_words import Reported, ReportedWords
from jiheng.forms.table import Cell, Column, Size, Table, table
from jiheng.forms.title_lines import title_lines
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.score.prepare import prepare
from jiheng.score.result import SubjectOutcome

_MOST = 2  # decimals of a score on paper
_DRAFT = "草稿：尚未报送，不作为上报材料"
_CLAIMED, _COMPUTED = "自评得分", "系统计分"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed on the site, and when, in local time."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the self-assessment stands on the day it is printed: a draft, submitted, or signed; with
    the digest of what was submitted and the head of the journal."""

    day: date
    is_draft: bool = True
    signed: Signed | None = None
    seal: Seal = NO_SEAL
    sample: bool = False

    @property
    def words(self) -> str:
        """The state as printed beside the unit."""
        if self.is_draft:
            return "草稿（尚未报送）"
        return "已签字报送" if self.signed else "已提交，待负责人签字"

    @property
    def mark(self) -> str:
        """What stands at the head of every page."""
        marks = (_DRAFT if self.is_draft else "", SAMPLE if self.sample else "")
        return "　".join(one for one in marks if one)


def self_assessment_table(
    scheme: Scheme,
    reported: Reported,
    *,
    standing: Standing,
    computed: SubjectOutcome | None = None,
) -> Document:
    """What one subject reported, clause by clause, with evidence, papers, statement and seal.

    `computed` only where the method lets the computed score be shown.
    """
    title = annex_title(scheme)
    sheet = _Sheet(scheme, reported, computed)
    parts = (
        Turn(landscape=True),
        Title(title_lines(f"{title}（自评）", wide=30)),
        Detail(_about(scheme, reported, standing=standing), indent=False),
        sheet.table(),
        *_others(sheet.words),
        *_lists(reported),
        _signatures(standing, statement=_statement(title, reported)),
    )
    name = f"{title}（自评）（{reported.subject}）"
    return document(name, parts, day=standing.day, author=reported.subject, mark=standing.mark)


def _about(scheme: Scheme, reported: Reported, *, standing: Standing) -> str:
    fields = (
        ("填报单位", reported.subject),
        ("考核年度", str(scheme.period.year)),
        ("状态", standing.words),
        ("打印日期", day_in_words(standing.day)),
    )
    return "　　　".join(f"{label}：{text}" for label, text in fields)


def _others(words: ReportedWords) -> Iterator[Part]:
    lines = [*words.other_lines()]
    if lines:
        yield Note(f"其他填报项　{'；'.join(lines)}。")


def _lists(reported: Reported) -> Iterator[Part]:
    """Whole-year papers and evidence, each only where there is any; no evidence is said."""
    if reported.papers:
        yield Caption("年度材料")
        yield evidence_table(reported.papers, with_clauses=False)
    if reported.evidence:
        yield Caption("佐证材料清单")
        yield evidence_table(reported.evidence)
    else:
        yield Note("未附佐证材料。")


def _statement(title: str, reported: Reported) -> str:
    """Names unit and table, because it may stand on a page of its own."""
    return f"{reported.subject}对{nested(title)}的填报内容和所附佐证材料的真实性、完整性负责。"


def _signatures(standing: Standing, *, statement: str) -> Table:
    """Statement, signature as given on the site, digest and seal in one row, so that no page break
    parts what is sealed from what it stands for."""
    signed = standing.signed
    blank = f"{'　' * 6}年　　月　　日"
    given = (signed.name, f"签署时间：{_moment(signed.at)}") if signed else ("", "")
    told = [str(note.words) for note in seal_notes(standing.seal, what="填报")]
    left = [statement, "", f"负责人（签字）：{given[0]}", given[1]]
    left += ["", *told] if told else ["" if signed else blank]
    right = ["填报单位（盖章）：", *[""] * max(3, len(left) - 2), blank]
    sides = [Cell("\n".join(left)), Cell("\n".join(right))]
    return table([Column(share=2), Column()], [sides], size=Size.SMALL)


def _moment(at: datetime) -> str:
    return f"{day_in_words(at.date())} {at:%H:%M}"


@dataclass(frozen=True)
class _Sheet:
    """The table itself."""

    scheme: Scheme
    reported: Reported
    computed: SubjectOutcome | None

    @cached_property
    def words(self) -> ReportedWords:
        return ReportedWords(self.scheme, self.reported)

    @cached_property
    def layout(self) -> AnnexLayout:
        clauses, leaves = prepare(self.scheme).clauses, [*self.scheme.leaves()]
        texts = {
            "points": [points_text(clauses, leaf) for leaf in leaves],
            "claimed": [_CLAIMED, *(self._claimed(leaf) for leaf in leaves)],
            "computed": [_COMPUTED, *(self._computed(leaf) for leaf in leaves)],
        }
        slots = tuple(_slots(self.scheme, with_computed=self.computed is not None))
        return AnnexLayout(self.scheme, clauses, slots, texts, BROAD)

    def table(self) -> Table:
        layout = self.layout
        rows = [*layout.sections(self._cell), *layout.bonus(self._cell), *self._totals()]
        heads = [slot.head for slot in layout.slots]
        return table(layout.columns(), rows, head=[heads], size=Size.SMALL)

    def _cell(self, leaf: Indicator, slot: Slot) -> Cell:
        match slot.shows:
            case "number":
                return Cell(number_of(leaf))
            case "points":
                return Cell(self.layout.points(leaf))
            case "claimed":
                return Cell(self._claimed(leaf))
            case "computed":
                return Cell(self._computed(leaf))
            case "reported":
                return Cell(self._reported(leaf))
            case _:
                return Cell(without_orphan(self.layout.words(leaf), self.layout.fits(slot)))

    def _reported(self, leaf: Indicator) -> str:
        numbers = numbers_by_clause(self.reported.evidence).get(leaf.id, ())
        proof = f"佐证：材料{'、'.join(map(str, numbers))}" if numbers else "佐证：无"
        return "\n".join([*self.words.lines(leaf), proof])

    def _claimed(self, leaf: Indicator) -> str:
        return self._figure(self.reported.claimed.get(leaf.id), empty="")

    def _computed(self, leaf: Indicator) -> str:
        if self.computed is None:
            return ""
        cell = self.computed.cells[leaf.id]
        empty = "不适用" if cell.state == "not-applicable" else "待补" if leaf.rule else NOTHING
        return self._figure(cell.computed, empty=empty)

    def _figure(self, value: Fraction | None, *, empty: str) -> str:
        return empty if value is None else figure(value, self._decimals)

    @cached_property
    def _decimals(self) -> int:
        """Equal in both columns, so that they can be held against each other."""
        cells = self.computed.cells.values() if self.computed else ()
        found = [*self.reported.claimed.values(), *(one.computed for one in cells)]
        return places_for(found, most=_MOST)

    def _totals(self) -> Iterator[list[Cell]]:
        scheme, one = self.scheme, self.computed
        base = self._sum(leaf for top in scheme.indicators for leaf in top.leaves() if leaf.rule)
        points = full_figure(base_points(scheme))
        found = one.base.score if one else None
        yield self._total("基础分合计", points=points, claimed=base, computed=found)
        if scheme.bonus.items:
            leaves = [leaf for item in scheme.bonus.items for leaf in item.leaves()]
            there = [leaf for leaf in leaves if leaf.id in self.reported.claimed]
            found = one.bonus.score if one else None
            yield self._total("加分合计", points="", claimed=self._sum(there), computed=found)

    def _sum(self, leaves: Iterable[Indicator]) -> Fraction | None:
        """The unit's own scores added up; nothing while one of them is not written."""
        found = [self.reported.claimed.get(leaf.id) for leaf in leaves]
        there = [score for score in found if score is not None]
        return sum(there, Fraction(0)) if there and len(there) == len(found) else None

    def _total(
        self, label: str, *, points: str, claimed: Fraction | None, computed: Fraction | None
    ) -> list[Cell]:
        figures = {"points": points, "claimed": self._figure(claimed, empty=NOTHING)}
        shown = {"computed": self._figure(computed, empty=NOTHING)} if self.computed else {}
        reported = {"reported": ""}  # it has its own place right of the clause
        return self.layout.total(label, {**reported, **figures, **shown})


def _slots(scheme: Scheme, *, with_computed: bool) -> Iterator[Slot]:
    """The method's own columns: what was reported beside the clause, the unit's score where the
    method prints one, the computed score beside it."""
    printed = slots_of(scheme.annex)
    own = [Slot(_CLAIMED, "claimed", 2), *([Slot(_COMPUTED, "computed", 2)] * with_computed)]
    last = [slot.shows for slot in printed if slot.shows in ("clause", "section", "number")][-1:]
    for slot in printed:
        if slot.shows != "score":
            yield slot
        if [slot.shows] == last:
            share = sum(one.share for one in printed if one.shows == "clause")
            yield Slot("填报情况", "reported", max(share, 1))
        if slot.shows == "score":
            yield from own
    if not any(slot.shows == "score" for slot in printed):
        yield from own
