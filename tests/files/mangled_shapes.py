"""Mangled copies: rows, columns and sheets moved, added, deleted, merged, sorted, renamed."""

from __future__ import annotations

from pathlib import Path

from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.protection import WorkbookProtection

from tests.files.mangled import (
    JURY,
    Desk,
    delete_column,
    delete_row,
    insert_column,
    insert_rows,
    mangle,
    unmerged,
    values_of,
    write_values,
)

ONE, TWO = "平江县", "岳阳县"


@mangle()
def heads_merged_downwards(path: Path) -> None:
    desk = Desk(path)
    insert_rows(desk.facts, 4)
    for column in range(2, 17):
        desk.facts.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    desk.save()


@mangle(refused=("填报表  没有找到“岳阳县”这一列",))
def two_heads_merged(path: Path) -> None:
    desk = Desk(path)
    desk.facts.merge_cells("I3:J3")
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I30:J30（平江县，3.3 乡镇总数）  合并单元格盖住了2个填报格，分不清“25”填的是哪一格；请取消合并后分别填写",
    )
)
def entry_merged_over_two_subjects(path: Path) -> None:
    desk = Desk(path)
    line = desk.row("towns")
    desk.facts.merge_cells(f"I{line}:J{line}")
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I30:I31（平江县，3.3 乡镇总数）  合并单元格盖住了2个填报格，分不清“25”填的是哪一格；请取消合并后分别填写",
    )
)
def entry_merged_over_two_rows(path: Path) -> None:
    desk = Desk(path)
    line = desk.row("towns")
    desk.facts.merge_cells(f"I{line}:I{line + 1}")
    desk.save()


@mangle(notes=("填报表（县市）  不是填报内容，1处未读取：E31“备注：以下各项由组织部填写”",))
def blank_rows_and_remarks_added(path: Path) -> None:
    desk = Desk(path)
    insert_rows(desk.facts, desk.row("towns"), 2)
    desk.facts.cell(desk.row("towns") - 1, 5).value = "备注：以下各项由组织部填写"
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, 第30行  办法中没有填报项“特色工作”，却填了I30“5”、J30“3”；请核对名称，或移到正确的行",
    )
)
def own_item_added(path: Path) -> None:
    desk = Desk(path)
    line = desk.row("towns")
    insert_rows(desk.facts, line)
    write_values(desk.facts, line, ["特色工作", "项", None, None, 5, 3], first=5)
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, 第88行  这一行没有写填报项，却填了I88“5”、J88“3”；请核对名称，或移到正确的行",
    )
)
def values_without_a_label(path: Path) -> None:
    desk = Desk(path)
    line = desk.facts.max_row + 2
    write_values(desk.facts, line, [5, 3], first=9)
    desk.save()


@mangle(notes=("填报表（县市）  不是填报内容，2处未读取：Q3“备注”、Q30“含两个街道”",))
def remarks_column_added(path: Path) -> None:
    desk = Desk(path)
    desk.facts["Q3"].value = "备注"
    desk.facts.cell(desk.row("towns"), 17).value = "含两个街道"
    desk.save()


@mangle(notes=("填报表（县市）  不是填报内容，3处未读取：K3“两县小计”、K30“公式”、K31“公式”",))
def sum_column_between_subjects(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.facts
    insert_column(sheet, 11)
    sheet["K3"].value = "两县小计"
    for fact in ("towns", "towns-with"):
        line = desk.row(fact)
        sheet.cell(line, 11).value = f"=I{line}+J{line}"
    desk.save()


@mangle()
def blank_column_before_all(path: Path) -> None:
    desk = Desk(path)
    for sheet in desk.book.worksheets[1:3]:
        insert_column(sheet, 1)
    desk.save()


@mangle(
    refused=(
        "填报表  缺少“2.2 党建工作制度健全”、“3.3 乡镇总数”行（平江县、岳阳县、华容县、湘阴县、临湘市、汨罗市）；请从原表补回，没有数据就留空",
    )
)
def rows_deleted(path: Path) -> None:
    desk = Desk(path)
    delete_row(desk.facts, desk.row("towns"))
    delete_row(desk.facts, desk.row("party-rules"))
    desk.save()


@mangle()
def section_lines_deleted(path: Path) -> None:
    desk = Desk(path)
    for title in ("党的建设（12分）", "组织建设（19分）"):
        line = next(cell.row for cell in desk.facts["C"] if cell.value == title)
        delete_row(desk.facts, line)
    desk.save()


@mangle()
def rows_moved_to_the_end(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.facts
    for fact in ("towns", "reports-heard"):
        line = desk.row(fact)
        values = values_of(sheet, line)
        delete_row(sheet, line)
        write_values(sheet, sheet.max_row + 1, values)
    desk.save()


@mangle()
def subject_columns_swapped(path: Path) -> None:
    desk = Desk(path)
    for line in range(3, desk.facts.max_row + 1):
        first, second = desk.facts.cell(line, 9), desk.facts.cell(line, 10)
        if desk.facts.cell(line, 1).value:
            first.value, second.value = second.value, first.value
    desk.save()


@mangle()
def evidence_moved_before_subjects(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.facts
    evidence = [sheet.cell(line, 16).value for line in range(3, sheet.max_row + 1)]
    insert_column(sheet, 9)
    for at, value in enumerate(evidence):
        write_values(sheet, 3 + at, [value], first=9)
    delete_column(sheet, 17)
    desk.save()


def _sort(desk: Desk, *, first: int, last: int, by: int) -> None:
    """Sort the rows below the heads by one column, moving only the columns from first to last."""
    sheet = desk.facts
    unmerged(sheet)
    lines = range(4, sheet.max_row + 1)
    rows = [[sheet.cell(line, at).value for at in range(first, last + 1)] for line in lines]
    rows.sort(key=lambda row: str(row[by - first] or ""))
    for line, values in zip(lines, rows, strict=True):
        write_values(sheet, line, values, first=first)
    desk.save()


@mangle()
def sorted_with_all_columns(path: Path) -> None:
    _sort(Desk(path), first=1, last=16, by=5)


@mangle(
    refused=(
        "填报表（县市）, 第30行  行标识说的是“乡镇总数”，填报项写的是“已建立科协的乡镇”；可能只给部分列排了序，请用原表重填",
        "填报表（县市）, 第31行  行标识说的是“已建立科协的乡镇”，填报项写的是“乡镇总数”；可能只给部分列排了序，请用原表重填",
    )
)
def sorted_without_the_hidden_column(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.facts
    unmerged(sheet)
    a, b = desk.row("towns"), desk.row("towns-with")
    one, other = values_of(sheet, a)[1:], values_of(sheet, b)[1:]
    write_values(sheet, a, other, first=2)
    write_values(sheet, b, one, first=2)
    desk.save()


@mangle()
def sheets_renamed_and_reordered(path: Path) -> None:
    desk = Desk(path)
    for at, sheet in enumerate(desk.book.worksheets, start=1):
        sheet.title = f"Sheet{at}"
    desk.book._sheets.reverse()
    desk.save()


@mangle(notes=("往年  不是填报内容，1处未读取：A1“往年奖项”",))
def used_awards_known_by_their_head(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.sheet("以前年度已用奖项")
    sheet.title = "往年"
    sheet["A1"].value = "往年奖项"
    desk.save()


@mangle(
    notes=(
        "联系人  这张表没有认出，4处未读取：A1“姓名”、B1“电话”、A2“虚构联系人”、B2“0000-0000000”",
    )
)
def guide_deleted_and_sheets_added(path: Path) -> None:
    desk = Desk(path)
    del desk.book["填写说明"]
    note = desk.book.create_sheet("联系人")
    note.append(["姓名", "电话"])
    note.append(["虚构联系人", "0000-0000000"])
    desk.book.create_sheet("Sheet1")
    desk.save()


@mangle(
    notes=("填报表（县市）  第5–7、12行是隐藏的，也已读取", "填报表（县市）  J列是隐藏的，也已读取")
)
def rows_and_columns_hidden(path: Path) -> None:
    desk = Desk(path)
    for line in (5, 6, 7, 12):
        desk.facts.row_dimensions[line].hidden = True
    desk.facts.column_dimensions["J"].hidden = True
    desk.save()


@mangle(notes=("填报表（区）  这张表是隐藏的，也已读取",))
def sheet_hidden(path: Path) -> None:
    desk = Desk(path)
    desk.sheet("填报表（区）").sheet_state = "hidden"
    desk.save()


@mangle(
    notes=(
        "填报表（县市）  第4–5、11–12、15、23–25、28–33、39、51–52、58–62、67、70、72–74、78–82、85–86行是隐藏的，也已读取",
    )
)
def filtered(path: Path) -> None:
    desk = Desk(path)
    desk.facts.auto_filter.ref = f"B3:P{desk.facts.max_row}"
    desk.facts.auto_filter.add_filter_column(4, ["是/否"])
    for line in range(4, desk.facts.max_row + 1):
        desk.facts.row_dimensions[line].hidden = desk.facts.cell(line, 6).value != "是/否"
    desk.save()


@mangle()
def key_column_deleted(path: Path) -> None:
    desk = Desk(path)
    for sheet in desk.book.worksheets[1:3]:
        delete_column(sheet, 1)
    desk.save()


@mangle()
def key_column_cleared(path: Path) -> None:
    desk = Desk(path)
    for line in range(1, desk.facts.max_row + 1):
        desk.facts.cell(line, 1).value = None
    desk.save()


@mangle(
    notes=(
        "填报表（县市）  不是填报内容，2处未读取：E28“规模以上 企业总数（家）”、E30“乡镇（街道）总数”",
    )
)
def titles_retyped(path: Path) -> None:
    desk = Desk(path)
    desk.cell("填报项", "towns").value = "乡镇（街道）总数"
    desk.cell("填报项", "firms").value = "规模以上 企业总数（家）"
    desk.save()


@mangle()
def row_doubled(path: Path) -> None:
    desk = Desk(path)
    line = desk.row("towns")
    values = values_of(desk.facts, line)
    insert_rows(desk.facts, line + 1)
    write_values(desk.facts, line + 1, values)
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, I31（平江县，3.3 乡镇总数）  同一项填了两次：“25”（填报表（县市）, I30）和“26”；请只留一处",
    )
)
def row_doubled_and_changed(path: Path) -> None:
    desk = Desk(path)
    line = desk.row("towns")
    values = values_of(desk.facts, line)
    insert_rows(desk.facts, line + 1)
    write_values(desk.facts, line + 1, values)
    desk.facts.cell(line + 1, 9).value = 26
    desk.save()


@mangle(
    notes=(
        "加分申报 (2), 第4行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第5行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第6行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第7行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第8行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第9行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第10行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第11行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第12行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第13行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第14行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第15行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第16行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第17行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第18行  “加分申报”里有同样的一行，只计一次",
        "加分申报 (2), 第19行  “加分申报”里有同样的一行，只计一次",
        "以前年度已用奖项 (2), 第4行  “以前年度已用奖项”里有同样的一行，只计一次",
        "以前年度已用奖项 (2), 第5行  “以前年度已用奖项”里有同样的一行，只计一次",
        "以前年度已用奖项 (2), 第6行  “以前年度已用奖项”里有同样的一行，只计一次",
    )
)
def every_sheet_copied(path: Path) -> None:
    desk = Desk(path)
    for sheet in list(desk.book):
        desk.book.copy_worksheet(sheet).title = f"{sheet.title} (2)"
    desk.save()


@mangle()
def sheet_copied_and_emptied(path: Path) -> None:
    desk = Desk(path)
    copy = desk.book.copy_worksheet(desk.facts)
    for row in copy.iter_rows(min_row=4, min_col=9, max_col=14):
        for cell in row:
            if cell.coordinate not in copy.merged_cells:
                cell.value = None
    desk.save()


@mangle(
    refused=(
        "底稿, I30（平江县，3.3 乡镇总数）  同一项填了两次：“25”（填报表（县市）, I30）和“20”；请只留一处",
    )
)
def sheet_copied_and_changed(path: Path) -> None:
    desk = Desk(path)
    copy = desk.book.copy_worksheet(desk.facts)
    copy.title, copy.sheet_state = "底稿", "hidden"
    desk.cell(ONE, "towns", copy).value = 20
    desk.save()


@mangle(
    notes=(
        "填报表（县市）  不是填报内容，2处未读取：B1“虚构市科学技术协会”、B2“填报日期：2018年1月5日”",
    )
)
def letterhead_above(path: Path) -> None:
    desk = Desk(path)
    insert_rows(desk.facts, 1, 3)
    desk.facts["B1"].value = "虚构市科学技术协会"
    desk.facts["B2"].value = "填报日期：2018年1月5日"
    desk.save()


@mangle()
def heads_printed_again(path: Path) -> None:
    desk = Desk(path)
    line = desk.row("towns")
    values = values_of(desk.facts, 3)
    insert_rows(desk.facts, line)
    write_values(desk.facts, line, values)
    desk.save()


@mangle()
def both_categories_on_one_sheet(path: Path) -> None:
    desk = Desk(path)
    source, target = desk.sheet("填报表（区）"), desk.facts
    unmerged(source)
    start = target.max_row + 2
    for line in range(1, source.max_row + 1):
        write_values(target, start + line, values_of(source, line))
    del desk.book["填报表（区）"]
    desk.save()


@mangle(notes=("填报表（县市）, I30  批注“合并乡镇后为25个”未读取",))
def comments_added(path: Path) -> None:
    desk = Desk(path)
    desk.cell(ONE, "towns").comment = Comment("合并乡镇后为25个", "虚构填表人")
    desk.save()


@mangle(
    notes=(
        "填报表（县市）  不是填报内容，6处未读取：C87“合计”、I87“公式”、J87“7”、C88“填表人：虚构甲”、I88“审核：虚构乙”等",
    )
)
def sums_and_signatures_below(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.facts
    end = sheet.max_row
    write_values(
        sheet, end + 1, ["合计", None, None, None, None, None, f"=SUM(I4:I{end})", 7], first=3
    )
    write_values(
        sheet, end + 2, ["填表人：虚构甲", None, None, None, None, None, "审核：虚构乙"], first=3
    )
    write_values(sheet, end + 3, ["（盖章）"], first=14)
    desk.save()


@mangle(
    notes=(
        "填报表（县市）, I3  表头“平江县（公章）”按“平江县”读取",
        "填报表（县市）, K3  表头“华容县 （盖章）”按“华容县”读取",
        "填报表（县市）, L3  表头“湘阴县(公章)”按“湘阴县”读取",
    )
)
def subject_heads_rewritten(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.facts
    sheet["I3"].value, sheet["J3"].value = "平江县（公章）", "岳 阳 县"
    sheet["K3"].value, sheet["L3"].value = "华容县\n（盖章）", "湘阴县(公章)"
    desk.save()


@mangle(refused=("填报表  没有找到“平江县”这一列",))
def subject_column_deleted(path: Path) -> None:
    desk = Desk(path)
    delete_column(desk.facts, 9)
    desk.save()


@mangle(
    refused=("填报表  没有找到“平江县”这一列；表头里有认不出的“平江县科协”（填报表（县市）, I3）",)
)
def subject_renamed(path: Path) -> None:
    desk = Desk(path)
    desk.facts["I3"].value = "平江县科协"
    desk.save()


@mangle(
    refused=(
        "填报表（县市）, 第3行  表头里“平江县”(J3)有两列；请只留一列",
        "填报表  没有找到“岳阳县”这一列；表头里有认不出的“平江县”（填报表（县市）, J3）",
    )
)
def subject_named_twice(path: Path) -> None:
    desk = Desk(path)
    desk.facts["J3"].value = "平江县"
    desk.save()


@mangle(lost=frozenset({(ONE, "towns"), (ONE, "societies"), (TWO, "party-rules")}))
def half_filled(path: Path) -> None:
    desk = Desk(path)
    for subject, fact in ((ONE, "towns"), (ONE, "societies"), (TWO, "party-rules")):
        desk.cell(subject, fact).value = None
    desk.save()


@mangle()
def colours_and_locks(path: Path) -> None:
    desk = Desk(path)
    red = PatternFill(start_color="FFC7CE", end_color="FFC7CE", fill_type="solid")
    desk.facts.conditional_formatting.add(
        "I4:N90", CellIsRule(operator="equal", formula=["0"], fill=red)
    )
    desk.facts.protection.set_password("虚构")
    desk.facts.protection.enable()
    desk.book.security = WorkbookProtection(lockStructure=True)
    desk.save()


@mangle()
def awards_under_one_merged_subject(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.sheet("加分申报")
    assert sheet["A4"].value == sheet["A5"].value == ONE
    sheet.merge_cells("A4:A5")
    desk.save()


@mangle(refused=("加分申报, I4（人数）  合并单元格盖住了几行；请取消合并后分别填写",))
def award_persons_merged(path: Path) -> None:
    desk = Desk(path)
    desk.sheet("加分申报").merge_cells("I4:I5")
    desk.save()


@mangle(refused=("工作簿  没有找到“加分申报”表，或它的表头被改了；没有内容也请保留空表",))
def awards_sheet_deleted(path: Path) -> None:
    desk = Desk(path)
    del desk.book["加分申报"]
    desk.save()


@mangle(refused=("加分申报, 第3行  缺少“获奖年度”列；请从原表补回",))
def award_columns_deleted(path: Path) -> None:
    desk = Desk(path)
    delete_column(desk.sheet("加分申报"), 7)
    desk.save()


@mangle(
    refused=(
        "自评得分, 第4行  编号“1.2”与指标“每年听取1次科协工作汇报”对不上；可能只给部分列排了序，请用原表重填",
        "自评得分, 第5行  编号“1.1”与指标“副书记分管、政府1名副职联系”对不上；可能只给部分列排了序，请用原表重填",
    )
)
def self_scores_partly_sorted(path: Path) -> None:
    desk = Desk(path)
    sheet = desk.sheet("自评得分")
    sheet["A4"].value, sheet["A5"].value = sheet["A5"].value, sheet["A4"].value
    desk.save()


@mangle(JURY)
def juror_merged_over_his_rows(path: Path) -> None:
    desk = Desk(path)
    desk.sheet("打分").merge_cells("A4:A9")
    desk.save()


@mangle(JURY, refused=("打分, 第4行  这一行打了26个分，却没有写评委",))
def jurors_name_cleared(path: Path) -> None:
    desk = Desk(path)
    desk.sheet("打分")["A4"].value = None
    desk.save()


@mangle(JURY, refused=("打分  缺少指标“3”的列；请从原表补回",))
def marks_column_deleted(path: Path) -> None:
    desk = Desk(path)
    delete_column(desk.sheet("打分"), 5)
    desk.save()


@mangle(
    JURY,
    refused=(
        "打分, C4:D4（评委01（虚构），东海县，1）  合并单元格盖住了2个填报格，分不清“3.3”填的是哪一格；请取消合并后分别填写",
    ),
)
def marks_merged(path: Path) -> None:
    desk = Desk(path)
    desk.sheet("打分").merge_cells("C4:D4")
    desk.save()


@mangle(JURY)
def marks_and_jurors_shuffled(path: Path) -> None:
    desk = Desk(path)
    for sheet in (desk.sheet("打分"), desk.sheet("评委")):
        end = max(cell.row for cell in sheet["A"] if cell.value)
        rows = [values_of(sheet, line) for line in range(4, end + 1)]
        for line, values in zip(range(4, end + 1), reversed(rows), strict=True):
            write_values(sheet, line, values)
    desk.save()
