"""The notice (通知) that carries a method, its dates and a subject's targets out; and its supplement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from jiheng.forms.annex_layout import AnnexLayout, Slot, points_text
from jiheng.forms.figures import full_figure
from jiheng.forms.line_breaks import WIDTH, without_orphan
from jiheng.forms.outcome_words import (
    SAMPLE,
    base_points,
    nested,
    office_of,
    points_sentence,
    result_name,
)
from jiheng.forms.page import (
    Annex,
    AttachmentNote,
    Document,
    Heading,
    Imprint,
    Letterhead,
    Paragraph,
    Part,
    Recipient,
    Signature,
    Title,
    day_in_words,
    document,
)
from jiheng.forms.receipt import NO_SEAL, Seal, Sent, receipt
from jiheng.forms.set_targets import SetTarget, set_targets
from jiheng.forms.table import Cell, Column, Place, Size, Table, table
from jiheng.forms.title_lines import title_lines
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.procedure import Stage
from jiheng.scheme.scheme import Scheme
from jiheng.score.prepare import prepare
from jiheng.score.sections import points_of

_SEVERAL = 6  # more targets than this stand in an annex of their own
_RECEIPT = "回执"
_OPEN = "另行通知"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a notice needs besides its content: the day and number it is sent under (number empty: left
    to be filled in), to whom, by which office (empty: the one that the method names), until when the
    receipt comes back, what it is sealed with, and whether all of it is invented."""

    day: date
    to: str
    number: str = ""
    office: str = ""
    back_by: date | None = None
    seal: Seal = NO_SEAL
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """A stage of the procedure with the days on which it opens and closes, where they are set."""

    stage: Stage
    opens: date | None = None
    closes: date | None = None

    @property
    def words(self) -> str:
        """The window as printed; without days of its own, the words of the method."""
        if self.opens and self.closes:
            until = day_in_words(self.closes)
            same = self.opens.year == self.closes.year
            return f"{day_in_words(self.opens)}至{until.partition('年')[2] if same else until}"
        if self.closes:
            return f"{day_in_words(self.closes)}前"
        if self.opens:
            return f"{day_in_words(self.opens)}起"
        return "至".join(one for one in (self.stage.starts, self.stage.ends) if one) or _OPEN


def assessed(scheme: Scheme) -> str:
    """What is carried out: the name of the result without the word for it."""
    return result_name(scheme).removesuffix("结果")


def notice(
    scheme: Scheme,
    subject: str,
    *,
    windows: Sequence[Window],
    letter: Letter,
    attachments: Sequence[str] = (),
) -> Document:
    """The notice of `scheme` to one subject: what is assessed, when, its own targets, and a receipt.

    `attachments` names what goes along in files of its own (办法全文, 填报表).
    """
    return _Notice(scheme, letter).of(
        f"关于做好{assessed(scheme)}工作的通知",
        _body(scheme, subject, windows=windows),
        annexes=_annexes(scheme, subject),
        along=attachments,
    )


def supplementary_notice(
    scheme: Scheme, changes: Sequence[str], *, versions: tuple[int, int], letter: Letter
) -> Document:
    """What changes from one version of the method to the next, a sentence each, with a receipt.

    ValueError without changes: there is nothing to tell.
    """
    if not changes:
        raise ValueError("a supplementary notice tells at least one change")
    return _Notice(scheme, letter).of(
        f"关于调整{assessed(scheme)}有关内容的补充通知",
        _supplement(scheme, changes, versions=versions),
    )


_Annexed = tuple[str, tuple[Part, ...]]
"""The title of an annex and what stands on it."""


@dataclass(frozen=True, slots=True)
class _Notice:
    """The frame of a notice: letterhead, title, recipient; attachments, signature, receipt, imprint."""

    scheme: Scheme
    letter: Letter

    def of(
        self,
        about: str,
        body: Iterator[Part],
        *,
        annexes: Sequence[_Annexed] = (),
        along: Sequence[str] = (),
    ) -> Document:
        letter = self.letter
        office = letter.office or office_of(self.scheme)
        title = f"{office}{about}"
        number = letter.number or f"〔{letter.day.year}〕　　号"
        marks = ("样稿（虚构示例）",) if letter.sample else ()
        parts = [
            Letterhead(f"{office}文件", number, marks=marks),
            Title(title_lines(title)),
            Recipient(letter.to),
            *body,
            Paragraph("特此通知。"),
            *self._end(annexes, along=along, office=office),
            *self._receipt(title, office=office, number=_last(annexes)),
            Imprint(f"{office}办公室", letter.day),
        ]
        mark = SAMPLE if letter.sample else ""
        return document(title, parts, day=letter.day, author=office, mark=mark)

    def _end(
        self, annexes: Sequence[_Annexed], *, along: Sequence[str], office: str
    ) -> Iterator[Part]:
        """The annexes that follow, the receipt among them, then what lies beside."""
        yield AttachmentNote((*(name for name, _ in annexes), _RECEIPT, *along))
        yield Signature(office, self.letter.day)
        for count, (name, parts) in enumerate(annexes, start=1):
            yield Annex(title_lines(name), count)
            yield from parts

    def _receipt(self, title: str, *, office: str, number: int | None) -> Iterator[Part]:
        letter = self.letter
        sent = Sent(title, letter.number, letter.to, office, letter.back_by)
        yield from receipt(sent, letter.seal, number=number)


def _last(annexes: Sequence[_Annexed]) -> int | None:
    """The number of the annex after these; alone it has none."""
    return len(annexes) + 1 if annexes else None


def _body(scheme: Scheme, subject: str, *, windows: Sequence[Window]) -> Iterator[Part]:
    yield Paragraph(f"{_basis(scheme)}现将{assessed(scheme)}有关事项通知如下。")
    yield Heading(1, "评估内容", 1)
    yield Paragraph(_content(scheme))
    yield Heading(1, "时间安排", 2)
    if windows:
        yield Paragraph("各阶段工作及时间安排如下，请按时完成。")
        yield _schedule(windows)
    else:
        yield Paragraph("各阶段时间另行通知。")
    yield Heading(1, "目标任务", 3)
    yield from _own_targets(scheme, subject)
    yield Heading(1, "有关要求", 4)
    for count, text in enumerate(_duties(), start=1):
        yield Paragraph(f"{count}.{text}")


def _basis(scheme: Scheme) -> str:
    if scheme.document is None:
        return ""
    numbered = f"（{scheme.document.number}）" if scheme.document.number else ""
    return f"根据{nested(scheme.document.title)}{numbered}，"


def _content(scheme: Scheme) -> str:
    sections = "、".join(f"{top.title}{full_figure(points_of(top))}分" for top in scheme.indicators)
    base, comma, bonus = points_sentence(scheme).partition("，")
    clauses = sum(1 for _ in scheme.leaves())
    return f"{base}（{sections}）{comma}{bonus}，共{clauses}条，各条评分标准见附件1。"


def _schedule(windows: Sequence[Window]) -> Table:
    columns = [Column(share=5), Column(share=6), Column(share=7), Column(share=6)]
    rows = [
        (one.stage.title, one.stage.who, one.words, "、".join(one.stage.produces))
        for one in windows
    ]
    head = [("阶段", "由谁完成", "时间", "形成材料")]
    return table(columns, rows, head=head, size=Size.SMALL)


def _own_targets(scheme: Scheme, subject: str) -> Iterator[Part]:
    """The targets themselves where they are few, else where they stand."""
    targets = set_targets(scheme, subject)
    if not targets:
        yield Paragraph("办法没有对各单位另设指标值，按附件1的评分标准执行。")
    elif len(targets) > _SEVERAL:
        own = sum(one.own for one in targets)
        apart = f"，其中{own}项按单位分别设定" if own else ""
        yield Paragraph(f"{subject}的指标值共{len(targets)}项{apart}，见附件2。")
    else:
        yield Paragraph(f"{subject}的指标值如下。")
        yield _target_table(targets)


def _target_table(targets: Sequence[SetTarget]) -> Table:
    columns = [
        Column(mm=16, place=Place.CENTRE), Column(share=5), Column(share=5), Column(share=4),
    ]  # fmt: skip
    rows = [row for _, own in groupby(targets, _clause_of) for row in _target_rows(list(own))]
    head = [("编号", "条款", "完成内容", "指标值")]
    return table(columns, rows, head=head, size=Size.SMALL)


def _clause_of(target: SetTarget) -> tuple[str, str]:
    return target.number, target.clause


def _target_rows(targets: Sequence[SetTarget]) -> Iterator[list[Cell]]:
    """A row a target; their clause stands once beside them."""
    for count, one in enumerate(targets):
        beside = [Cell(text, rowspan=len(targets)) for text in _clause_of(one)]
        yield [*(beside if count == 0 else []), Cell(one.what), Cell(one.amount)]


def _duties() -> Iterator[str]:
    yield "如实填报。数据和佐证材料应当真实、完整，一份材料可以用于多条；没有开展的如实填写“未开展”。"
    yield "按时报送。自评经单位负责人签字后报送，打印盖章的自评表一并上传。"
    yield "及时反馈。收到本通知后请返回回执；对指标值和评分标准有疑问的，写在回执上。"


def _annexes(scheme: Scheme, subject: str) -> list[_Annexed]:
    made: list[_Annexed] = [(f"{assessed(scheme)}条款和分值", (_clauses(scheme),))]
    targets = set_targets(scheme, subject)
    if len(targets) > _SEVERAL:
        made.append((f"{subject}指标值", (_target_table(targets),)))
    return made


def _clauses(scheme: Scheme) -> Table:
    """Every clause with its points, the sections beside them."""
    clauses = prepare(scheme).clauses
    slots = (Slot("项目", "section", 5), Slot("评分内容", "clause", 20), Slot("分值", "points", 3))
    texts = {"points": [points_text(clauses, leaf) for leaf in scheme.leaves()]}
    layout = AnnexLayout(scheme, clauses, slots, texts, WIDTH)

    def cell(leaf: Indicator, slot: Slot) -> Cell:
        if slot.shows == "points":
            return Cell(layout.points(leaf))
        return Cell(without_orphan(layout.words(leaf), layout.fits(slot)))

    rows = [*layout.sections(cell), *layout.bonus(cell)]
    rows.append(layout.total("合计（不含加分）", {"points": full_figure(base_points(scheme))}))
    heads = [slot.head for slot in slots]
    return table(layout.columns(), rows, head=[heads], size=Size.SMALL)


def _supplement(
    scheme: Scheme, changes: Sequence[str], *, versions: tuple[int, int]
) -> Iterator[Part]:
    before, after = versions
    yield Paragraph(
        f"{_basis(scheme)}经研究，对{assessed(scheme)}的有关内容作出调整，由第{before}版改为第{after}版。"
        "现通知如下。"
    )
    yield Heading(1, "调整的内容", 1)
    for count, text in enumerate(changes, start=1):
        yield Paragraph(f"{count}.{text.rstrip('。')}。")
    yield Heading(1, "执行要求", 2)
    yield Paragraph(
        f"自本通知印发之日起按第{after}版执行，其他内容不变。已经填报的内容予以保留；"
        "受调整影响的条款，请重新核对，需要修改的及时修改。"
    )
