"""What is shown in place of a file: pages of a PDF, pictures, the first rows of a workbook."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from PIL import Image

from jiheng.files import preview
from jiheng.files.preview import PDF, XLSX, Cell, PreviewKind, Table, can_preview, preview_of
from jiheng.values.document_number import document_numbers
from jiheng.values.problems import Unreadable
from tests.files.packages import packed, parts, relations, saved, sheet, workbook
from tests.files.pdfs import pdf
from tests.files.photos import photo, segments, sheet_of_text

AGAIN = "请重新扫描，或从原文件重新导出 PDF 再传"


def _saved(folder: Path, content: bytes, name: str = "材料.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        preview_of(_saved(folder, content), PDF)
    assert refused.value.problem.place == "材料.pdf"
    return refused.value.problem.message


def _ink(picture: bytes) -> float:
    """The share of dark pixels."""
    grey = Image.open(io.BytesIO(picture)).convert("L")
    return sum(grey.histogram()[:128]) / (grey.width * grey.height)


def test_pages_of_a_pdf(tmp_path: Path) -> None:
    shown = preview_of(_saved(tmp_path, pdf("岳市科协〔2017〕38号", "第二页")), PDF)
    assert (shown.kind, shown.pages, shown.marks) == (PreviewKind.PAGES, 2, ())
    assert [Image.open(io.BytesIO(each)).size for each in shown.pictures] == [(1131, 1600)] * 2
    assert shown.text_tokens == ("岳市科协〔2017〕38号", "第二页")
    assert document_numbers(shown.text) == ("岳市科协〔2017〕38号",)


@pytest.mark.office
def test_a_face_that_the_pdf_does_not_carry_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the sealed process no face can be opened: it is opened before; without that, no ink."""
    path = _saved(tmp_path, pdf("绩效考核办法"))
    with_face = _ink(preview_of(path, PDF).pictures[0])
    monkeypatch.setattr(preview, "_face", lambda: None)
    without = _ink(preview_of(path, PDF).pictures[0])
    assert (with_face > 0.002, without) == (True, 0)


def test_many_pages_are_counted_and_the_first_shown(tmp_path: Path) -> None:
    shown = preview_of(_saved(tmp_path, pdf(*map(str, range(1, 26)))), PDF)
    assert (shown.pages, len(shown.pictures)) == (25, 10)
    assert shown.marks == ("共 25 页，这里显示前 10 页",)


@pytest.mark.parametrize("size", [(1, 1), (14_400, 14_400), (14_400, 3), (595, 842)])
def test_no_page_is_too_large_or_too_small(tmp_path: Path, size: tuple[int, int]) -> None:
    shown = preview_of(_saved(tmp_path, pdf("甲", size=size)), PDF)
    assert max(Image.open(io.BytesIO(shown.pictures[0])).size) <= 1600


def test_scripts_and_attachments_are_marked(tmp_path: Path) -> None:
    names = (
        b"/Names << /JavaScript << /Names [(x) << /S /JavaScript /JS (app.alert(1)) >>] >>"
        b" /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.exe) >>] >> >>"
    )
    assert preview_of(_saved(tmp_path, pdf("甲", catalog=names)), PDF).marks == (
        "PDF 里带有脚本，这里没有执行",
        "PDF 里附有其他文件，这里没有打开",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", f"内容不是 PDF：{AGAIN}"),
        (photo(1), f"内容不是 PDF：{AGAIN}"),
        (b"%PDF-1.7\n", f"PDF 不完整或已损坏：{AGAIN}"),
        (pdf("甲")[:200], f"PDF 不完整或已损坏：{AGAIN}"),
        (pdf(), f"PDF 不完整或已损坏：{AGAIN}"),  # no page at all
    ],
)
def test_what_is_no_sound_pdf_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    assert _refusal(tmp_path, content) == message


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    """Standard security, revision 2, with nonsense for keys: no empty password opens it."""
    locked = pdf("甲").replace(
        b"/Root 1 0 R >>",
        b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
        b" /O <%s> /U <%s> >> >>" % (b"11" * 32, b"22" * 32),
    )
    assert _refusal(tmp_path, locked) == "PDF 加了密码，读不了：请去掉密码后再传"


def test_a_picture_is_its_own_preview(tmp_path: Path) -> None:
    shown = preview_of(_saved(tmp_path, photo(1), "照片.jpg"), "image/jpeg")
    assert (shown.kind, shown.pages, shown.marks) == (PreviewKind.PICTURE, 1, ())
    assert 0xE1 not in segments(shown.pictures[0])


def test_further_pages_of_a_scan_are_told(tmp_path: Path) -> None:
    made = io.BytesIO()
    sheet_of_text(1).save(made, "TIFF", save_all=True, append_images=[sheet_of_text(2)])
    shown = preview_of(_saved(tmp_path, made.getvalue(), "扫描.tif"), "image/tiff")
    assert (shown.pages, shown.marks) == (2, ("共 2 页（幅），这里显示第一页",))


def _rows(count: int, column: str = "A") -> str:
    cell = '<c r="{1}{0}"><v>{0}</v></c>'
    return "".join(
        f'<row r="{at}">{cell.format(at, column)}</row>' for at in range(2, 2 * count + 1, 2)
    )


def test_the_first_rows_of_a_workbook(tmp_path: Path) -> None:
    made = parts(sheet(_rows(2, "B")), sheet(_rows(70)), strings="") | {
        "xl/workbook.xml": workbook({"表1": "visible", "表2": "hidden"}).encode()
    }
    del made["xl/sharedStrings.xml"]
    made["xl/_rels/workbook.xml.rels"] = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml")
    ).encode()  # fmt: skip
    shown = preview_of(saved(tmp_path, made), XLSX)
    assert shown.kind is PreviewKind.TABLES
    assert shown.blocks == (
        Table(((Cell(""), Cell("2")), (Cell(""), Cell("4"))), "表1"),
        Table(tuple((Cell(str(at)),) for at in range(2, 121, 2)), "表2"),
    )
    assert shown.marks == ("工作表“表2”是隐藏的", "工作表“表2”有 70 行，这里显示前 60 行")
    assert shown.text_tokens[:3] == ("2", "4", "2")


def test_a_wide_sheet_is_told(tmp_path: Path) -> None:
    made = parts(sheet('<row r="1"><c r="A1"><v>1</v></c><c r="AZ1"><v>2</v></c></row>'))
    shown = preview_of(saved(tmp_path, made), XLSX)
    assert shown.marks[0] == "工作表“表1”很宽，这里显示前 30 列"


def test_what_cannot_be_shown_says_so(tmp_path: Path) -> None:
    assert can_preview("image/svg+xml") is False
    with pytest.raises(Unreadable) as refused:
        preview_of(_saved(tmp_path, b"<svg/>", "图.svg"), "image/svg+xml")
    assert str(refused.value) == "图.svg  这种文件不能在这里预览，请下载后查看"


def test_a_type_that_lies_is_refused(tmp_path: Path) -> None:
    path = _saved(tmp_path, packed(parts(sheet(""))))
    for media_type in (PDF, "image/png"):
        with pytest.raises(Unreadable):
            preview_of(path, media_type)


# Mutants: a sentence or a preview, within the limits (IM-01)


@pytest.mark.parametrize("kind", ["pdf", "jpg", "tif"])
def test_mangled_bytes_are_answered(tmp_path: Path, kind: str) -> None:
    made = {"pdf": pdf("甲" * 20, "乙"), "jpg": photo(1), "tif": _tiff()}[kind]
    types = {"pdf": PDF, "jpg": "image/jpeg", "tif": "image/tiff"}
    for seed in range(8):
        mangled = bytearray(made)
        for at in range(seed, len(made), max(len(made) // (seed + 2), 1)):
            mangled[at] ^= 0x5A
        path = _saved(tmp_path, bytes(mangled), f"材料.{kind}")
        begun = time.monotonic()
        assert "出乎程序的意料" not in _told(path, types[kind])
        assert time.monotonic() - begun < 10


def _told(path: Path, media_type: str) -> str:
    """Why the file cannot be shown, or nothing when it can."""
    try:
        preview_of(path, media_type)
    except Unreadable as unreadable:
        return unreadable.problem.message
    return ""


def _tiff() -> bytes:
    made = io.BytesIO()
    sheet_of_text(1).save(made, "TIFF", compression="tiff_lzw")
    return made.getvalue()
