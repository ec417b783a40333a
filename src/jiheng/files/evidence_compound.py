"""Walks an OLE2 file (doc, xls, ppt and WPS's own): its directory says what it holds.

Such a file is a small file system: sectors, a table that chains them, a directory of named streams.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from mmap import mmap

from jiheng.files.evidence_look import MIXED, Opened, Seen, refuse_hidden_zip
from jiheng.files.guard import refuse

DAMAGED = "文件已损坏：请用 WPS 或 Office 打开修复并另存"

_FREE = 0xFFFFFFFF
_LAST = 0xFFFFFFFA  # sector numbers from here on mean something else
_STREAM = 2
_SMALL = 4096  # shorter streams lie in a stream of their own
_BEGINNINGS = {"WordDocument": (b"\xec\xa5", b"\xdc\xa5"), "Workbook": (b"\x09\x08",)}
_ACTIVE = (
    (frozenset({"Macros", "VBA", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA_PROJECT"}), "宏"),
    (frozenset({"\x01Ole10Native", "Package"}), "嵌入对象"),
    (frozenset({"OCXNAME", "\x03OCXNAME", "\x03OCXDATA"}), "控件"),
)
_OBJECT = re.compile(r"_\d{8,10}|MBD[0-9A-F]{8}")  # folders in which Word and Excel keep objects
_ORDER = re.compile(rb"\x13\s*DDE(?:AUTO)?\s|\x13\0(?:\s\0)*D\0D\0E\0", re.IGNORECASE)
# What must not lie behind the last sector in use; old sectors may hold anything else.
_FOREIGN = re.compile(
    rb"PK\x03\x04|%PDF-|\x7fELF|MZ\x90\0|<script[\s>]|<html[\s>]|<!doctype\s|<\?php\s", re.IGNORECASE
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the directory: a name and, for a stream, its first sector and length."""

    name: str
    kind: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class _Sectors:
    """The file as sectors and the table of which follows which."""

    data: mmap
    size: int
    table: tuple[int, ...]

    def at(self, number: int) -> bytes:
        begin = (number + 1) * self.size
        return self.data[begin : begin + self.size]

    def chain(self, first: int) -> list[int]:
        """The numbers from `first` on; a ring or a number outside the table refuses the file."""
        found: list[int] = []
        while first < _LAST:
            if len(found) > len(self.table) or first >= len(self.table):
                refuse(DAMAGED)
            found.append(first)
            first = self.table[first]
        return found


def look_at_compound(opened: Opened, *, stream: str) -> Seen:
    """An OLE2 file with exactly the kind of content its extension promises (`stream`)."""
    try:
        sectors = _sectors(opened.data)
        entries = _directory(sectors)
    except struct.error:
        refuse(DAMAGED)
    names = {entry.name for entry in entries}
    if "EncryptedPackage" in names:
        refuse("文件加了密码，读不了：请去掉密码后另存再交")
    _refuse_other_stream(sectors, entries, stream=stream)
    _refuse_behind(sectors)
    marks = [words for known, words in _ACTIVE if known & names]
    marks += ["嵌入对象"] if any(map(_OBJECT.fullmatch, names)) else []
    marks += ["动态数据交换（DDE）"] if _ORDER.search(opened.data) else []
    return Seen(tuple(dict.fromkeys(marks)))


def _sectors(data: mmap) -> _Sectors:
    order, shift = struct.unpack("<HH", data[28:32])
    if order != 0xFFFE or shift not in {9, 12}:
        refuse(DAMAGED)
    size = 1 << shift
    plain = _Sectors(data, size, ())
    count, more, further = (struct.unpack("<I", data[at : at + 4])[0] for at in (44, 68, 72))
    listed = list(struct.unpack("<109I", data[76:512]))
    for _ in range(min(further, len(data) // size)):
        *numbers, more = struct.unpack(f"<{size // 4}I", plain.at(more))
        listed += numbers
    used = [number for number in listed[:count] if number < _LAST]
    if len(used) != count:
        refuse(DAMAGED)
    table = [struct.unpack(f"<{size // 4}I", plain.at(number)) for number in used]
    return _Sectors(data, size, tuple(number for part in table for number in part))


def _directory(sectors: _Sectors) -> list[_Entry]:
    (first,) = struct.unpack("<I", sectors.data[48:52])
    lines = b"".join(sectors.at(number) for number in sectors.chain(first))
    return [
        entry
        for at in range(0, len(lines), 128)
        if (entry := _entry(lines[at : at + 128])).kind in {1, _STREAM}
    ]


def _entry(line: bytes) -> _Entry:
    (letters,) = struct.unpack("<H", line[64:66])
    name = line[: max(letters - 2, 0)].decode("utf-16-le", "replace")
    start, length = struct.unpack("<II", line[116:124])
    return _Entry(name, line[66], start, length)


def _refuse_other_stream(sectors: _Sectors, entries: list[_Entry], *, stream: str) -> None:
    streams = {entry.name: entry for entry in entries if entry.kind == _STREAM}
    kinds = streams.keys() & {"WordDocument", "Workbook", "Book", "PowerPoint Document"}
    if kinds != {stream}:
        refuse(
            "内容与后缀对不上，不是这种文档：请用 WPS 或 Office 打开，另存为 docx、xlsx 或 PDF 再交"
        )
    entry, beginnings = streams[stream], _BEGINNINGS.get(stream)
    numbers = sectors.chain(entry.start) if entry.length >= _SMALL else []
    if len(numbers) * sectors.size < entry.length and entry.length >= _SMALL:
        refuse(DAMAGED)
    if numbers and beginnings and not sectors.at(numbers[0]).startswith(beginnings):
        refuse(DAMAGED)


def _refuse_behind(sectors: _Sectors) -> None:
    """Nothing foreign behind the last sector in use, and nothing the table does not cover."""
    used = max((at for at, following in enumerate(sectors.table) if following != _FREE), default=0)
    end = (used + 2) * sectors.size
    if (used + 1) * sectors.size >= len(sectors.data):
        refuse("文件不完整，后半截没有了（下载或拷贝中断）：请重新拷贝一份")
    if len(sectors.data) > (len(sectors.table) + 2) * sectors.size or _FOREIGN.search(
        sectors.data, end
    ):
        refuse(MIXED)
    refuse_hidden_zip(sectors.data)
