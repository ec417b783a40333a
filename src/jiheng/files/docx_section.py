"""The page itself: paper, margins, grid, page number, running head."""

from xml.etree import ElementTree as ET

from jiheng.files.docx_style import LOOKS
from jiheng.files.measure import BOTTOM, LEFT, LINE, PAPER, RIGHT, TOP, twips
from jiheng.files.word import LINKS, w, words

# The dash of the page number stands 7 mm below the type area (GB/T 9704-2012, 7.5); it runs through
# the middle of its line.
_FOLIO = twips(7) + LOOKS["Folio"].line // 2


def section(*, landscape: bool) -> ET.Element:
    """A section on A4. Lying, the page is the standing one turned: its head is the binding edge."""
    across, down = (PAPER[1], PAPER[0]) if landscape else PAPER
    top, right, bottom, left = (
        (LEFT, TOP, RIGHT, BOTTOM) if landscape else (TOP, RIGHT, BOTTOM, LEFT)
    )
    lies = {"orient": "landscape"} if landscape else {}
    size = w("pgSz", w=twips(across), h=twips(down), **lies)
    margins = w(
        "pgMar",
        top=twips(top),
        right=twips(right),
        bottom=twips(bottom),
        left=twips(left),
        header=twips(top) - twips(9),
        footer=twips(bottom) - _FOLIO,
        gutter=0,
    )
    return w("sectPr", *_references(), size, margins, w("docGrid", type="lines", linePitch=LINE))


def _references() -> list[ET.Element]:
    made = []
    for kind, of, link in (
        ("header", "default", "rHead"),
        ("header", "even", "rHeadEven"),
        ("footer", "default", "rOdd"),
        ("footer", "even", "rEven"),
    ):
        reference = w(f"{kind}Reference", type=of)
        reference.set(f"{{{LINKS}}}id", link)
        made.append(reference)
    return made


def folio(*, even: bool) -> ET.Element:
    """The foot: — 1 —, odd pages at the right, even ones at the left, one character in."""
    own = w("pPr", w("pStyle", val="Folio"), w("jc", val="left" if even else "right"))
    field = (
        w("r", w("fldChar", fldCharType="begin")),
        w("r", _instruction()),
        w("r", w("fldChar", fldCharType="separate")),
        w("r", words("1")),
        w("r", w("fldChar", fldCharType="end")),
    )
    return w("ftr", w("p", own, w("r", words("— ")), *field, w("r", words(" —"))))


def _instruction() -> ET.Element:
    made = w("instrText")
    made.text = "PAGE"
    return made


def running_head(mark: str) -> ET.Element:
    """The head of every page: empty, or what the document says about itself."""
    return w("hdr", w("p", w("pPr", w("pStyle", val="RunningHead")), w("r", words(mark))))


def settings() -> ET.Element:
    """Odd and even pages differ; punctuation is not squeezed; laid out as by Word 2013 and later."""
    word = "http://schemas.microsoft.com/office/word"
    mode = w("compatSetting", name="compatibilityMode", uri=word, val=15)
    return w(
        "settings",
        w("zoom", percent=100),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", mode),
        w("themeFontLang", val="zh-CN", eastAsia="zh-CN"),
    )
