"""Looks into docx, xlsx, pptx and OFD: whole, what they claim to be, and what in them would act.

Every part that is XML is read by a real parser that knows no entities: a document type anywhere
refuses the file.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from posixpath import normpath
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from jiheng.files.evidence_look import MIXED, SAVE_AGAIN, Opened, Seen
from jiheng.files.guard import (
    BROKEN,
    MEGABYTE,
    Speech,
    open_package,
    part_name,
    refuse,
    refuse_doctype,
)  # fmt: skip

DOCUMENT = Speech("正常的文档", SAVE_AGAIN)
LARGEST_XML = 32 * MEGABYTE  # of all parts together, unpacked; a second of reading is 8 MB

_TYPES = "[content_types].xml"
_RELATIONS = "_rels/.rels"
_OFD = "http://www.ofdspec.org/2016 OFD"
_LOCAL = struct.Struct("<4s22xHH")
_END = struct.Struct("<4s8xIIH")
_WIDE_END = 76  # the wider end records of large archives, before the usual one
_DESCRIPTORS = frozenset({0, 12, 16, 20, 24})  # lengths of what may follow a member's bytes
_FULLY_READ = (".xml", ".rels")
_XML_BEGINNINGS = (b"<", b"<\0", b"\0<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_PROGRAM_NAMES = (
    ".exe", ".dll", ".scr", ".com", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".hta", ".jar", ".lnk",
)  # fmt: skip
_BY_NAME = (
    (re.compile(r"vbaproject\.bin$|vbadata\.xml$"), "宏"),
    (re.compile(r"/macrosheets/|/dialogsheets/"), "旧式宏表"),
    (re.compile(r"/activex/"), "控件"),
    (re.compile(r"/connections\.xml$|/querytables/"), "外部数据连接"),
)
_BY_RELATION = {
    "oleObject": "嵌入对象",
    "control": "控件",
    "vbaProject": "宏",
    "aFChunk": "嵌入网页或文档",
    "attachedTemplate": "外部模板",
}
_PLAIN_LINK = re.compile(r"(?:https?|mailto|tel|file|ftp):|[^:]*$", re.IGNORECASE)
_KEPT = frozenset({"Override", "Relationship", "fldSimple", "ddeLink"})
_FORMULAS = frozenset({"f", "definedName"})
_FIELDS = frozenset({"instrText", "delInstrText"})
_EXCHANGE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_FETCH = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT)\b", re.IGNORECASE)
_PIPE = re.compile(r"^[^\"(]{1,80}\|[^|]{0,200}!")
_CALL = re.compile(r"\b(?:WEBSERVICE|CALL|REGISTER(?:\.ID)?)\s{0,8}\(", re.IGNORECASE)


def look_at_office(opened: Opened, *, main: str) -> Seen:
    """An Office package whose own list of types calls its main part `main`."""
    package = _whole(opened)
    parts = _parts(package)
    if _TYPES not in parts or _RELATIONS not in parts:
        refuse("内容是普通压缩包，不是 Office 文档：请把后缀改为 .zip，或解开后交里面的文件")
    if _main_type(package, parts) != main:
        refuse("文件自己登记的类型与后缀对不上：" + SAVE_AGAIN)
    return Seen(_marks(package, parts))


def look_at_ofd(opened: Opened) -> Seen:
    """An OFD document, the national format of electronic official papers."""
    package = _whole(opened)
    parts = _parts(package)
    if "ofd.xml" not in parts or _read(package, parts["ofd.xml"]).root != _OFD:
        refuse("内容不是 OFD 版式文件：请重新下载，或转成 PDF 再交")
    return Seen(_marks(package, parts))


def _parts(package: ZipFile) -> dict[str, ZipInfo]:
    return {part_name(member.filename).lower(): member for member in package.infolist()}


def _whole(opened: Opened) -> ZipFile:
    """A zip with nothing before, between or behind its members, and not too much text in them."""
    package = open_package(opened.stream, speech=DOCUMENT)
    try:
        _refuse_foreign(opened, package)
    except struct.error:
        refuse(MIXED)
    text = (member for member in package.infolist() if member.filename.endswith(_FULLY_READ))
    if sum(member.file_size for member in text) > LARGEST_XML:
        refuse(f"文字展开后超过 {LARGEST_XML // MEGABYTE} MB：请只交有关的部分")
    return package


def _refuse_foreign(opened: Opened, package: ZipFile) -> None:
    """Every byte belongs to a member or to the list of members at the end."""
    data, end = opened.data, 0
    for number, member in enumerate(
        sorted(package.infolist(), key=lambda found: found.header_offset)
    ):
        allowed = _DESCRIPTORS if number else {0}
        if member.header_offset - end not in allowed:
            refuse(MIXED)
        begin = member.header_offset
        _, name, extra = _LOCAL.unpack(data[begin : begin + _LOCAL.size])
        end = begin + _LOCAL.size + name + extra + member.compress_size
    last = len(data) - _END.size
    mark, length, start, comment = _END.unpack(data[last:])
    if mark != b"PK\x05\x06" or comment or start - end not in _DESCRIPTORS:
        refuse(MIXED)
    if last - start - length not in {0, _WIDE_END}:
        refuse(MIXED)


class _Part:
    """One XML part read from end to end; only what matters here is kept."""

    def __init__(self) -> None:
        self.root = ""
        self.listed: list[tuple[str, dict[str, str]]] = []  # elements of _KEPT
        self.fields: list[str] = []  # Word's field codes, in the pieces they come in
        self.marks: list[str] = []
        self._text: list[str] | None = None

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        """An element: its name after a space after its namespace."""
        self.root = self.root or name
        local = name.rpartition(" ")[2]
        if local in _KEPT:
            self.listed.append((local, attributes))
        elif local in _FORMULAS:
            self._text = []
        elif local in _FIELDS:
            self._text = self.fields

    def says(self, text: str) -> None:
        """Text; only that of formulas and fields is kept."""
        if self._text is not None:
            self._text.append(text)

    def ends(self, name: str) -> None:
        """The end of an element; a formula is judged here and forgotten."""
        if name.rpartition(" ")[2] in _FORMULAS and self._text is not None:
            formula = "".join(self._text)
            self.marks += ["动态数据交换（DDE）"] if _PIPE.search(formula) else []
            self.marks += ["公式会联网或调用程序"] if _CALL.search(formula) else []
        self._text = None


def _read(package: ZipFile, member: ZipInfo) -> _Part:
    """The part, parsed; Unreadable where it is damaged or declares a document type."""
    with _opened(package, member) as stream:
        refuse_doctype(stream, member.filename, speech=DOCUMENT)
    part = _Part()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = part.begins, part.ends
    parser.CharacterDataHandler = part.says
    try:
        with package.open(member) as stream:
            while block := stream.read(65536):
                parser.Parse(block)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, *BROKEN):
        refuse(f"文件内“{member.filename[:80]}”已损坏：请用 WPS 或 Office 打开修复并另存")
    return part


def _opened(package: ZipFile, member: ZipInfo) -> IO[bytes]:
    try:
        return package.open(member)
    except BROKEN:
        refuse("文件已损坏：请用 WPS 或 Office 打开修复并另存")


def _main_type(package: ZipFile, parts: dict[str, ZipInfo]) -> str:
    """The content type of the part that the package's relations call the document."""
    relations = _read(package, parts[_RELATIONS]).listed
    main = next((found["Target"] for _, found in relations if _kind(found) == "officeDocument"), "")
    place = normpath("/" + part_name(main).lstrip("/")).lower()
    types = _read(package, parts[_TYPES]).listed
    own = (found for _, found in types if found.get("PartName", "").lower() == place)
    return next(own, {}).get("ContentType", "") if place.lstrip("/") in parts else ""


def _marks(package: ZipFile, parts: dict[str, ZipInfo]) -> tuple[str, ...]:
    """Everything active that any part shows, each in words, once."""
    found: dict[str, None] = {}
    for name, member in parts.items():
        found |= {words: None for pattern, words in _BY_NAME if pattern.search(name)}
        found |= dict.fromkeys(_marks_of(package, member, name=name))
    return tuple(found)


def _marks_of(package: ZipFile, member: ZipInfo, *, name: str) -> Iterator[str]:
    with _opened(package, member) as stream:
        head = _head(stream)
    if name.endswith(_PROGRAM_NAMES) or head.startswith(_PROGRAMS):
        yield "内嵌程序"
    if name.endswith(_FULLY_READ):
        yield from _acting(_read(package, member))
    elif head.lstrip().startswith(_XML_BEGINNINGS):
        with _opened(package, member) as stream:
            refuse_doctype(stream, member.filename, speech=DOCUMENT)


def _head(stream: IO[bytes]) -> bytes:
    try:
        return stream.read(64)
    except BROKEN:
        refuse("文件已损坏：请用 WPS 或 Office 打开修复并另存")


def _acting(part: _Part) -> Iterator[str]:
    yield from part.marks
    orders = [
        found.get(name, "") for _, found in part.listed for name in found if name.endswith(" instr")
    ]
    orders.append("".join(part.fields))
    if any(map(_EXCHANGE.search, orders)) or any(name == "ddeLink" for name, _ in part.listed):
        yield "动态数据交换（DDE）"
    if any(map(_FETCH.search, orders)):
        yield "从外部取内容的域"
    for name, found in part.listed:
        if name == "Relationship":
            yield from _related(found)


def _related(relation: dict[str, str]) -> Iterator[str]:
    kind = _kind(relation)
    outside = relation.get("TargetMode", "").lower() == "external"
    if kind in _BY_RELATION:
        yield _BY_RELATION[kind]
    elif outside and kind != "hyperlink":
        yield "引用外部文件"
    elif outside and not _PLAIN_LINK.match(relation.get("Target", "").strip()):
        yield "会启动程序的链接"


def _kind(relation: dict[str, str]) -> str:
    return relation.get("Type", "").rpartition("/")[2]
