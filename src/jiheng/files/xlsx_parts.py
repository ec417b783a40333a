"""From the parts of an .xlsx to plain lists, walking the XML itself; runs inside the fence.

Nothing is believed that can be counted: `<dimension>` is ignored, elements are known by their local
name (WPS, strict OOXML and others differ in namespaces and prefixes), cells are found however they
are wrapped, and text that stands in no cell is listed. The answer is JSON-able; `xlsx_read` makes
`ReadSheet`s of it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import IO, Any
from zipfile import ZipFile

from lxml import etree

from jiheng.files.guard import (
    BROKEN,
    open_package,
    part_name,
    refuse,
    refuse_doctype,
    refuse_other_office,
    refuse_unless_zip,
)
from jiheng.files.xlsx_cells import BookText, Budget, SheetText, local_name, string_of
from jiheng.files.xlsx_styles import Styles, styles_of

Element = Any  # lxml ships no types
_MENDED = "请用 WPS 或 Excel 打开修复并另存"
_UNREAD_KINDS = {
    "xl/charts/": "图表",
    "xl/diagrams/": "智能图形",
    "xl/pivottables/": "数据透视表",
    "xl/embeddings/": "嵌入的文件",
    "xl/externallinks/": "到其他文件的链接",
}


def sheets_in(stream: IO[bytes]) -> list[dict[str, Any]]:
    """Every sheet of the workbook, in order; Unreadable where the file is unsound."""
    refuse_unless_zip(stream)
    package = Package(open_package(stream))
    return Book(package).sheets()


class Package:
    """The parts of the file by name, each checked for a DOCTYPE before it is parsed."""

    def __init__(
        self, archive: ZipFile, refuse_kinds: Callable[[set[str]], None] = refuse_other_office
    ) -> None:
        self._archive = archive
        self._names = {part_name(name).casefold(): name for name in archive.namelist()}
        refuse_kinds(set(self._names))
        for name in self._names:
            if self._is_xml(name):
                with self._open(name) as part:
                    refuse_doctype(part, name)

    def _is_xml(self, name: str) -> bool:
        if name.endswith((".xml", ".rels", ".vml", ".svg")):
            return True
        with self._open(name) as part:
            return self._read_head(part, name).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<"

    def _read_head(self, part: IO[bytes], name: str) -> bytes:
        return self._read(part, name, size=64)

    def _read(self, part: IO[bytes], name: str, *, size: int) -> bytes:
        try:
            return part.read(size)
        except BROKEN:
            refuse(f"文件内“{name}”读不出来（文件已损坏）：请重新拷贝一份")

    def content(self, name: str) -> bytes:
        """All bytes of a part."""
        with self._open(name) as part:
            return self._read(part, name, size=-1)

    def _open(self, name: str) -> IO[bytes]:
        try:
            return self._archive.open(self._names[name.casefold()])
        except BROKEN:
            refuse(f"文件内“{name}”读不出来（文件已损坏）：请重新拷贝一份")

    def names(self) -> Iterator[str]:
        """Every part's name in lower case."""
        yield from self._names

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.casefold() in self._names

    def parse(self, name: str, *tags: str) -> Iterator[Element]:
        """Each element with one of these local names when it has ended; the root comes last."""
        # libxml2 is told to fetch and expand nothing, though no DOCTYPE has come this far.
        try:
            with self._open(name) as part:
                walk = etree.iterparse(
                    part,
                    tag=[f"{{*}}{tag}" for tag in tags],
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                    remove_comments=True,
                    remove_pis=True,
                    huge_tree=False,
                )
                for _, element in walk:
                    yield element
                yield walk.root
        except (etree.XMLSyntaxError, *BROKEN) as trouble:
            if getattr(trouble, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from None
            refuse(f"文件内“{name}”已损坏：{_MENDED}，或重新拷贝一份")

    def root(self, name: str) -> Element:
        """The whole tree of a small part."""
        *_, root = self.parse(name, "no-such-element")
        return root

    def relations(self, name: str) -> list[tuple[str, str, str]]:
        """(id, kind, target part) of everything inside the package that a part refers to."""
        folder, base = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", base + ".rels")
        if not self.has(listing):
            return []
        found = []
        for element in self.root(listing):
            target, kind = element.get("Target", ""), element.get("Type", "").rsplit("/", 1)[-1]
            if element.get("TargetMode") != "External":
                place = posixpath.normpath(posixpath.join("/", folder, part_name(target)))
                found.append((element.get("Id", ""), kind, place.lstrip("/")))
        return found


class Book:
    """One workbook: its shared strings and styles, and the sheets read with them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = self._main_part()
        self._relations = package.relations(self._part)
        self._root = package.root(self._part)
        self._loose: list[str] = []  # text among the shared strings that is no part of any
        budget = Budget()
        self._text = BookText(
            self._shared_strings(budget), self._styles(), self._is_since_1904(), budget
        )

    def _main_part(self) -> str:
        for _, kind, target in self._package.relations(""):
            if kind == "officeDocument" and self._package.has(target):
                return target
        if not self._package.has("xl/workbook.xml"):
            refuse(f"文件里找不到工作簿的目录（workbook.xml）：{_MENDED}")
        return "xl/workbook.xml"

    def _related(self, kind: str, usual: str) -> str | None:
        """The part of this kind, by relation or by its usual name (some writers leave it out)."""
        for _, found, target in self._relations:
            if found == kind and self._package.has(target):
                return target
        usual = posixpath.join(posixpath.dirname(self._part), usual)
        return usual if self._package.has(usual) else None

    def _shared_strings(self, budget: Budget) -> list[str] | None:
        part = self._related("sharedStrings", "sharedStrings.xml")
        if part is None:
            return None
        strings = []
        for element in self._package.parse(part, "si"):
            if local_name(element) != "si":  # the root, with what belongs to no string
                self._loose += [text for text in element.itertext() if text.strip()]
                break
            if element.getparent() is None or element.getparent().getparent() is not None:
                refuse(f"文件内“{part}”的文字排列有误，文件已损坏：{_MENDED}")
            text, strays = string_of(element)
            budget.spend_text(text)
            strings.append(text)
            self._loose += strays
            element.clear(keep_tail=True)
        return strings

    def _styles(self) -> Styles:
        part = self._related("styles", "styles.xml")
        return styles_of(None if part is None else self._package.root(part))

    def _is_since_1904(self) -> bool:
        settings = self._root.iter("{*}workbookPr")
        return any(each.get("date1904") in {"1", "true"} for each in settings)

    def sheets(self) -> list[dict[str, Any]]:
        """Every sheet, in the order of the tabs."""
        listed = list(self._root.iter("{*}sheet"))
        if not listed:
            refuse(f"工作簿里一张表也没有：{_MENDED}")
        sheets = [self._sheet(element) for element in listed]
        sheets[0]["unread"] += self._left_over()
        return sheets

    def _sheet(self, element: Element) -> dict[str, Any]:
        name = element.get("name", "")
        kind, part = self._sheet_part(element, name)
        text = SheetText(name, book=self._text)
        if kind == "worksheet":
            self._read_cells(part, text)
        else:
            text.unread.append(("", f"“{name}”不是普通的表（{kind}），其中的内容没有读"))
        answer = text.answer()
        answer["hidden"] = element.get("state", "visible") != "visible"
        self._add_beside(part, answer)
        return answer

    def _sheet_part(self, element: Element, name: str) -> tuple[str, str]:
        ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
        parts = [
            (kind, target)
            for found, kind, target in self._relations
            if found in ids and self._package.has(target)
        ]
        if not parts:
            refuse(f"工作表“{name}”的内容不在文件里（文件不完整）：{_MENDED}")
        return parts[0]

    def _read_cells(self, part: str, text: SheetText) -> None:
        for element in self._package.parse(part, "row"):
            if local_name(element) != "row":
                text.read_rest(element)
                return
            text.read_row(element)
            _forget(element, text)

    def _add_beside(self, part: str, answer: dict[str, Any]) -> None:
        """Comments go to `notes`; the text of shapes, which no cell holds, to `unread`."""
        for _, kind, target in self._package.relations(part):
            if not self._package.has(target):
                continue
            if kind in {"comments", "threadedComment"}:
                answer["notes"] += self._comments(target)
            elif kind == "drawing":
                paragraphs = self._package.root(target).iter("{*}p")
                texts = ["".join(each.itertext("{*}t")) for each in paragraphs]
                answer["unread"] += [("图形", text) for text in texts if text.strip()]

    def _comments(self, part: str) -> list[tuple[str, str]]:
        found = []
        for element in self._package.root(part).iter("{*}comment", "{*}threadedComment"):
            text = string_of(element)[0] or "".join(element.itertext("{*}text"))
            found.append((element.get("ref", ""), text))
        return found

    def _left_over(self) -> list[tuple[str, str]]:
        """Strings that no cell shows, and kinds of content that are not read at all."""
        used, strings = self._text.used, enumerate(self._text.strings or [])
        orphans = [text for index, text in strings if index not in used] + self._loose
        kinds = {
            kind
            for name in self._package.names()
            for start, kind in _UNREAD_KINDS.items()
            if name.startswith(start)
        }
        texts = [("", text) for text in orphans if text.strip()]
        return texts + [("", f"文件里有{kind}，其中的内容没有读") for kind in sorted(kinds)]


def _forget(row: Element, text: SheetText) -> None:
    """Free a row that was read and what stands before it; strays there are read first."""
    row.clear(keep_tail=True)
    parent = row.getparent()
    while parent is not None and (before := row.getprevious()) is not None:
        if local_name(before) != "row":
            if local_name(parent) != "sheetData":
                return  # sheetViews, cols and others before the first row are kept for the end
            text.read_rest(before)
        text.list_unread(before.tail or "")
        parent.remove(before)
