"""The pen that writes a document's body: paragraphs, page breaks, pages that lie or stand."""

import re
from xml.etree import ElementTree as ET

from jiheng.files.docx_section import section
from jiheng.files.docx_style import Face, fonts
from jiheng.files.measure import HEIGHT, WIDTH
from jiheng.files.word import MAIN, add, w, words
from jiheng.forms.page import Run, Voice, Words, runs_of

_SHORT = 3 * 28  # characters: three lines
_CLOSE = ("Caption", "Unit", "Flush")  # a table stands close below these; Flush is a blank line
_SIGNS = {"\t": "tab", "\n": "br"}
_FACES = {Voice.HEAD: Face.HEITI, Voice.KAI: Face.KAITI, Voice.SONG: Face.SONGTI}


def run(text: str, *properties: ET.Element) -> ET.Element:
    """A run of text with its own properties besides those of its paragraph's style."""
    own = [w("rPr", *properties)] if properties else []
    return w("r", *own, *_pieces(text))


def _pieces(text: str) -> list[ET.Element]:
    """Text, tabs and line breaks; Word wants the latter two as elements of their own."""
    made = []
    for piece in re.split(r"([\t\n])", text):
        if piece in _SIGNS:
            made.append(w(_SIGNS[piece]))
        elif piece:
            made.append(words(piece))
    return made


def voiced(one: Run) -> ET.Element:
    """A run as its voice asks."""
    if one.voice is Voice.PLAIN:
        return run(one.text)
    if one.voice is Voice.STRONG:
        return run(one.text, w("b"), w("bCs"))
    return run(one.text, fonts(_FACES[one.voice]))


def paragraph(style: str, said: Words, *properties: ET.Element) -> ET.Element:
    """A paragraph of `style`; `properties` go before what the style says."""
    own = w("pPr", w("pStyle", val=style), *properties)
    return w("p", own, *(voiced(one) for one in runs_of(said)))


class Pen:
    """Writes blocks one below another and remembers what the next one must know."""

    def __init__(self) -> None:
        self.blocks: list[ET.Element] = []
        self.landscape = False
        self._fresh = True  # nothing stands on the page yet
        self._break = False  # the next block begins a new page

    @property
    def width(self) -> int:
        """Twips between the margins of the page as it now lies."""
        return HEIGHT if self.landscape else WIDTH

    def write(self, style: str, said: Words = "", *properties: ET.Element) -> None:
        """One paragraph."""
        own = (w("pageBreakBefore"), *properties) if self._break else properties
        self._put(paragraph(style, said, *own))

    def blank(self, lines: int = 1) -> None:
        """Blank lines of body text."""
        for _ in range(lines):
            self.write("Flush")

    def place(self, table: ET.Element) -> None:
        """A table, with a little air above; two in a row would grow together without it."""
        if self._break or (not self._fresh and self._style not in _CLOSE):
            self.write("Air")
            self.hold()
        self._put(table)

    @property
    def _style(self) -> str | None:
        """Style of the last paragraph, None after a table."""
        found = self.blocks[-1].find(f"{{{MAIN}}}pPr/{{{MAIN}}}pStyle")
        return None if found is None else found.get(f"{{{MAIN}}}val")

    def _put(self, block: ET.Element) -> None:
        self.blocks.append(block)
        self._fresh = self._break = False

    def hold(self) -> None:
        """Keep the last paragraph on one page with the next.

        A long one is let go: LibreOffice would move all of it, and leave half a page empty.
        """
        own = self.blocks[-1].find(f"{{{MAIN}}}pPr") if self.blocks else None
        if own is not None and len("".join(self.blocks[-1].itertext())) <= _SHORT:
            add(own, w("keepNext"))

    def turn_page(self) -> None:
        """The next block begins a new page, unless this one is still empty."""
        self._break = not self._fresh

    def turn(self, *, landscape: bool) -> None:
        """The next block begins a new page that lies or stands."""
        if landscape == self.landscape:
            self.turn_page()
            return
        if not self._fresh or self.blocks:
            self._close()
        self.landscape, self._fresh, self._break = landscape, True, False

    def _close(self) -> None:
        """End the section in its last paragraph; a table cannot carry it, a thin line can."""
        if self.blocks[-1].tag != f"{{{MAIN}}}p":
            self.blocks.append(paragraph("Thin", ""))
        own = self.blocks[-1].find(f"{{{MAIN}}}pPr")
        assert own is not None  # every paragraph is made with one
        add(own, section(landscape=self.landscape))

    def body(self) -> ET.Element:
        """The body, closed by the last section."""
        last = self.blocks[-1:]
        if last and last[0].tag == f"{{{MAIN}}}tbl":
            self.blocks.append(paragraph("Thin", ""))
        return w("body", *self.blocks, section(landscape=self.landscape))
