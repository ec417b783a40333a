"""Small whole files of every accepted form, made by the usual libraries or, where none is at hand, by hand."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from functools import cache

import docx
import openpyxl
import pypdfium2
import xlsxwriter
from PIL import Image, PngImagePlugin

from tests.files.packages import HEAD, packed

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = OFFICE + "wordprocessingml.document"
SLIDES = OFFICE + "presentationml.presentation"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@cache
def noise(mode: str = "RGB") -> Image.Image:
    """A picture that packs badly, as photographs do."""
    return Image.effect_noise((120, 80), 60).convert(mode)


def picture(form: str, *, mode: str = "RGB", **options: object) -> bytes:
    """A picture written by Pillow."""
    stream = io.BytesIO()
    noise(mode).save(stream, form, **options)
    return stream.getvalue()


def photo_with_place() -> bytes:
    """A JPEG with the tags that telephones write, the place among them."""
    tags = Image.Exif()
    tags[0x010F] = "手机"
    tags.get_ifd(0x8825)[1] = "N"
    tags.get_ifd(0x8825)[2] = (29.0, 22.0, 10.0)
    return picture("JPEG", exif=tags.tobytes())


def png_with_text(text: str) -> bytes:
    """A PNG with a comment."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", text)
    return picture("PNG", pnginfo=told)


def pdf(pages: int = 1) -> bytes:
    """A PDF written by PDFium."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def pdf_with(objects: str) -> bytes:
    """A PDF by hand with further objects; its references are for readers that rebuild them."""
    return (
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        "2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        f"{objects}\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    ).encode("latin-1")


def word(text: str = "佐证材料") -> bytes:
    """A docx with words, a table and a picture, written by python-docx."""
    document = docx.Document()
    document.add_paragraph(text)
    document.add_table(2, 2).cell(0, 0).text = "单位"
    document.add_picture(io.BytesIO(picture("PNG")))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def book() -> bytes:
    """An xlsx written by openpyxl."""
    made = openpyxl.Workbook()
    made.active.append(["单位", "次数"])
    made.active.append(["平江县", 3])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def rich_book() -> bytes:
    """An xlsx with formulas, a link, a comment and a chart, written by XlsxWriter."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet()
    sheet.write_formula(0, 0, '=SUM(B1:B3)&"|"&C1')
    sheet.write_url(1, 0, "https://example.invalid/a?b=c")
    sheet.write_comment(2, 0, "请核对")
    chart = made.add_chart({"type": "bar"})
    chart.add_series({"values": "=Sheet1!$B$1:$B$3"})
    sheet.insert_chart(4, 4, chart)
    made.close()
    return stream.getvalue()


def relation(kind: str, target: str, *, outside: bool = False) -> str:
    """One line of a part's relations."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="r{abs(hash(target))}" Type="{REL}/{kind}" Target="{target}"{mode}/>'


def relations(*lines: str) -> str:
    """A part's relations."""
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{"".join(lines)}</Relationships>'


def package_parts(main: str, media_type: str, body: str) -> dict[str, bytes | str]:
    """The parts of an Office package by hand: types, relations, and one main part."""
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/{main}" '
        f'ContentType="{media_type}"/></Types>',
        "_rels/.rels": relations(relation("officeDocument", main)),
        main: f"{HEAD}{body}",
    }


def word_parts(body: str = "", *, main_type: str = WORD + ".main+xml") -> dict[str, bytes | str]:
    """The parts of a docx by hand, as small as can be."""
    document = f'<w:document xmlns:w="{W}"><w:body><w:p>{body}</w:p></w:body></w:document>'
    return package_parts("word/document.xml", main_type, document)


def slides() -> bytes:
    """A pptx by hand."""
    return packed(package_parts("ppt/presentation.xml", SLIDES + ".main+xml", "<p/>"))


def ofd(before: str = "") -> bytes:
    """An OFD by hand."""
    root = f'{HEAD}{before}<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>'
    return packed({"OFD.xml": root, "Doc_0/Document.xml": f"{HEAD}<Document/>"})


def compound(streams: Mapping[str, bytes], *, storages: tuple[str, ...] = ()) -> bytes:
    """An OLE2 file by hand: the table in sector 0, the directory behind it, then the streams."""
    lines = [_line("Root Entry", 5)] + [_line(name, 1) for name in storages]
    lines_sectors = -(-(len(lines) + len(streams)) // 4)
    table = [0xFFFFFFFD, *_chain(1, lines_sectors)]
    body = b""
    for name, told in streams.items():
        content = told.ljust(4096, b"\0") + bytes(-max(len(told), 4096) % 512)
        lines.append(_line(name, 2, start=len(table), length=len(content)))
        table += _chain(len(table), len(content) // 512)
        body += content
    assert len(table) <= 128
    table += [0xFFFFFFFF] * (128 - len(table))
    directory = b"".join(lines)
    directory += bytes(-len(directory) % 512)
    return _compound_head() + struct.pack("<128I", *table) + directory + body


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), 0xFFFFFFFE]


def _compound_head() -> bytes:
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    )
    head += (
        bytes(10)
        + struct.pack("<IIII", 1, 1, 0, 4096)
        + struct.pack("<IIII", 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    )
    return head + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)


def _line(name: str, kind: int, *, start: int = 0, length: int = 0) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    line = letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters), kind, 1)
    return line + b"\xff" * 12 + bytes(36) + struct.pack("<IQ", start, length)


def old_word(**more: bytes) -> bytes:
    """A doc by hand: the stream begins as Word's do."""
    return compound({"WordDocument": b"\xec\xa5\xc1\0" + bytes(5000)} | more)


def old_book(**more: bytes) -> bytes:
    """An xls by hand."""
    return compound({"Workbook": b"\x09\x08\x10\0" + bytes(5000)} | more)


def film() -> bytes:
    """The boxes of a short film, as "live photos" carry behind the picture."""
    boxes = ((b"ftyp", b"isom\0\0\2\0isom"), (b"moov", bytes(40)), (b"mdat", bytes(500)))
    return b"".join(struct.pack(">I", 8 + len(body)) + kind + body for kind, body in boxes)


def samsung_trailer(content: bytes = b"\0\0\x01\n\x0e\0\0\0Image_UTC_Data1509000000000") -> bytes:
    """What Samsung's camera writes behind a picture."""
    head = b"SEFH" + struct.pack("<II", 107, 1)
    head += struct.pack("<HHII", 0, 0x0A01, len(content), len(content))
    return content + head + struct.pack("<I", len(head)) + b"SEFT"


def zipped(*names: str) -> bytes:
    """A ZIP with one line of text under each name."""
    return packed({name: f"这是{name}" for name in names})
