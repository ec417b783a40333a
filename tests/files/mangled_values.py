"""Mangled copies: what people write into a cell of the fill-in workbook."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.files.mangled import JURY, PROJECT, RULES, Desk, mangle

ONE = "平江县"


@mangle(
    JURY, notes=("填报表, I54（东海县，13 科普云接入终端连接指数）  “0.93”没有百分号，按 93% 计",)
)
def percent_as_share(path: Path) -> None:
    desk = Desk(path)
    desk.cell("东海县", "link-index").value = 0.93
    desk.save()


@mangle(JURY)
def percent_as_text(path: Path) -> None:
    desk = Desk(path)
    desk.cell("东海县", "link-index").value = "93%"
    desk.cell("东海县", "normal-index").value = "９６％"
    desk.save()


@mangle(PROJECT)
def percent_as_format(path: Path) -> None:
    desk = Desk(path)
    for fact, value in (("satisfaction", 0.934), ("actual:1.2.1", 0.965)):
        cell = desk.cell("科普费（包括老科协工作经费15万元）", fact)
        cell.value, cell.number_format = value, "0%"
    desk.save()


@mangle(PROJECT)
def percent_in_words(path: Path) -> None:
    desk = Desk(path)
    desk.cell("科普费（包括老科协工作经费15万元）", "satisfaction").value = "百分之九十三点四"
    desk.save()


@mangle(
    PROJECT,
    refused=(
        "填报表, I29（科普费（包括老科协工作经费15万元），4.1.1 群众满意度）  不应大于100%，填的是“9340%”",
    ),
)
def percent_formatted_afterwards(path: Path) -> None:
    desk = Desk(path)
    desk.cell("科普费（包括老科协工作经费15万元）", "satisfaction").number_format = "0.00%"
    desk.save()


@mangle(
    JURY,
    refused=(
        "填报表, I54（东海县，13 科普云接入终端连接指数）  “1”看不出是 1% 还是 100%，请带上百分号填写",
    ),
)
def percent_as_one(path: Path) -> None:
    desk = Desk(path)
    desk.cell("东海县", "link-index").value = 1
    desk.save()


@mangle()
def full_width_digits(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "societies").value = "２４"
    desk.cell(ONE, "branches").value = "１２个"
    desk.save()


@mangle()
def thousands_commas(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "popularisation-funds").value = "480,000.00"
    desk.cell(ONE, "residents").value = "1，000，000"
    desk.save()


@mangle()
def spaces_and_breaks(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "societies").value = " 24\u3000"
    desk.cell(ONE, "branches").value = "12\n"
    desk.cell(ONE, "party-rules").value = "是 "
    desk.save()


@mangle()
def with_its_unit(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "reports-heard").value = "1次"
    desk.cell(ONE, "firms").value = "193 家"
    desk.cell(ONE, "innovation-students").value = f"{_number(desk, 'innovation-students')}人"
    desk.save()


def _number(desk: Desk, fact: str) -> object:
    return desk.cell(ONE, fact).value


@mangle()
def chinese_numerals(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "societies").value = "二十四"
    desk.cell(ONE, "branches").value = "十二个"
    desk.cell(ONE, "firms").value = "一百九十三家"
    desk.save()


@mangle()
def numbers_as_text(path: Path) -> None:
    desk = Desk(path)
    for row in desk.facts.iter_rows(min_row=4, min_col=9, max_col=14):
        for cell in row:
            if isinstance(cell.value, int | float):
                cell.value, cell.number_format = str(cell.value), "@"
    desk.save()


@mangle()
def ticks_and_crosses(path: Path) -> None:
    desk = Desk(path)
    yes = ["√", "有", True, "Y", "1", "☑", "对", "是。", "已开展", "ＹＥＳ"]
    no = ["×", "无", False, "N", "0", "没有", "未完成", "否。", "✗", "no"]
    spoken = {"是": yes, "否": no}
    for row in desk.facts.iter_rows(min_row=4, min_col=9, max_col=14):
        for at, cell in enumerate(row):
            if cell.value in spoken:
                cell.value = spoken[cell.value][(cell.row + at) % 10]
    desk.save()


@mangle(
    notes=("填报表（县市）, I11（平江县，1.5 本级财政预算安排的科普经费）  “48万元”按 480000 元计",)
)
def unit_in_the_format(path: Path) -> None:
    desk = Desk(path)
    funds, firms = desk.cell(ONE, "popularisation-funds"), desk.cell(ONE, "firms")
    funds.value, funds.number_format = 48, '0.00"万元"'
    firms.number_format = "0家"
    desk.save()


@mangle(
    notes=("填报表（县市）, I11（平江县，1.5 本级财政预算安排的科普经费）  “48万元”按 480000 元计",)
)
def other_unit_written(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "popularisation-funds").value = "48万元"
    desk.cell(ONE, "residents").value = "100万"
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, F11（1.5 本级财政预算安排的科普经费）  计量单位写的是“万元”，办法规定的是“元”；请改回，并按规定的单位填数",
    )
)
def unit_column_changed(path: Path) -> None:
    desk = Desk(path)
    desk.cell("计量单位", "popularisation-funds").value = "万元"
    for subject in ("平江县", "岳阳县", "华容县", "湘阴县", "临湘市", "汨罗市"):
        cell = desk.cell(subject, "popularisation-funds")
        cell.value = cell.value / 10000
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I11（平江县，1.5 本级财政预算安排的科普经费）  存的是480000，显示时被缩放了；请把这一格改为常规格式，核对后重填",
        "填报表（县市）, I12（平江县，1.5 计算人均经费所用人口）  存的是1000000，显示时被缩放了；请把这一格改为常规格式，核对后重填",
    )
)
def shown_in_ten_thousands(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "popularisation-funds").number_format = '0!.0000"万元"'
    desk.cell(ONE, "residents").number_format = "#,##0,"
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I23（平江县，2.3 县级学会总数）  “约24”是约数或界限，请填准确的数",
        "填报表（县市）, I28（平江县，3.3 规模以上企业总数）  “190-200”是一个范围，请填一个准确的数",
        "填报表（县市）, I30（平江县，3.3 乡镇总数）  “二十几个”是约数或界限，请填准确的数",
        "填报表（县市）, I33（平江县，3.4 科协干部、学会秘书处和农技协人员集中培训）  “1次（3月）、2次（9月）”里不止一个数，请只填一个数",
    )
)
def about_and_between(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "societies").value = "约24"
    desk.cell(ONE, "firms").value = "190-200"
    desk.cell(ONE, "towns").value = "二十几个"
    desk.cell(ONE, "trainings").value = "1次（3月）、2次（9月）"
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I19（平江县，2.2 党建工作制度健全）  是表格算错的标记，应填“是”或“否”，填的是“#REF!”",
        "填报表（县市）, I23（平江县，2.3 县级学会总数）  是表格算错的标记，应填以“个”计的数，填的是“#N/A”",
    )
)
def error_values(path: Path) -> None:
    desk = Desk(path)
    for fact, value in (("societies", "#N/A"), ("party-rules", "#REF!")):
        cell = desk.cell(ONE, fact)
        cell.value, cell.data_type = value, "e"
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I33（平江县，3.4 科协干部、学会秘书处和农技协人员集中培训）  “2017-03-05”是日期，请填数",
        "填报表（县市）, I58（平江县，4.5 参加各级青少年科技竞赛）  “2017-09-21”是日期，请填数",
    )
)
def dates_in_number_cells(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "trainings").value = datetime(2017, 3, 5)  # noqa: DTZ001  # a typed 3-5
    desk.cell(ONE, "contests").value = date(2017, 9, 21)
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I19（平江县，2.2 党建工作制度健全）  应填“是”或“否”，填的是“基本落实”",
        "填报表（县市）, I20（平江县，2.2 党建工作年初有要点）  应填“是”或“否”，填的是“□”",
        "填报表（县市）, I21（平江县，2.2 党建工作年底有总结）  应填“是”或“否”，填的是“2”",
    )
)
def neither_yes_nor_no(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "party-rules").value = "基本落实"
    desk.cell(ONE, "party-plan").value = "□"
    desk.cell(ONE, "party-summary").value = 2
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I11（平江县，1.5 本级财政预算安排的科普经费）  最多2位小数，填的是“480000.005”",
        "填报表（县市）, I23（平江县，2.3 县级学会总数）  应填整数，填的是“24.5”",
        "填报表（县市）, I28（平江县，3.3 规模以上企业总数）  不应小于0家，填的是“-193”",
    )
)
def halves_and_negatives(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "societies").value = 24.5
    desk.cell(ONE, "firms").value = -193
    desk.cell(ONE, "popularisation-funds").value = 480000.005
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I24（平江县，2.3 已建立党组织的县级学会）  已建立党组织的县级学会25多于县级学会总数24，请核对",
    )
)
def more_than_the_whole(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "branches").value = 25
    desk.save()


@mangle(
    unreadable="facts.xlsx  2 个格里是公式（填报表（县市）, I23、填报表（县市）, I28），请选择性粘贴为数值后再交"
)
def formulas(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "societies").value = "=20+4"
    desk.cell(ONE, "firms").value = "=SUM(193)"
    desk.save()


@mangle(lost=frozenset({(ONE, "trainings"), (ONE, "contests")}))
def strokes_for_nothing(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "trainings").value = "—"
    desk.cell(ONE, "contests").value = "未报"
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I33（平江县，3.4 科协干部、学会秘书处和农技协人员集中培训）  “无”意思不明：一次也没有请填 0，没有这项任务请填“不适用”，没有数据请留空",
        "填报表（县市）, I58（平江县，4.5 参加各级青少年科技竞赛）  “N/A”意思不明：一次也没有请填 0，没有这项任务请填“不适用”，没有数据请留空",
    )
)
def nothing_or_none(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "trainings").value = "无"
    desk.cell(ONE, "contests").value = "N/A"
    desk.save()


@mangle()
def rich_text(path: Path) -> None:
    desk = Desk(path)
    bold = TextBlock(InlineFont(b=True), "24")
    desk.cell(ONE, "societies").value = CellRichText([bold, "个"])
    desk.save()


@mangle()
def evidence_written(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.facts
    column = desk.column("佐证材料（文号、页码），写明单位", sheet)
    sheet.cell(desk.row("towns", sheet), column).value = "平江县：虚构〔2017〕3号"
    desk.save()


@mangle(
    JURY,
    refused=(
        "打分, C4（评委01（虚构），东海县，1）  打分应在0至4分之间，写的是40",
        "打分, D4（评委01（虚构），东海县，2）  打分最多1位小数，写的是3.25",
    ),
)
def a_mark_too_high(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.sheet("打分")
    sheet["C4"].value, sheet["D4"].value = 40, 3.25
    desk.save()


@mangle(JURY, refused=("评委, C26  所属单位“东海”应写全称“东海县”，回避要用",))
def a_unit_cut_short(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.sheet("评委")
    line = next(cell.row for cell in sheet["C"] if cell.value == "东海县")
    sheet.cell(line, 3).value = "东海"
    desk.save()


@mangle()
def awards_written_loosely(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.sheet("加分申报")
    sheet["A4"].value = "平 江 县"
    sheet["B4"].value = "７.１"
    sheet["G4"].value = "2017年"
    sheet["I4"].value = "1人"
    desk.save()


@mangle(
    refused=(
        "加分申报, A4（平江，7.1）  单位“平江”不在名单中",
        "加分申报, G4（平江，7.1）  获奖年度应为四位年份，写的是“去年”",
        "加分申报, B5（平江县，7.9）  没有编号为“7.9”的指标",
        "加分申报, I5（平江县，7.9）  人数应为不小于1的整数，写的是“几人”",
    )
)
def awards_half_written(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.sheet("加分申报")
    sheet["A4"].value = "平江"
    sheet["G4"].value = "去年"
    sheet["B5"].value = "7.9"
    sheet["I5"].value = "几人"
    desk.save()


__all__ = ["RULES"]
