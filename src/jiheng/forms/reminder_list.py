"""The reminder list (催报清单): who still owes what by when, for the telephone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jiheng.forms.outcome_words import SAMPLE
from jiheng.forms.page import (
    Detail,
    Document,
    Note,
    Paragraph,
    Part,
    Title,
    Turn,
    day_in_words,
    document,
)
from jiheng.forms.table import Cell, Column, Place, Size, Table, Tone, table
from jiheng.forms.title_lines import title_lines


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that somebody owes: the unit, in which stage, what, until which day; who it is waiting
    for, and what is still lacking in short words."""

    subject: str
    stage: str
    what: str
    due: date
    who: str = ""
    lacking: str = ""

    def days_left(self, today: date) -> int:
        """Days until it is due; below 0 it is overdue."""
        return (self.due - today).days


def reminder_list(
    dues: Iterable[Due], *, title: str, office: str, today: date, sample: bool = False
) -> Document:
    """Everything that is due, what is longest overdue first, with empty columns for the telephone and
    for what was answered. `title` names the assessment; `today` is the day of the list."""
    there = sorted(dues, key=lambda one: (one.due, one.stage))
    parts: list[Part] = [
        Turn(landscape=True),
        Title(title_lines(f"{title}催报清单", wide=30)),
        Detail(f"制表：{office}　　　截至：{day_in_words(today)}", indent=False),
    ]
    parts += _list(there, today=today) if there else [Paragraph("没有待催报的事项。")]
    mark = SAMPLE if sample else ""
    return document(f"{title}催报清单", parts, day=today, author=office, mark=mark)


def _list(dues: Sequence[Due], *, today: date) -> list[Part]:
    overdue = sum(one.days_left(today) < 0 for one in dues)
    units = len({one.subject for one in dues})
    told = f"共{units}个单位{len(dues)}项，其中已逾期{overdue}项。"
    foot = "电话和催办情况由催办人填写。"
    return [Detail(told, indent=False), _table(dues, today=today), Note(foot)]


def _table(dues: Sequence[Due], *, today: date) -> Table:
    columns = [
        Column(mm=12, place=Place.CENTRE),
        Column(share=5),
        Column(share=5),
        Column(share=9),
        Column(mm=34),
        Column(mm=24, place=Place.CENTRE),
        Column(share=4),
        Column(mm=28),
        Column(share=5),
    ]
    head = ["序号", "单位", "阶段", "待办事项", "截止日期", "状态", "联系人", "电话", "催办情况"]
    rows = [
        [str(count), *_cells(one, today=today), "", ""] for count, one in enumerate(dues, start=1)
    ]
    return table(columns, rows, head=[head], size=Size.SMALL)


def _cells(one: Due, *, today: date) -> list[Cell | str]:
    what = f"{one.what}（{one.lacking}）" if one.lacking else one.what
    left = one.days_left(today)
    tone = Tone.WARN if left < 0 else Tone.STRONG if left == 0 else Tone.PLAIN
    return [
        one.subject,
        one.stage,
        what,
        day_in_words(one.due),
        Cell(_state(left), tone=tone),
        one.who,
    ]


def _state(left: int) -> str:
    if left < 0:
        return f"已逾期{-left}天"
    return f"还有{left}天" if left else "今天截止"
