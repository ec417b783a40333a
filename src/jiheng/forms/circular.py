"""The circular (通报) in which an office makes a result known, in the layout of GB/T 9704."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from jiheng.forms.figures import full_figure, rounded_to_be_shown
from jiheng.forms.line_breaks import BROAD, WIDTH
from jiheng.forms.outcome_words import (
    SAMPLE,
    base_points,
    is_appeal,
    nested,
    office_of,
    open_sentence,
    open_vetoes_sentences,
    points_sentence,
    recipients,
    result_name,
    stages_before_circular,
    unit_word,
    veto_sentence,
)
from jiheng.forms.page import (
    Annex,
    AttachmentNote,
    Caption,
    Document,
    Heading,
    Imprint,
    Letterhead,
    Note,
    Paragraph,
    Part,
    Recipient,
    Run,
    Signature,
    Title,
    Turn,
    Voice,
    document,
)
from jiheng.forms.ranking_table import (
    grades_tell,
    ranking_places,
    ranking_table,
    sections_columns,
    sections_rounded,
    sections_table,
    single_table,
)
from jiheng.forms.reading_words import grading_sentences, ranking_sentence, rounding_sentence
from jiheng.forms.standings import Standings, standings
from jiheng.forms.title_lines import title_lines
from jiheng.scheme.scheme import Scheme
from jiheng.score.result import Outcome, SubjectOutcome

_ABREAST = 9  # more columns than this need a page that lies


def circular(
    outcome: Outcome, *, day: date, number: str, sample: bool, issuer: str | None = None
) -> Document:
    """The circular of an outcome, dated `day` and numbered `number` (empty: left to be filled in).

    `issuer` is the office that signs; without it the first organisation of the scheme's document.
    A `sample` says 虚构示例 at its head and on every page.
    """
    scheme = outcome.scheme
    office = issuer or office_of(scheme)
    title = f"{office}关于{result_name(scheme)}的通报"
    marks = ("样稿（虚构示例）",) if sample else ()
    parts = (
        Letterhead(f"{office}文件", number or f"〔{day.year}〕　　号", marks=marks),
        Title(title_lines(title)),
        Recipient(recipients(scheme)),
        *_body(outcome),
        *_closing(outcome, office=office, day=day),
    )
    mark = SAMPLE if sample else ""
    return document(title, parts, day=day, author=office, mark=mark)


def _body(outcome: Outcome) -> Iterator[Part]:
    sections = [
        ("评定对象和办法", _method(outcome)),
        ("评定结果", _results(outcome)),
        ("尚未评定的单位和事项", _unfinished(outcome)),
        ("有关说明", _remarks(outcome)),
    ]
    yield Paragraph(_opening(outcome.scheme))
    number = 0
    for heading, parts in sections:
        if parts:
            number += 1
            yield Heading(1, heading, number)
            yield from parts
    yield Paragraph("特此通报。")


def _opening(scheme: Scheme) -> str:
    basis = ""
    if scheme.document is not None:
        numbered = f"（{scheme.document.number}）" if scheme.document.number else ""
        basis = f"根据{nested(scheme.document.title)}{numbered}，"
    stages = [stage.title for stage in stages_before_circular(scheme)]
    through = f"经{'、'.join(stages)}，" if stages else ""
    return f"{basis}{through}现将{result_name(scheme)}通报如下。"


def _method(outcome: Outcome) -> list[Part]:
    return [Paragraph(_who(outcome) + points_sentence(outcome.scheme) + "。" + _jury(outcome))]


def _who(outcome: Outcome) -> str:
    scheme, word = outcome.scheme, unit_word(outcome.scheme)
    if len(outcome.subjects) == 1:
        return f"评定对象为{outcome.subjects[0].name}。"
    groups = standings(outcome)
    total = f"{len(outcome.subjects)}个{word}"
    if len(groups) == 1:
        return f"评定对象共{total}，统一排名。"
    counted = "、".join(f"{one.title}{len(one.subjects)}个" for one in groups)
    own = "、".join(one.title for one in scheme.categories) if not groups else counted
    return f"评定对象为{own}，共{total}，分类排名。"


def _jury(outcome: Outcome) -> str:
    jury = outcome.scheme.jury
    if jury is None:
        return ""
    groups = "、".join(f"{one.title}（{full_figure(one.weight)}%）" for one in jury.groups)
    own = "，评委对本单位的打分不计入" if jury.recusal == "own-unit" else ""
    return f"评委分{len(jury.groups)}组现场独立打分，各组及权重为{groups}{own}。"


def _results(outcome: Outcome) -> list[Part]:
    if len(outcome.subjects) == 1:
        return _single(outcome, outcome.subjects[0])
    groups = standings(outcome)
    places = ranking_places(outcome)
    parts: list[Part] = []
    for count, group in enumerate(groups, start=1):
        if len(groups) > 1:
            parts.append(Heading(2, group.title, count))
        parts += _group(outcome, group, places=places)
    return [*parts, *_rounded_note(outcome, places[0])]


def _group(outcome: Outcome, group: Standings, *, places: tuple[int, int]) -> list[Part]:
    parts: list[Part] = list(_honours(group))
    parts += _grades(outcome, group)
    parts += [Paragraph(veto_sentence(outcome, one)) for one in group.listed if one.vetoes]
    if group.listed:
        parts += [
            Caption(f"{group.title}得分和名次", "单位：分"),
            ranking_table(outcome, group, places=places),
        ]
    return parts


def _honours(group: Standings) -> Iterator[Part]:
    titles = dict.fromkeys(title for one in group.listed for title in one.honours)
    for title in titles:
        names = [one.name for one in group.listed if title in one.honours]
        yield _named(f"{title}（{len(names)}个）：", "、".join(names))


def _grades(outcome: Outcome, group: Standings) -> Iterator[Part]:
    """Who has each grade; the best is named even when nobody has it."""
    if not grades_tell(outcome):
        return
    for at, grade in enumerate(outcome.scheme.grading.grades):
        names = [one.name for one in group.listed if one.grade == grade.grade]
        if names:
            yield _named(f"{grade.grade}（{len(names)}个）：", "、".join(names))
        elif at == 0 and group.listed:
            yield _named(f"{grade.grade}：", "空缺")


def _named(lead: str, names: str) -> Paragraph:
    return Paragraph((Run(lead, Voice.STRONG), Run(f"{names}。")))


def _single(outcome: Outcome, one: SubjectOutcome) -> list[Part]:
    """One subject has no rank: its total, its grade, its sections."""
    parts: list[Part] = []
    if one.total is not None:
        full = full_figure(base_points(outcome.scheme))
        grade = f"，等次为{one.grade}" if one.grade else ""
        parts.append(
            Paragraph(f"{one.name}得分{full_figure(one.total)}分（满分{full}分）{grade}。")
        )
    if one.vetoes:
        parts.append(Paragraph(veto_sentence(outcome, one)))
    return [*parts, Caption("各项得分", "单位：分"), single_table(outcome, one)]


def _rounded_note(outcome: Outcome, places: int) -> list[Part]:
    shown = [score for one in outcome.subjects for score in (one.base.score, one.bonus.score)]
    if not rounded_to_be_shown(shown, places):
        return []
    text = f"注：基础分和加分按四舍五入保留{places}位小数显示，总分由未取整的数相加后取整。"
    return [Note(text)]


def _unfinished(outcome: Outcome) -> list[Part]:
    told = [open_sentence(outcome.scheme, one) for one in outcome.subjects if one.total is None]
    if told:
        interim = outcome.scheme.reading("missing-interim") == "as-known"
        how = "名次为暂排" if interim else "暂不评定"
        told.insert(0, f"以下单位资料未齐，{how}，补齐后另行通报。")
    return [Paragraph(text) for text in (*told, *open_vetoes_sentences(outcome.subjects))]


def _remarks(outcome: Outcome) -> list[Part]:
    scheme = outcome.scheme
    ranking = [ranking_sentence(scheme)] if len(outcome.subjects) > 1 else []
    told = ["".join([rounding_sentence(scheme), *ranking]), "".join(grading_sentences(outcome))]
    told += [_appeal(scheme)]
    there = [text for text in told if text]
    if len(there) == 1:
        return [Paragraph(there[0])]
    return [Paragraph(f"{count}.{text}") for count, text in enumerate(there, start=1)]


def _appeal(scheme: Scheme) -> str:
    stage = next((one for one in scheme.procedure if is_appeal(one)), None)
    if stage is None:
        return ""
    limits = "至".join(one for one in (stage.starts, stage.ends) if one)
    when = f"（{limits}）" if limits else ""
    return f"对评定结果有异议的，可按“{stage.title}”程序{when}提出。"


def _closing(outcome: Outcome, *, office: str, day: date) -> Iterator[Part]:
    with_annex = len(outcome.subjects) > 1
    name = f"{result_name(outcome.scheme).removesuffix('结果')}得分汇总表"
    if with_annex:
        yield AttachmentNote((name,))
    yield Signature(office, day)
    if with_annex:
        yield from _annex(outcome, title_lines(name))
    yield Imprint(f"{office}办公室", day)


def _annex(outcome: Outcome, title: Sequence[str]) -> Iterator[Part]:
    """Every subject's sections; on a page that lies where they are many."""
    lies = sections_columns(outcome.scheme) > _ABREAST
    if lies:
        yield Turn(landscape=True)
    yield Annex(tuple(title))
    yield sections_table(outcome, width=BROAD if lies else WIDTH)
    if sections_rounded(outcome):
        yield Note("注：各大项得分按四舍五入保留两位小数显示，总分由未取整的数相加后取整。")
    if lies:
        yield Turn(landscape=False)
