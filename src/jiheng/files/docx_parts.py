"""How each part of a page is written into a docx, laid out as GB/T 9704-2012 says (clause 7)."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

from jiheng.files.docx_imprint import put_imprint
from jiheng.files.docx_letterhead import put_letterhead
from jiheng.files.docx_pen import Pen
from jiheng.files.docx_table import put_table
from jiheng.files.measure import PITCH
from jiheng.files.word import w
from jiheng.forms.page import (
    Align,
    Annex,
    AttachmentNote,
    Caption,
    Detail,
    Gap,
    Heading,
    Imprint,
    Letterhead,
    Note,
    PageBreak,
    Paragraph,
    Recipient,
    Run,
    Signature,
    Title,
    Turn,
    Voice,
    day_in_words,
    runs_of,
)
from jiheng.forms.table import Table

_VOICES = {1: Voice.HEAD, 2: Voice.KAI, 3: Voice.STRONG, 4: Voice.PLAIN}


def put_title(pen: Pen, title: Title) -> None:
    """标题, and the blank line below it."""
    for line in title.lines:
        pen.write("Title", line)
    pen.blank()
    pen.hold()


def put_recipient(pen: Pen, recipient: Recipient) -> None:
    """主送机关 with its colon."""
    pen.write("Recipient", recipient.names.rstrip("：:") + "：")


def put_heading(pen: Pen, heading: Heading) -> None:
    """A heading, and the text that runs on behind it in the body's face."""
    style = f"Heading{heading.level}"
    if not heading.run_in:
        pen.write(style, heading.words)
        return
    pen.write("Body", (Run(heading.words, _VOICES[heading.level]), *runs_of(heading.run_in)))


def put_paragraph(pen: Pen, paragraph: Paragraph) -> None:
    """Body text."""
    own = () if paragraph.align is Align.JUSTIFY else (_align(paragraph.align),)
    pen.write("Body" if paragraph.indent else "Flush", paragraph.words, *own)


def put_detail(pen: Pen, detail: Detail) -> None:
    """Smaller text."""
    own = () if detail.indent else (w("ind", firstLine=0),)
    pen.write("Detail", detail.words, *own)


def put_caption(pen: Pen, caption: Caption) -> None:
    """表题, and the unit at the right."""
    pen.write("Caption", caption.text)
    if caption.unit:
        pen.write("Unit", caption.unit)


def put_note(pen: Pen, note: Note) -> None:
    """Small print."""
    pen.write("Note", note.words)


def put_gap(pen: Pen, gap: Gap) -> None:
    """Blank lines."""
    pen.blank(gap.lines)


def put_page_break(pen: Pen, _: PageBreak) -> None:
    """A new page."""
    pen.turn_page()


def put_turn(pen: Pen, turn: Turn) -> None:
    """A new page that lies or stands."""
    pen.turn(landscape=turn.landscape)


def put_attachment_note(pen: Pen, note: AttachmentNote) -> None:
    """附件说明: names hang under each other; no stop at the end (7.3.4)."""
    pen.hold()
    pen.blank()
    several = len(note.names) > 1
    number = PITCH + PITCH // 2 if several else 0  # as wide as 1. and a little air
    left = 5 * PITCH + number  # two characters in, then 附件：
    for count, name in enumerate(note.names, start=1):
        label = f"{count}.\t" if several else ""
        first = "附件：" if count == 1 else ""
        own = w("ind", left=left, hanging=number + (3 * PITCH if first else 0))
        pen.hold()
        pen.write("Attachment", f"{first}{label}{name}", own)


def put_signature(pen: Pen, signature: Signature) -> None:
    """署名 centred over the date, the date's right edge four characters in (7.3.5.1)."""
    pen.hold()
    for _ in range(2):
        pen.blank()
        pen.hold()
    day = day_in_words(signature.day)
    over = (_halves(signature.office) - _halves(day)) * PITCH // 4
    pen.write("Signature", signature.office, w("ind", right=max(0, 4 * PITCH - over)))
    pen.hold()
    pen.write("Signature", day, w("ind", right=4 * PITCH))


def _halves(text: str) -> int:
    """Width of `text` in half characters: a digit takes one, a Chinese character two."""
    return sum(1 if char.isascii() else 2 for char in text)


def put_annex(pen: Pen, annex: Annex) -> None:
    """附件 at the head of a new page, its title on the third line (7.3.7)."""
    pen.turn_page()
    pen.write("AnnexLabel", f"附件{annex.number or ''}")
    pen.blank()
    pen.hold()
    put_title(pen, Title(annex.title))


def _align(align: Align) -> ET.Element:
    return w("jc", val={"centre": "center", "justify": "both"}.get(align, align.value))


PARTS: dict[type, Callable[[Pen, Any], None]] = {
    Letterhead: put_letterhead,
    Title: put_title,
    Recipient: put_recipient,
    Heading: put_heading,
    Paragraph: put_paragraph,
    Detail: put_detail,
    Caption: put_caption,
    Note: put_note,
    Gap: put_gap,
    Table: put_table,
    AttachmentNote: put_attachment_note,
    Signature: put_signature,
    Imprint: put_imprint,
    PageBreak: put_page_break,
    Turn: put_turn,
    Annex: put_annex,
}
