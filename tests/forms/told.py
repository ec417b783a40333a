"""A document or workbook as plain text, one line a part or row, so that a person can read it in a diff."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from jiheng.forms.page import (
    Annex,
    AttachmentNote,
    Caption,
    Detail,
    Document,
    Gap,
    Heading,
    Imprint,
    Letterhead,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Recipient,
    Signature,
    Title,
    Turn,
    Words,
    day_in_words,
    runs_of,
)
from jiheng.forms.table import Table
from jiheng.forms.workbook import Cell, Look, Workbook
from jiheng.values.exact import exact_text


def told(document: Document) -> str:
    """Every part of a document, and what its file says about itself."""
    head = f"[{document.name}] [{document.author}] [{document.mark}]"
    return "\n".join([head, *(line for part in document.parts for line in _part(part)), ""])


def said(words: Words) -> str:
    return "".join(run.text for run in runs_of(words))


def _part(part: Part) -> list[str]:
    return PARTS[type(part)](part)


def _rows(one: Table) -> list[str]:
    rows = [*one.head, *one.rows]
    return ["| " + " | ".join(cell.text.replace("\n", " / ") for cell in row) for row in rows]


PARTS: dict[type, Callable[[Any], list[str]]] = {
    Letterhead: lambda part: [" ".join((*part.marks, part.office, part.number))],
    Title: lambda part: ["# " + " / ".join(part.lines)],
    Annex: lambda part: [f"== 附件{part.number or ''} " + " / ".join(part.title)],
    Recipient: lambda part: [f"{part.names}："],
    Heading: lambda part: ["#" * (part.level + 1) + f" {part.words}{said(part.run_in)}"],
    Paragraph: lambda part: [said(part.words)],
    Detail: lambda part: [said(part.words)],
    Note: lambda part: [said(part.words)],
    Caption: lambda part: [f"表：{part.text} {part.unit}".rstrip()],
    Table: _rows,
    AttachmentNote: lambda part: ["附件：" + " ".join(part.names)],
    Signature: lambda part: [part.office, day_in_words(part.day)],
    Imprint: lambda part: [
        " ".join((*part.copied_to, part.issuer, day_in_words(part.day), "印发"))
    ],
    PageBreak: lambda part: ["--- 另起一页"],
    Turn: lambda part: [f"--- {'横' if part.landscape else '竖'}页"],
    Gap: lambda part: [""] * part.lines,
}


def told_workbook(workbook: Workbook) -> str:
    """Every sheet, row by row; a number with its format, a comment in braces."""
    lines = [f"[{workbook.title}] [{workbook.created.isoformat()}]"]
    for sheet in workbook.sheets:
        lines += ["", f"# {sheet.name}{'（隐藏）' if sheet.hidden else ''} [{sheet.print.header}]"]
        for row in sheet.rows:
            cells = ["" if cell is None else _cell(cell) for cell in row.cells]
            lines.append(("| " + " | ".join(cells)).rstrip())
    return "\n".join([*lines, ""])


def _cell(cell: Cell) -> str:
    shown = (
        cell.value or "" if not isinstance(cell.value, int | Fraction) else exact_text(cell.value)
    )
    mark = "" if cell.look is Look.PLAIN else f"<{cell.look}>"
    told = f"{shown}{mark}{'{' + cell.help + '}' if cell.help else ''}"
    return told.replace("\n", " / ")
