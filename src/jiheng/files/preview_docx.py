"""A Word document as plain blocks of text and tables, walking the XML itself; runs inside the fence.

Nothing is dropped in silence: content controls, insertions under revision, text boxes, nested tables,
heads, feet, notes and comments are shown, deletions are shown as deleted, and what cannot be shown is
marked. Names of authors and revisers are not read at all. Elements are known by their local names,
because WPS, strict OOXML and others differ in namespaces.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import IO, Any

from jiheng.files import picture_job
from jiheng.files.guard import (
    LARGEST_FILE,
    MEGABYTE,
    SAVE_AS_XLSX,
    open_package,
    other_content,
    refuse,
)
from jiheng.files.preview_docx_text import Blocks, Element, text_of
from jiheng.files.xlsx_parts import Package
from jiheng.values.problems import Problem, Unreadable

SAVE_AS_DOCX = "请用 WPS 或 Word 打开，“另存为”类型选“Word 文档（*.docx）”，再传另存的文件"
MOST_PICTURES = 20
_PICTURE_SIDE = 800
_DYNAMIC = re.compile(r"\b(DDE|DDEAUTO)\b", re.IGNORECASE)

# The parts beside the body that hold text of their own, in the order in which they are shown.
_BESIDE = (
    ("header", "页眉"),
    ("footer", "页脚"),
    ("footnotes", "脚注"),
    ("endnotes", "尾注"),
    ("comments", "批注"),
)


def prepare(asked: dict[str, Any]) -> None:
    """Open beforehand what pictures need."""
    picture_job.prepare(asked)


def shown(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """{blocks, marks} with the embedded pictures as bare JPEGs; Unreadable for what is no sound docx."""
    _refuse_unless_zip(stream)
    try:
        package = Package(open_package(stream), refuse_kinds=_refuse_other_kinds)
        document = _Document(package)
        document.read()
    except Unreadable as unreadable:  # the guard speaks of workbooks
        message = unreadable.problem.message.replace(SAVE_AS_XLSX, SAVE_AS_DOCX)
        raise Unreadable(Problem("", message.replace("表格", "文档"))) from None
    pictures = document.pictures()
    return {"blocks": document.blocks.found, "marks": document.marks}, pictures


def _refuse_unless_zip(stream: IO[bytes]) -> None:
    size = stream.seek(0, 2)
    stream.seek(0)
    head = stream.read(4096)
    stream.seek(0)
    if size == 0:
        refuse("文件是空的（0 字节）：请重新导出或拷贝")
    if size > LARGEST_FILE:
        refuse(f"文件超过 {LARGEST_FILE // MEGABYTE} MB：请压缩其中的图片后再传")
    if not head.startswith(b"PK\x03\x04"):
        refuse(f"{other_content(head)}，不是 Word 文档（docx）：{SAVE_AS_DOCX}")


def _refuse_other_kinds(names: set[str]) -> None:
    if not any(name.endswith("document.xml") for name in names):
        refuse(f"内容是压缩包，里面没有 Word 文档：{SAVE_AS_DOCX}")


class _Document:
    """One document: its blocks in the order of reading, and marks for what a reader should know."""

    def __init__(self, package: Package) -> None:
        self.blocks = Blocks()
        self.marks: list[str] = []
        self._package = package
        self._main = self._main_part()

    def read(self) -> None:
        root = self._package.root(self._main)
        self._read_part(root, "")
        for part, place in self._parts_beside():
            self._read_part(self._package.root(part), place)
        self._read_shapes()
        self._mark_packages()
        self._mark_relations()

    def _main_part(self) -> str:
        targets = [
            target
            for _, kind, target in self._package.relations("")
            if kind == "officeDocument" and self._package.has(target)
        ]
        if not targets:
            refuse(f"Word 文档的正文不在文件里（文件不完整）：{SAVE_AS_DOCX}")
        return targets[0]

    def _read_part(self, root: Element, place: str) -> None:
        self.blocks.read(root, place)
        if _DYNAMIC.search("".join(root.itertext("{*}instrText"))):
            self._mark("文档里有会去取外部数据的域（DDE），这里没有执行")
        if next(root.iter("{*}altChunk"), None) is not None:
            self._mark("文档里嵌有另一份文件的内容，这里没有显示")

    def _parts_beside(self) -> Iterator[tuple[str, str]]:
        related = self._package.relations(self._main)
        seen = {self._main}
        for wanted, place in _BESIDE:
            for _, kind, target in related:
                if kind == wanted and target not in seen and self._package.has(target):
                    seen.add(target)
                    yield target, place

    def _read_shapes(self) -> None:
        """Text of charts and drawn diagrams, which lies in parts of its own."""
        for name in sorted(self._package.names()):
            if name.startswith(("word/charts/chart", "word/diagrams/data")):
                for text in text_of(self._package.root(name)):
                    self.blocks.add_paragraph(text, place="图形")

    def _mark_packages(self) -> None:
        names = sorted(self._package.names())
        if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
            self._mark("文档带有宏，这里没有执行；下载后打开时请勿启用宏")
        if any("/embeddings/" in f"/{name}" or "/activex/" in f"/{name}" for name in names):
            self._mark("文档里嵌有其他文件或控件，这里没有打开")

    def _mark_relations(self) -> None:
        """Templates, pictures and objects that lie outside; plain links are what people write."""
        for name in sorted(self._package.names()):
            if name.endswith(".rels") and self._leads_outside(name):
                self._mark("文档引用了文件之外的内容（模板、图片或对象），这里没有去取")

    def _leads_outside(self, listing: str) -> bool:
        return any(
            one.get("TargetMode", "").lower() == "external"
            and one.get("Type", "").rpartition("/")[2] != "hyperlink"
            for one in self._package.root(listing)
        )

    def _mark(self, mark: str) -> None:
        if mark not in self.marks:
            self.marks.append(mark)

    def pictures(self) -> list[bytes]:
        """The pictures of the document as small bare copies; what cannot be shown is marked."""
        names = [name for name in self._package.names() if posixpath.dirname(name) == "word/media"]
        made = []
        for name in sorted(names, key=lambda name: (len(name), name))[:MOST_PICTURES]:
            try:
                opened = picture_job.opened_picture(self._package.content(name))
                made.append(picture_job.as_jpeg(picture_job.upright(opened, _PICTURE_SIDE)))
            except Unreadable:
                self._mark("文档里有的图片不能在这里显示，请下载后查看")
        if len(names) > MOST_PICTURES:
            self._mark(f"文档里有 {len(names)} 幅图片，这里显示前 {MOST_PICTURES} 幅")
        return made
