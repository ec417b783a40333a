"""版记: 抄送, 印发机关 and 印发日期 at the foot of the last page (GB/T 9704-2012, 7.4)."""

from xml.etree import ElementTree as ET

from jiheng.files.docx_pen import Pen, paragraph
from jiheng.files.docx_style import FOUR
from jiheng.files.measure import LEFT, twips
from jiheng.files.word import w
from jiheng.forms.page import Imprint, day_in_words

# Eighths of a point: 0.35 mm for the first and last line, 0.25 mm for those between.
_OUTER, _INNER = 8, 6
_CHAR = FOUR * 10


def put_imprint(pen: Pen, imprint: Imprint) -> None:
    """A table without side lines, standing on the last line of the type area."""
    said = [_copies(imprint.copied_to)] if imprint.copied_to else []
    said.append(_issued(imprint, pen.width))
    rows = (_row(block, pen.width) for block in said)
    pen.blocks.append(
        w(
            "tbl",
            _properties(pen.width),
            w("tblGrid", w("gridCol", w=pen.width)),
            *rows,
        )
    )
    pen.write("Thin")


def _copies(offices: tuple[str, ...]) -> ET.Element:
    """抄送 with what wraps hanging under the first office."""
    hang = w("ind", left=_CHAR * 4, hanging=_CHAR * 3, right=_CHAR)
    return paragraph("Imprint", f"抄送：{'，'.join(offices)}。", hang)


def _issued(imprint: Imprint, width: int) -> ET.Element:
    edge = w("tabs", w("tab", val="right", pos=width - _CHAR))
    return paragraph("Imprint", f"{imprint.issuer}\t{day_in_words(imprint.day)}印发", edge)


def _row(block: ET.Element, width: int) -> ET.Element:
    wide = w("tcPr", w("tcW", w=width, type="dxa"))
    return w("tr", w("trPr", w("cantSplit")), w("tc", wide, block))


def _properties(width: int) -> ET.Element:
    sides = (("top", _OUTER), ("bottom", _OUTER), ("insideH", _INNER))
    lines = (w(side, val="single", sz=size, space=0, color="000000") for side, size in sides)
    spot = w(
        "tblpPr", vertAnchor="margin", horzAnchor="page", tblpX=twips(LEFT), tblpYSpec="bottom"
    )
    return w(
        "tblPr",
        spot,
        w("tblW", w=width, type="dxa"),
        w("tblBorders", *lines),
        w("tblLayout", type="fixed"),
        w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa")),
    )
