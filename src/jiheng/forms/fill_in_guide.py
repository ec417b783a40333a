"""The first sheet of the fill-in workbook: how to fill it in, cell by cell, and who fills which sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jiheng.forms.fill_in_words import (
    CLAIMED_SHEET,
    CLAIMS_SHEET,
    FACTS_SHEET,
    FROM,
    JURORS_SHEET,
    MARKS_SHEET,
    SAMPLE,
    SETTLED_SHEET,
    USED_SHEET,
)
from jiheng.forms.table import Place
from jiheng.forms.workbook import Cell, Column, Look, Print, Row, Sheet, row
from jiheng.scheme.scheme import Scheme

GUIDE_SHEET = "填写说明"

_STEPS = (
    "只填浅黄色的格。其余的格已锁定：表头、单位名称、编号、填报项都不要改，行和列不要删。",
    "一格只填一个数或一个词，直接填，不用公式；不要合并单元格；不要只选几列排序。",
    "每项下面的“填写说明”和选中格子时出现的提示，说明这一格要什么；金额、人数等按“计量单位”填。",
    "“由谁填”写着有关部门或办公室的，由他们提供，填报单位不填。",
    "佐证材料写文号、证书号或材料页码，几个单位共用一张表时写明单位。",
    "交表前保存为 xlsx 格式。表里多出来的批注、备注列不参与计分，读表时会逐处列出。",
)
_WAYS = (
    ("yes-no", "是否", "是、否（从下拉列表选）", "基本落实、部分"),
    ("count", "次数、个数", "3，或带单位：3次", "约3、3-5、3+2、若干"),
    ("number", "数", "12.5", "12.5左右、十几"),
    ("percent", "比例", "95，或 95%", "0.95、九成多、19/20"),
    ("money", "金额", "按计量单位填数；单位不同就写明，如 48万元", "约48万、40-50万"),
    ("choice", "选择", "从下拉列表选一个", "列表以外的说法"),
    ("date", "日期", "年月日都写，如 2017-09-21", "上半年、9月"),
)
_STATES = (
    ("做了，有数", "照实填"),
    ("没有开展", "填 0（是否类填“否”），或写“未开展”；按0计算"),
    ("没有这项任务", "写“不适用”；是否剔除由办法规定"),
    ("还没有数据", "留空；按“缺资料”处理，不按0分，也没有总分和名次"),
    ("等有关部门认定", "写“待定”"),
)
_SHEETS = (
    (FACTS_SHEET, "逐项填写的数据", "按“由谁填”一栏"),
    (CLAIMED_SHEET, "各条自评的分数，供复核对照，不作为得分", "填报单位"),
    (CLAIMS_SHEET, "申请加分的奖项，一行一项，附文号或证书号", "填报单位"),
    (USED_SHEET, "以前年度已经用来加分的奖项，一个奖项只能用一次", "办公室"),
    (JURORS_SHEET, "评委名单、所在的组、所属单位（用于回避）", "办公室"),
    (MARKS_SHEET, "评委打的分，一行一位评委对一个单位；没打的留空", "评委或办公室"),
    (SETTLED_SHEET, "复核改分的条款、分数和理由；不改的不写", "办公室"),
)


def guide_sheet(scheme: Scheme, sheets: Sequence[str], *, sample: bool) -> Sheet:
    """The instructions for the sheets that this workbook has; only the kinds of cell that occur."""
    rows = [row(Cell(f"{scheme.title}　{FACTS_SHEET}", look=Look.TITLE, colspan=3))]
    if sample:
        told = f"{SAMPLE}：本工作簿中的数据、奖项、文号和人名都是编的，只供演示。"
        rows.append(row(Cell(told, look=Look.BAD, place=Place.CENTRE, colspan=3)))
    rows += _steps()
    asked = {fact.type for fact in scheme.facts.values() if fact.is_asked}
    ways = [way[1:] for way in _WAYS if way[0] in asked]
    rows += _table("二、每种格怎么填", ("种类", "这样填", "不要这样填"), lines=ways)
    if ways:
        rows += _table("三、没有数怎么办", ("情形", "这样填"), lines=_STATES)
    there = [one for one in _SHEETS if any(name.startswith(one[0]) for name in sheets)]
    rows += _table("四、各张表", ("表", "填什么", "由谁填"), lines=there)
    return Sheet(
        GUIDE_SHEET, tuple(rows), (Column(18), Column(56), Column(24)), locked=True,
        print=Print(landscape=False, header=f"{scheme.title}（{SAMPLE}）" if sample else scheme.title),
    )  # fmt: skip


def _steps() -> Iterator[Row]:
    yield row(Cell("一、先看这几条", look=Look.HEAD, place=Place.LEFT, colspan=3))
    for at, step in enumerate(_STEPS, start=1):
        text = Cell(f"{at}. {step}", place=Place.LEFT, colspan=3)
        yield row(text)
    yield row(
        Cell("这种颜色的格", look=Look.ENTRY, place=Place.CENTRE),
        Cell(
            "要填的格；由谁填见各行，共有：" + "、".join(FROM.values()), colspan=2, place=Place.LEFT
        ),
    )


def _table(
    title: str, heads: tuple[str, ...], *, lines: Sequence[tuple[str, ...]]
) -> Iterator[Row]:
    """A table of two or three columns over the width of three."""
    if not lines:
        return
    wide = 4 - len(heads)
    yield row(Cell(title, look=Look.HEAD, place=Place.LEFT, colspan=3))
    yield _line([Cell(head, look=Look.SECTION, place=Place.CENTRE) for head in heads], wide=wide)
    for first, *rest in lines:
        cells = [Cell(first, look=Look.SECTION, place=Place.CENTRE)]
        cells += [Cell(text, place=Place.LEFT) for text in rest]
        yield _line(cells, wide=wide)


def _line(cells: list[Cell], *, wide: int) -> Row:
    return row(cells[0], replace(cells[1], colspan=wide), *cells[2:])
