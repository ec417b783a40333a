"""Tables in a docx: head rows repeat on every page, no row is split across two."""

from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from jiheng.files.docx_pen import Pen, paragraph, run
from jiheng.files.docx_style import GREY, Face, fonts
from jiheng.files.measure import shares, twips
from jiheng.files.word import w
from jiheng.forms.table import Column, Place, Size, Spot, Table, Tone, grid

_STYLES = {Size.NORMAL: "CellNormal", Size.SMALL: "CellSmall", Size.FINE: "CellFine"}
_LEAST = {Size.NORMAL: twips(9), Size.SMALL: twips(8), Size.FINE: twips(7)}
_ALIGN = {Place.LEFT: "left", Place.CENTRE: "center", Place.RIGHT: "right"}
_GROUND = "EDEDED"
_DARK_RED = "C00000"


def put_table(pen: Pen, table: Table) -> None:
    """Write `table` as wide as the type area of the page it stands on."""
    widths = widths_of(table.columns, pen.width)
    head = _Look(_STYLES[table.size], _LEAST[table.size], widths, (Place.CENTRE,) * len(widths))
    rest = replace(head, places=tuple(column.place for column in table.columns))
    pen.place(
        w(
            "tbl",
            _properties(sum(widths)),
            w("tblGrid", *(w("gridCol", w=width) for width in widths)),
            *(_row(spots, head, w("tblHeader")) for spots in grid(table.head, width=len(widths))),
            *(_row(spots, rest) for spots in grid(table.rows, width=len(widths))),
        )
    )


def widths_of(columns: tuple[Column, ...], available: int) -> tuple[int, ...]:
    """Twips of each column: fixed ones as they say, the others in shares of what is left.

    ValueError when the fixed columns leave nothing; without shares the fixed ones are stretched.
    """
    fixed = sum(twips(column.mm) for column in columns if column.mm)
    parts = tuple(column.share for column in columns if not column.mm)
    if not parts:
        return shares(available, tuple(column.mm or 0 for column in columns))
    if fixed >= available:
        raise ValueError("the fixed columns of the table are wider than the page")
    left = iter(shares(available - fixed, parts))
    return tuple(twips(column.mm) if column.mm else next(left) for column in columns)


def _properties(width: int) -> ET.Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = (w(side, val="single", sz=4, space=0, color="000000") for side in sides)
    inner = (("top", 20), ("left", 70), ("bottom", 20), ("right", 70))
    return w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *lines),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=gap, type="dxa") for side, gap in inner)),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """What the rows of one kind share: paragraph style, least height, twips and place by column."""

    style: str
    least: int
    widths: tuple[int, ...]
    places: tuple[Place, ...]


def _row(spots: tuple[Spot, ...], look: _Look, *kind: ET.Element) -> ET.Element:
    height = w("trHeight", val=look.least, hRule="atLeast")
    return w("tr", w("trPr", w("cantSplit"), height, *kind), *(_cell(one, look) for one in spots))


def _cell(spot: Spot, look: _Look) -> ET.Element:
    cell = spot.cell
    own = [
        w("tcW", w=sum(look.widths[spot.column : spot.column + cell.colspan]), type="dxa"),
        w("vAlign", val="center"),
    ]
    if cell.colspan > 1:
        own.append(w("gridSpan", val=cell.colspan))
    if cell.rowspan > 1:
        own.append(w("vMerge", val="continue" if spot.below else "restart"))
    if cell.tone is Tone.HEAD:
        own.append(w("shd", val="clear", color="auto", fill=_GROUND))
    return w("tc", w("tcPr", *own), *_lines(spot, look))


def _lines(spot: Spot, look: _Look) -> list[ET.Element]:
    """A paragraph for each line of the cell; Word wants one in the hanging part of a tall cell too."""
    place = spot.cell.place or look.places[spot.column]
    text = "" if spot.below else spot.cell.text
    # A band over the full width heads the rows below it: it must not stand alone at a page's foot.
    is_band = spot.cell.tone is Tone.HEAD and spot.cell.colspan == len(look.widths)
    kept = [w("keepNext")] if is_band else []
    made = []
    for line in text.split("\n"):
        block = paragraph(look.style, (), *kept, w("jc", val=_ALIGN[place]))
        block.append(run(line, *_toned(spot.cell.tone)))
        made.append(block)
    return made


def _toned(tone: Tone) -> list[ET.Element]:
    return {
        Tone.PLAIN: [],
        Tone.STRONG: [w("b"), w("bCs")],
        Tone.HEAD: [fonts(Face.HEITI)],
        Tone.WARN: [w("color", val=_DARK_RED)],
        Tone.QUIET: [w("color", val=GREY)],
    }[tone]
