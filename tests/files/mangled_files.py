"""Mangled copies: other programs' files, and files that are something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook

from jiheng.files.csv import write_csv
from tests.files.mangled import HOUSE, JURY, PROJECT, RULES, Desk, mangle

Edit = Callable[[str, str], str]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def _edited(path: Path, edit: Edit, *, more: dict[str, bytes] | None = None) -> None:
    """Rewrite every XML part of the workbook as text."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            changed = edit(name, content.decode()).encode()
            if changed:
                archive.writestr(name, changed)
        for name, content in (more or {}).items():
            archive.writestr(name, content)


def _strings(path: Path) -> list[str]:
    """The shared strings as the inside of their items."""
    with ZipFile(path) as archive:
        text = archive.read("xl/sharedStrings.xml").decode()
    return re.findall(r"<si>(.*?)</si>", text, re.DOTALL)


@mangle()
def strict_ooxml(path: Path) -> None:
    _edited(
        path,
        lambda name, text: text.replace(_MAIN, _STRICT).replace(_RELATIONS, _STRICT_RELATIONS),
    )


@mangle()
def inline_strings_and_no_table(path: Path) -> None:
    strings = _strings(path)

    def inline(found: re.Match[str]) -> str:
        return f'{found[1]} t="inlineStr"><is>{strings[int(found[2])]}</is></c>'

    def edit(name: str, text: str) -> str:
        if name == "xl/sharedStrings.xml":
            return ""
        text = re.sub(r'<Override PartName="/xl/sharedStrings.xml"[^>]*/>', "", text)
        text = re.sub(r'<Relationship [^>]*sharedStrings.xml"/>', "", text)
        return re.sub(r'(<c [^>]*?) t="s"><v>([0-9]+)</v></c>', inline, text)

    _edited(path, edit)


@mangle()
def absolute_part_names(path: Path) -> None:
    _edited(
        path,
        lambda name, text: (
            text.replace('Target="worksheets/', 'Target="/xl/worksheets/')
            if name == "xl/_rels/workbook.xml.rels"
            else text
        ),
    )


@mangle()
def backslashes_in_the_zip(path: Path) -> None:
    with ZipFile(path) as archive:
        parts = {name.replace("/", "\\"): archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@mangle()
def no_addresses_and_no_styles(path: Path) -> None:
    """Some exporters leave out r= and s=; a row that skips a cell then has an empty one."""

    def edit(name: str, text: str) -> str:
        if not name.startswith("xl/worksheets/sheet"):
            return text
        text = re.sub(r' s="[0-9]+"', "", text)
        return re.sub(r"<row [^>]*>.*?</row>", _without_addresses, text, flags=re.DOTALL)

    _edited(path, edit)


def _without_addresses(row: re.Match[str]) -> str:
    """A row whose cells stand side by side without a gap, so that addresses are not needed."""
    letters = re.findall(r'<c r="([A-Z]+)[0-9]+"', row[0])
    side_by_side = letters == [chr(ord("A") + at) for at in range(len(letters))]
    return re.sub(r'<c r="[A-Z]+[0-9]+"', "<c", row[0]) if side_by_side else row[0]


@mangle()
def as_wps_writes(path: Path) -> None:
    """Readings over characters, accounting formats, its own parts and properties, a false dimension."""

    def edit(name: str, text: str) -> str:
        if name == "xl/sharedStrings.xml":
            return text.replace("</si>", '<phoneticPr fontId="1" type="noConversion"/></si>')
        if name == "xl/styles.xml":
            return text.replace(
                'formatCode="#,##0.00"', 'formatCode="_ * #,##0.00_ ;_ * -#,##0.00_ "'
            )
        if name.startswith("xl/worksheets/sheet"):
            text = re.sub(r'<dimension ref="[^"]*"/>', '<dimension ref="A1"/>', text)
            return text.replace("<sheetPr>", '<sheetPr codeName="Sheet">')
        return text

    made = b'<?xml version="1.0"?><Properties xmlns="urn:custom"><property name="KSOProductBuildVer"/></Properties>'
    images = b'<?xml version="1.0"?><etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>'
    _edited(path, edit, more={"docProps/custom.xml": made, "xl/cellimages.xml": images})


@mangle(
    refused=("填报表（县市）, I30（平江县，3.3 乡镇总数）  这里是图片，读不出内容；请填数或词",)
)
def a_picture_in_a_cell(path: Path) -> None:
    """WPS keeps it as a formula that shows an image."""
    desk = Desk(path)
    desk.cell("平江县", "towns").value = '=_xlfn.DISPIMG("ID_0",1)'
    desk.save()


@mangle(notes=("填报表（县市）, 图形  单元格以外的文字“请于1月10日前报送”未读取",))
def a_text_box(path: Path) -> None:
    drawing = (
        '<?xml version="1.0"?><xdr:wsDr xmlns:xdr="urn:xdr" xmlns:a="urn:a"><xdr:sp><xdr:txBody>'
        "<a:p><a:r><a:t>请于1月10日前报送</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
    )
    listing = (
        '<?xml version="1.0"?><Relationships xmlns="urn:r"><Relationship Id="rId9" '
        f'Type="{_RELATIONS}/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    more = {
        "xl/drawings/drawing1.xml": drawing.encode(),
        "xl/worksheets/_rels/sheet2.xml.rels": listing.encode(),
    }
    _edited(path, lambda name, text: text, more=more)


@mangle(notes=("填报表（县市）, 页眉页脚  文字“岳阳市2017年度县市区科协绩效评估（…”未读取",))
def own_page_header(path: Path) -> None:
    desk = Desk(path)
    desk.facts.oddHeader.right.text = "虚构编号 2017-03"
    desk.save()


@mangle(notes=("填写说明  单元格以外的文字“旧的说明”未读取",))
def strings_that_no_cell_shows(path: Path) -> None:
    _edited(
        path,
        lambda name, text: text.replace("</sst>", "<si><t>旧的说明</t></si></sst>"),
    )


@mangle()
def saved_as_xlsm_without_macros(path: Path) -> Path:
    return path.rename(path.with_suffix(".xlsm"))


@mangle(
    unreadable="facts.xlsm  文件带有宏（xlsm），为安全起见不读取：请用 WPS 或 Excel 打开，“另存为”类型选“Excel 工作簿（*.xlsx）”，再交另存的文件"
)
def with_macros(path: Path) -> Path:
    _edited(path, lambda name, text: text, more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    return path.rename(path.with_suffix(".xlsm"))


def _rows(path: Path, sheet: str) -> list[list[str]]:
    """A sheet as an office program saves it to CSV."""
    values = load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)
    return [["" if value is None else str(value) for value in row] for row in values]


@mangle(PROJECT)
def sheet_saved_as_csv(path: Path) -> Path:
    found = path.with_name("填报表.csv")
    write_csv(_rows(path, "填报表"), found)
    return found


@mangle(PROJECT)
def sheet_saved_as_gbk_csv(path: Path) -> Path:
    found = path.with_name("填报表.csv")
    lines = [",".join(f'"{text}"' for text in row) for row in _rows(path, "填报表")]
    found.write_bytes("\r\n".join(lines).encode("gb18030"))
    return found


@mangle(
    refused=(
        "填报表  没有找到“岳阳楼区”这一列",
        "填报表  没有找到“云溪区”这一列",
        "填报表  没有找到“君山区”这一列",
        "填报表  没有找到“屈原管理区”这一列",
    )
)
def one_of_two_sheets_saved_as_csv(path: Path) -> Path:
    found = path.with_name("县市.csv")
    write_csv(_rows(path, "填报表（县市）"), found)
    return found


def _long(sample: str) -> list[list[str]]:
    text = (HOUSE / "samples" / sample / "facts.csv").read_text("utf-8-sig")
    return [line.split(",", 2) for line in text.replace('"', "").splitlines()]


@mangle(PROJECT)
def wide_csv(path: Path) -> Path:
    lines = _long(PROJECT)[1:]
    found = path.with_name("wide.csv")
    write_csv(
        [["单位", *(fact for _, fact, _ in lines)], [lines[0][0], *(v for *_, v in lines)]], found
    )
    return found


@mangle(
    PROJECT,
    notes=("facts  不是填报内容，18处未读取：D1“说明”、D2“已核”、D3“已核”、D4“已核”、D5“已核”等",),
)
def chinese_gbk_csv_with_more_columns(path: Path) -> Path:
    lines = [
        ["项目", "填报项", "完成值", "说明"],
        *([*line, "已核"] for line in _long(PROJECT)[1:]),
    ]
    found = path.with_name("facts.csv")
    found.write_bytes("\n".join("\t".join(line) for line in lines).encode("gbk"))
    return found


@mangle(
    PROJECT,
    refused=(
        "facts, B2  办法中没有填报项“成本”",
        "facts, A3  单位“科普费”不在名单中",
        "facts, C4（科普费（包括老科协工作经费15万元），4.1.1 群众满意度）  “约九成”是约数或界限，请填准确的数",
    ),
)
def csv_with_unknown_names(path: Path) -> Path:
    lines = _long(PROJECT)
    lines[1][1], lines[2][0], lines[3][2] = "成本", "科普费", "约九成"
    found = path.with_name("facts.csv")
    write_csv(lines, found)
    return found


@mangle(
    JURY,
    refused=(
        "工作簿  没有认出填报表：表头应有“填报项”和各单位名称；请用 jiheng template 生成的表填写",
    ),
)
def a_stranger_workbook(path: Path) -> Path:
    desk = Desk(path)
    for sheet in desk.book.worksheets[1:]:
        del desk.book[sheet.title]
    sheet = desk.book.create_sheet("名单")
    sheet.append(["序号", "姓名"])
    sheet.append([1, "虚构甲"])
    return desk.save()


__all__ = ["RULES"]
