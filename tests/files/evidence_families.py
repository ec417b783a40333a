"""Families of uploads: honest ones, liars, and those that would act; each under the name it came by."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from zipfile import ZipFile

from tests.files import evidence_made as made
from tests.files.packages import packed, parts, sheet

Make = Callable[[], bytes]
PAGE = b"<html><body><script>alert(1)</script></body></html>"
EXE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(200)
ELF = b"\x7fELF\x02\x01\x01" + bytes(200)


def wps_word() -> bytes:
    """A docx as WPS writes it: its own application part, absolute targets, a data folder."""
    pieces = made.word_parts("<w:r><w:t>佐证</w:t></w:r>")
    pieces["_rels/.rels"] = made.relations(made.relation("officeDocument", "/word/document.xml"))
    pieces["docProps/app.xml"] = (
        "<Properties><Application>WPS Office_12.1.0</Application></Properties>"
    )
    pieces["docProps/custom.xml"] = '<Properties><property name="KSOProductBuildVer"/></Properties>'
    return packed(pieces)


def streamed_word() -> bytes:
    """A docx written to a pipe: lengths follow the members instead of preceding them."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    stream = Pipe()
    with ZipFile(stream, "w") as archive:
        for name, content in made.word_parts().items():
            archive.writestr(name, content)
    return stream.getvalue()


def sequence(form: str) -> bytes:
    """Several pictures in one file."""
    stream = io.BytesIO()
    others = [made.noise().rotate(90), made.noise().rotate(180)]
    made.noise().save(stream, form, save_all=True, append_images=others)
    return stream.getvalue()


def updated_pdf() -> bytes:
    """A PDF that was saved again by appending, as signing does."""
    update = b"\n4 0 obj\n<< /Note (seal) >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\r\n"
    return made.pdf() + update


HONEST: tuple[tuple[str, Make], ...] = (
    ("照片.jpg", lambda: made.picture("JPEG")),
    ("渐进.jpeg", lambda: made.picture("JPEG", progressive=True)),
    ("灰度.JPG", lambda: made.picture("JPEG", mode="L", quality=30)),
    ("四色.jpg", lambda: made.picture("JPEG", mode="CMYK")),
    ("带位置.jpg", made.photo_with_place),
    ("带间隔.jpg", lambda: made.picture("JPEG", restart_marker_blocks=2)),
    ("多图.jpg", lambda: sequence("MPO")),
    ("实况.jpg", lambda: made.picture("JPEG") + made.film()),
    ("三星.jpg", lambda: made.picture("JPEG") + made.samsung_trailer()),
    ("补零.jpg", lambda: made.picture("JPEG") + bytes(4096)),
    ("标记.jpg", lambda: made.picture("JPEG") + b"LIVE_12345678\0\0\0\0"),
    ("截图.png", lambda: made.picture("PNG")),
    ("透明.png", lambda: made.picture("PNG", mode="RGBA")),
    ("黑白.png", lambda: made.picture("PNG", mode="1")),
    ("索引色.png", lambda: made.picture("PNG", mode="P")),
    ("带说明.png", lambda: made.png_with_text("2017 年科普日 <现场>")),
    ("动图.png", lambda: sequence("PNG")),
    ("图.webp", lambda: made.picture("WEBP")),
    ("无损.webp", lambda: made.picture("WEBP", lossless=True)),
    ("透明.webp", lambda: made.picture("WEBP", mode="RGBA")),
    ("动.webp", lambda: sequence("WEBP")),
    ("文件.pdf", made.pdf),
    ("多页.pdf", lambda: made.pdf(12)),
    ("图片转.pdf", lambda: made.picture("PDF")),
    ("再存.pdf", updated_pdf),
    ("空行开头.pdf", lambda: b"\r\n" + made.pdf() + b"\0\0\n"),
    ("总结.docx", made.word),
    ("总结.WPS.docx", wps_word),
    ("流式.docx", streamed_word),
    ("名册.xlsx", made.book),
    ("图表.xlsx", made.rich_book),
    ("汇报.pptx", made.slides),
    ("公文.ofd", made.ofd),
    ("旧.doc", made.old_word),
    ("旧.wps", made.old_word),
    ("旧.xls", made.old_book),
    ("旧.et", made.old_book),
    ("旧.ppt", lambda: made.compound({"PowerPoint Document": bytes(5000)})),
    ("记录.txt", lambda: "2017 年学会名册\r\n平江县".encode("gb18030")),
    ("记录一.txt", lambda: "学会 <名册>".encode("utf-8-sig")),
    ("记录二.txt", lambda: "学会名册".encode("utf-16")),
    ("数.csv", lambda: "单位,次数\n平江县,-3\n湘阴县,+2.5\n".encode("gbk")),
    ("数.utf8.csv", '单位,"次,数"\n平江县,3\n'.encode),
    ("打包.zip", lambda: made.zipped("2.3 名册.txt")),
)  # fmt: skip


def zip_in_jpeg() -> bytes:
    """A JPEG whose last comment is a whole ZIP; the end mark lies in the ZIP's own comment."""
    parcel = bytearray(made.zipped("a.txt"))
    parcel[-2:] = struct.pack("<H", 2)
    picture = made.picture("JPEG")
    return picture[:-2] + b"\xff\xfe" + struct.pack(">H", len(parcel) + 2) + parcel + b"\xff\xd9"


def jpeg_with(comment: bytes) -> bytes:
    """A JPEG with a comment."""
    head = made.picture("JPEG")
    return head[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + head[2:]


def jpeg_as_script() -> bytes:
    """A JPEG whose first length reads as the beginning of a comment in a script."""
    head = made.picture("JPEG")
    return head[:2] + b"\xff\xe0/*" + bytes(0x2F2A - 2) + head[2:]


def zip_in_pdf() -> bytes:
    """A PDF with a ZIP in a comment before its last line."""
    whole = made.pdf_with("")
    parcel = bytearray(made.zipped("a.txt"))
    parcel[-2:] = struct.pack("<H", 7)
    return whole.replace(
        b"startxref\n0\n%%EOF\n", b"startxref\n0\n% " + bytes(parcel) + b"\n%%EOF\n"
    )


def word_beside(hidden: bytes) -> bytes:
    """A docx with bytes of another kind between its members and their list."""
    whole = made.word()
    end = whole.rfind(b"PK\x05\x06")
    (start,) = struct.unpack("<I", whole[end + 16 : end + 20])
    tail = bytearray(whole[start:])
    tail[end - start + 16 : end - start + 20] = struct.pack("<I", start + len(hidden))
    return whole[:start] + hidden + tail


def word_with_comment() -> bytes:
    """A docx with a page in the comment of its ZIP."""
    stream = io.BytesIO(made.word())
    with ZipFile(stream, "a") as archive:
        archive.comment = PAGE
    return stream.getvalue()


def damaged_png() -> bytes:
    """A PNG with one byte changed."""
    whole = bytearray(made.picture("PNG"))
    whole[60] ^= 1
    return bytes(whole)


LIARS: tuple[tuple[str, Make], ...] = (
    ("程序.pdf", lambda: EXE),
    ("程序.docx", lambda: EXE),
    ("程序.jpg", lambda: EXE),
    ("程序.txt", lambda: EXE),
    ("程序.png", lambda: ELF),
    ("程序.xls", lambda: ELF),
    ("程序头.png", lambda: b"MZ\x90\0\0\0\0\0" + made.picture("PNG")[8:]),
    ("压缩包.docx", lambda: made.zipped("名册.txt")),
    ("压缩包.xlsx", lambda: made.zipped("名册.txt")),
    ("压缩包.ofd", lambda: made.zipped("名册.txt")),
    ("文档.xlsx", made.word),
    ("工作簿.docx", made.book),
    ("演示.docx", made.slides),
    ("文档.zip", made.word),
    ("版式.docx", made.pdf),
    ("图.jpg", lambda: made.picture("PNG")),
    ("图.png", lambda: made.picture("JPEG")),
    ("图一.jpg", lambda: made.picture("WEBP")),
    ("动图.png", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1);"),
    ("动图.gif", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1);"),
    ("苹果.jpg", lambda: b"\0\0\0\x18ftypheic" + bytes(99)),
    ("网页.doc", lambda: PAGE),
    ("网页.xls", lambda: b"<table><tr><td>1</td></tr></table>"),
    ("网页.txt", "\n  \t<!doctype html><p>甲".encode),
    ("矢量图.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("矢量图.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("脚本.txt", "请看\n<script >alert(1)</script>".encode),
    ("脚本一.txt", lambda: b"function run(a){return a}"),
    ("批处理.txt", lambda: b"@echo off\r\ndel *.*"),
    ("脚本.csv", lambda: b"<?php system($_GET[0]); ?>"),
    ("富文本.doc", lambda: rb"{\rtf1\ansi a}"),
    ("截图加网页.png", lambda: made.picture("PNG") + PAGE),
    ("截图带网页.png", lambda: made.png_with_text(PAGE.decode())),
    ("截图加包.png", lambda: made.picture("PNG") + made.zipped("a.txt")),
    ("照片加包.jpg", lambda: made.picture("JPEG") + made.zipped("a.txt")),
    ("照片藏包.jpg", zip_in_jpeg),
    ("照片加程序.jpg", lambda: made.picture("JPEG") + EXE),
    ("照片带脚本.jpg", lambda: jpeg_with(b"<?php system('id'); ?>")),
    ("照片是脚本.jpg", jpeg_as_script),
    ("文件加包.pdf", lambda: made.pdf() + made.zipped("a.txt")),
    ("文件藏包.pdf", zip_in_pdf),
    ("文件夹网页.pdf", lambda: made.pdf_with("%" + "x" * 2000) + PAGE + b"\n%%EOF\n"),
    ("文件头网页.pdf", lambda: b"%PDF-1.7\n%" + PAGE + made.pdf()[8:]),
    ("版式头.docx", lambda: made.pdf() + made.word()),
    ("文档加程序.docx", lambda: made.word() + EXE),
    ("文档夹程序.docx", lambda: word_beside(EXE)),
    ("文档带网页.docx", word_with_comment),
    ("宏类型.docx", lambda: packed(made.word_parts(
        main_type="application/vnd.ms-word.document.macroEnabled.main+xml"))),
    ("无类型.docx", lambda: packed(made.word_parts(main_type="application/xml"))),
    ("网图加页.webp", lambda: made.picture("WEBP") + PAGE),
    ("安装包.doc", lambda: made.compound({"MsiTables": bytes(5000)})),
    ("旧表.doc", made.old_book),
    ("旧文加包.doc", lambda: made.old_word() + made.zipped("a.txt")),
    ("旧文加页.doc", lambda: made.old_word() + PAGE),
    ("空字节.txt", lambda: b"a\0b"),
    ("断.jpg", lambda: made.picture("JPEG")[:-900]),
    ("断.pdf", lambda: made.pdf()[:-30]),
    ("断.doc", lambda: made.old_word()[:-4000]),
    ("坏.png", damaged_png),
    ("空.pdf", lambda: b""),
)  # fmt: skip


def word_with(body: str, *, others: dict[str, bytes | str] | None = None) -> Make:
    """A docx by hand with this in its only paragraph, and further parts."""
    return lambda: packed(made.word_parts(body) | (others or {}))


def word_related(kind: str, target: str, *, outside: bool = True) -> Make:
    """A docx by hand with one relation of its document."""
    told = made.relations(made.relation(kind, target, outside=outside))
    return word_with("", others={"word/_rels/document.xml.rels": told})


def book_with(formula: str = "1+1", *, others: dict[str, bytes | str] | None = None) -> Make:
    """An xlsx by hand with one formula, and further parts."""
    cells = parts(sheet(f'<row r="1"><c r="A1"><f>{formula}</f><v>0</v></c></row>'))
    main = made.package_parts(
        "xl/workbook.xml", made.OFFICE + "spreadsheetml.sheet.main+xml", "<a/>"
    )
    return lambda: packed(
        dict(cells) | {"[Content_Types].xml": main["[Content_Types].xml"]} | (others or {})
    )


def packed_objects(spoken: bytes) -> str:
    """A PDF's object stream: what it says is not to be seen without unpacking."""
    inside = zlib.compress(spoken).decode("latin-1")
    return f"5 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n{inside}\nendstream\nendobj"


def _field(*pieces: str) -> str:
    return "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)


ACTING: tuple[tuple[str, str, Make], ...] = (
    ("宏.docx", "宏", word_with("", others={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})),
    ("对象.docx", "嵌入对象", word_related("oleObject", "embeddings/o.bin", outside=False)),
    ("外对象.docx", "嵌入对象", word_related("oleObject", "http://127.0.0.1:1/x.html!")),
    ("模板.docx", "外部模板", word_related("attachedTemplate", "http://127.0.0.1:1/t.dotm")),
    ("外图.docx", "引用外部文件", word_related("image", "http://127.0.0.1:1/p.png")),
    ("外框.docx", "引用外部文件", word_related("frame", r"\\127.0.0.1\share\a")),
    ("外文.docx", "引用外部文件", word_related("subDocument", "http://127.0.0.1:1/d.docx")),
    ("网页块.docx", "嵌入网页或文档", word_related("aFChunk", "a.mht", outside=False)),
    ("链接.docx", "会启动程序的链接", word_related("hyperlink", "ms-msdt:/id PCWDiagnostic")),
    ("控件.docx", "控件", word_with("", others={"word/activeX/activeX1.bin": b"x"})),
    ("交换.docx", "动态数据交换（DDE）", word_with(_field("DDEAU", "TO c:\\\\a.exe"))),
    ("交换一.docx", "动态数据交换（DDE）",
     word_with('<w:fldSimple w:instr=" DDE excel a b"><w:r/></w:fldSimple>')),
    ("取图.docx", "从外部取内容的域", word_with(_field("INCLUDEPICTURE http://127.0.0.1:1/a"))),
    ("程序.docx", "内嵌程序", word_with("", others={"word/embeddings/a.bin": EXE})),
    ("公式.xlsx", "动态数据交换（DDE）", book_with("cmd|' /C calc'!A0")),
    ("联网.xlsx", "公式会联网或调用程序", book_with('WEBSERVICE("http://127.0.0.1:1/")')),
    ("宏表.xlsx", "旧式宏表", book_with(others={"xl/macrosheets/sheet1.xml": "<a/>"})),
    ("连接.xlsx", "外部数据连接", book_with(others={"xl/connections.xml": "<a/>"})),
    ("旧宏.doc", "宏", lambda: made.compound(
        {"WordDocument": b"\xec\xa5" + bytes(5000), "_VBA_PROJECT": b""}, storages=("Macros", "VBA"))),
    ("旧对象.xls", "嵌入对象", lambda: made.compound(
        {"Workbook": b"\x09\x08" + bytes(5000)}, storages=("MBD0001A2B3",))),
    ("旧交换.doc", "动态数据交换（DDE）",
     lambda: made.compound({"WordDocument": b"\xec\xa5" + bytes(600) + b"\x13 DDEAUTO c:\\a" + bytes(5000)})),
    ("脚本.pdf", "脚本", lambda: made.pdf_with("5 0 obj\n<< /S /JavaScript /JS (a) >>\nendobj")),
    ("藏脚本.pdf", "脚本", lambda: made.pdf_with(packed_objects(b"<< /S /J#61vaScript >>"))),
    ("启动.pdf", "启动外部程序", lambda: made.pdf_with("5 0 obj\n<< /S /Launch /F (a) >>\nendobj")),
    ("附件.pdf", "内嵌文件", lambda: made.pdf_with("5 0 obj\n<< /Type /EmbeddedFile >>\nendobj")),
    ("公式.csv", "以公式开头的单元格", lambda: b"a,=1+1\n"),
)  # fmt: skip
