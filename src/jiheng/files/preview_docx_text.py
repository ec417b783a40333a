"""Paragraphs and tables of WordprocessingML as plain data; every text token ends in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jiheng.files.guard import refuse

Element = Any  # lxml ships no types
MOST_TEXT = 5_000_000  # characters; a book has a tenth of it
_DEEPEST = 60  # tables within boxes within tables: nobody writes that

_SPACES = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Boxes to be ticked, as Word writes them in its fonts of signs.
_SIGNS = {"F052": "☑", "F0FE": "☑", "F0FC": "✓", "F06F": "□", "F0A8": "□", "F0A3": "□", "F02A": "□"}
_TEXTS = {"t", "delText"}
_TAB_STOPS = "tabs"  # where tabs stop; it lists them under the name of the tab itself


class Blocks:
    """What a document says, block by block, as JSON-able data.

    A paragraph is {text, place} and, where something was deleted under revision, {deleted}; a table is
    {rows: [[[text, columns], …], …], place}. `place` is empty for the body.
    """

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []
        self._text = 0

    def read(self, root: Element, place: str) -> None:
        """Take in a whole part."""
        self._read_children(root, place, depth=0)

    def add_paragraph(self, text: str, *, place: str, deleted: str = "") -> None:
        """Take in one paragraph unless it says nothing."""
        if not (text.strip() or deleted.strip()):
            return
        self._spend(text + deleted)
        block: dict[str, Any] = {"text": text, "place": place}
        if deleted.strip():
            block["deleted"] = deleted
        self.found.append(block)

    def _read_children(self, element: Element, place: str, *, depth: int) -> None:
        if depth > _DEEPEST:
            refuse("文档里的文字套了太多层，不像正常的文档，不予读取")
        for child in _children(element):
            self._read_child(child, place, depth=depth + 1)

    def _read_child(self, child: Element, place: str, *, depth: int) -> None:
        name = local_name(child)
        if name == "tbl":
            self._read_table(child, place, depth=depth)
        elif name == "p":
            self._read_paragraph(child, place, depth=depth)
        elif name in _TEXTS:  # a run that stands in no paragraph
            self.add_paragraph("".join(child.itertext()), place=place)
        else:
            self._read_children(child, place, depth=depth)

    def _read_paragraph(self, paragraph: Element, place: str, *, depth: int) -> None:
        """The paragraph's own text; what text boxes in it say comes after it."""
        pen = _Pen()
        pen.write(paragraph)
        self.add_paragraph("".join(pen.text), place=place, deleted="".join(pen.deleted))
        for box in pen.boxes:
            self._read_child(box, place, depth=depth + 1)

    def _read_table(self, table: Element, place: str, *, depth: int) -> None:
        """Rows of cells; text in the table that stands in no cell comes after it."""
        lines, strays = _gathered(table, "tr")
        rows = []
        for line in lines:
            cells, beside = _gathered(line, "tc")
            rows.append([self._cell(cell, depth=depth + 1) for cell in cells])
            strays += beside
        self.found.append({"rows": rows, "place": place})
        for stray in strays:
            self._read_child(stray, place, depth=depth + 1)

    def _cell(self, cell: Element, *, depth: int) -> list[Any]:
        within = Blocks()
        within._read_children(cell, "", depth=depth)
        text = "\n".join(_line_of(block) for block in within.found)
        self._spend(text)
        return [text, _columns(cell)]

    def _spend(self, text: str) -> None:
        self._text += len(text)
        if self._text > MOST_TEXT:
            refuse(f"文档里的文字超过 {MOST_TEXT // 10000} 万字：请拆成几份再传")


class _Pen:
    """Writes the runs of one paragraph; blocks that hang on it are kept for later."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.deleted: list[str] = []
        self.boxes: list[Element] = []

    def write(self, element: Element) -> None:
        """Write all that the element says."""
        for child in _children(element):
            self._write_child(child, local_name(child))

    def _write_child(self, child: Element, name: str) -> None:
        if name == "t":
            self.text.append("".join(child.itertext()))
        elif name == "delText":
            self.deleted.append("".join(child.itertext()))
        elif name in {"p", "tbl"}:
            self.boxes.append(child)
        elif name == "moveFrom":
            self._write_moved(child)
        else:
            self.text.append(_drawn(child, name))
            self.write(child)

    def _write_moved(self, child: Element) -> None:
        """What was moved away under revision is read at its new place; here it is gone."""
        pen = _Pen()
        pen.write(child)
        self.deleted += pen.text + pen.deleted
        self.boxes += pen.boxes


def _drawn(child: Element, name: str) -> str:
    """What an element says without being text: a blank, a sign, letters along a line."""
    if name == "sym":
        return _SIGNS.get(_attribute(child, "char").upper(), "▪")
    if name == "textpath":
        return _attribute(child, "string")
    return _SPACES.get(name, "")


def _children(element: Element) -> Iterator[Element]:
    """What there is to read within an element, of several forms of one thing the first."""
    for child in element:
        name = local_name(child)
        if name == "AlternateContent":
            yield from _forms(child)
        elif name != _TAB_STOPS:
            yield child


def _forms(alternatives: Element) -> Iterator[Element]:
    """The first form, and each further one that says something else."""
    said = set()
    for form in alternatives:
        text = "".join(form.itertext("{*}t"))
        if text not in said:
            said.add(text)
            yield form


def _gathered(element: Element, name: str) -> tuple[list[Element], list[Element]]:
    """The children of this name, however content controls, insertions and smart tags wrap them;
    and the texts that stand where only such children belong."""
    found, strays = [], []
    for child in _children(element):
        kind = local_name(child)
        if kind == name:
            found.append(child)
        elif kind in {"p", "tbl", "tr", "tc", "t", "delText"}:
            strays.append(child)
        else:
            within, beside = _gathered(child, name)
            found += within
            strays += beside
    return found, strays


def _line_of(block: dict[str, Any]) -> str:
    if "rows" in block:
        return "\n".join("\t".join(text for text, _ in row) for row in block["rows"])
    gone = f"（修订中删去：{block['deleted']}）" if "deleted" in block else ""
    return f"{block['text']}{gone}"


def _columns(cell: Element) -> int:
    for span in cell.iterfind("{*}tcPr/{*}gridSpan"):
        count = _attribute(span, "val")
        return int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 1
    return 1


def _attribute(element: Element, name: str) -> str:
    return next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def text_of(root: Element) -> Iterator[str]:
    """The texts of a drawing: one for each paragraph, and each value of a chart."""
    for element in root.iter("{*}p", "{*}v"):
        if local_name(element) == "v":
            yield element.text or ""
        else:
            yield "".join(element.itertext("{*}t"))


def local_name(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
