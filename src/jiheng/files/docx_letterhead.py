"""版头: what stands above and on the red line of a first page (GB/T 9704-2012, 7.2)."""

from jiheng.files.docx_pen import Pen, run
from jiheng.files.docx_style import LOOKS, RED, THREE
from jiheng.files.measure import LINE, PITCH, WIDTH, twips
from jiheng.files.word import w
from jiheng.forms.page import Letterhead, Run, Voice, Words

_DROP = twips(35)  # from the top of the type area to the top of the office's name
_MARK_LINES = 3
_NARROWEST = 60  # per cent; below it the letters look squeezed, so they get smaller instead
_RED_LINE = 16  # eighths of a point


def put_letterhead(pen: Pen, head: Letterhead) -> None:
    """Marks, the office in red, two blank lines, the number, the red line, two blank lines."""
    for line in (*head.marks, *("",) * (_MARK_LINES - len(head.marks))):
        pen.write("Mark", line)
    _put_office(pen, head.office)
    pen.blank(2)
    _put_number(pen, head)
    pen.blank(2)


def _put_office(pen: Pen, office: str) -> None:
    """One line as wide as the type area at most: set narrower first, then smaller."""
    look = LOOKS["Letterhead"]
    narrow = max(_NARROWEST, min(100, WIDTH * 100 // (len(office) * look.size * 10)))
    size = min(look.size, WIDTH * 10 // (narrow * len(office)))
    above = (look.line - size * 10) // 2  # the line is taller than its letters
    before = _DROP - _MARK_LINES * LINE - above
    pen.write("Letterhead", (), w("spacing", before=before, line=look.line, lineRule="exact"))
    pen.blocks[-1].append(run(office, w("w", val=narrow), w("sz", val=size), w("szCs", val=size)))


def _put_number(pen: Pen, head: Letterhead) -> None:
    """发文字号 over the red line; with signers the number stands left, they stand right (7.2.5-6)."""
    # The red line stands 4 mm below the number, whose letters end above the foot of their line.
    gap = (twips(4) - (LINE - THREE * 10) // 2) // 20
    line = w("bottom", val="single", sz=_RED_LINE, space=gap, color=RED)
    own = [w("pBdr", line)]
    said: Words = head.number
    if head.signers:
        own += [w("jc", val="left"), w("tabs", w("tab", val="right", pos=WIDTH - PITCH))]
        own.append(w("ind", left=0, firstLine=PITCH))
        signers = Run("　".join(head.signers), Voice.KAI)
        said = (Run(f"{head.number}\t签发人："), signers)
    pen.write("Number", said, *own)
