"""Word documents: a page's parts as a docx that an office can send (GB/T 9704-2012).

The package is written part by part rather than through a template, so that nothing stands in it but
what the standard asks for, and the same document gives the same bytes.
"""

from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from jiheng.files.docx_parts import PARTS
from jiheng.files.docx_pen import Pen
from jiheng.files.docx_section import folio, running_head, settings
from jiheng.files.docx_style import Face, styles
from jiheng.files.whole import packed, write_whole
from jiheng.files.word import DECLARATION, part, w, writable
from jiheng.forms.page import Document

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# Link, kind of relationship, kind of content, file: what the main part refers to.
_PARTS = (
    ("rStyles", "styles", "styles", "styles.xml"),
    ("rSettings", "settings", "settings", "settings.xml"),
    ("rFonts", "fontTable", "fontTable", "fontTable.xml"),
    ("rHead", "header", "header", "header1.xml"),
    ("rHeadEven", "header", "header", "header2.xml"),
    ("rOdd", "footer", "footer", "footer1.xml"),
    ("rEven", "footer", "footer", "footer2.xml"),
)


def write_docx(document: Document, path: Path) -> None:
    """Write `document` to `path`, whole or not at all. OSError when it cannot be written there."""
    write_whole(path, docx_of(document))


def docx_of(document: Document) -> bytes:
    """The docx as bytes; equal documents give equal bytes."""
    pen = Pen()
    for one in document.parts:
        PARTS[type(one)](pen, one)
    head = part(running_head(document.mark))
    return packed(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _package_links(),
            "docProps/core.xml": _core(document),
            "docProps/app.xml": _app(),
            "word/document.xml": part(w("document", pen.body())),
            "word/_rels/document.xml.rels": _document_links(),
            "word/styles.xml": part(styles()),
            "word/settings.xml": part(settings()),
            "word/fontTable.xml": part(_font_table()),
            "word/header1.xml": head,
            "word/header2.xml": head,
            "word/footer1.xml": part(folio(even=False)),
            "word/footer2.xml": part(folio(even=True)),
        }
    )


# What the same face is called where the official name is not installed.
_ALSO = {
    Face.FANGSONG: "仿宋",
    Face.KAITI: "楷体",
    Face.HEITI: "SimHei",
    Face.SONGTI: "SimSun",
    Face.BIAOSONG: "FZXiaoBiaoSong-B05S",
}


def _font_table() -> ET.Element:
    """The faces, their other names and their Chinese character set, so that Word finds the nearest."""
    rows = ((face, w("altName", val=also), w("charset", val="86")) for face, also in _ALSO.items())
    return w("fonts", *(w("font", *said, name=face) for face, *said in rows))


def _content_types() -> bytes:
    kinds = [("/word/document.xml", f"{_WORDML}.document.main+xml")]
    kinds += [(f"/word/{file}", f"{_WORDML}.{kind}+xml") for _, _, kind, file in _PARTS]
    kinds += [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        (
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        ),
    ]
    lines = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds)
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="{rels}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return _xml(f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{lines}</Types>')


def _package_links() -> bytes:
    return _links(
        ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
        ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
    )


def _document_links() -> bytes:
    return _links(*((link, f"{_OFFICE}/{kind}", file) for link, kind, _, file in _PARTS))


def _links(*links: tuple[str, str, str]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{link}" Type="{kind}" Target="{file}"/>' for link, kind, file in links
    )
    return _xml(f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>')


def _core(document: Document) -> bytes:
    moment = f"{document.day.isoformat()}T00:00:00Z"
    when = f'xsi:type="dcterms:W3CDTF">{moment}</dcterms:'
    spaces = {
        "cp": f"{_PACKAGE}/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    named = " ".join(f"xmlns:{key}={quoteattr(uri)}" for key, uri in spaces.items())
    return _xml(
        f"<cp:coreProperties {named}><dc:title>{escape(writable(document.name))}</dc:title>"
        f"<dc:creator>{escape(writable(document.author))}</dc:creator>"
        f"<dcterms:created {when}created><dcterms:modified {when}modified>"
        f"<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _app() -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return _xml(f'<Properties xmlns="{space}"><Application>jiheng</Application></Properties>')


def _xml(text: str) -> bytes:
    return DECLARATION + text.encode()
