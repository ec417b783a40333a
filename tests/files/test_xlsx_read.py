"""A workbook read: every cell as typed, whoever wrote the file, and nothing lost in silence."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.files.xlsx_cells import number_text
from jiheng.files.xlsx_parts import sheets_in
from jiheng.files.xlsx_read import read_workbook
from jiheng.files.xlsx_styles import shows_date
from jiheng.forms.workbook import Kind, ReadCell, ReadSheet
from jiheng.values.problems import Problem, Unreadable
from tests.files import packages
from tests.files.packages import packed, parts, saved, shared, sheet, styles

STRICT = {
    packages.MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    packages.REL: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def _read(folder: Path, made: dict[str, bytes]) -> ReadSheet:
    return read_workbook(saved(folder, made))[0]


def _told(found: ReadSheet) -> dict[str, tuple[str, str]]:
    return {cell.address: (cell.kind.value, cell.text) for cell in found.cells}


def _refusal(folder: Path, made: dict[str, bytes]) -> str:
    with pytest.raises(Unreadable) as refused:
        _read(folder, made)
    assert refused.value.problem.place == "facts.xlsx"
    return refused.value.problem.message


def test_every_kind_of_cell(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>0.94999999999999996</v></c>'
        '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c>'
        '<c r="E1" t="str"><f>A1&amp;"x"</f><v>甲x</v></c><c r="F1" s="1"><v>42799</v></c>'
        '<c r="G1" t="inlineStr"><is><t>行内</t></is></c><c r="H1" t="d"><v>2017-03-05T00:00:00</v></c>'
        '<c r="I1" s="2"><v>0.95</v></c><c r="J1"><f>1+1</f></c><c r="K1" s="2"/>'
        '<c r="L1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c></row>'
    )
    found = _read(tmp_path, parts(sheet(rows), look=styles(0, 14, "0.0%")))
    assert _told(found) == {
        "A1": ("text", "甲"),
        "B1": ("number", "0.95"),
        "C1": ("yes-no", "TRUE"),
        "D1": ("error", "#N/A"),
        "E1": ("text", "甲x"),
        "F1": ("date", "2017-03-05"),
        "G1": ("text", "行内"),
        "H1": ("date", "2017-03-05"),
        "I1": ("number", "0.95"),
        "J1": ("empty", ""),
        "L1": ("picture", '=DISPIMG("ID_1",1)'),
    }
    assert found.at(1, 2).raw == "0.94999999999999996"
    assert [cell.address for cell in found.cells if cell.is_formula] == ["E1", "J1", "L1"]
    assert found.at(1, 5).formula == 'A1&"x"'
    assert [cell.address for cell in found.cells if cell.shows_percent] == ["I1"]
    assert found.at(1, 11) == ReadCell(1, 11)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("0.94999999999999996", "0.95"),
        ("84.995000000000005", "84.995"),
        ("2.2999999999999998", "2.3"),
        ("1E-3", "0.001"),
        ("1.2E+3", "1200"),
        ("100", "100"),
        ("100.0", "100"),
        ("-0", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("430602198001011230", "430602198001011230"),
        ("4.3060219800101101E+17", "430602198001011000"),
        ("0.123456789012345678", "0.123456789012345678"),
        ("0.1000", "0.1"),
    ],
)
def test_a_stored_double_is_the_number_that_was_typed(raw: str, text: str) -> None:
    assert number_text(raw) == text


@pytest.mark.parametrize(
    "raw", ["", "abc", "1_000", "nan", "inf", "1e999", "0x1", "1,5", "１", "--1"]
)
def test_what_is_no_stored_number(raw: str) -> None:
    assert number_text(raw) is None


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 15))
def test_fifteen_digits_survive_what_excel_writes(units: int, places: int) -> None:
    typed = f"{units / 10**places:.17g}"  # the 17 digits a spreadsheet writes for its double
    again = number_text(typed)
    assert again is not None
    digits = f"{abs(units):0{places + 1}}"
    whole, part = (digits[:-places], digits[-places:].rstrip("0")) if places else (digits, "")
    sign = "-" if units < 0 else ""
    assert again == sign + whole + ("." + part if part else "")


def test_shared_strings_rich_text_readings_and_escapes(tmp_path: Path) -> None:
    strings = shared(
        "<r><t>平</t></r><r><rPr><b/></rPr><t xml:space='preserve'>江 </t></r><r><t>县</t></r>",
        "<t>岳阳</t><rPh sb='0' eb='1'><t>ユエヤン</t></rPh><phoneticPr fontId='1'/>",
        "一_x000D_二_x005F_x000D__xD83D_",
        "  前后  ",
        "<t/>",
    )
    cells = "".join(f'<c r="A{at}" t="s"><v>{at - 1}</v></c>' for at in [1])
    rows = f'<row r="1">{cells}</row>' + "".join(
        f'<row r="{at}"><c r="A{at}" t="s"><v>{at - 1}</v></c></row>' for at in range(2, 6)
    )
    found = _read(tmp_path, parts(sheet(rows), strings=strings))
    texts = [cell.text for cell in found.cells]
    assert texts == ["平江 县", "岳阳", "一\r二_x000D__xD83D_", "  前后  "]


def _as_wps(made: dict[str, bytes]) -> dict[str, bytes]:
    """Another prefix everywhere, absolute targets, no styles, WPS's own elements."""
    text = {name: part.decode() for name, part in made.items() if name != "xl/styles.xml"}
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"):
        part = re.sub(r"<(/?)([a-zA-Z]+)(?=[ />])", r"<\1x:\2", text[name])
        part = part.replace(f'xmlns="{packages.MAIN}"', f'xmlns:x="{packages.MAIN}"')
        text[name] = part.replace("<?x:xml", "<?xml")
    listing = text["xl/_rels/workbook.xml.rels"]
    text["xl/_rels/workbook.xml.rels"] = listing.replace('Target="', 'Target="/xl/')
    text["_rels/.rels"] = text["_rels/.rels"].replace('Target="', 'Target="/')
    return {name: part.encode() for name, part in text.items()}


def _as_strict(made: dict[str, bytes]) -> dict[str, bytes]:
    changed = made
    for usual, strict in STRICT.items():
        changed = {
            name: part.replace(usual.encode(), strict.encode()) for name, part in changed.items()
        }
    return changed


def _with_backslashes(made: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace("/", "\\"): part for name, part in made.items()}


def _in_utf_16(made: dict[str, bytes]) -> dict[str, bytes]:
    def turned(part: bytes) -> bytes:
        return part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")

    return {name: turned(part) for name, part in made.items()}


def _in_capitals(made: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace("xl/worksheets", "xl/Worksheets"): part for name, part in made.items()}


def _without_cell_addresses(made: dict[str, bytes]) -> dict[str, bytes]:
    name = "xl/worksheets/sheet1.xml"
    return made | {name: re.sub(rb'(<(?:c|row)) r="[A-Z0-9]+"', rb"\1", made[name])}


def _without_listed_strings(made: dict[str, bytes]) -> dict[str, bytes]:
    name = "xl/_rels/workbook.xml.rels"
    return made | {name: re.sub(rb'<Relationship Id="rIdS"[^>]*>', b"", made[name])}


@pytest.mark.parametrize(
    "written_by",
    [
        dict, _as_wps, _as_strict, _with_backslashes, _in_utf_16, _in_capitals,
        _without_cell_addresses, _without_listed_strings,
    ],
)  # fmt: skip
def test_whoever_wrote_it_the_cells_are_the_same(tmp_path: Path, written_by) -> None:  # type: ignore[no-untyped-def]
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>30</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="inlineStr"><is><t>95%</t></is></c></row>'
    )
    found = _read(tmp_path, written_by(parts(sheet(rows))))
    assert _told(found) == {
        "A1": ("text", "甲"),
        "B1": ("number", "30"),
        "A2": ("text", "乙"),
        "B2": ("text", "95%"),
    }
    assert (found.name, found.rows_in_file, found.unread) == ("表1", 2, ())


def test_sheets_keep_their_order_and_hidden_ones_are_marked(tmp_path: Path) -> None:
    made = parts(*(sheet(f'<row r="1"><c r="A1"><v>{at}</v></c></row>') for at in range(3)))
    states = {"填报表": "visible", "编号": "veryHidden", "选项": "hidden"}
    made["xl/workbook.xml"] = packages.workbook(states).encode()
    found = read_workbook(saved(tmp_path, made))
    assert [(each.name, each.hidden, each.at(1, 1).text) for each in found] == [
        ("填报表", False, "0"),
        ("编号", True, "1"),
        ("选项", True, "2"),
    ]


def test_merged_hidden_and_wrongly_measured(tmp_path: Path) -> None:
    rows = (
        '<row r="2" hidden="1"><c r="B2" t="s"><v>0</v></c><c r="E2"><v>5</v></c></row>'
        '<row r="4"><c r="C4" t="s"><v>1</v></c></row>'
    )
    before = '<dimension ref="A1:A1"/><cols><col min="3" max="4" hidden="1"/></cols>'
    after = '<mergeCells><mergeCell ref="B2:C4"/></mergeCells>'
    found = _read(tmp_path, parts(sheet(rows, before=before, after=after)))
    assert found.merged == ((2, 2, 4, 3),)
    assert (found.hidden_rows, found.hidden_columns) == (frozenset({2}), frozenset({3, 4}))
    under = found.at(3, 2)
    assert (under.text, under.merged_from, under.address) == ("甲", "B2", "B3")
    assert [(cell.address, cell.text) for line in found.lines() for cell in line if cell.text] == [
        ("B2", "甲"), ("C2", "甲"), ("E2", "5"), ("B3", "甲"), ("C3", "甲"), ("B4", "甲"),
        ("C4", "甲"),
    ]  # fmt: skip
    assert [cell.text for cell in found.cells] == ["甲", "5", "乙"]  # what C4 hides is not lost


@pytest.mark.parametrize(
    ("settings", "raw", "text"),
    [
        ("", "1", "1900-01-01"),
        ("", "59", "1900-02-28"),
        ("", "60", "1900-02-29"),
        ("", "61", "1900-03-01"),
        ("", "42799", "2017-03-05"),
        ("", "42799.354166666664", "2017-03-05 08:30:00"),
        ("", "0.5", "12:00:00"),
        ("", "2958465", "9999-12-31"),
        ('<workbookPr date1904="1"/>', "41337", "2017-03-05"),
        ('<workbookPr date1904="1"/>', "0", "1904-01-01"),
    ],
)
def test_both_calendars(tmp_path: Path, settings: str, raw: str, text: str) -> None:
    made = parts(sheet(f'<row r="1"><c r="A1" s="1"><v>{raw}</v></c></row>'), look=styles(0, 14))
    made["xl/workbook.xml"] = packages.workbook({"表1": "visible"}, settings).encode()
    assert _told(_read(tmp_path, made)) == {"A1": ("date", text)}


@pytest.mark.parametrize("raw", ["-1", "2958466", "1E+9"])
def test_a_number_no_calendar_has_stays_a_number(tmp_path: Path, raw: str) -> None:
    made = parts(sheet(f'<row r="1"><c r="A1" s="1"><v>{raw}</v></c></row>'), look=styles(0, 14))
    assert _read(tmp_path, made).at(1, 1).kind is Kind.NUMBER


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("General", False), ("0.00", False), ("0%", False), ("@", False), ('0"天"', False),
        ('0.00"days"', False), ("#,##0;[Red]-#,##0", False), ("0.00E+00", False), ("_ * #,##0_ ", False),
        (r"0\d", False), ("[$-804]0", False), ("yyyy-mm-dd", True), ('yyyy"年"m"月"d"日"', True),
        ("[$-804]yyyy/m/d;@", True), ("h:mm", True), ("[h]:mm", True), ("mm:ss.0", True), ("e年m月", True),
    ],
)  # fmt: skip
def test_formats_that_show_a_date(code: str, is_date: bool) -> None:
    assert shows_date(code) == is_date


def test_text_outside_cells_is_listed(tmp_path: Path) -> None:
    rows = (
        '<row r="1">散落<c r="A1"><v>1</v><w><v>包住</v></w></c>'
        '<x><c r="B1"><v>2</v></c></x><y>行尾</y></row>'
        '<z><row r="2"><c r="A2"><v>3</v></c></row></z>'
        "<z>表里<w>深处</w></z><c r='D9'><v>4</v></c>"
    )
    found = _read(tmp_path, parts(sheet(rows, after="<q>表尾</q>")))
    assert _told(found) == {
        "A1": ("number", "1"),
        "B1": ("number", "2"),
        "A2": ("number", "3"),
        "D9": ("number", "4"),
    }
    listed = {problem.message for problem in found.unread}
    assert listed == {"散落", "包住", "行尾", "表里", "深处", "表尾", "甲", "乙"}
    assert Problem("表1, 第 1 行", "散落") in found.unread


def test_comments_page_heads_and_shapes(tmp_path: Path) -> None:
    made = parts(
        sheet(
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>',
            after="<headerFooter><oddHeader>内部资料</oddHeader></headerFooter>",
        )
    )
    made["xl/worksheets/_rels/sheet1.xml.rels"] = packages.relations(
        ("rId1", "comments", "../comments1.xml"), ("rId2", "drawing", "/xl/drawings/drawing1.xml")
    ).encode()
    made["xl/comments1.xml"] = (
        f'<comments xmlns="{packages.MAIN}"><authors><author>办公室</author></authors><commentList>'
        '<comment ref="A1" authorId="0"><text><r><t>请</t></r><r><t>核对</t></r></text></comment>'
        "</commentList></comments>"
    ).encode()
    made["xl/drawings/drawing1.xml"] = (
        '<d xmlns:a="urn:a"><a:p><a:r><a:t>文本</a:t></a:r><a:r><a:t>框</a:t></a:r></a:p></d>'
    ).encode()
    made["xl/charts/chart1.xml"] = b"<chart/>"
    found = _read(tmp_path, made)
    assert found.notes == (Problem("表1, 页眉页脚", "内部资料"), Problem("表1, A1", "请核对"))
    assert found.unread == (
        Problem("表1, 图形", "文本框"),
        Problem("表1", "文件里有图表，其中的内容没有读"),
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
            "A1 出现两次，无法判断以哪个为准",
        ),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "第 1 行里有一个单元格的地址写成“A2”"),
        ('<row r="1"><c r="?"><v>1</v></c></row>', "第 1 行里有一个单元格的地址写成“?”"),
        ('<row r="0"><c><v>1</v></c></row>', "有一行的行号写成“0”"),
        ('<row r="x"><c><v>1</v></c></row>', "有一行的行号写成“x”"),
        ('<row r="9999999"><c><v>1</v></c></row>', "有一行的行号写成“9999999”"),
        ('<row r="1"><c r="ZZZ1"><v>1</v></c></row>', "第 1 行超出了最右一列"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "A1 的文字在文件里找不到"),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "A1 的文字在文件里找不到"),
        ('<row r="1"><c r="A1"><v>3O</v></c></row>', "A1 标为数字，内容却是“3O”"),
        ('<row r="1"><c r="A1" t="b"><v>2</v></c></row>', "A1 标为是非，内容却是“2”"),
        ("<c><v>1</v></c>", "有一个单元格既不在任何一行里，也没有地址"),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(
    tmp_path: Path, rows: str, message: str
) -> None:
    told = _refusal(tmp_path, parts(sheet(rows)))
    assert told.startswith(f"工作表“表1”：{message}，文件已损坏：")


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("xl/worksheets/sheet1.xml", "工作表“表1”的内容不在文件里（文件不完整）"),
        ("xl/sharedStrings.xml", "工作表“表1”：文字部分（sharedStrings）不在文件里"),
        ("xl/_rels/workbook.xml.rels", "工作表“表1”的内容不在文件里（文件不完整）"),
    ],
)
def test_a_missing_part_is_refused(tmp_path: Path, missing: str, message: str) -> None:
    made = parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))
    del made[missing]
    assert _refusal(tmp_path, made).startswith(message)


@pytest.mark.slow
def test_a_million_rows_behind_a_wrong_dimension(tmp_path: Path) -> None:
    """T12: openpyxl's read-only mode believes the dimension and returns two rows, no error."""
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
    rows = "".join(row.format(at) for at in range(1, 400_002))
    made = parts(sheet(rows, before='<dimension ref="A1:A2"/>'))
    told = _refusal(tmp_path, made)
    assert told == "表里有内容的单元格超过 30 万个：请只留要填的表，或改交 CSV"


def test_rows_within_the_limit_are_all_read_whatever_the_dimension_says(tmp_path: Path) -> None:
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
    rows = "".join(row.format(at) for at in range(1, 5001))
    path = saved(tmp_path, parts(sheet(rows, before='<dimension ref="A1:A2"/>')))
    (found,) = read_workbook(path)
    with ZipFile(path) as archive:
        rows_in = archive.read("xl/worksheets/sheet1.xml").count(b"<row ")
    assert (found.rows_in_file, len(found.cells), found.last_row) == (rows_in, 5000, 5000)


def test_rows_that_only_have_a_format_cost_nothing(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{at}" s="1"><c r="A{at}" s="1"/></row>' for at in range(1, 50_001))
    found = _read(tmp_path, parts(sheet(rows + '<row r="60000"><c r="A60000"><v>1</v></c></row>')))
    assert (found.rows_in_file, [cell.address for cell in found.cells]) == (50_001, ["A60000"])


def test_openpyxl_and_we_agree_on_its_own_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    ours = book.active
    assert ours is not None
    ours.title = "填报表"
    values = [["单位", "次数", "率"], ["平江县", 30, 0.95], ["岳阳县", None, 1.5]]
    for line in values:
        ours.append(line)
    ours["C2"].number_format = "0%"
    stream = io.BytesIO()
    book.save(stream)
    (plain,) = sheets_in(stream)
    assert [(row, column, kind, text) for row, column, kind, text, *_ in plain["cells"]] == [
        (1, 1, "text", "单位"), (1, 2, "text", "次数"), (1, 3, "text", "率"),
        (2, 1, "text", "平江县"), (2, 2, "number", "30"), (2, 3, "number", "0.95"),
        (3, 1, "text", "岳阳县"), (3, 3, "number", "1.5"),
    ]  # fmt: skip
    assert packed({"a": b""})[:2] == b"PK"
