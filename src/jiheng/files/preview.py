"""A file as it is shown in place: pages or pictures to look at, or text and tables as plain data.

Everything is made in the fence. A page shows blocks as text (it escapes them) and pictures as the
bytes given here, never the file itself; the original is only read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jiheng.files.fence import fenced_with_bytes
from jiheng.files.fonts import FontsUnknown, file_of
from jiheng.files.picture import MEDIA_TYPES, picture_of
from jiheng.files.xlsx_read import ReadSheet, read_workbook
from jiheng.values.problems import Problem, Unreadable

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_PAGES = 10
MOST_ROWS, MOST_COLUMNS = 60, 30
_FACE = "宋体"


class PreviewKind(StrEnum):
    """How a preview is looked at."""

    PICTURE = "picture"
    PAGES = "pages"
    TEXT = "text"
    TABLES = "tables"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `place` is empty for the body, else 页眉, 脚注 …; `deleted` under revision."""

    text: str
    place: str = ""
    deleted: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell and how many columns it takes."""

    text: str
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `place` is the sheet's name in a workbook."""

    rows: tuple[tuple[Cell, ...], ...]
    place: str = ""


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown: JPEGs or blocks (a docx may have both), and sentences on what is not shown.

    `pages` counts those of the file, also when fewer are shown; 0 where a file has none of its own.
    `text` is the text found, for `document_numbers`; a scan has none.
    """

    kind: PreviewKind
    pages: int = 0
    pictures: tuple[bytes, ...] = ()
    blocks: tuple[Block, ...] = ()
    text: str = ""
    marks: tuple[str, ...] = ()

    @property
    def text_tokens(self) -> tuple[str, ...]:
        """The words of the text between blanks, in the order of reading."""
        return tuple(self.text.split())


def preview_of(path: Path, media_type: str) -> Preview:
    """The preview of a file of this type; Unreadable (with a sentence) when it cannot be shown."""
    maker = _MAKERS.get(media_type)
    if maker is None:
        raise Unreadable(Problem(path.name, "这种文件不能在这里预览，请下载后查看"))
    return maker(path)


def can_preview(media_type: str) -> bool:
    """Whether there is a preview of this type that takes a moment only."""
    return media_type in _MAKERS


def _of_picture(path: Path) -> Preview:
    picture = picture_of(path)
    more = picture.frames > 1
    marks = (f"共 {picture.frames} 页（幅），这里显示第一页",) if more else ()
    return Preview(PreviewKind.PICTURE, picture.frames, pictures=(picture.shown,), marks=marks)


def _of_pdf(path: Path) -> Preview:
    told, pictures = fenced_with_bytes("pdf", path, most_pages=MOST_PAGES, face=_face())
    return Preview(
        PreviewKind.PAGES,
        pages=told["pages"],
        pictures=pictures,
        text="\n".join(told["texts"]),
        marks=tuple(told["marks"]),
    )


@cache
def _face() -> tuple[str, int] | None:
    """The file of the face for Chinese text whose own face a PDF does not carry."""
    try:
        return file_of(_FACE)
    except FontsUnknown:
        return None


def _of_docx(path: Path) -> Preview:
    told, pictures = fenced_with_bytes("docx", path)
    blocks = tuple(_block(plain) for plain in told["blocks"])
    text = "\n".join(_text(block) for block in blocks)
    return Preview(
        PreviewKind.TEXT, pictures=pictures, blocks=blocks, text=text, marks=tuple(told["marks"])
    )


def _block(plain: dict[str, Any]) -> Block:
    if "rows" not in plain:
        return Paragraph(plain["text"], plain["place"], plain.get("deleted", ""))
    rows = (tuple(Cell(text, columns) for text, columns in row) for row in plain["rows"])
    return Table(tuple(rows), plain["place"])


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"{block.text}\n{block.deleted}" if block.deleted else block.text
    return "\n".join("\t".join(cell.text for cell in row) for row in block.rows)


def _of_xlsx(path: Path) -> Preview:
    sheets = read_workbook(path)
    blocks = tuple(_table(sheet) for sheet in sheets)
    marks = tuple(mark for sheet in sheets for mark in _marks(sheet))
    text = "\n".join(cell.text for sheet in sheets for cell in sheet.cells)
    return Preview(PreviewKind.TABLES, blocks=blocks, text=text, marks=marks)


def _table(sheet: ReadSheet) -> Table:
    """The first rows and columns that hold something; empty rows are left out."""
    shown = set(_lines(sheet)[:MOST_ROWS])
    cells = {
        (cell.row, cell.column): cell.text
        for cell in sheet.cells
        if cell.row in shown and cell.column <= MOST_COLUMNS
    }
    width = max((column for _, column in cells), default=0)
    rows = (
        tuple(Cell(cells.get((row, column), "")) for column in range(1, width + 1))
        for row in sorted(shown)
    )
    return Table(tuple(rows), sheet.name)


def _lines(sheet: ReadSheet) -> list[int]:
    return sorted({cell.row for cell in sheet.cells})


def _marks(sheet: ReadSheet) -> list[str]:
    marks = []
    if sheet.hidden:
        marks.append(f"工作表“{sheet.name}”是隐藏的")
    rows = len(_lines(sheet))
    if rows > MOST_ROWS:
        marks.append(f"工作表“{sheet.name}”有 {rows} 行，这里显示前 {MOST_ROWS} 行")
    if any(cell.column > MOST_COLUMNS for cell in sheet.cells):
        marks.append(f"工作表“{sheet.name}”很宽，这里显示前 {MOST_COLUMNS} 列")
    return marks + [str(problem) for problem in sheet.unread]


_MAKERS: dict[str, Callable[[Path], Preview]] = {
    PDF: _of_pdf,
    DOCX: _of_docx,
    XLSX: _of_xlsx,
    **dict.fromkeys(MEDIA_TYPES.values(), _of_picture),
}
