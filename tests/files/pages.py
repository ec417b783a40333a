"""Invented documents that show every part of a page: a circular with a long table, a book."""

from datetime import date

from jiheng.forms.page import (
    Annex,
    AttachmentNote,
    Caption,
    Detail,
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
from jiheng.forms.table import Cell, Column, Place, Size, Table, Tone, table

DAY = date(2018, 1, 5)
MARK = "样稿：单位、数据均为虚构示例"
OFFICE = "样例市科学技术协会"
GRID = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"  # 28 characters
HEAD = ("名次", "单位", "得分", "等次", "主要失分")


def ranking(rows: int) -> tuple[tuple[str, ...], ...]:
    """Rows of a ranking, every third with a reason of several lines."""
    reason = "基层组织覆盖率差5.0个百分点，扣0.50分；科普活动少1场，扣0.20分。"
    return tuple(
        (
            str(n),
            f"样例{n}县",
            f"{96 - n}.{n:02}",
            "优秀" if n < 8 else "良好",
            reason * (1 + n % 3),
        )
        for n in range(1, rows + 1)
    )


def ranking_table(rows: int, *, size: Size = Size.NORMAL) -> Table:
    """The ranking as an office prints it."""
    columns = (
        Column(mm=14, place=Place.CENTRE),
        Column(mm=30),
        Column(mm=20, place=Place.RIGHT),
        Column(mm=18, place=Place.CENTRE),
        Column(),
    )
    return table(columns, ranking(rows), head=[HEAD], size=size)


def wide_table() -> Table:
    """Two head rows, a tall cell, tones: a table for a page that lies."""
    head = (
        (
            Cell("单位", rowspan=2),
            Cell("基础分", colspan=4),
            Cell("加分", colspan=3),
            Cell("总分", rowspan=2),
        ),
        ("组织建设", "科普活动", "学术交流", "综合", "表彰", "宣传", "创新"),
    )
    quiet, lost = Cell("不适用", tone=Tone.QUIET), Cell("-2.50", tone=Tone.WARN)
    rows = [
        (f"样例{n}县", "24.00", "28.50", lost, "18.00", "2.00", quiet, "1.00", _total("71.00"))
        for n in range(1, 8)
    ]
    columns = (Column(mm=30), *(Column(place=Place.RIGHT) for _ in range(8)))
    return table(columns, rows, head=head, size=Size.SMALL)


def _total(text: str) -> Cell:
    return Cell(text, tone=Tone.STRONG)


def circular(*, rows: int = 40) -> Document:
    """A circular of several pages; two of them are nothing but text."""
    body: tuple[Part, ...] = (
        Letterhead(f"{OFFICE}文件", "样科协发〔2018〕3号", marks=("样稿（虚构示例）",)),
        Title((f"{OFFICE}关于2017年度", "工作目标考核结果的通报")),
        Recipient("各县（市、区）科协，市级各学会"),
        Paragraph("根据年度考核办法，考核组听取汇报、查阅资料、实地核查，评定结果如下。" * 3),
        Heading(1, "考核组织", 1),
        Heading(2, "考核方式", 1),
        Paragraph(GRID * 54),
        Heading(3, "实地核查。", 1, run_in="抽查乡镇科协与科普示范基地。" * 4),
        Heading(4, "查阅资料。", 1, run_in="逐项核对台账与佐证材料。" * 4),
        Heading(1, "考核结果", 2),
        Paragraph((Run("优秀等次："), Run("样例1县", Voice.KAI), Run("等7个单位。", Voice.STRONG))),
        Caption("2017年度考核得分与等次", "单位：分"),
        ranking_table(rows),
        Note("注：本表所列单位与数据均为虚构示例。"),
        Paragraph("特此通报。"),
    )
    return document("考核通报（样稿）", (*body, *_closing()), day=DAY, author=OFFICE, mark=MARK)


def _closing() -> tuple[Part, ...]:
    copies = (
        "市委办公室",
        "市政府办公室",
        "上级科学技术协会",
        "各县（市、区）党委办公室、政府办公室",
    )
    return (
        AttachmentNote(
            ("2017年度科协工作目标考核各项得分汇总表（含基础分与加分明细）", "评分说明")
        ),
        Signature(OFFICE, DAY),
        Turn(landscape=True),
        Annex(("2017年度科协工作目标考核各项得分汇总表",), 1),
        wide_table(),
        Turn(landscape=False),
        Annex(("评分说明",), 2),
        Detail("单位基层组织覆盖率为92.0%，达到90%一档，得2分；下一档为100%。"),
        Imprint(f"{OFFICE}办公室", DAY, copies),
    )
