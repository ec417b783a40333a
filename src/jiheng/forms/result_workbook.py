"""The workbook of a result: ranking, matrix, points lost, ledger, jury, readings, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiheng.forms.clause_words import open_items
from jiheng.forms.figures import total_places
from jiheng.forms.jury_sheets import groups_sheet, marks_sheet
from jiheng.forms.outcome_words import code_of, result_name
from jiheng.forms.ranking_table import remark, shown_total
from jiheng.forms.result_cells import Frame, Grid, centred, head_row, score, score_places
from jiheng.forms.score_sheets import (
    exact_sheet,
    lost_details_sheet,
    lost_sheet,
    matrix_sheet,
    ranked_subjects,
)
from jiheng.forms.table import Place
from jiheng.forms.workbook import Cell, Look, Row, Sheet, Workbook, row
from jiheng.ledger.claims import award_rules
from jiheng.scheme.printed import DecidedBy
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme
from jiheng.score.explain import why_not
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.values.inputs import Inputs

_BY: dict[DecidedBy, str] = {
    "document": "办法原文",
    "office": "主办单位决定",
    "ours": "录入时拟定，待主办单位确认",
    "default": "系统默认",
}


def result_workbook(
    outcome: Outcome, *, day: date, sample: bool, inputs: Inputs | None = None
) -> Workbook:
    """Everything about an outcome as sheets; with `inputs` also every juror's marks.

    Scores are numbers; those that no decimal number shows stand with four decimals, and their
    fractions on the sheet 精确值.
    """
    frame = Frame(result_name(outcome.scheme), sample)
    sheets = [_ranking_sheet(outcome, frame), matrix_sheet(outcome, frame)]
    sheets += [lost_sheet(outcome, frame), lost_details_sheet(outcome, frame)]
    if award_rules(outcome.scheme) or outcome.ledger:
        sheets.append(_ledger_sheet(outcome, frame))
    jury = outcome.scheme.jury
    if jury is not None and outcome.jury:
        sheets.append(groups_sheet(outcome, jury, frame=frame))
        if inputs is not None:
            sheets.append(marks_sheet(outcome, jury, inputs=inputs, frame=frame))
    sheets += [_readings_sheet(outcome.scheme, frame), _open_sheet(outcome, frame)]
    exact = exact_sheet(outcome, frame)
    sheets += [exact] if exact else []
    title = frame.title + ("（虚构示例）" if sample else "")
    return Workbook(tuple(sheets), title=title, created=day)


@dataclass(frozen=True, slots=True)
class _Decimals:
    """Decimals of the columns of the ranking."""

    parts: int
    total: int
    exact: int


def _ranking_sheet(outcome: Outcome, frame: Frame) -> Sheet:
    parts = [part.score for one in outcome.subjects for part in (one.base, one.bonus)]
    decimals = _Decimals(
        parts=score_places(parts),
        total=total_places(outcome.scheme, (one.total for one in outcome.subjects)),
        exact=score_places(one.total_exact for one in outcome.subjects),
    )
    rows = [head_row(*_ranking_head(outcome.scheme))]
    rows += [_ranking_row(outcome, one, decimals=decimals) for one in ranked_subjects(outcome)]
    widths = [12, 7, 22, 10, 9, 10, 12, 10, 14, 60]
    notes = ["总分按口径取整；基础分、加分、取整前总分不能用小数写尽的显示4位小数。"]
    return frame.sheet("排名", Grid(rows, widths=widths, frozen=3, notes=notes))


def _ranking_head(scheme: Scheme) -> tuple[str, ...]:
    grades = scheme.grading.grades
    best = f"为何不是{grades[0].grade}" if grades else "说明"
    return ("类别", "名次", "单位", "基础分", "加分", "总分", "取整前总分", "等次", "备注", best)


def _ranking_row(outcome: Outcome, one: SubjectOutcome, *, decimals: _Decimals) -> Row:
    titles = {each.id: each.title for each in outcome.scheme.categories}
    look = Look.BAD if one.vetoes else Look.OPEN if one.total is None else Look.PLAIN
    grade = Look.GOOD if one.grade is not None and not why_not(outcome, one) else look
    return row(
        titles.get(one.category, one.category),
        Cell("—" if one.rank is None else one.rank, look=look, place=Place.CENTRE),
        Cell(one.name, look=look),
        score(one.base.score, decimals.parts),
        score(one.bonus.score, decimals.parts),
        score(shown_total(one), decimals.total, look=Look.SECTION),
        score(one.total_exact, decimals.exact),
        centred(one.grade or "", look=grade),
        remark(one),
        "；".join(_reasons(outcome, one)),
    )


def _reasons(outcome: Outcome, one: SubjectOutcome) -> Iterator[str]:
    yield from why_not(outcome, one)
    if one.vetoes and one.grade_by_score and one.grade_by_score != one.grade:
        yield f"不计否决，按得分应为{one.grade_by_score}"


def _ledger_sheet(outcome: Outcome, frame: Frame) -> Sheet:
    titles = (
        "单位",
        "编号",
        "类别",
        "级别",
        "工作名称",
        "奖项名称",
        "年度",
        "文号或证书号",
        "人数",
    )
    rows = [head_row(*titles, "标准分", "认定", "加分", "理由", "原表位置")]
    places = score_places(line.points for line in outcome.ledger)
    for line in outcome.ledger:
        claim, look = line.claim, Look.GOOD if line.accepted else Look.BAD
        rows.append(
            row(
                claim.subject,
                claim.indicator,
                claim.kind,
                claim.level,
                claim.work,
                claim.award,
                claim.year,
                claim.number,
                claim.persons,
                score(line.points, places),
                centred("认定" if line.accepted else "不予认定", look=look),
                score(line.counted, places, look=look),
                line.reason,
                claim.place,
            )
        )
    widths = [14, 8, 12, 12, 24, 24, 8, 20, 7, 9, 10, 9, 40, 20]
    return frame.sheet("加分台账", Grid(rows, widths=widths, frozen=1))


def _readings_sheet(scheme: Scheme, frame: Frame) -> Sheet:
    """口径: each question with the option in force; then the decisions on the document's own text."""
    rows = [head_row("问题", "口径", "由谁决定", "理由")]
    decided = [name for name in QUESTIONS if name in scheme.readings]
    for name in (*decided, *(name for name in QUESTIONS if name not in scheme.readings)):
        entry, question = scheme.readings.get(name), QUESTIONS[name]
        chosen = entry is not None and entry.chosen is not None
        look = Look.PLAIN if chosen else Look.QUIET
        by = _BY[entry.by] if entry is not None and chosen else _BY["default"]
        because = entry.because if entry is not None else ""
        texts = (question.asks, question.words[scheme.reading(name)], by, because)
        rows.append(row(*texts, look=look))
    if scheme.decisions:
        rows.append(row(Cell("对原文矛盾和缺漏的处理", look=Look.SECTION, colspan=4)))
        rows.append(head_row("涉及", "处理", "由谁决定", "理由"))
    titles = {one.id: f"{code_of(one)} {one.title}".strip() for one in scheme.walk()}
    for one in scheme.decisions:
        about = titles.get(one.about, _ABOUT.get(one.about, one.about))
        rows.append(row(about, one.decision, _BY[one.by], one.because))
    return frame.sheet("口径", Grid(rows, widths=[40, 44, 26, 60]))


_ABOUT = {
    "jury": "评委打分",
    "vetoes": "一票否决",
    "bonus": "加分",
    "grading": "等次",
    "procedure": "程序",
    "honours": "表彰",
}
"""Parts of a scheme that a decision can be about, besides an indicator or a grade."""


def _open_sheet(outcome: Outcome, frame: Frame) -> Sheet:
    rows = [head_row("单位", "指标", "待补内容", "由谁提供", "已知得分", "最高可达")]
    for one in ranked_subjects(outcome):
        for indicator, what, whom in open_items(outcome, one):
            known = score(one.at_least, 2)
            most = score(one.at_most, 2) if one.at_most is not None else centred("不设上限")
            rows.append(row(one.name, indicator, Cell(what, look=Look.OPEN), whom, known, most))
    notes = [] if len(rows) > 1 else ["资料已齐，没有待补事项。"]
    return frame.sheet("待补", Grid(rows, widths=[16, 34, 44, 20, 11, 11], notes=notes))
