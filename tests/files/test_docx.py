"""What stands in a docx, read from the file itself: names of faces, grid, tables, properties."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import docx as python_docx
import pytest

from jiheng.files.docx import docx_of, write_docx
from jiheng.files.docx_style import Face
from jiheng.files.docx_table import widths_of
from jiheng.files.measure import GLYPH, HEIGHT, LINE, LINES, PITCH, WIDTH, shares, twips
from jiheng.files.whole import packed, settled
from jiheng.files.word import MAIN, part, w, words
from jiheng.forms.page import (
    Document,
    Gap,
    Heading,
    Letterhead,
    PageBreak,
    Paragraph,
    Part,
    Signature,
    Title,
    Turn,
)
from jiheng.forms.table import Column, table
from tests.files.pages import DAY, GRID, HEAD, MARK, OFFICE, circular, ranking

W = f"{{{MAIN}}}"


def tree(made: bytes, name: str = "word/document.xml") -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return ET.fromstring(package.read(name))


def of(*parts: Part) -> ET.Element:
    return tree(docx_of(Document("样稿", parts, DAY)))


def values(root: ET.Element, tag: str, key: str = "val") -> list[str | None]:
    return [one.get(W + key) for one in root.iter(W + tag)]


def test_twenty_two_lines_of_twenty_eight_characters_fill_the_type_area() -> None:
    assert (HEIGHT // LINE, WIDTH // PITCH) == (22, 28)
    assert HEIGHT - 22 * LINE < LINES  # no line could be higher by a twip
    assert WIDTH - 28 * PITCH < 28
    assert GLYPH == 16 * 20


def test_margins_and_grid_stand_in_every_section() -> None:
    root = tree(docx_of(circular()))
    sizes = [(one.get(W + "w"), one.get(W + "h")) for one in root.iter(W + "pgSz")]
    assert sizes == [("11906", "16838"), ("16838", "11906"), ("11906", "16838")]
    sides = [
        [one.get(W + s) for s in ("top", "right", "bottom", "left")]
        for one in root.iter(W + "pgMar")
    ]
    upright = [str(twips(mm)) for mm in (37, 26, 35, 28)]
    assert sides == [upright, [str(twips(mm)) for mm in (28, 37, 26, 35)], upright]
    assert values(root, "docGrid", "type") == ["lines"] * 3
    assert values(root, "docGrid", "linePitch") == [str(LINE)] * 3


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml"])
def test_official_names_stand_in_all_four_slots(name: str) -> None:
    slots = ("ascii", "hAnsi", "eastAsia", "cs")
    found = {
        tuple(one.get(W + slot) for slot in slots)
        for one in tree(docx_of(circular()), name).iter(W + "rFonts")
    }
    assert found <= {(face,) * 4 for face in Face}
    assert found


def test_every_official_face_is_named() -> None:
    assert set(values(tree(docx_of(circular()), "word/styles.xml"), "rFonts", "eastAsia")) == set(
        Face
    )


def test_rows_are_never_split_and_the_head_repeats() -> None:
    found = next(one for one in tree(docx_of(circular())).iter(W + "tbl") if len(one) > 40)
    rows = found.findall(W + "tr")
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True] * 41
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * 40


def test_another_reader_finds_every_word(tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    write_docx(circular(), path)
    opened = python_docx.Document(str(path))
    said = [one.text for one in opened.paragraphs if one.text]
    assert said[:4] == [
        "样稿（虚构示例）",
        f"{OFFICE}文件",
        "样科协发〔2018〕3号",
        f"{OFFICE}关于2017年度",
    ]
    assert GRID * 54 in said
    cells = [tuple(cell.text for cell in row.cells) for row in opened.tables[0].rows]
    assert cells == [HEAD, *ranking(40)]
    kept = opened.core_properties
    assert (kept.title, kept.author, str(kept.created)) == (
        "考核通报（样稿）",
        OFFICE,
        "2018-01-05 00:00:00+00:00",
    )


def test_the_mark_stands_at_the_head_of_odd_and_even_pages() -> None:
    made = docx_of(circular())
    heads = [tree(made, f"word/header{n}.xml").findtext(f".//{W}t") for n in (1, 2)]
    assert heads == [MARK, MARK]


def test_equal_documents_give_equal_bytes() -> None:
    assert docx_of(circular()) == docx_of(circular())
    assert docx_of(circular()) != docx_of(circular(rows=39))
    with zipfile.ZipFile(io.BytesIO(docx_of(circular()))) as package:
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_package_made_elsewhere_is_settled() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(zipfile.ZipInfo("b", (2018, 1, 5, 8, 30, 0)), b"2")
        package.writestr(zipfile.ZipInfo("a", (2018, 1, 5, 8, 30, 2)), b"1")
    assert settled(made.getvalue()) == packed({"b": b"2", "a": b"1"})


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    taken = tmp_path / "通报.docx"
    taken.mkdir()  # a folder stands where the file should go
    with pytest.raises(OSError, match="directory"):
        write_docx(circular(rows=1), taken)
    assert [one.name for one in tmp_path.iterdir()] == ["通报.docx"]


def test_a_new_file_can_be_read_by_colleagues(tmp_path: Path) -> None:
    write_docx(circular(rows=1), tmp_path / "a.docx")
    (tmp_path / "b").write_bytes(b"")
    assert (tmp_path / "a.docx").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_signs_that_xml_cannot_carry_are_shown_as_lost() -> None:
    assert words("甲\x00乙\x0b丙\ud800丁𠮷").text == "甲\ufffd乙\ufffd丙\ufffd丁𠮷"
    root = of(Paragraph("甲 & <乙>\x01"))
    assert root.findtext(f".//{W}t") == "甲 & <乙>\ufffd"


def test_properties_stand_in_the_order_word_demands() -> None:
    made = w("pPr", w("jc", val="left"), w("pStyle", val="Body"), w("keepNext"))
    assert [child.tag for child in made] == [W + "pStyle", W + "keepNext", W + "jc"]
    assert b"<w:pPr" in part(made)


def test_page_breaks_do_not_add_up() -> None:
    broken = of(Paragraph("甲"), PageBreak(), PageBreak(), Paragraph("乙"), Paragraph("丙"))
    assert len(values(broken, "pageBreakBefore")) == 1
    assert values(of(PageBreak(), Paragraph("甲")), "pageBreakBefore") == []
    assert values(of(Turn(landscape=False), Paragraph("甲")), "pageBreakBefore") == []


def test_a_page_that_turns_needs_no_break_besides() -> None:
    turned = of(Paragraph("甲"), Turn(landscape=True), PageBreak(), Paragraph("乙"))
    assert values(turned, "pageBreakBefore") == []
    assert values(turned, "pgSz", "orient") == [None, "landscape"]
    assert values(of(Turn(landscape=True), Paragraph("乙")), "pgSz", "orient") == ["landscape"]


def test_a_signature_keeps_a_short_last_line_but_lets_a_long_paragraph_go() -> None:
    def held(text: str) -> list[bool]:
        body = of(Paragraph(text), Signature(OFFICE, DAY))[0]
        return [one.find(f"{W}pPr/{W}keepNext") is not None for one in body.findall(W + "p")]

    assert held("特此通报。") == [
        True,
        True,
        True,
        True,
        False,
    ]  # two blank lines, the office, the date
    assert held("长" * 85) == [False, True, True, True, False]


def test_signers_stand_at_the_right_of_a_number_that_moves_left() -> None:
    root = of(Letterhead(OFFICE, "样〔2018〕1号", signers=("甲某某", "乙某某")))
    number = root[0].findall(W + "p")[-3]
    assert "".join(number.itertext()) == "样〔2018〕1号签发人：甲某某　乙某某"
    assert [values(number, tag) for tag in ("jc", "tab")] == [["left"], ["right", None]]


def test_two_tables_do_not_grow_together() -> None:
    one = table([Column()], [["甲"]])
    body = of(one, one)[0]
    assert [child.tag[len(W) :] for child in body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_letterhead_is_set_narrower_before_it_gets_smaller() -> None:
    def look(office: str) -> tuple[list[str | None], list[str | None]]:
        root = of(Letterhead(office, "样〔2018〕1号"))
        return values(root, "w"), values(root, "sz")

    assert look("样例市科协文件") == (["100"], ["96"])
    assert look("样例市科学技术协会文件") == (["83"], ["96"])
    assert look("样例市人民政府办公室样例市科学技术协会文件") == (["60"], ["70"])


def test_headings_show_in_the_outline() -> None:
    sheet = tree(
        docx_of(Document("样稿", (Heading(1, "甲"), Gap(2), Title(("乙",))), DAY)),
        "word/styles.xml",
    )
    levels = {
        style.get(W + "styleId"): level.get(W + "val")
        for style in sheet.iter(W + "style")
        if (level := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    }
    assert levels == {"Heading1": "0", "Heading2": "1", "Heading3": "2", "Heading4": "3"}


@pytest.mark.parametrize("available", [8845, 12756, 100])
@pytest.mark.parametrize("parts", [(1,), (1, 1, 1), (3, 1, 2, 2, 5), (7,) * 13])
def test_shares_add_up(available: int, parts: tuple[int, ...]) -> None:
    assert sum(shares(available, parts)) == available


def test_fixed_columns_keep_their_width() -> None:
    assert widths_of((Column(mm=20), Column(), Column(share=3)), 8845) == (1134, 1927, 5784)
    assert sum(widths_of((Column(mm=20), Column(mm=30)), 8845)) == 8845
    with pytest.raises(ValueError, match="wider than the page"):
        widths_of((Column(mm=160), Column()), 8845)
