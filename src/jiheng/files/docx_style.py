"""The looks of GB/T 9704: which face and size each role on a page is set in, as Word styles."""

from dataclasses import dataclass, replace
from enum import StrEnum
from xml.etree import ElementTree as ET

from jiheng.files.measure import LINE, PITCH, TIGHTER
from jiheng.files.word import w


class Face(StrEnum):
    """The official names, written into the file whatever this machine has."""

    FANGSONG = "仿宋_GB2312"
    KAITI = "楷体_GB2312"
    HEITI = "黑体"
    SONGTI = "宋体"
    BIAOSONG = "方正小标宋简体"


RED = "FF0000"
GREY = "7F7F7F"

# 字号 in half-points.
TWO, THREE, FOUR, SMALL_FOUR, FIVE, SMALL_FIVE = 44, 32, 28, 24, 21, 18


@dataclass(frozen=True, slots=True)
class Look:
    """One style. Lengths in twips; `size` in half-points; `line` exact; `outline` 0 is the highest."""

    name: str
    face: Face = Face.FANGSONG
    size: int = THREE
    bold: bool = False
    colour: str = ""
    align: str = "both"
    first: int = 0
    left: int = 0
    right: int = 0
    before: int = 0
    line: int = LINE
    tighter: int = 0
    keep: bool = False
    outline: int | None = None


_BODY = Look("公文正文", first=2 * PITCH, tighter=TIGHTER)
_FLUSH = replace(_BODY, name="公文顶格", first=0)
_CELL = Look("表格小四", size=SMALL_FOUR, align="left", line=340)

LOOKS: dict[str, Look] = {
    "Body": _BODY,
    "Flush": _FLUSH,
    "Heading1": replace(_BODY, name="heading 1", face=Face.HEITI, keep=True, outline=0),
    "Heading2": replace(_BODY, name="heading 2", face=Face.KAITI, keep=True, outline=1),
    "Heading3": replace(_BODY, name="heading 3", bold=True, keep=True, outline=2),
    "Heading4": replace(_BODY, name="heading 4", keep=True, outline=3),
    "Letterhead": Look("发文机关标志", Face.BIAOSONG, 96, colour=RED, align="center", line=1120),
    "Mark": replace(_FLUSH, name="份号密级紧急程度", face=Face.HEITI, align="left"),
    "Number": replace(_FLUSH, name="发文字号", align="center"),
    "Title": Look("公文标题", Face.BIAOSONG, TWO, align="center", line=LINE, keep=True),
    "Recipient": replace(_FLUSH, name="主送机关"),
    "Attachment": replace(_FLUSH, name="附件说明", align="left"),
    "Signature": replace(_FLUSH, name="落款", align="right"),
    "AnnexLabel": replace(_FLUSH, name="附件序号", face=Face.HEITI, align="left", keep=True),
    "Detail": Look("说明小四", size=SMALL_FOUR, first=480, line=420),
    "Caption": Look("表题", Face.HEITI, FOUR, align="center", line=LINE, keep=True),
    "Unit": Look("表格单位", size=FIVE, align="right", line=360, keep=True),
    "Note": Look("表注", size=FIVE, before=80, line=330),
    "CellNormal": _CELL,
    "CellSmall": replace(_CELL, name="表格五号", size=FIVE, line=300),
    "CellFine": replace(_CELL, name="表格小五", size=SMALL_FIVE, line=250),
    "Imprint": Look("版记", size=FOUR, align="left", left=280, right=280, line=480),
    "Folio": Look("页码", Face.SONGTI, FOUR, align="right", left=280, right=280, line=320),
    "RunningHead": Look("页眉标记", Face.SONGTI, SMALL_FIVE, colour=GREY, align="right", line=240),
    "Air": Look("表前", size=2, align="left", line=100),
    "Thin": Look("细行", size=2, align="left", line=20),
}


def fonts(face: str) -> ET.Element:
    """All four slots carry the name, else Word takes 〔 and digits from a Latin face."""
    return w("rFonts", hint="eastAsia", ascii=face, hAnsi=face, eastAsia=face, cs=face)


def styles() -> ET.Element:
    """The whole style sheet."""
    return w("styles", _defaults(), _normal(), *(_style(key, look) for key, look in LOOKS.items()))


def _defaults() -> ET.Element:
    # Digits pass for English, or LibreOffice breaks 0.50 at its point.
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    run = w("rPr", fonts(Face.FANGSONG), w("sz", val=THREE), w("szCs", val=THREE), language)
    return w("docDefaults", w("rPrDefault", run), w("pPrDefault", w("pPr")))


def _normal() -> ET.Element:
    # Widow control and snapping would break the grid of 22 × 28. LibreOffice reads overflowPunct the
    # wrong way round: 1, which is Word's own default, keeps its punctuation inside the margin.
    off = [w(name, val=0) for name in ("widowControl", "adjustRightInd", "snapToGrid")]
    paragraph = w("pPr", *off, w("overflowPunct", val=1))
    named = (w("name", val="Normal"), w("qFormat"))
    return w("style", *named, paragraph, type="paragraph", default=1, styleId="Normal")


def _style(key: str, look: Look) -> ET.Element:
    return w(
        "style",
        w("name", val=look.name),
        w("basedOn", val="Normal"),
        w("qFormat"),
        _paragraph(look),
        _run(look),
        type="paragraph",
        styleId=key,
    )


def _paragraph(look: Look) -> ET.Element:
    made = [
        w("spacing", before=look.before, after=0, line=look.line, lineRule="exact"),
        w("ind", left=look.left, right=look.right, firstLine=look.first),
        w("jc", val=look.align),
    ]
    if look.keep:
        made.append(w("keepNext"))
    if look.outline is not None:
        made.append(w("outlineLvl", val=look.outline))
    return w("pPr", *made)


def _run(look: Look) -> ET.Element:
    made = [fonts(look.face), w("sz", val=look.size), w("szCs", val=look.size)]
    if look.bold:
        made += [w("b"), w("bCs")]
    if look.colour:
        made.append(w("color", val=look.colour))
    if look.tighter:
        made.append(w("spacing", val=look.tighter))
    return w("rPr", *made)
