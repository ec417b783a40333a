"""Elements of WordprocessingML, the language inside a docx, with children in the order it demands."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

ET.register_namespace("w", MAIN)
ET.register_namespace("r", LINKS)

# Word refuses a file in which properties stand in any other order than the schema's.
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr shd tabs"
    " overflowPunct adjustRightInd snapToGrid spacing ind jc outlineLvl"
    " rPr sectPr",
    "rPr": "rFonts b bCs color spacing w sz szCs lang",
    "tblPr": "tblpPr tblW jc tblBorders tblLayout tblCellMar",
    "trPr": "cantSplit trHeight tblHeader",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar docGrid",
}

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def w(tag: str, /, *children: ET.Element, **attributes: str | int) -> ET.Element:
    """The element w:`tag` with w: attributes; the children of a property are put in order."""
    made = ET.Element(f"{{{MAIN}}}{tag}")
    for key, value in attributes.items():
        made.set(f"{{{MAIN}}}{key}", str(value))
    made.extend(sorted(children, key=_place_in(tag)) if tag in _ORDER else children)
    return made


def _place_in(name: str) -> Callable[[ET.Element], int]:
    order = [f"{{{MAIN}}}{child}" for child in _ORDER[name].split()]
    return lambda child: order.index(child.tag)


def words(text: str) -> ET.Element:
    """The text element of a run."""
    made = w("t")
    made.set(SPACE, "preserve")
    made.text = writable(text)
    return made


def writable(text: str) -> str:
    """`text` with each character that XML cannot carry shown as �, so that its loss is seen."""
    return _UNWRITABLE.sub("\ufffd", text)


def add(parent: ET.Element, child: ET.Element) -> None:
    """Put one more property into `parent`, at its place."""
    kept = [one for one in parent if one.tag != child.tag]
    parent[:] = sorted([*kept, child], key=_place_in(parent.tag.partition("}")[2]))


def part(root: ET.Element) -> bytes:
    """A whole part of the package as bytes."""
    return DECLARATION + ET.tostring(root, encoding="unicode").encode()
